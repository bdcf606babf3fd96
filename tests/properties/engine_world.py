"""A small center to play with: the engine, its naive twin, the judge, and a replica.

`World.do` sends one command and checks all that must hold after it; `draw` makes up the
next command, legal or not, current or stale, from what the world has seen. The replica is
built from the entries alone, after a round trip through their stored form.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import TypeVar

import msgspec
from attrs import define, field

from ccsdk.engine.capacity import used_of
from ccsdk.engine.engine import advance, decide, evolve
from ccsdk.engine.invariants import breaches
from ccsdk.engine.replay import fingerprint
from ccsdk.engine.state import State
from ccsdk.engine.view import queue_item
from ccsdk.errors import CommandRejectedError
from ccsdk.model import command as cmd
from ccsdk.model.agent import Presence
from ccsdk.model.command import Command
from ccsdk.model.entry import Entry
from ccsdk.model.event import EVENTS, event_type
from ccsdk.model.interaction import InteractionState
from ccsdk.model.principal import SYSTEM, Principal, Role
from ccsdk.model.pure import PureObjects
from ccsdk.model.values import Attachment
from tests.properties import makers_flow, makers_parts, makers_pure
from tests.properties import makers_matching as matching
from tests.properties.books import Books
from tests.properties.definitions import ACCOUNTS, AGENTS, DEFINITIONS, QUEUES, REDEFINITIONS
from tests.properties.judge import take
from tests.properties.judge_consult import judge_consult
from tests.properties.judge_leg import judge_talk
from tests.properties.judge_review import judge_reviews
from tests.properties.makers_leg import draw_leg
from tests.properties.naive_engine import naive_advance, naive_decide

T = TypeVar("T")
Choose = Callable[[Sequence[T]], T]

IDENTITIES = ("i1", "i2", "i3", "i4", "i5")
# Mostly moments, now and then exactly a deadline, or well beyond one.
SENDERS = (*("owner",) * 3, "reader", "customer", "customer", "system", "agent", "stranger")
STEPS_MS = (*(0, 0, 1, 20, 50, 200, 700) * 10, 4_000, 4_001, 5_000, 5_001, 15_000, 30_001, 61_000)
LEAPS_MS = (*(0,) * 40, 700_000, 90_000_000)


@define(eq=False)
class World:
    """Send commands and collect what is wrong in `findings`."""

    has_twin: bool = True
    state: State = field(factory=State)
    twin: State = field(factory=State)
    replica: State = field(factory=State)
    books: Books = field(factory=Books)
    entries: list[Entry] = field(factory=list)
    findings: list[str] = field(factory=list)
    now_ms: int = makers_flow.START_MS
    pure: PureObjects = makers_pure.OBJECTS
    keys: int = 0
    received: int = 0

    def do(self, command: Command, by: Principal = SYSTEM) -> str:
        """Send a command now; return "ok" or the refusal's class."""
        self.keys += 1
        key = f"k{self.keys}"
        if not isinstance(command, cmd.ResumeCenter):
            fired = advance(self.state, self.now_ms, self.pure)
            self._take(fired, None, partial(naive_advance, pure=self.pure), self.now_ms)
        before = fingerprint(self.state)
        try:
            decision = decide(
                self.state, command, by=by, now_ms=self.now_ms, key=key, pure=self.pure
            )
        except CommandRejectedError as refusal:
            if fingerprint(self.state) != before:
                self.findings.append(f"refused {type(command).__name__} changed something")
            self._twin_refuses(command, by, refusal)
            return type(refusal).__name__
        self._take(
            decision.entries,
            command,
            lambda twin, now: (
                naive_decide(twin, command, by=by, now_ms=now, key=key, pure=self.pure).entries
            ),
            self.now_ms,
        )
        self._settle(decision.entries)
        return "ok"

    def _take(
        self,
        entries: list[Entry],
        command: Command | None,
        naively: Callable[[State, int], list[Entry]],
        now_ms: int,
    ) -> None:
        self.entries += entries
        for entry in entries:
            if command is None and now_ms > self.books.now_ms:
                early = f"{type(entry.event).__name__} does not wait for {entry.at_ms} to be over"
                self.books.check("T2", entry.at_ms < now_ms, early)
            take(self.books, entry, command)
            try:
                evolve(self.replica, stored(entry))
            except (AssertionError, KeyError, msgspec.ValidationError) as problem:
                self.findings.append(f"G7 evolve refuses {type(entry.event).__name__}: {problem}")
        index = self.replica.index
        for changed in (index.fresh, index.freed, index.bare):
            changed.clear()
        if self.has_twin and naively(self.twin, now_ms) != entries:
            self.findings.append("the naive twin decides otherwise")

    def _twin_refuses(self, command: Command, by: Principal, refusal: CommandRejectedError) -> None:
        if not self.has_twin:
            return
        try:
            naive_decide(self.twin, command, by=by, now_ms=self.now_ms, key=None, pure=self.pure)
        except CommandRejectedError as other:
            if str(other) != str(refusal):
                self.findings.append(f"the naive twin refuses otherwise: {other}")
        else:
            self.findings.append("the naive twin does not refuse")

    def _settle(self, entries: list[Entry]) -> None:
        armed = self.state.deadlines.live
        self.books.delay = {key[1]: due[0] for key, due in armed.items() if key[0] == "delay"}
        self.books.settle(self.now_ms)
        for work in self.books.work.values():
            judge_talk(self.books, work)
            judge_consult(self.books, work)
        for agent in self.books.people:
            kept = used_of(self.state, self.state.agents[agent])
            true = self.books.used(agent)
            self.books.check("R5", kept == true, f"{agent} keeps {kept} slots, uses {true}")
            reads, may_read = set(self.state.agents[agent].mentions), self.books.read_by(agent)
            self.books.check("R14", reads == may_read, f"{agent} reads {reads}, not {may_read}")
        for work in self.books.work.values():
            order_ms = self.state.interactions[work.id].order_from_ms
            self.books.check("R11", order_ms == work.order_from_ms, f"{work.id} loses its age")
            only = self.state.interactions[work.id].only
            self.books.check("R17", only == work.only, f"{work.id} waits for {only}")
        for queue, counts in self.books.balance.items():
            if queue not in self.state.queues:
                continue
            item = queue_item(self.state, queue)
            kept = [item.offered, item.answered, item.abandoned, item.flowed_out]
            self.books.check("R4", kept == counts, f"{queue} counts {kept}, the log {counts}")
        judge_reviews(self.books, self.state)
        self.findings += self.books.findings
        self.books.findings.clear()
        if fingerprint(self.replica) != fingerprint(self.state):
            self.findings.append("G5 rebuilt state differs from live state")
        self.findings += breaches(self.state)
        self.findings += breaches(self.state, entries)

    def open(self, with_session: Iterable[str]) -> None:
        """Define everything and log everybody in, some of them with a session."""
        for definition in DEFINITIONS:
            self.do(definition)
        for agent in AGENTS:
            if agent in with_session:
                self.do(cmd.ReportSessionBack(session=f"s-{agent}", agent=agent))
            self.do(cmd.LogIn(agent=agent))
            self.do(cmd.SetReady(agent=agent))


