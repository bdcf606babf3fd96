"""The judge's books: who owns what, which Offers live, who is lost, what falls due.

Kept by `judge.take` from the entries alone, in the plainest way there is. Each finding
begins with the invariant's id.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from attrs import define, field

from ccsdk.model import event as ev
from ccsdk.model.entry import Entry
from ccsdk.model.queue import Mode
from tests.properties.records import ASYNCHRONOUS, TALKING, WAITING, Person, Work
from tests.properties.slots import Slots


@define(eq=False)
class Books(Slots):
    """Hold what the log said so far; `findings` is what is wrong with it."""

    findings: list[str] = field(factory=list)
    people: dict[str, Person] = field(factory=dict)
    queues: dict[str, ev.QueueDefined] = field(factory=dict)
    accounts: dict[str, ev.AccountDefined] = field(factory=dict)
    offers: dict[str, str] = field(factory=dict)
    customers: dict[str, set[str]] = field(factory=lambda: defaultdict(set))
    seen: dict[str, set[str]] = field(factory=lambda: defaultdict(set))
    abandoned: dict[str, str] = field(factory=dict)
    gone: set[str] = field(factory=set)
    due: dict[tuple[str, ...], int] = field(factory=dict)
    balance: dict[str, list[int]] = field(factory=lambda: defaultdict(lambda: [0, 0, 0, 0]))
    starts: dict[str, list[int]] = field(factory=lambda: defaultdict(list))
    open: set[str] = field(factory=set)
    delay: dict[str, int] = field(factory=dict)
    announce: list[str] = field(factory=list)
    position: int = 0
    now_ms: int = 0
    versions: dict[str, int] = field(factory=dict)
    attributes: dict[str, dict[str, bool | int | str]] = field(factory=dict)
    strikes: dict[str, int] = field(factory=dict)
    disabled: set[str] = field(factory=set)

    def found(self, invariant: str, what: str) -> None:
        self.findings.append(f"{invariant} {what}")

    def check(self, invariant: str, holds: bool, what: str) -> None:
        if not holds:
            self.found(invariant, what)

    def take_number(self, entry: Entry) -> None:
        self.check("G1", entry.position == self.position + 1, f"position {entry.position}")
        self.check("T4", entry.at_ms >= self.now_ms, f"{entry.at_ms} after {self.now_ms}")
        version = self.versions.get(entry.subject, 0) + 1
        self.check("G1", entry.version == version, f"{entry.subject} version {entry.version}")
        self.versions[entry.subject] = entry.version
        self.position = entry.position

    def weigh(self) -> None:
        waiting: dict[str, int] = defaultdict(int)
        for work in self.work.values():
            waiting[work.queue] += work.state in WAITING
        for queue, (offered, *ended) in self.balance.items():
            balanced = offered == sum(ended) + waiting[queue]
            self.check("R4", balanced, f"{queue}: {offered} {ended} {waiting[queue]}")

    def suits(self, work: Work, person: Person) -> bool:
        """Say whether work is for this Agent to have: queue, skills, and age."""
        served = person.serves.get(work.queue)
        if work.only is not None:
            return person.id == work.only
        return (
            served is not None
            and served.delay_ms <= work.age_ms
            and all(
                person.skills.get(each.skill, 0) >= work.least(each)
                for each in (*self.queues[work.queue].requires, *work.requires.values())
                if each.is_required
            )
        )

    def refused(self, work: Work, person: Person) -> bool:
        """Say whether the rule `town` keeps an Agent from work of a queue that has it."""
        if work.only or "town" in self.disabled or not self.queues[work.queue].eligibility:
            return False
        is_vip = self.attributes.get(work.id, {}).get("vip") is True
        return is_vip and sum(person.skills.values()) < 3

    def place(self, work: Work, person: Person) -> tuple[int, int, int, str]:
        """Return where work stands for an Agent: priority of the queue, then the one key."""
        priority = -1 if work.only is not None else person.serves[work.queue].priority
        return (priority, *work.place)

    def read_by(self, agent: str) -> set[str]:
        """Return what an Agent may read because a note mentioned them."""
        return {work.id for work in self.work.values() if agent in work.readers}

    def eligible(self, work: Work) -> Iterator[Person]:
        """Yield everybody who may be offered this Interaction now, by a plain scan."""
        if self.queues[work.queue].mode is Mode.PULL and work.only is None:
            return
        for person in self.people.values():
            if (
                self.suits(work, person)
                and person.presence == "READY"
                and not person.lost
                and person.id not in work.passed_over
                and self.has_room(person, work.channel)
                and not self.refused(work, person)
            ):
                yield person

    def settle(self, now_ms: int) -> None:
        """Judge what must hold between decisions, after deadlines before `now_ms` fired."""
        self.check("R14", not self.announce, f"{self.announce} are mentioned and not told")
        for key, due_ms in self.due.items():
            self.check("T2", due_ms >= now_ms, f"{'/'.join(key)} was due at {due_ms}, now {now_ms}")
        for work in self.work.values():
            self._waits_for(work)
            offerable = work.state == "QUEUED" and work.stands_for(self.gone)
            beside = [person.id for person in self.eligible(work)] if offerable else []
            self.check("R10", not beside, f"{work.id} waits beside {beside}")
            self._grows_old(work)
        for person in self.people.values():
            graced = ("agent_grace", person.id) in self.due or ("logout", person.id) in self.due
            self.check("T1", graced or not person.lost, f"{person.id} is lost for ever")

    def _grows_old(self, work: Work) -> None:
        """Judge that what waits becomes older for the next of those who get later work."""
        serving = [p.serves[work.queue] for p in self.people.values() if work.queue in p.serves]
        later = [each.delay_ms for each in serving if each.delay_ms > work.age_ms]
        due_ms = work.began_ms + min(later) if later else None
        armed = self.delay.get(work.id)
        if work.state in WAITING:
            self.check("T1", armed == due_ms, f"{work.id} is older at {armed}, due {due_ms}")

    def _waits_for(self, work: Work) -> None:
        needed = {"CONNECTING": "connect", "CLOSED": "forget", "PARKED": "until"}
        if work.only is not None:
            has = ("direct", work.id) in self.due
            self.check("T1", has, f"{work.id} waits for {work.only} for ever")
        for agent in work.wrap_ups:
            has = ("wrap_up", work.id, agent) in self.due
            self.check("T1", has, f"{agent} wraps up {work.id} for ever")
        if work.state in needed:
            has = (needed[work.state], work.id) in self.due
            self.check("T1", has, f"{work.id} is {work.state} for ever")
        elif work.state == "WRAP_UP":
            self.check("T1", bool(work.wrap_ups), f"{work.id} is wrapped up by nobody")
        elif work.state == "OFFERED":
            self.check("T1", bool(work.live), f"{work.id} is OFFERED to nobody")
            for offer in work.live:
                self.check("T1", ("ring", offer) in self.due, f"{offer} rings for ever")
        elif work.state == "ENGAGED":
            owner = self.people[work.owner or ""]
            here = not owner.lost or ("leg_grace", owner.id) in self.due
            self.check("T1", here, f"{work.id} is ENGAGED with somebody lost")
        elif work.state == "RECEIVED":
            waits = [kind for kind in ("enrichment", "self_service") if (kind, work.id) in self.due]
            self.check("T1", len(waits) == 1, f"{work.id} is RECEIVED and waits for {waits}")
        is_on_the_line = work.id in self.customers[work.customer]
        if is_on_the_line and work.customer in self.gone:
            has = ("customer_grace", work.customer) in self.due
            self.check("T1", has, f"{work.id} waits for a lost customer for ever")

    def is_due(self, key: tuple[str, ...], entry: Entry) -> bool:
        return key in self.due and max(self.due[key], self.now_ms) == entry.at_ms

    def fire(self, key: tuple[str, ...], entry: Entry) -> None:
        """Judge that this deadline was due and fires at its instant, for the last time."""
        what = f"{type(entry.event).__name__} at {entry.at_ms}, {key} due {self.due.get(key)}"
        self.check("T2", self.is_due(key, entry), what)
        self.due.pop(key, None)

    def end_offer(self, work: Work, offer: str, agent: str, outcome: str) -> None:
        live = self.offers.get(offer) == "LIVE"
        self.check("R6", live, f"{offer} becomes {outcome} after {self.offers.get(offer)}")
        self.offers[offer] = outcome
        work.live.discard(offer)
        self.due.pop(("ack", offer), None)
        self.due.pop(("ring", offer), None)
        person = self.people[agent]
        if not any(self.offer_agent[o] == person.id for w in self.work.values() for o in w.live):
            self.due.pop(("offer_grace", person.id), None)

    def pass_over(self, work: Work, agent: str, until_ms: int | None) -> None:
        if until_ms is not None:
            work.passed_over.add(agent)
            self.due["retry_same", work.id, agent] = until_ms

    def lose_owner(self, work: Work) -> None:
        owner, work.owner = work.owner, None
        self.due.pop(("connect", work.id), None)
        self.due.pop(("idle", work.id), None)
        self.end_leg(owner)

    def end_leg(self, agent: str | None) -> None:
        if not any(self.is_in(work, agent or "") for work in self.work.values()):
            self.due.pop(("leg_grace", agent or ""), None)

    def is_in(self, work: Work, agent: str) -> bool:
        """Say whether an Agent is in a talk, as its owner or as a member."""
        owns = work.owner == agent and work.state in TALKING
        return owns or work.has_member(agent)

    def begin_visit(self, work: Work, visit: str, kind: str, at_ms: int) -> None:
        self.check("R4", visit not in work.visits, f"{visit} begins again")
        work.visit, work.kind, work.steps = visit, kind, 0
        work.visits.append(visit)
        work.age_ms = 0
        work.began_ms = at_ms
        self.balance[work.queue][0] += 1

    def end_visit(self, work: Work, visit: str, column: int) -> None:
        self.check("R4", work.visit == visit, f"{visit} ends, {work.visit} runs")
        work.visit = work.deferred = None
        work.is_resting = False
        for kind in ("step", "callback"):
            self.due.pop((kind, work.id), None)
        self.balance[work.queue][column] += 1
        self.wait_for(work, None, None)
        for agent in work.passed_over:
            self.due.pop(("retry_same", work.id, agent), None)
        work.passed_over.clear()

    def wait_for(self, work: Work, agent: str | None, due_ms: int | None) -> None:
        """Let work wait for one Agent alone, or for its queue."""
        self.due.pop(("direct", work.id), None)
        work.only = agent
        if agent is not None:
            self.check("R17", due_ms is not None, f"{work.id} waits for {agent} without an end")
            self.due["direct", work.id] = due_ms or 0

    def leave(self, work: Work, agent: str, at_ms: int) -> None:
        """End an Agent's talk: they met the customer."""
        self.check("R1", work.owner == agent, f"{agent} leaves {work.id}, {work.owner} owns")
        work.met[agent] = at_ms
        work.last = agent
        work.owner = None
        self.due.pop(("idle", work.id), None)
        self.end_leg(agent)

    def watch(self, work: Work) -> None:
        """Look after the customer's sessions, where they have to be there."""
        if work.channel not in ASYNCHRONOUS:
            self.customers[work.customer].add(work.id)

    def end_talk(self, work: Work) -> None:
        mine = self.customers[work.customer]
        mine.discard(work.id)
        if not mine:
            self.gone.discard(work.customer)
            self.seen.pop(work.customer, None)
            self.due.pop(("customer_grace", work.customer), None)

    def move(self, work: Work, sources: tuple[str, ...], target: str, event: ev.Event) -> None:
        legal = work.state in sources
        self.check("R1", legal, f"{type(event).__name__} while {work.id} is {work.state}")
        work.state = target
