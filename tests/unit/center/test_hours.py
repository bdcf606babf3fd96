"""A center follows the opening hours of its file and of its Supervisors, however long it runs."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from ccsdk import ContactCenter
from ccsdk.center import hours
from ccsdk.center.calendar import STRETCH_MS
from ccsdk.center.inprocess import InProcessClient
from ccsdk.errors import PolicyRefusedError, SettingsError, UnknownEntityError
from ccsdk.log.memory import MemoryLogStore
from ccsdk.model.command import DefineCalendar, DefineQueue, ReceiveInteraction
from ccsdk.model.entry import Batch, Entry
from ccsdk.model.event import CalendarClosed, CalendarCompiled, CalendarOpened, EntryRefused
from ccsdk.model.instant import from_rfc3339, to_rfc3339
from ccsdk.model.principal import SYSTEM
from ccsdk.testing.clock import START_MS, VirtualClock
from tests.unit.center.shop import CHAT, tables

WEEK_MS = 7 * 86_400_000
HOURS = {"shop": {"zone": "Europe/Berlin", "weekly": ["mon-fri 09:00-17:00"]}}


def center(store: MemoryLogStore, clock: VirtualClock, **changed: Any) -> ContactCenter:
    told = tables(**{"calendars": HOURS, **changed})
    return ContactCenter(told, plugins=[CHAT], store=store, clock=clock)


async def log(center: ContactCenter, *kinds: type) -> list[Any]:
    return [e async for e in center.entries() if not kinds or isinstance(e.event, kinds)]


def test_a_center_opens_and_closes_by_the_calendars_of_its_file() -> None:
    async def day() -> list[tuple[str, str]]:
        # A Monday, 10:00 in Berlin.
        clock = VirtualClock()
        async with center(MemoryLogStore(), clock) as opened:
            await clock.advance(8 * 3_600_000)
            found = await log(opened, CalendarOpened, CalendarClosed)
        return [(type(e.event).__name__, to_rfc3339(e.at_ms)[:16]) for e in found]

    assert asyncio.run(day()) == [
        ("CalendarOpened", "2026-01-05T09:00"),
        ("CalendarClosed", "2026-01-05T16:00"),
    ]


def test_a_restart_with_the_same_hours_says_nothing() -> None:
    async def lives() -> list[int]:
        store, counts = MemoryLogStore(), []
        for later_ms in (0, 3_600_000, 5 * 3_600_000):
            async with center(store, VirtualClock(now_ms=START_MS + later_ms)) as opened:
                counts.append(len(await log(opened, CalendarCompiled)))
        return counts

    assert asyncio.run(lives()) == [1, 1, 1]


def test_a_calendar_is_compiled_anew_long_before_its_instants_run_out() -> None:
    async def half_a_year() -> list[tuple[int, int]]:
        clock = VirtualClock()
        async with center(MemoryLogStore(), clock) as opened:
            for _ in range(26):
                # A suspended machine and not each second of half a year.
                clock.suspend(WEEK_MS)
                await clock.advance(hours.LOOK_MS)
            found = await log(opened, CalendarCompiled)
            turns = await log(opened, CalendarOpened)
        assert turns[-1].at_ms > clock.now_ms() - 4 * 86_400_000
        return [(e.at_ms, e.event.edges[-1]) for e in found]

    found = asyncio.run(half_a_year())

    assert len(found) == 8
    stretches = [at_ms // STRETCH_MS for at_ms, _ in found]
    assert stretches == list(range(stretches[0], stretches[0] + 8))
    assert all(last_ms - at_ms > 7 * WEEK_MS for at_ms, last_ms in found)


def test_hours_of_months_ago_are_compiled_at_the_start() -> None:
    async def lives() -> list[str]:
        store = MemoryLogStore()
        async with center(store, VirtualClock()):
            pass
        later = VirtualClock(now_ms=from_rfc3339("2026-09-01T12:00:00Z"))
        async with center(store, later) as opened:
            found = await log(opened, CalendarCompiled, CalendarOpened, CalendarClosed)
        return [type(e.event).__name__ for e in found][-2:]

    assert asyncio.run(lives()) == ["CalendarCompiled", "CalendarOpened"]


def test_a_supervisor_says_other_hours_in_words_and_they_survive() -> None:
    async def lives() -> list[str]:
        store, clock = MemoryLogStore(), VirtualClock()
        async with center(store, clock) as opened:
            ada = opened.agent("ada")
            closed = {"dated": {"2026-01-05": "closed"}, "weekly": ["24x7"]}
            await ada.ask(DefineCalendar, calendar="shop", zone="Europe/Berlin", **closed)
            await ada.ask(DefineQueue, queue="sales", name="Sales", calendar="shop")
        async with center(store, VirtualClock(now_ms=clock.now_ms() + 60_000)) as opened:
            await opened.visitor("web", "anna").ask(ReceiveInteraction, text="Open?")
            (refused,) = await log(opened, EntryRefused)
            compiled = (await log(opened, CalendarCompiled))[-1].event
        return [refused.event.reason, *compiled.weekly, *compiled.dated]

    assert asyncio.run(lives()) == ["closed", "24x7", "2026-01-05"]


def test_other_hours_in_the_file_win() -> None:
    async def lives() -> list[tuple[str, ...]]:
        store, clock = MemoryLogStore(), VirtualClock()
        async with center(store, clock) as opened:
            await opened.agent("ada").ask(DefineCalendar, calendar="shop", weekly=["24x7"])
        told = {"shop": {"zone": "Europe/Berlin", "weekly": ["sat 10:00-12:00"]}}
        async with center(store, clock, calendars=told) as opened:
            return [e.event.weekly for e in await log(opened, CalendarCompiled)]

    assert asyncio.run(lives()) == [
        ("mon-fri 09:00-17:00",),
        ("24x7",),
        ("sat 10:00-12:00",),
    ]


@pytest.mark.parametrize(
    ("said", "path"),
    [
        ({"weekly": ["mon-fir 09:00-17:00"]}, "weekly[0]"),
        ({"weekly": ["24x7"], "dated": {"2026-13-01": "closed"}}, "dated.2026-13-01"),
        ({"zone": "Europe/Berln"}, "zone"),
    ],
)
def test_words_that_say_nothing_are_refused_with_their_place(
    said: dict[str, Any], path: str
) -> None:
    async def ask() -> None:
        async with center(MemoryLogStore(), VirtualClock()) as opened:
            await opened.agent("ada").ask(DefineCalendar, calendar="shop", **said)

    with pytest.raises(PolicyRefusedError) as refused:
        asyncio.run(ask())
    assert refused.value.path == path


def test_agents_do_not_set_hours() -> None:
    async def ask() -> None:
        async with center(MemoryLogStore(), VirtualClock()) as opened:
            await opened.agent("mei").ask(DefineCalendar, calendar="shop")

    with pytest.raises(UnknownEntityError):
        asyncio.run(ask())


def test_every_mistake_of_a_file_is_told_with_its_path() -> None:
    wrong = {"zone": "Mars", "weekly": ["mon 9-17", "sun 00:00-24:00"], "dated": {"soon": "closed"}}

    with pytest.raises(SettingsError) as refused:
        center(MemoryLogStore(), VirtualClock(), calendars={"shop": wrong, "other": 3})

    assert [mistake.path for mistake in refused.value.mistakes] == [
        "calendars.other",
        "calendars.shop.zone",
        "calendars.shop.weekly[0]",
        "calendars.shop.dated.soon",
    ]


def test_a_zone_that_the_machine_has_lost_stops_nothing() -> None:
    found = CalendarCompiled(
        calendar="old", zone="Atlantis/Harbour", tz="1a", edges=(1,), weekly=("24x7",)
    )
    entry = Entry(position=1, at_ms=1, subject="system/center", version=1, event=found, cause=None)

    async def lives() -> list[Any]:
        store = MemoryLogStore()
        await store.open()
        await store.append(Batch(entries=(entry,), rows=()))
        await store.close()
        async with center(store, VirtualClock()) as opened:
            return [e.event.calendar for e in await log(opened, CalendarCompiled)]

    assert asyncio.run(lives()) == ["old", "shop"]


def test_what_a_program_said_in_instants_is_its_own() -> None:
    async def lives() -> list[tuple[int, ...]]:
        store, clock = MemoryLogStore(), VirtualClock()
        async with center(store, clock) as opened:
            system = InProcessClient(SYSTEM, opened.submit, lambda: "1")
            await system.ask(DefineCalendar, calendar="fair", edges=[START_MS + 1_000])
        clock.suspend(STRETCH_MS)
        async with center(store, clock) as opened:
            found = await log(opened, CalendarCompiled)
        return [e.event.edges for e in found if e.event.calendar == "fair"]

    assert asyncio.run(lives()) == [(START_MS + 1_000,)]