def stored(entry: Entry) -> Entry:
    """Return an entry as a store gives it back."""
    event_class = EVENTS[event_type(type(entry.event))]
    event = msgspec.json.decode(msgspec.json.encode(entry.event), type=event_class)
    return msgspec.structs.replace(entry, event=event)


def draw(world: World, choose: Choose[str]) -> tuple[Command, Principal]:
    """Make up a command and who sends it."""
    return MAKERS[choose(KINDS)](world, choose)


def _interaction(world: World, choose: Choose[str]) -> str:
    return choose([*world.state.interactions, "in_unknown"][-8:])


def _offer(world: World, choose: Choose[str]) -> str:
    live = [o for i in world.state.interactions.values() for o in i.offers]
    return choose([*list(world.state.offers)[-3:], *live, *live, "of_unknown"])


def _receive(world: World, choose: Choose[str]) -> tuple[Command, Principal]:
    world.received += 1
    identity = choose(IDENTITIES)
    # Hardly ever another thread than one's own, to try what is not theirs.
    thread = choose((*(identity,) * 40, *IDENTITIES))
    sessions = {"none": (), "one": (f"s-{identity}",), "two": (f"s-{identity}", f"t-{identity}")}
    queue = choose(("default", "pair", "pair", *QUEUES))
    command = cmd.ReceiveInteraction(
        interaction=f"in_{world.received}",
        account=choose((*("web", "web", *ACCOUNTS) * 3, "nowhere")),
        thread=thread,
        identity=identity,
        queue=None if queue == "default" else queue,
        attributes=makers_flow.attributes(choose),
        sessions=sessions[choose(("none", "one", "one", "two"))],
        is_verified=choose(("signed", "unsigned", "unsigned")) == "signed",
        attachments=_attachments(choose),
        seed=world.received % 3,
    )
    return command, SYSTEM


