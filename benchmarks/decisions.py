"""Routing decisions per second: the engine with its index against a scan, same decisions.

A center of n agents and n waiting customers over 30 or 300 queues is built by commands.
Then two kinds of decision are timed, each a whole `advance` and `decide` with its events:

- *freed*: an agent ends a chat and is offered the oldest Interaction they may have;
- *arrival*: a customer writes while agents are free, and one of these gets the Offer.

The scan decides by looking through all agents for an Interaction, and through all
Interactions for an Agent. Both sides run the same commands, and their entries must be
equal but for the receipts of Offers, which the scan leaves out. About 60 seconds in all;
the scan runs as many decisions as fit its share.
"""

from __future__ import annotations

import gc
import random
from statistics import median
from time import process_time

import msgspec
from attrs import define, field

from ccsdk.engine import engine
from ccsdk.engine.eligibility import why_not
from ccsdk.engine.line import place_of
from ccsdk.engine.matching import match, offer_to
from ccsdk.engine.standing import is_offerable
from ccsdk.engine.state import Interaction, State
from ccsdk.engine.step import Step
from ccsdk.model import command as cmd
from ccsdk.model.command import Command
from ccsdk.model.entry import Entry
from ccsdk.model.event import OfferMade
from ccsdk.model.principal import SYSTEM
from ccsdk.model.pure import NO_OBJECTS, PureObjects, WeightedScorer
from ccsdk.model.queue import members
from ccsdk.model.skill import needs

# Each is a number of agents, of queues and of skills.
SIZES = ((1_000, 30, 40), (10_000, 300, 200))
LARGE = (100_000, 300, 200)
QUEUES_PER_AGENT = 3
ROUNDS = 5
DECISIONS = 2_000
SCAN_SECONDS = 6.0


def scan_match(step: Step, *, cause: str = "offers_ended") -> None:
    """Match as the engine does, by scans: all agents for one Interaction, and vice versa."""
    state, index = step.state, step.state.index
    while (interaction := first_pair(state)) is not None:
        _, _, agent = min(
            (agent.used, agent.idle_from_ms, agent.id)
            for agent in state.agents.values()
            if why_not(state, interaction, agent) is None
        )
        offer_to(step, interaction, agent)
    for changed in (index.fresh, index.freed, index.bare):
        changed.clear()


def first_pair(state: State) -> Interaction | None:
    """Return the first Interaction that could go to an Agent now, of what has changed."""
    found = []
    for interaction_id in state.index.fresh:
        interaction = state.interactions[interaction_id]
        if is_offerable(state, interaction) and any(
            why_not(state, interaction, agent) is None for agent in state.agents.values()
        ):
            found.append(interaction)
    for agent in [state.agents[agent_id] for agent_id in state.index.freed]:
        found += [
            interaction
            for interaction in state.interactions.values()
            if is_offerable(state, interaction) and why_not(state, interaction, agent) is None
        ]
    return min(found, key=place_of, default=None)


@define(eq=False)
class Floor:
    """Hold one center and the seeded chance that drives it."""

    agents: int
    queues: int
    skills: int
    state: State = field(factory=State)
    chance: random.Random = field(factory=lambda: random.Random(7))
    now_ms: int = 1_700_000_000_000
    received: int = 0
    scorers: tuple[WeightedScorer, ...] = ()
    pure: PureObjects = NO_OBJECTS

    def do(self, command: Command) -> list[Entry]:
        entries = engine.advance(self.state, self.now_ms, self.pure)
        decision = engine.decide(
            self.state, command, by=SYSTEM, now_ms=self.now_ms, key="k", pure=self.pure
        )
        return entries + decision.entries

    def build(self) -> None:
        """Define queues and agents; everybody is READY and nobody waits."""
        names = [f"s{number}" for number in range(self.skills)]
        required = [self.chance.sample(names, 1 + number % 2) for number in range(self.queues)]
        # No deadline of an Offer may fall into the measured time.
        hour_ms = 600_000
        for number, skills in enumerate(required):
            self.do(
                cmd.DefineQueue(
                    queue=f"q{number}", name="Q", requires=needs(*tuple(skills)), wrap_up_ms=0,
                    scorers=self.scorers,
                    ack_ms=hour_ms, ring_ms=hour_ms, connect_ms=hour_ms,
                )
            )  # fmt: skip
        queues = tuple(f"q{number}" for number in range(self.queues))
        for first in range(0, self.queues, 256):
            part = queues[first : first + 256]
            self.do(cmd.DefineAccount(account=f"a{first}", channel="chat", queues=part))
        for number in range(self.agents):
            mine = self.chance.sample(range(self.queues), QUEUES_PER_AGENT)
            skills = sorted({skill for queue in mine for skill in required[queue]})
            agent = f"ag{number}"
            self.do(
                cmd.DefineAgent(
                    agent=agent, memberships=members(*tuple(f"q{queue}" for queue in mine)),
                    skills=dict.fromkeys(tuple(skills), 3), slots={"chat": 1},
                )
            )  # fmt: skip
            self.do(cmd.LogIn(agent=agent))
            self.do(cmd.SetReady(agent=agent))

    def arrival(self) -> Command:
        """Return the next customer's first message."""
        self.received += 1
        number = self.chance.randrange(self.queues)
        return cmd.ReceiveInteraction(
            interaction=f"in{self.received}",
            account=f"a{number // 256 * 256}",
            thread=f"t{self.received}",
            identity=f"c{self.received}",
            queue=f"q{number}",
        )

    def fill(self) -> None:
        """Let customers write until everybody talks and as many as agents wait."""
        for _ in range(2 * self.agents):
            self.now_ms += 1 if self.received % 100 == 0 else 0
            for entry in self.do(self.arrival()):
                self.answer(entry)

    def answer(self, entry: Entry) -> None:
        """Accept and connect what was offered."""
        if isinstance(entry.event, OfferMade):
            self.do(cmd.AcceptOffer(offer=entry.event.offer))
            self.do(cmd.ConfirmConnected(interaction=entry.event.interaction))

    def freed(self) -> Command:
        """Return the end of somebody's talk."""
        while True:
            agent = self.state.agents[f"ag{self.chance.randrange(self.agents)}"]
            if agent.owned:
                return cmd.EndInteraction(interaction=next(iter(agent.owned)))


