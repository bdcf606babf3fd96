"""An adversary against the bound: the real engine, a drawn policy, and Agents at their slowest.

Everything that the bound leaves open is drawn against whoever waits: VIPs arrive as fast as
the buckets let them or in a flood, Agents accept and connect at the last instant, talk and
wrap up for as long as the caps say, miss Offers as often as they may without a rona, and
older places arrive from another queue.

K counts as the bound says: who stands ahead at entry or is being asked about already, older
places that come later, and the missed Offers of those ahead.
"""

from __future__ import annotations

import random
from heapq import heappop, heappush

from attrs import define, field

from ccsdk.engine.bound import Bound, bounds_of
from ccsdk.engine.engine import advance, decide
from ccsdk.engine.line import Place, place_of
from ccsdk.engine.state import State
from ccsdk.model import command as cmd
from ccsdk.model import event as ev
from ccsdk.model.command import Command
from ccsdk.model.entry import Entry
from ccsdk.model.policy import Discipline, ServiceClass
from ccsdk.model.principal import SYSTEM
from ccsdk.model.queue import members

ARRIVALS = 24


@define(eq=False)
class Wait:
    """What counts for one who waits: their place, K, and their own missed Offers."""

    id: str
    place: Place
    entered_at_ms: int
    service_class: str | None
    ahead: int
    missed: int = 0


def policy_of(chance: random.Random) -> cmd.DefineQueue:
    """Draw a bounded queue."""
    classes = [
        ServiceClass(
            name=f"c{n}",
            when=f"attr.class == {n}",
            head_start_ms=chance.randrange(1, 120_000),
            burst=chance.randrange(1, 5),
            refill_ms=chance.choice((500, 5_000, 20_000, 60_000)),
        )
        for n in range(chance.randrange(1, 4))
    ]
    wrap_up_ms = chance.choice((0, 1_000, 10_000))
    return cmd.DefineQueue(
        queue="q",
        name="Q",
        discipline=Discipline.AGEING,
        classes=tuple(classes),
        is_bounded=True,
        max_strikes=chance.randrange(1, 4),
        ring_ms=chance.choice((1_000, 5_000)),
        retry_same_ms=chance.choice((0, 3_000, 10_000)),
        connect_ms=chance.choice((500, 2_000)),
        handle_cap_ms=chance.choice((1_000, 15_000, 40_000)),
        wrap_up_ms=wrap_up_ms,
        wrap_up_cap_ms=wrap_up_ms,
    )