def _attachments(choose: Choose[str]) -> tuple[Attachment, ...]:
    """Return what a door made of a message's files, mostly none."""
    files = {"none": (), "one": ("fi_1",), "two": ("fi_2", "fi_1")}[choose(("none", "one", "two"))]
    return tuple(Attachment(file=file, media="image/png", bytes=7) for file in files)


def _sender(world: World, choose: Choose[str], interaction: str) -> Principal:
    known = world.state.interactions.get(interaction)
    owner = (known.owner if known else None) or choose(AGENTS)
    customer = known.customer if known else "cu_i1"
    return {
        "owner": Principal(id=owner, role=Role.AGENT),
        "reader": Principal(id=choose([*(known.readers if known else ()), owner]), role=Role.AGENT),
        "agent": Principal(id=choose(AGENTS), role=Role.AGENT),
        "customer": Principal(id="v", role=Role.VISITOR, customer=customer),
        "stranger": Principal(id="v", role=Role.VISITOR, customer="cu_stranger"),
        "system": SYSTEM,
    }[choose(SENDERS)]


def _on_interaction(kind: type[Command]) -> Callable[..., tuple[Command, Principal]]:
    def make(world: World, choose: Choose[str]) -> tuple[Command, Principal]:
        interaction = _interaction(world, choose)
        return kind(interaction=interaction), _sender(world, choose, interaction)

    return make


def _message(kind: type[Command]) -> Callable[..., tuple[Command, Principal]]:
    def make(world: World, choose: Choose[str]) -> tuple[Command, Principal]:
        interaction = _interaction(world, choose)
        command = kind(interaction=interaction, attachments=_attachments(choose))
        return command, _sender(world, choose, interaction)

    return make


def _note(world: World, choose: Choose[str]) -> tuple[Command, Principal]:
    """Write a note, mentioning nobody, somebody again, two at once, or nobody's id."""
    written = [i for i in world.state.interactions.values() if i.owner or i.readers]
    interaction = choose([*[i.id for i in written[-3:]] * 3, _interaction(world, choose)])
    known = world.state.interactions.get(interaction)
    writers = [*(known.readers if known else ()), *filter(None, [known and known.owner])]
    mentions = {
        "none": (),
        "one": (choose(AGENTS),),
        "two": (choose(AGENTS), choose(AGENTS)),
        "stranger": (choose(AGENTS), "nobody"),
    }[choose(("none", "one", "one", "two", "two", "stranger"))]
    by = {"sender": _sender(world, choose, interaction)}
    by |= {writer: Principal(id=writer, role=Role.AGENT) for writer in writers}
    command = cmd.AddNote(interaction=interaction, mentions=mentions)
    return command, by[choose([*writers, *writers, "sender"])]


def _on_offer(kind: type[Command]) -> Callable[..., tuple[Command, Principal]]:
    def make(world: World, choose: Choose[str]) -> tuple[Command, Principal]:
        offer = _offer(world, choose)
        known = world.state.offers.get(offer)
        agent = known.agent if known else "ana"
        who = choose((*(agent,) * 5, *AGENTS))
        return kind(offer=offer), Principal(id=who, role=Role.AGENT)

    return make


def _on_agent(kind: type[Command], **more: str) -> Callable[..., tuple[Command, Principal]]:
    def make(world: World, choose: Choose[str]) -> tuple[Command, Principal]:
        agent = choose((*AGENTS, *AGENTS, "nobody"))
        by = Principal(id=agent, role=Role.AGENT)
        return kind(agent=agent, **more), choose((by, SYSTEM))

    return make


def _go_on(world: World, choose: Choose[str]) -> tuple[Command, Principal]:
    """Take something a step further, as a good agent would; now and then another tries."""
    state = world.state
    steps: dict[str, tuple[Command, str]] = {}
    for known in state.interactions.values():
        kind = GO_ON.get(known.state)
        if kind is not None and known.owner is not None:
            steps[known.id] = (kind(interaction=known.id), known.owner)
        for offer in known.offers:
            agent = state.offers[offer].agent
            steps[f"see {offer}"] = (cmd.AcknowledgeOffer(offer=offer), agent)
            steps[offer] = (cmd.AcceptOffer(offer=offer), agent)
    if not steps:
        return _come_to_work(world, choose)
    command, agent = steps[choose(list(steps))]
    if isinstance(command, cmd.EndInteraction) and choose(("end", "talk", "talk")) == "talk":
        return draw_leg(state, choose)
    return command, Principal(id=choose((*(agent,) * 20, *AGENTS)), role=Role.AGENT)


