"""The plugin in a center: a second week, heavy work in a row, and a supervisor's word."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterable
from datetime import date, timedelta
from typing import Any

from ccsdk import ContactCenter
from ccsdk.hooks import Channel, Contribution, Plugin, hookimpl
from ccsdk.model.command import (
    AcceptOffer,
    CompleteWrapUp,
    ConfirmConnected,
    EndInteraction,
    LogIn,
    ReceiveInteraction,
    SetCapacity,
    SetReady,
    SetSkills,
)
from ccsdk.model.event import CapacitySet, Event, OfferMade, SkillsSet
from ccsdk.model.request import WhyQuestion
from ccsdk.testing.clock import START_MS, VirtualClock
from ccsdk_wellbeing import plugin as wellbeing


class Chat:
    """Contribute the channel that the shop's account names."""

    @hookimpl
    def register(self) -> Iterable[Contribution]:
        return [Channel(kind="chat", capacity_class="chat")]


CHAT = Plugin(name="chat", summary="A chat without a widget.", implementation=Chat)
MINUTE_MS = 60_000
DAY_MS = 86_400_000
# The clock of tests begins at 09:00 UTC of this day.
TODAY = date(2026, 1, 5)
SECOND_WEEK = TODAY - timedelta(days=8)
RAMP = {"ramp": {"slots": {"chat": [1, 2]}, "skills": {"damage": [0, 0]}}}
HEAVY = {
    "queues": ["care"],
    "in_a_row": 2,
    "rest": "20 min",
    "slots": {"chat": 1},
    "without": ["damage"],
}


def shop(**own: Any) -> dict[str, Any]:
    return {
        "queues": {"care": {"wrap_up": "1s"}, "repair": {"skills": ["damage"]}},
        "agents": {
            "lucia": {
                "queues": ["care", "repair"],
                "skills": {"damage": 4, "oak": 3},
                "chats": 3,
            }
        },
        "supervisors": {"ada": {}},
        "accounts": {"web": {"channel": "chat", "queues": ["care", "repair"]}},
        "plugins": {"wellbeing": own},
    }


class Day:
    """Hold a center at work on a clock of its own."""

    def __init__(self, center: ContactCenter, clock: VirtualClock) -> None:
        self.center = center
        self.clock = clock
        self.lucia, self.ada = center.agent("lucia"), center.agent("ada")

    async def events(self, *kinds: type[Event]) -> list[Any]:
        await self.settle()
        return [e.event async for e in self.center.entries() if isinstance(e.event, kinds)]

    async def settle(self) -> None:
        """Let the plugin come to the end of the log, and what it does be done."""
        quiet = 0
        while quiet < 50:
            head = [entry.position async for entry in self.center.entries()][-1]
            progress = self.center.observers.progress["wellbeing"]
            assert progress.problem is None
            quiet = quiet + 1 if progress.cursor == head else 0
            await asyncio.sleep(0)

    async def wait(self, ms: int) -> None:
        await self.settle()
        # Days at a bound: second by second nobody could wait for them.
        self.clock.suspend(max(0, ms - 30 * MINUTE_MS))
        await self.clock.advance(min(ms, 30 * MINUTE_MS))
        await self.settle()

    async def talk(self, customer: str) -> None:
        """Let Lucia answer somebody of `care` and be done with it."""
        await self.center.visitor("web", customer).ask(ReceiveInteraction, text="Hello")
        made = (await self.events(OfferMade))[-1]
        await self.lucia.ask(AcceptOffer, offer=made.offer)
        for command in (ConfirmConnected, EndInteraction, CompleteWrapUp):
            await self.lucia.ask(command, interaction=made.interaction)

    async def slots(self) -> list[tuple[dict[str, int], str]]:
        return [(each.slots, each.by) for each in await self.events(CapacitySet)]

    async def skills(self) -> list[dict[str, int]]:
        return [each.skills for each in await self.events(SkillsSet)]


def live(work: Callable[[Day], Coroutine[Any, Any, None]], **own: Any) -> None:
    """Run a day of a shop whose `[plugins.wellbeing]` is this."""

    async def whole() -> None:
        clock = VirtualClock()
        made = ContactCenter.in_memory(shop(**own), plugins=[CHAT, wellbeing], clock=clock)
        async with made as center:
            await work(Day(center, clock))

    asyncio.run(asyncio.wait_for(whole(), 50))


