"""Drafts in their versions: answered as if new each time, kept for a while, and then forgotten."""

from __future__ import annotations

import asyncio
import gc
import random
from typing import Any

from ccsdk import ContactCenter
from ccsdk.model.principal import Principal, Role
from ccsdk.model.request import PluginQuestion
from ccsdk.testing.clock import VirtualClock
from ccsdk_coaching import plugin
from ccsdk_coaching.answering import KEPT_MAX, Drafts, linted
from ccsdk_coaching.config import CoachingConfig
from ccsdk_coaching.linter import Linter
from ccsdk_coaching.live import KEPT_MS
from ccsdk_coaching.relint import Draft
from ccsdk_coaching.requests import LintNote

ADA = Principal(id="ada", role=Role.SUPERVISOR, center="center")
PIECES = (
    "You must wave. ", "Fine work, but you forgot it. ", "Quillon should smile. ", "你应该微笑。",
    "\n\n", "Why don't you ask? ", "\"I can't do it\", said Jo. ", "👋", "<!-- ", " -->",
    "Great job! ",
)  # fmt: skip


def asked(note: str, *, names: tuple[str, ...] = ()) -> LintNote:
    return LintNote(note=note, version=1, names=names)


def test_every_version_of_a_draft_is_answered_as_a_note_of_its_own() -> None:
    chance = random.Random(11)
    drafts, note = Drafts(Linter()), ""
    fresh = {
        (): Linter(),
        ("Quillon Xu",): Linter(CoachingConfig(agents=("Quillon Xu", "Quillon", "Xu"))),
    }
    for number in range(120):
        first, last = sorted(chance.choices(range(len(note) + 1), k=2))
        cut = last if chance.random() < 0.2 else first
        note = note[:first] + chance.choice(PIECES) + note[cut:]
        names = ("Quillon Xu",) if number % 40 > 20 else ()

        answer = drafts.answer("draft", asked(note, names=names), number)

        assert answer == linted(fresh[names], asked(note, names=names)), note


def test_no_more_drafts_are_kept_than_coaches_write_at_once() -> None:
    drafts = Drafts(Linter())
    for number in range(KEPT_MAX):
        drafts.answer(number, asked("You must wave."), number)
    drafts.answer(0, asked("You must wave. Now."), KEPT_MAX)
    drafts.answer("another", asked("You must wave."), KEPT_MAX + 1)

    assert len(drafts) == KEPT_MAX
    assert drafts.forget(1) == KEPT_MAX
    assert drafts.forget(2) == KEPT_MAX - 1


def kept() -> int:
    """Return how many drafts there are in this process."""
    gc.collect()
    return sum(isinstance(each, Draft) for each in gc.get_objects())


def test_draft_that_nobody_asks_about_is_forgotten() -> None:
    async def lint(center: ContactCenter, **data: Any) -> Any:
        question = PluginQuestion(name="lint_note.v1", data={"version": 1, **data})
        return await center.ask(ADA, question)

    async def gone(before: int) -> None:
        async with asyncio.timeout(20):
            while kept() > before:
                await asyncio.sleep(0.01)

    async def play() -> None:
        clock, before = VirtualClock(), kept()
        tables = {"supervisors": {"ada": {}}, "plugins": {"coaching": {}}}
        async with ContactCenter.in_memory(tables, plugins=[plugin], clock=clock) as center:
            await lint(center, note="You must wave.", draft="a")
            await clock.advance(KEPT_MS // 2)
            await lint(center, note="You must smile.", draft="b")
            assert kept() == before + 2
            await clock.advance(KEPT_MS // 2)
            await gone(before + 1)
            await clock.advance(KEPT_MS)
            await gone(before)
            await lint(center, note="You must wave.", draft="c")
            assert kept() == before + 1
            await clock.advance(2 * KEPT_MS)
            await gone(before)

    asyncio.run(play())