@define(eq=False)
class Adversary:
    """Play one policy to its end; `broken` says who waited longer than the bound."""

    seed: int
    state: State = field(factory=State)
    waits: dict[str, Wait] = field(factory=dict)
    broken: list[str] = field(factory=list)
    tightest: float = 0.0
    _plans: list[tuple[int, int, Command]] = field(factory=list)
    _count: int = 0
    _bounds: dict[str | None, Bound] = field(factory=dict)
    _agents: int = 1

    def play(self) -> None:
        """Draw a policy and arrivals, and let everything happen."""
        chance = random.Random(self.seed)
        policy = policy_of(chance)
        self._bounds = {each.service_class: each for each in bounds_of(policy)}
        self._agents = chance.randrange(1, 5)
        self._open(policy)
        self._plan_arrivals(chance, policy)
        while self._plans:
            at_ms, _, command = heappop(self._plans)
            self._take(chance, policy, advance(self.state, at_ms))
            if self._is_stale(command):
                continue
            decision = decide(self.state, command, by=SYSTEM, now_ms=at_ms, key=None)
            self._take(chance, policy, decision.entries)
        assert not self.waits, "everybody is served in the end"

    def _open(self, policy: cmd.DefineQueue) -> None:
        older = cmd.DefineQueue(queue="older", name="Older")
        account = cmd.DefineAccount(
            account="a", channel="c", queues=("q", "older"), customer_grace_ms=0
        )
        commands: list[Command] = [policy, older, account]
        for n in range(self._agents):
            agent = f"a{n}"
            commands += (
                cmd.DefineAgent(agent=agent, memberships=members("q"), slots={"chat": 1}),
                cmd.LogIn(agent=agent),
                cmd.SetReady(agent=agent),
            )
        for command in commands:
            decide(self.state, command, by=SYSTEM, now_ms=0, key=None)

    def _plan_arrivals(self, chance: random.Random, policy: cmd.DefineQueue) -> None:
        at_ms = 0
        pace_ms = chance.choice((10, 300, 3_000))
        for n in range(ARRIVALS):
            at_ms += chance.choice((0, 1, pace_ms, pace_ms, 10 * pace_ms))
            wants = chance.choice((None, *range(len(policy.classes)), *range(len(policy.classes))))
            is_older = chance.random() < 0.1
            # Ids rise with entry, as a center's do: of two at one instant the first is ahead.
            name = f"in_{n:04d}"
            received = cmd.ReceiveInteraction(
                interaction=name,
                account="a",
                thread=name,
                identity=name,
                queue="older" if is_older else "q",
                attributes={} if wants is None else {"class": wants},
            )
            self._plan(at_ms, received)
            if is_older:
                later_ms = at_ms + chance.choice((0, 1_000, 50_000))
                self._plan(later_ms, cmd.MoveInteraction(interaction=name, queue="q"))

    def _plan(self, at_ms: int, command: Command) -> None:
        self._count += 1
        heappush(self._plans, (at_ms, self._count, command))

    def _is_stale(self, command: Command) -> bool:
        offer = self.state.offers.get(getattr(command, "offer", ""))
        return offer is not None and not offer.state.is_live

    def _take(self, chance: random.Random, policy: cmd.DefineQueue, entries: list[Entry]) -> None:
        for entry in entries:
            match entry.event:
                case ev.InteractionQueued(queue="q") as event:
                    self._enter(event, entry.at_ms)
                case ev.OfferMade() as event:
                    self._react(chance, policy, event, entry.at_ms)
                case ev.OfferExpired() as event:
                    self._miss(event)
                case ev.OfferAccepted() as event:
                    due_ms = event.connect_due_at_ms
                    late_ms = due_ms if chance.random() < 0.8 else entry.at_ms
                    self._plan(late_ms, cmd.ConfirmConnected(interaction=event.interaction))
                case ev.InteractionAnswered() as event:
                    self._answer(event.interaction, entry.at_ms)
                    cap_ms = policy.handle_cap_ms or 0
                    talk_ms = cap_ms if chance.random() < 0.8 else chance.randrange(cap_ms)
                    end = cmd.EndInteraction(interaction=event.interaction)
                    self._plan(entry.at_ms + talk_ms, end)
                case ev.WrapUpStarted() as event:
                    # The clock is looked at once it is over.
                    self._plan(event.wrap_up_due_at_ms + 1, cmd.SetReady(agent=event.agent))

    def _enter(self, event: ev.InteractionQueued, at_ms: int) -> None:
        place = place_of(self.state.interactions[event.interaction])
        is_older = event.order_from_ms < at_ms
        for wait in self.waits.values():
            wait.ahead += is_older and place < wait.place
        ahead = sum(wait.place < place or self._is_asked(wait.id) for wait in self.waits.values())
        self.waits[event.interaction] = Wait(
            event.interaction, place, at_ms, event.service_class, ahead
        )

    def _is_asked(self, interaction: str) -> bool:
        known = self.state.interactions[interaction]
        return bool(known.offers) or known.owner is not None

    def _react(
        self, chance: random.Random, policy: cmd.DefineQueue, event: ev.OfferMade, at_ms: int
    ) -> None:
        self._plan(at_ms, cmd.AcknowledgeOffer(offer=event.offer))
        strikes = self.state.agents[event.agent].strikes
        if strikes + 1 < policy.max_strikes and chance.random() < 0.3:
            # Nobody reacts, and the clock is looked at once the ring is over.
            self._plan(event.expires_at_ms + 1, cmd.SetReady(agent=event.agent))
            retried_ms = event.expires_at_ms + policy.retry_same_ms + 2
            self._plan(retried_ms, cmd.SetReady(agent=event.agent))
            return
        late_ms = event.expires_at_ms if chance.random() < 0.8 else at_ms
        self._plan(late_ms, cmd.AcceptOffer(offer=event.offer))

    def _miss(self, event: ev.OfferExpired) -> None:
        missed = self.waits[event.interaction]
        missed.missed += 1
        for wait in self.waits.values():
            wait.ahead += missed.place < wait.place

    def _answer(self, interaction: str, at_ms: int) -> None:
        wait = self.waits.pop(interaction)
        waited_ms = at_ms - wait.entered_at_ms
        bound = self._bounds[wait.service_class]
        bound_ms = bound.wait_ms(ahead=wait.ahead, agents=self._agents, missed=wait.missed)
        self.tightest = max(self.tightest, waited_ms / bound_ms)
        if waited_ms > bound_ms:
            what = f"seed {self.seed}: {interaction} of {wait.service_class} waits {waited_ms} ms"
            self.broken.append(f"{what}, {bound_ms} at most with {wait.ahead} ahead")