OWN = "plugin:wellbeing"


def test_a_new_hire_has_less_at_once_until_the_weeks_are_over() -> None:
    async def work(day: Day) -> None:
        before = (await day.slots(), await day.skills())
        # Midnight after the second week is in less than six days.
        await day.wait(6 * DAY_MS)

        assert before == ([({"chat": 2}, OWN)], [{"oak": 3}])
        assert await day.slots() == [({"chat": 2}, OWN), ({}, OWN)]
        assert await day.skills() == [{"oak": 3}, {"damage": 4, "oak": 3}]

    live(work, started={"lucia": SECOND_WEEK}, **RAMP)


def test_weeks_that_passed_at_once_lead_to_one_command() -> None:
    async def work(day: Day) -> None:
        await day.wait(30 * DAY_MS)

        assert await day.slots() == [({"chat": 1}, OWN), ({}, OWN)]

    live(work, started={"lucia": TODAY}, **RAMP)


def test_heavy_talks_in_a_row_bring_lighter_work_for_a_while() -> None:
    async def work(day: Day) -> None:
        await day.lucia.ask(LogIn)
        await day.lucia.ask(SetReady)
        await day.talk("anna")
        one = await day.slots()
        await day.talk("boris")
        two = (await day.slots(), await day.skills())
        await day.wait(19 * MINUTE_MS)
        resting = await day.slots()
        await day.wait(2 * MINUTE_MS)

        assert one == []
        assert two == ([({"chat": 1}, OWN)], [{"oak": 3}])
        assert resting == two[0]
        assert await day.slots() == [({"chat": 1}, OWN), ({}, OWN)]
        assert await day.skills() == [{"oak": 3}, {"damage": 4, "oak": 3}]

    live(work, heavy=HEAVY)


def test_a_supervisors_word_stands_until_they_give_it_back() -> None:
    async def work(day: Day) -> None:
        await day.settle()
        await day.ada.ask(SetCapacity, agent="lucia", slots={"chat": 3})
        await day.ada.ask(SetSkills, agent="lucia", skills={"oak": 1})
        await day.wait(14 * DAY_MS)
        stood = (await day.slots(), await day.skills())
        await day.ada.ask(SetCapacity, agent="lucia", slots={})

        assert stood == (
            [({"chat": 2}, OWN), ({"chat": 3}, "supervisor")],
            [{"oak": 3}, {"oak": 1}],
        )
        assert await day.slots() == [*stood[0], ({}, "supervisor")]

    live(work, started={"lucia": SECOND_WEEK}, **RAMP)


def test_what_is_given_back_within_the_weeks_is_limited_again() -> None:
    async def work(day: Day) -> None:
        await day.settle()
        for slots in ({"chat": 3}, {}):
            await day.ada.ask(SetCapacity, agent="lucia", slots=slots)

        assert [each for each in await day.slots() if each[1] == OWN] == [({"chat": 2}, OWN)] * 2

    live(work, started={"lucia": SECOND_WEEK}, **RAMP)


def test_why_says_whose_limit_stands_in_the_way() -> None:
    async def work(day: Day) -> None:
        await day.lucia.ask(LogIn)
        await day.lucia.ask(SetReady)
        await day.settle()
        for customer in ("anna", "boris"):
            await day.center.visitor("web", customer).ask(ReceiveInteraction, text="Hello")
        told = await day.center.ask(day.ada.principal, WhyQuestion(agent="lucia"))

        (care, _) = told["queues"]
        facts = care["first"][-1]["facts"]
        assert {**facts, "since_ms": facts["since_ms"] >= START_MS} == {
            "channel": "chat",
            "used": 1,
            "slots": 1,
            "defined": 3,
            "by": OWN,
            "since_ms": True,
        }

    live(work, started={"lucia": TODAY}, **RAMP)


def test_without_settings_it_does_nothing() -> None:
    async def work(day: Day) -> None:
        await day.lucia.ask(LogIn)
        await day.lucia.ask(SetReady)
        for customer in ("anna", "boris", "carl"):
            await day.talk(customer)
        await day.wait(40 * DAY_MS)

        assert await day.events(CapacitySet, SkillsSet) == []

    live(work)
