"""A day of a shop, simulated: the real engine, and people who act as people do.

A thousand customers write, call and send letters between nine and six, most of them around
noon. Agents come and go, have lunch, accept, decline and miss; customers give up. All of it
is drawn from one seed, so that a day can be played again.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from heapq import heappop, heappush
from typing import Any

from attrs import define, field

from ccsdk.engine.engine import advance, decide
from ccsdk.engine.state import State
from ccsdk.errors import CommandRejectedError
from ccsdk.model import command as cmd
from ccsdk.model import event as ev
from ccsdk.model import policy as pol
from ccsdk.model.command import Command
from ccsdk.model.entry import Entry
from ccsdk.model.event import Event
from ccsdk.model.principal import SYSTEM
from ccsdk.model.queue import Membership, Mode, Strategy
from ccsdk.model.skill import SkillRequirement
from ccsdk.model.transfer import TransferTarget

__all__ = ["Day"]

SECOND_MS, MINUTE_MS, HOUR_MS = 1_000, 60_000, 3_600_000
# A Monday, nine o'clock in the morning in UTC.
OPENING_MS = 1_767_603_600_000
CLOSING_MS = OPENING_MS + 9 * HOUR_MS
# How many of a thousand write in each of the nine hours.
HOURS = (60, 90, 130, 190, 160, 130, 110, 80, 50)
VIP = pol.ServiceClass(
    name="vip", when="attr.vip", head_start_ms=3 * MINUTE_MS, burst=3, refill_ms=MINUTE_MS
)
# Each with its channel, its share of the customers, and what its definition says.
QUEUES: dict[str, tuple[str, int, dict[str, Any]]] = {
    "sales": ("chat", 5, {"discipline": pol.Discipline.AGEING, "classes": (VIP,)}),
    "advice": ("chat", 4, {"strategy": Strategy.BEST_SKILL, "skills": {"wood": 1, "metal": 3}}),
    "damage": ("chat", 3, {"strategy": Strategy.LEAST_LOADED, "skills": {"damage": 4}}),
    "outlet": ("chat", 2, {"strategy": Strategy.BROADCAST, "broadcast": 3}),
    "lottery": ("message", 2, {"strategy": Strategy.WEIGHTED_RANDOM, "skills": {"wood": 2}}),
    "phone": ("voice", 2, {"strategy": Strategy.ROUND_ROBIN, "max_waiting": 6}),
    "mail": ("email", 3, {"mode": Mode.PULL}),
}
SKILLS = ("wood", "metal", "damage")


def _queue(name: str, *, skills: dict[str, int] | None = None, **more: Any) -> cmd.DefineQueue:
    requires = tuple(
        SkillRequirement(skill=skill, min=least, is_required=skill != "metal")
        for skill, least in (skills or {}).items()
    )
    ask_less = tuple(
        pol.TimelineStep(after_ms=4 * MINUTE_MS, do=pol.Relax(skill=each.skill, min=2))
        for each in requires
    )
    message = pol.OverflowRule(to=pol.OverflowTarget(terminal=pol.Terminal.MESSAGE))
    hours = {"calendar": "shop", "at_closing": pol.AtClosing.FLOW_OUT, "overflow": (message,)}
    return cmd.DefineQueue(
        queue=name, name=name, requires=requires, steps=ask_less, **hours, **more
    )


@define(eq=False)
class Day:
    """Play one day; its log is in `entries`, and `ends` are the positions between decisions."""

    seed: int
    customers: int
    agents: int
    state: State = field(factory=State)
    entries: list[Entry] = field(factory=list)
    ends: list[int] = field(factory=list)
    refused: int = 0
    _chance: random.Random = field(factory=random.Random)
    _plans: list[tuple[int, int, Command]] = field(factory=list)
    _count: int = 0

    def play(self) -> None:
        """Open the shop, let everything happen, and let time pass until all is closed."""
        self._chance.seed(self.seed)
        self._open()
        for number in range(self.agents):
            self._hire(f"a{number:02}")
        for number in range(self.customers):
            self._arrive(f"in_{number:04}")
        while self._plans:
            at_ms, _, command = heappop(self._plans)
            self._take(advance(self.state, at_ms))
            try:
                decision = decide(self.state, command, by=SYSTEM, now_ms=at_ms, key=None)
            except CommandRejectedError:
                # People act on what they last saw.
                self.refused += 1
            else:
                self._take(decision.entries)
        self._take(advance(self.state, CLOSING_MS + 12 * HOUR_MS))

    def _plan(self, at_ms: int, *commands: Command) -> None:
        for command in commands:
            self._count += 1
            heappush(self._plans, (at_ms, self._count, command))

    def _within(self, least_ms: int, most_ms: int) -> int:
        return self._chance.randrange(least_ms, most_ms)

    def _open(self) -> None:
        edges = (OPENING_MS - HOUR_MS, CLOSING_MS)
        shop = cmd.DefineCalendar(calendar="shop", zone="UTC", tz="2026a", edges=edges)
        commands: list[Command] = [shop]
        for name, (channel, _, more) in QUEUES.items():
            commands.append(_queue(name, **more))
            commands.append(cmd.DefineAccount(account=name, channel=channel, queues=(name,)))
        self._plan(OPENING_MS - HOUR_MS, *commands)

    def _hire(self, agent: str) -> None:
        """Let an Agent have queues and skills, a shift, and lunch."""
        chance = self._chance
        memberships = tuple(
            Membership(
                queue=queue,
                priority=chance.choice((0, 0, 1)),
                delay_ms=chance.choice((0, 0, 0, 45 * SECOND_MS)),
            )
            for queue in sorted(chance.sample(list(QUEUES), 3))
        )
        skills = {skill: chance.randrange(1, 6) for skill in SKILLS if chance.random() < 0.7}
        begin_ms = OPENING_MS + self._within(-30 * MINUTE_MS, 30 * MINUTE_MS)
        lunch_ms = OPENING_MS + self._within(3 * HOUR_MS, 5 * HOUR_MS)
        end_ms = CLOSING_MS + self._within(-60 * MINUTE_MS, 30 * MINUTE_MS)
        self._plan(
            begin_ms,
            cmd.DefineAgent(agent=agent, memberships=memberships, skills=skills),
            cmd.ReportSessionBack(session=f"{agent}-s1", agent=agent),
            cmd.LogIn(agent=agent),
            cmd.SetReady(agent=agent),
        )
        self._plan(lunch_ms, cmd.SetNotReady(agent=agent, reason="lunch"))
        self._plan(lunch_ms + 30 * MINUTE_MS, cmd.SetReady(agent=agent))
        lost_ms = OPENING_MS + self._within(0, 9 * HOUR_MS)
        self._plan(lost_ms, cmd.ReportSessionGone(session=f"{agent}-s1", agent=agent))
        back = cmd.ReportSessionBack(session=f"{agent}-s2", agent=agent)
        self._plan(lost_ms + self._within(1_000, 40_000), back)
        self._plan(end_ms, cmd.SetNotReady(agent=agent, reason="going"))
        self._plan(end_ms + 20 * MINUTE_MS, cmd.LogOut(agent=agent))

    def _arrive(self, interaction: str) -> None:
        """Let a customer come, with a patience of their own."""
        chance = self._chance
        (hour,) = chance.choices(range(len(HOURS)), HOURS)
        at_ms = OPENING_MS + hour * HOUR_MS + self._within(0, HOUR_MS)
        (queue,) = chance.choices(list(QUEUES), [share for _, share, _ in QUEUES.values()])
        received = cmd.ReceiveInteraction(
            interaction=interaction,
            account=queue,
            thread=interaction,
            identity=interaction,
            attributes={"vip": chance.random() < 0.2},
            seed=chance.randrange(1_000),
        )
        self._plan(at_ms, received)
        patience_ms = int(chance.expovariate(1 / (20 * MINUTE_MS)))
        if QUEUES[queue][0] in ("chat", "voice"):
            self._plan(at_ms + patience_ms, cmd.AbandonInteraction(interaction=interaction))

    def _take(self, entries: list[Entry]) -> None:
        """Let everybody do what they do about what has happened."""
        self.entries += entries
        self.ends += [entry.position for entry in entries[-1:]]
        for entry in entries:
            react = _REACT.get(type(entry.event))
            if react is not None:
                react(self, entry.event, entry.at_ms)

    def _offered(self, event: ev.OfferMade, at_ms: int) -> None:
        offer, will = event.offer, self._chance.random()
        if will < 0.95:
            seen_ms = at_ms + self._within(500, 3_000)
            self._plan(seen_ms, cmd.AcknowledgeOffer(offer=offer))
        if will < 0.8:
            self._plan(at_ms + self._within(1_000, 12_000), cmd.AcceptOffer(offer=offer))
        elif will < 0.88:
            self._plan(at_ms + self._within(3_000, 9_000), cmd.DeclineOffer(offer=offer))

    def _accepted(self, event: ev.OfferAccepted, at_ms: int) -> None:
        if self._chance.random() < 0.97:
            confirm = cmd.ConfirmConnected(interaction=event.interaction)
            self._plan(at_ms + self._within(200, 2_000), confirm)

    def _answered(self, event: ev.InteractionAnswered, at_ms: int) -> None:
        over_ms = at_ms + int(self._chance.lognormvariate(1.6, 0.6) * MINUTE_MS)
        if self._chance.random() < 0.1:
            target = TransferTarget(queue=self._chance.choice(list(QUEUES)))
            if self._chance.random() < 0.3:
                target = TransferTarget(agent=f"a{self._chance.randrange(self.agents):02}")
            transfer = cmd.BlindTransfer(interaction=event.interaction, to=target)
            self._plan(over_ms, transfer)
        else:
            self._plan(over_ms, cmd.EndInteraction(interaction=event.interaction))

    def _wrapping_up(self, event: ev.WrapUpStarted, at_ms: int) -> None:
        done = cmd.CompleteWrapUp(interaction=event.interaction, disposition="done")
        self._plan(at_ms + self._within(5_000, 90_000), done)

    def _present(self, event: ev.AgentPresenceChanged, at_ms: int) -> None:
        """Let who was made NOT_READY look up after a while."""
        if event.reason == "rona":
            self._plan(at_ms + self._within(20_000, 300_000), cmd.SetReady(agent=event.agent))

    def _finished(self, event: ev.WrapUpEnded, at_ms: int) -> None:
        """Let who has finished something take a letter that waits."""
        for interaction in list(self.state.queues["mail"].waiting)[:1]:
            picked = cmd.PickInteraction(interaction=interaction, agent=event.agent)
            self._plan(at_ms + 1_000, picked)


_REACT: dict[type[Event], Callable[[Day, Any, int], None]] = {
    ev.OfferMade: Day._offered,
    ev.OfferAccepted: Day._accepted,
    ev.InteractionAnswered: Day._answered,
    ev.WrapUpStarted: Day._wrapping_up,
    ev.WrapUpEnded: Day._finished,
    ev.AgentPresenceChanged: Day._present,
}