def _come_to_work(world: World, choose: Choose[str]) -> tuple[Command, Principal]:
    """Bring an Agent nearer to READY."""
    agent = world.state.agents[choose(AGENTS)]
    if agent.is_lost:
        return cmd.ReportSessionBack(session=f"s-{agent.id}", agent=agent.id), SYSTEM
    kind = cmd.LogIn if agent.presence is Presence.LOGGED_OUT else cmd.SetReady
    return kind(agent=agent.id), Principal(id=agent.id, role=Role.AGENT)


def _session(kind: type[Command]) -> Callable[..., tuple[Command, Principal]]:
    def make(world: World, choose: Choose[str]) -> tuple[Command, Principal]:
        who = choose((*AGENTS, *AGENTS, *IDENTITIES))
        session = f"{choose(('s', 's', 't'))}-{who}"
        if who in AGENTS:
            return kind(session=session, agent=who), SYSTEM
        return kind(session=session, customer=f"cu_{who}"), SYSTEM

    return make


def _drop(world: World, choose: Choose[str]) -> tuple[Command, Principal]:
    """Lose a session that is there, of an Agent or of a Customer."""
    agents = [(a.id, None, s) for a in world.state.agents.values() for s in a.sessions]
    customers = [(None, c.id, s) for c in world.state.customers.values() for s in c.sessions]
    there = [*agents, *customers]
    if not there:
        return _session(cmd.ReportSessionGone)(world, choose)
    agent, customer, session = there[int(choose([str(n) for n in range(len(there))]))]
    return cmd.ReportSessionGone(session=session, agent=agent, customer=customer), SYSTEM


def _resume(world: World, choose: Choose[str]) -> tuple[Command, Principal]:
    return cmd.ResumeCenter(is_restart=choose(("restart", "stall")) == "restart"), SYSTEM


def _on_state(
    make: Callable[[State, Choose[str]], tuple[Command, Principal]],
) -> Callable[..., tuple[Command, Principal]]:
    return lambda world, choose: make(world.state, choose)


def _redefine(world: World, choose: Choose[str]) -> tuple[Command, Principal]:
    return REDEFINITIONS[int(choose([str(n) for n in range(len(REDEFINITIONS))]))], SYSTEM


GO_ON: dict[InteractionState, type[Command]] = {
    InteractionState.CONNECTING: cmd.ConfirmConnected,
    InteractionState.ENGAGED: cmd.EndInteraction,
    InteractionState.WRAP_UP: cmd.CompleteWrapUp,
}
MAKERS: dict[str, Callable[..., tuple[Command, Principal]]] = {
    "go_on": _go_on,
    "come_to_work": _come_to_work,
    "receive": _receive,
    "ReceiveMessage": _message(cmd.ReceiveMessage),
    "SendMessage": _message(cmd.SendMessage),
    "note": _note,
    "leg": lambda world, choose: draw_leg(world.state, choose),
    "abandon": _on_interaction(cmd.AbandonInteraction),
    "end": _on_interaction(cmd.EndInteraction),
    "confirm": _on_interaction(cmd.ConfirmConnected),
    "wrap_up": _on_interaction(cmd.CompleteWrapUp),
    "acknowledge": _on_offer(cmd.AcknowledgeOffer),
    "accept": _on_offer(cmd.AcceptOffer),
    "decline": _on_offer(cmd.DeclineOffer),
    "log_in": _on_agent(cmd.LogIn),
    "ready": _on_agent(cmd.SetReady),
    "not_ready": _on_agent(cmd.SetNotReady, reason="lunch"),
    "log_out": _on_agent(cmd.LogOut),
    "gone": _session(cmd.ReportSessionGone),
    "drop": _drop,
    "back": _session(cmd.ReportSessionBack),
    "resume": _resume,
    "redefine": _redefine,
    "strike": lambda world, choose: makers_pure.strike(choose),
    **{kind: _on_state(make) for kind, make in matching.MAKERS.items()},
    **makers_flow.MAKERS,
    **makers_parts.MAKERS,
    "part_step": lambda world, choose: makers_parts.step(world, choose) or _go_on(world, choose),
}
# What moves things on is drawn more often than what stops them.
_WEIGHTS = {"go_on": 30, "part_step": 20, "leg": 8, "come_to_work": 9, "receive": 8}
_WEIGHTS |= {"drop": 3, "note": 5, "pick": 2, **makers_flow.WEIGHTS}
KINDS = [kind for kind in MAKERS for _ in range(_WEIGHTS.get(kind, 1))]
