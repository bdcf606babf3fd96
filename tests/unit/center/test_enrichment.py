"""Enrichment: what plugins know of an Interaction before it enters its queue, and when not."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import structlog

from ccsdk.center import enrichment
from ccsdk.hooks import Arrival, Attribute
from ccsdk.model.command import AbandonInteraction
from ccsdk.model.event import (
    InteractionQueued,
    InteractionReceived,
    InteractionRouted,
)
from ccsdk.testing.harness import ACCOUNT, VISITOR, Stage
from tests.unit.center.enriching import (
    ENRICHED,
    VIP,
    VIPS,
    arrive,
    fail,
    hang,
    play,
    plugin,
    saying,
    wait_out,
)

# --- what is used stands in the log -----------------------------------------------------------


def test_what_a_plugin_says_is_in_the_log_and_gives_a_place_in_line() -> None:
    async def work(stage: Stage) -> list[Any]:
        await stage.interaction()
        return await stage.events(InteractionRouted, InteractionQueued)

    routed, queued = play(work, plugin(saying({"vip": True}), VIP))

    assert routed.attributes == {"vip": True}
    assert (queued.service_class, queued.head_start_ms) == ("vip", 180_000)


def test_nobody_waits_longer_than_the_answer_takes() -> None:
    async def work(stage: Stage) -> int:
        before_ms = stage.clock.now_ms()
        await stage.interaction()
        (queued,) = await stage.entries(InteractionQueued)
        return queued.at_ms - before_ms

    assert play(work, plugin(saying(None), VIP)) == 0


def test_of_one_attribute_the_first_plugin_in_order_is_believed() -> None:
    first = plugin(saying({"vip": True}), VIP, name="a-books")
    second = plugin(
        saying({"vip": False, "orders": 3}), Attribute(name="orders", type="int"), name="b-books"
    )

    (routed,) = play(arrive, second, first)

    assert routed.attributes == {"vip": True, "orders": 3}


@pytest.mark.parametrize(
    ("said", "used", "reasons"),
    [
        ({"vip": "yes"}, {}, ["vip:no_bool"]),
        ({"vip": True, "shoes": 43}, {"vip": True}, ["undeclared"]),
        ({"signed": True}, {}, ["signed:not_from_enrichment"]),
        ({"vip": 1, 7: True}, {}, None),
        ("vip", {}, None),
        ([("vip", True)], {}, None),
        ({"vip": {"very": True}}, {}, None),
    ],
)
def test_what_is_not_declared_or_mistyped_is_dropped_and_named(
    said: Any, used: dict[str, Any], reasons: list[str] | None
) -> None:
    signed = Attribute(name="signed", type="bool", source="identity")

    with structlog.testing.capture_logs() as logs:
        (routed,) = play(arrive, plugin(saying(said), VIP, signed))

    assert routed.attributes == used
    (line,) = [each for each in logs if each["event"] in ("attribute.dropped", "hook.failed")]
    assert line.get("reasons") == reasons
    assert "books" in str(line)


def test_who_says_what_nobody_declares_is_in_trouble_until_they_no_longer_do() -> None:
    said: list[dict[str, Any]] = [{"shoes": 43}, {"vip": True}]

    async def say(interaction: Arrival, deadline: Any) -> Any:
        return said.pop(0)

    async def work(stage: Stage) -> list[Any]:
        troubles = []
        for visitor in ("first", "second"):
            await stage.interaction(visitor=visitor)
            await stage.settle()
            troubles.append(stage.current.observers.health.troubles("books"))
        return [[(each.part, each.kind, each.problem) for each in found] for found in troubles]

    troubles = play(work, plugin(say, VIP))

    assert troubles == [[("attributes", "garbage", "dropped: undeclared")], []]


def test_with_the_plugin_removed_the_log_leads_to_the_same_state() -> None:
    async def work(stage: Stage) -> tuple[str, str]:
        await stage.interaction()
        await stage.settle()
        await stage.answered((await stage.events(InteractionReceived))[0].interaction)
        return await stage.replayed(), await stage.current.state_hash()

    replayed, live = play(work, plugin(saying({"vip": True}), VIP))

    assert replayed == live


# --- who is late, hangs or fails --------------------------------------------------------------


def test_who_hangs_is_not_waited_for_and_what_others_said_is_used() -> None:
    good = plugin(saying({"vip": True}), VIP, name="good")

    routed, queued = play(wait_out, plugin(hang, name="hanging"), good)

    assert routed.attributes == {"vip": True}
    assert queued.service_class == "vip"


def test_routing_goes_on_at_its_instant_at_the_latest() -> None:
    async def work(stage: Stage) -> tuple[int, int]:
        await stage.interaction()
        (received,) = await stage.entries(InteractionReceived)
        await stage.clock.advance(1_000)
        (queued,) = await stage.entries(InteractionQueued)
        return queued.at_ms - received.at_ms, received.event.enrichment_due_at_ms - received.at_ms

    waited_ms, most_ms = play(work, plugin(hang, VIP))

    assert most_ms - enrichment.MARGIN_MS <= waited_ms <= most_ms


def test_who_raises_costs_nobody_a_millisecond() -> None:
    (routed,) = play(arrive, plugin(fail, VIP))

    assert routed.attributes == {}


def test_a_plugin_is_told_how_long_its_answer_is_waited_for() -> None:
    told: list[int] = []

    async def look(interaction: Arrival, deadline: Any) -> None:
        told.append(deadline.left_ms())

    short = {ACCOUNT: {**ENRICHED[ACCOUNT], "enrichment": "200ms"}}
    play(arrive, plugin(look, VIP), accounts=short)

    assert told == [150]


def test_an_answer_for_a_customer_who_has_left_is_unused_and_logged_without_values() -> None:
    gate: list[asyncio.Event] = []

    async def wait(interaction: Arrival, deadline: Any) -> Mapping[str, Any]:
        gate.append(asyncio.Event())
        await gate[0].wait()
        return {"vip": True}

    async def work(stage: Stage) -> list[Any]:
        interaction = await stage.interaction()
        await stage.settle()
        await stage.client("visitor", VISITOR).ask(AbandonInteraction, interaction=interaction)
        gate[0].set()
        return await stage.events(InteractionRouted)

    with structlog.testing.capture_logs() as logs:
        routed = play(work, plugin(wait, VIP))

    assert routed == []
    (line,) = [each for each in logs if each["event"] == "enrichment.unused"]
    assert line["attributes"] == ["vip"]


def test_without_anybody_to_ask_the_instant_is_the_engines_alone() -> None:
    (queued,) = play(wait_out, attributes={"vip": {"type": "bool", "source": "enrichment"}})

    assert isinstance(queued, InteractionQueued)


def test_more_arrivals_than_are_asked_about_at_a_time_wait_for_their_turn(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(enrichment, "ASKED_MAX", 2)
    asked: list[str] = []
    most: list[int] = []
    now: list[str] = []

    async def count(interaction: Arrival, deadline: Any) -> Mapping[str, Any]:
        asked.append(interaction.interaction)
        now.append(interaction.interaction)
        most.append(len(now))
        await asyncio.sleep(0)
        now.remove(interaction.interaction)
        return {"vip": True}

    async def work(stage: Stage) -> list[Any]:
        for n in range(5):
            await stage.interaction(visitor=f"visitor-{n}")
        return await stage.events(InteractionRouted)

    routed = play(work, plugin(count, VIP))

    assert [each.attributes for each in routed] == [{"vip": True}] * 5
    assert max(most) <= 2


def test_who_comes_when_too_many_are_asked_about_goes_on_without(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(enrichment, "ARRIVALS_MAX", 1)

    async def work(stage: Stage) -> list[Any]:
        await stage.interaction(visitor="first")
        await stage.interaction(visitor="second")
        await stage.settle()
        await stage.clock.advance(1_000)
        return await stage.events(InteractionQueued)

    assert len(play(work, plugin(hang, VIP))) == 2


# --- a restart ---------------------------------------------------------------------------------


def test_after_a_restart_those_that_wait_are_asked_about_again(tmp_path: Path) -> None:
    patient = {ACCOUNT: {**ENRICHED[ACCOUNT], "enrichment": "1 min"}}
    tables = {"accounts": patient, "queues": VIPS}

    async def work() -> list[Any]:
        stage = Stage()
        async with stage.center(plugins=[plugin(hang, VIP)], settings=tables, data=tmp_path):
            await stage.interaction()
        books = plugin(saying({"vip": True}), VIP)
        async with stage.center(plugins=[books], settings=tables, data=tmp_path):
            # The log is on disk here, which takes its time.
            async with asyncio.timeout(10):
                while not await stage.events(InteractionQueued):
                    await asyncio.sleep(0)
            return await stage.events(InteractionRouted, InteractionQueued)

    routed, queued = asyncio.run(work())

    assert (routed.attributes, queued.service_class) == ({"vip": True}, "vip")


def test_after_a_long_stop_nobody_is_asked_about_and_routing_has_gone_on(tmp_path: Path) -> None:
    tables = {"accounts": ENRICHED, "queues": VIPS}

    async def work() -> tuple[list[Any], list[Any]]:
        stage = Stage()
        async with stage.center(plugins=[plugin(hang, VIP)], settings=tables, data=tmp_path):
            await stage.interaction()
        stage.clock.suspend(60_000)
        books = plugin(saying({"vip": True}), VIP)
        async with stage.center(plugins=[books], settings=tables, data=tmp_path):
            return await stage.events(InteractionRouted), await stage.events(InteractionQueued)

    routed, queued = asyncio.run(work())

    assert (len(routed), len(queued)) == (0, 1)
