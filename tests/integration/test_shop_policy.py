"""The example shop's file does what it says: at any hour, and in its office hours."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

import attrs
import pytest

from ccsdk import ContactCenter
from ccsdk.model.command import LogIn, ReceiveInteraction, SetReady, command_type
from ccsdk.model.event import EntryRefused, InteractionClosed, OfferMade
from ccsdk.model.instant import from_rfc3339
from ccsdk.model.interaction import Closing
from ccsdk.model.request import Submission
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


async def first_asked(*, signed: bool) -> str:
    """Return who is first, of Anna and, ten seconds later, of Lena, who says she is a vip.

    Both wait before anybody is ready; `signed` has the shop say it, too.
    """
    clock = VirtualClock(now_ms=from_rfc3339(MORNING))
    async with ContactCenter.in_memory(CENTER, clock=clock) as center:
        for agent in ("mei", "tomas"):
            await center.agent(agent).ask(LogIn)
        whose: dict[str | None, str] = {}
        for who, said in (("anna", {}), ("lena", {"vip": True})):
            principal = center.visitor("web", who).principal
            if signed and who == "lena":
                principal = attrs.evolve(principal, is_verified=True, attributes=said)
            command = Submission(
                principal=principal,
                key="k",
                type=command_type(ReceiveInteraction),
                data={"queue": "sales", "attributes": said},
                personal={"text": "Hello"},
            )
            whose[(await center.submit(command)).answer.interaction] = who
            await clock.advance(10_000)
        await center.agent("mei").ask(SetReady)
        made = [e.event async for e in center.entries() if isinstance(e.event, OfferMade)]
        return whose[made[0].interaction]


@pytest.mark.parametrize(("signed", "expected"), [(True, "lena"), (False, "anna")])
def test_only_whom_the_shop_vouches_for_stands_ahead(signed: bool, expected: str) -> None:
    assert asyncio.run(first_asked(signed=signed)) == expected