Log = list[list[Entry]]


@define
class Run:
    """Hold what each decision took, in seconds, and what was decided."""

    spent: list[float] = field(factory=list)
    log: Log = field(factory=list)

    @property
    def rate(self) -> float:
        """Return decisions per second."""
        return len(self.spent) / sum(self.spent)

    def share_ms(self, share: float) -> float:
        """Return within how many milliseconds this share of the decisions was made."""
        return sorted(self.spent)[int(share * len(self.spent))] * 1e3


def measure(floor: Floor, kind: str, *, count: int, seconds: float) -> Run:
    """Time up to `count` decisions, each a whole command with its events."""
    run = Run()
    gc.collect()
    gc.freeze()
    while len(run.log) < count and sum(run.spent) < seconds:
        command = floor.freed() if kind == "freed" else floor.arrival()
        started = process_time()
        entries = floor.do(command)
        run.spent.append(process_time() - started)
        run.log.append(entries)
        if kind == "freed":
            for entry in entries:
                floor.answer(entry)
    return run


def prepared(size: tuple[int, int, int], kind: str) -> Floor:
    """Return a center in which the next decision of this kind can be made."""
    floor = Floor(*size)
    floor.build()
    if kind == "freed":
        floor.fill()
    return floor


def indexed(size: tuple[int, int, int], kind: str) -> tuple[float, float, Log]:
    """Return the engine's median rate over its rounds, the median p99, and the decisions."""
    floor = prepared(size, kind)
    count = min(DECISIONS, size[0] // (2 * ROUNDS))
    runs = [measure(floor, kind, count=count, seconds=60.0) for _ in range(ROUNDS)]
    decided = [entries for run in runs for entries in run.log]
    return median(run.rate for run in runs), median(run.share_ms(0.99) for run in runs), decided


def scanned(size: tuple[int, int, int], kind: str) -> Run:
    """Time the scan for as many decisions as its time allows."""
    floor = prepared(size, kind)
    engine.match = scan_match
    try:
        return measure(floor, kind, count=DECISIONS, seconds=SCAN_SECONDS)
    finally:
        engine.match = match


def bare(log: Log) -> Log:
    """Return decisions without receipts: a scan writes none."""
    return [[_without_receipt(entry) for entry in entries] for entries in log]


def _without_receipt(entry: Entry) -> Entry:
    if not isinstance(entry.event, OfferMade):
        return entry
    event = msgspec.structs.replace(entry.event, receipt=None)
    return msgspec.structs.replace(entry, event=event)


def main() -> None:
    print("routing decisions/s, whole engine with events, against a scan with equal decisions")
    rates = {}
    for size in SIZES:
        for kind in ("freed", "arrival"):
            ours, p99_ms, decided = indexed(size, kind)
            scan = scanned(size, kind)
            compared = min(len(decided), len(scan.log))
            assert bare(decided[:compared]) == bare(scan.log[:compared]), "the scan differs"
            rates[size, kind] = ours
            print(
                f"  {kind:8} {size[0]:7,} agents, {size[1]} queues: engine {ours:9,.0f}/s, "
                f"p99 {p99_ms:5.2f} ms, scan {scan.rate:9,.1f}/s, "
                f"ratio {ours / scan.rate:7.1f}x ({compared} decisions compared)"
            )
    for kind in ("freed", "arrival"):
        ours, p99_ms, _ = indexed(LARGE, kind)
        before = rates[SIZES[-1], kind]
        print(
            f"  {kind:8} {LARGE[0]:7,} agents, {LARGE[1]} queues: engine {ours:9,.0f}/s, "
            f"p99 {p99_ms:5.2f} ms, {ours / before:.2f}x of its rate at {SIZES[-1][0]:,} agents"
        )


if __name__ == "__main__":
    main()
