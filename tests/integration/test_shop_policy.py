"""The example shop's file does what it says: at any hour, and in its office hours."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from ccsdk import ContactCenter
from ccsdk.model.command import LogIn, ReceiveInteraction, SetReady
from ccsdk.model.event import EntryRefused, InteractionClosed, OfferMade
from ccsdk.model.instant import from_rfc3339
from ccsdk.model.interaction import Closing
from ccsdk.testing.clock import VirtualClock

pytestmark = [pytest.mark.integration]

CENTER = Path(__file__).resolve().parents[2] / "examples" / "shop" / "center.toml"
STAFF = ("mei", "tomas", "amara", "jonas", "lucia")
# In Berlin a Wednesday morning, and the night to a Sunday.
MORNING = "2026-03-11T09:00:00Z"
NIGHT = "2026-03-15T01:00:00Z"


async def play(at: str, queue: str, ready: Sequence[str], away: Sequence[str], ms: int) -> Any:
    clock = VirtualClock(now_ms=from_rfc3339(at))
    async with ContactCenter.in_memory(CENTER, clock=clock) as center:
        for agent in (*ready, *away):
            await center.agent(agent).ask(LogIn)
        for agent in ready:
            await center.agent(agent).ask(SetReady)
        before = center.hub.head
        await center.visitor("web", "anna").ask(ReceiveInteraction, queue=queue, text="Hello")
        await clock.advance(ms)
        return [each.event async for each in center.entries() if each.position > before]


def events(at: str, queue: str, *ready: str, away: Sequence[str] = (), ms: int = 0) -> list[Any]:
    """Return what follows when a customer asks a queue while these agents are signed in."""
    happened: list[Any] = asyncio.run(play(at, queue, ready, away, ms))
    return happened


def agents_asked(
    at: str, queue: str, *ready: str, away: Sequence[str] = (), ms: int = 0
) -> list[str]:
    happened = events(at, queue, *ready, away=away, ms=ms)
    return [each.agent for each in happened if isinstance(each, OfferMade)]


@pytest.mark.parametrize("at", [MORNING, NIGHT])
@pytest.mark.parametrize("queue", ["sales", "delivery", "care"])
def test_the_chat_is_open_at_any_hour(at: str, queue: str) -> None:
    assert agents_asked(at, queue, *STAFF)


def test_damage_goes_to_the_most_experienced_of_the_experts() -> None:
    assert agents_asked(MORNING, "damage", *STAFF) == ["lucia"]


@pytest.mark.parametrize(
    ("at", "staff", "reason"), [(NIGHT, STAFF, "closed"), (MORNING, ("amara",), "unstaffed")]
)
def test_damage_is_a_message_when_no_expert_is_there(
    at: str, staff: tuple[str, ...], reason: str
) -> None:
    happened = events(at, "damage", *staff)

    assert [e.reason for e in happened if isinstance(e, EntryRefused)] == [reason]
    (closed,) = [each for each in happened if isinstance(each, InteractionClosed)]
    assert closed.outcome is Closing.MESSAGE


def test_who_knows_damage_less_well_may_have_it_after_two_minutes() -> None:
    asked = partial(agents_asked, MORNING, "damage", "mei", away=("lucia",))

    assert (asked(ms=119_000), asked(ms=121_000)) == ([], ["mei"])


def test_who_helps_out_in_sales_is_asked_when_nobody_else_is_free() -> None:
    assert agents_asked(MORNING, "sales", "jonas", "tomas") == ["tomas"]
    assert agents_asked(MORNING, "sales", "jonas") == ["jonas"]
