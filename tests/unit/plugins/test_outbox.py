from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

from structlog.testing import capture_logs

from ccsdk.hooks.outbox import SCHEDULE_MS, SPAN_MS, Outcome, Parcel, Target
from ccsdk.plugins.outbox import ATTEMPT_MS_MAX, LANES_MAX, Outbox
from tests.unit.plugins.posting import Context, OtherSide, at_work, let_pass, put, settled

HOUR = 3_600_000
Scene = Callable[[Outbox, Context, OtherSide], Awaitable[None]]


def play(scene: Scene) -> None:
    """Play a scene with an outbox, its context and the other side."""

    async def main() -> None:
        ctx = Context()
        other = OtherSide(ctx.clock)
        await scene(Outbox(other.deliver), ctx, other)

    asyncio.run(main())


async def targets(outbox: Outbox, ctx: Context) -> dict[str, Target]:
    async with ctx.transaction() as storage:
        return {each.name: each for each in await outbox.targets(storage)}


async def parked(outbox: Outbox, ctx: Context) -> list[Parcel]:
    async with ctx.transaction() as storage:
        return await outbox.parked(storage)


async def redrive(outbox: Outbox, ctx: Context, **which: str) -> int:
    async with ctx.transaction() as storage:
        return await outbox.redrive(ctx, storage, **which)


def test_parcels_of_a_lane_arrive_in_order_and_are_gone() -> None:
    async def scene(outbox: Outbox, ctx: Context, other: OtherSide) -> None:
        async with at_work(outbox, ctx):
            await put(outbox, ctx, "a", "b", "c")
            await settled()

        assert other.arrived == ["a", "b", "c"]
        assert other.at_once_max == 1
        assert (await targets(outbox, ctx))["shop"] == Target(name="shop", sent=3)

    play(scene)


def test_what_a_transaction_undid_is_never_sent() -> None:
    async def scene(outbox: Outbox, ctx: Context, other: OtherSide) -> None:
        async with at_work(outbox, ctx):
            with suppress(ZeroDivisionError):
                async with ctx.transaction() as storage:
                    await outbox.put(ctx, storage, id="a", target="shop", payload=1)
                    raise ZeroDivisionError
            await settled()

        assert other.seen == []

    play(scene)


def test_same_id_for_a_target_is_one_parcel() -> None:
    async def scene(outbox: Outbox, ctx: Context, other: OtherSide) -> None:
        await put(outbox, ctx, "a", "a")
        await put(outbox, ctx, "a")
        await put(outbox, ctx, "a", target="crm")
        async with at_work(outbox, ctx):
            await settled()

        assert sorted(other.arrived) == ["a", "a"]

    play(scene)


def test_attempts_follow_the_schedule_until_it_is_parked() -> None:
    async def scene(outbox: Outbox, ctx: Context, other: OtherSide) -> None:
        other.down.add("shop")
        begin_ms = ctx.clock.now_ms()
        async with at_work(outbox, ctx):
            await put(outbox, ctx, "a", "b")
            await let_pass(ctx.clock, 90 * HOUR)

        ages = [at_ms - begin_ms for at_ms, id in other.seen]
        planned = [sum(SCHEDULE_MS[:n]) for n in range(len(SCHEDULE_MS) + 1)]
        assert len(ages) == len(planned)
        for n, (age, plan) in enumerate(zip(ages, planned, strict=True)):
            # Time passes by minutes here, so each attempt is up to one late.
            assert plan <= age <= plan * 1.1 + n * 60_000
        assert [each.id for each in await parked(outbox, ctx)] == ["a"]
        standing = (await targets(outbox, ctx))["shop"]
        assert (standing.waiting, standing.parked, standing.problem) == (2, 1, "it is down")

    play(scene)


def test_target_down_for_a_day_loses_nothing_and_gets_it_in_order() -> None:
    async def scene(outbox: Outbox, ctx: Context, other: OtherSide) -> None:
        other.down.add("shop")
        async with at_work(outbox, ctx):
            for hour in range(24):
                await put(outbox, ctx, f"{hour}-x", f"{hour}-y", lane="one")
                await put(outbox, ctx, f"{hour}-z", lane=f"lane-{hour}")
                await let_pass(ctx.clock, HOUR)
            other.down.clear()
            await put(outbox, ctx, "news", lane="fresh")
            await let_pass(ctx.clock, 180_000)
            for _ in range(40):
                await settled()

        one = [id for id in other.arrived if id[-1] in "xy"]
        assert one == [f"{hour}-{each}" for hour in range(24) for each in "xy"]
        assert {id for id in other.arrived if id.endswith("z")} == {f"{h}-z" for h in range(24)}
        assert len(other.arrived) == 73
        # A target that is down is not hammered.
        assert len(other.seen) - len(other.arrived) < 24 * 12

    play(scene)


def test_one_target_that_is_down_holds_up_no_other() -> None:
    async def scene(outbox: Outbox, ctx: Context, other: OtherSide) -> None:
        other.down.add("crm")
        async with at_work(outbox, ctx):
            await put(outbox, ctx, *"abc", target="crm")
            await put(outbox, ctx, *"def", target="shop")
            await settled()

        assert other.arrived == ["d", "e", "f"]

    play(scene)


def test_lanes_of_a_target_go_side_by_side_within_their_bound() -> None:
    async def scene(outbox: Outbox, ctx: Context, other: OtherSide) -> None:
        for number in range(3 * LANES_MAX):
            await put(outbox, ctx, f"p{number}", lane=str(number))
        async with at_work(outbox, ctx):
            await settled()
            await settled()

        assert len(other.arrived) == 3 * LANES_MAX
        assert other.at_once_max == LANES_MAX

    play(scene)


def test_longer_wait_that_the_other_side_asks_for_is_kept() -> None:
    async def scene(outbox: Outbox, ctx: Context, other: OtherSide) -> None:
        other.answers = [Outcome.again("too many requests", after_ms=HOUR)]
        async with at_work(outbox, ctx):
            await put(outbox, ctx, "a")
            await let_pass(ctx.clock, HOUR - 1)
            assert other.arrived == []
            await let_pass(ctx.clock, 60_000)

        assert other.arrived == ["a"]

    play(scene)


def test_refused_parcel_is_parked_at_once_and_holds_up_its_lane_only() -> None:
    async def scene(outbox: Outbox, ctx: Context, other: OtherSide) -> None:
        other.answers = [Outcome.park("no such customer")]
        async with at_work(outbox, ctx):
            await put(outbox, ctx, "a", "b", lane="one")
            await settled()
            await put(outbox, ctx, "c", lane="two")
            await settled()
            assert other.arrived == ["c"]
            assert [(each.id, each.problem) for each in await parked(outbox, ctx)] == [
                ("a", "no such customer")
            ]

            assert await redrive(outbox, ctx, id="a") == 1
            await settled()

        assert other.arrived == ["c", "a", "b"]
        assert await parked(outbox, ctx) == []

    play(scene)


def test_discarded_parcel_lets_the_next_one_pass_and_its_reason_is_kept() -> None:
    async def scene(outbox: Outbox, ctx: Context, other: OtherSide) -> None:
        other.answers = [Outcome.park("no such customer")]
        async with at_work(outbox, ctx):
            await put(outbox, ctx, "a", "b")
            await settled()
            async with ctx.transaction() as storage:
                count = await outbox.discard(ctx, storage, id="a", reason="a test order")
            await settled()

        kept = ctx.connection.execute("SELECT id, target, reason FROM outbox_discarded").fetchall()
        assert (count, other.arrived) == (1, ["b"])
        assert kept == [("a", "shop", "a test order")]

    play(scene)


def test_what_waits_cannot_be_discarded() -> None:
    async def scene(outbox: Outbox, ctx: Context, other: OtherSide) -> None:
        await put(outbox, ctx, "a")
        async with ctx.transaction() as storage:
            assert await outbox.discard(ctx, storage, id="a", reason="no") == 0

    play(scene)


def test_target_that_wants_nothing_more_is_left_alone_until_somebody_says_so() -> None:
    async def scene(outbox: Outbox, ctx: Context, other: OtherSide) -> None:
        other.answers = [Outcome.stop("gone")]
        async with at_work(outbox, ctx):
            await put(outbox, ctx, "a")
            await settled()
            await put(outbox, ctx, "b", lane="other")
            await let_pass(ctx.clock, 48 * HOUR)
            standing = (await targets(outbox, ctx))["shop"]
            assert (len(other.seen), standing.waiting) == (1, 2)
            assert standing.stopped_at_ms is not None

            await redrive(outbox, ctx, target="shop")
            await settled()

        assert sorted(other.arrived) == ["a", "b"]

    play(scene)


def test_process_that_ends_between_sending_and_noting_it_sends_the_same_id_again() -> None:
    async def scene(outbox: Outbox, ctx: Context, other: OtherSide) -> None:
        begun = asyncio.Event()

        async def hang(ctx: object, parcel: Parcel) -> Outcome:
            begun.set()
            await asyncio.Event().wait()
            raise AssertionError

        async with at_work(Outbox(hang), ctx):
            await put(outbox, ctx, "a", "b")
            await begun.wait()

        async with ctx.transaction() as storage:
            before = await outbox.targets(storage)
        marks = []

        async def note(ctx: object, parcel: Parcel) -> Outcome:
            marks.append((parcel.id, parcel.attempt, parcel.is_uncertain))
            return Outcome.done()

        async with at_work(Outbox(note), ctx):
            await settled()

        assert before[0].waiting == 2
        assert marks == [("a", 2, True), ("b", 1, False)]

    play(scene)


def test_attempt_without_an_answer_is_shown_as_uncertain_until_it_arrives() -> None:
    async def scene(outbox: Outbox, ctx: Context, other: OtherSide) -> None:
        other.answers = [Outcome.again("no answer", is_sent=True)]
        async with at_work(outbox, ctx):
            await put(outbox, ctx, "a")
            await settled()
            assert (await targets(outbox, ctx))["shop"].uncertain == 1
            await ctx.clock.advance(10_000)
            await settled()
            assert (await targets(outbox, ctx))["shop"].uncertain == 0

    play(scene)


def test_delivery_that_raises_or_hangs_is_tried_again() -> None:
    async def scene(outbox: Outbox, ctx: Context, other: OtherSide) -> None:
        other.answers = [KeyError("x")]
        async with at_work(outbox, ctx):
            await put(outbox, ctx, "a")
            await settled()
            assert (await targets(outbox, ctx))["shop"].problem == "KeyError: 'x'"
            await ctx.clock.advance(10_000)
            await settled()
            assert other.arrived == ["a"]

        async def hang(ctx: object, parcel: Parcel) -> Outcome:
            await asyncio.Event().wait()
            raise AssertionError

        stuck = Outbox(hang)
        async with at_work(stuck, ctx):
            await put(stuck, ctx, "b")
            await let_pass(ctx.clock, ATTEMPT_MS_MAX + 1)
            problem = (await targets(stuck, ctx))["shop"].problem
            assert problem is not None
            assert "not done within" in problem

    play(scene)


def test_backlog_is_not_read_to_find_what_is_due() -> None:
    async def scene(outbox: Outbox, ctx: Context, other: OtherSide) -> None:
        await put(outbox, ctx, *(f"p{n}" for n in range(50)))

        plan = ctx.connection.execute(
            "EXPLAIN QUERY PLAN SELECT target, min(due_ms) FROM outbox "
            "WHERE state = 'waiting' GROUP BY target"
        ).fetchall()

        (waiting,) = ctx.connection.execute(
            "SELECT count(*) FROM outbox WHERE state = 'waiting'"
        ).fetchone()
        assert waiting == 1
        assert any("outbox_by_due" in row[3] for row in plan)

    play(scene)


def test_span_of_the_schedule_is_three_days_and_some_hours() -> None:
    assert 75 * HOUR < SPAN_MS < 76 * HOUR


def test_start_tries_at_once_what_waits_for_hours() -> None:
    async def scene(outbox: Outbox, ctx: Context, other: OtherSide) -> None:
        other.answers = [Outcome.again("it is down", after_ms=5 * HOUR)]
        async with at_work(outbox, ctx):
            await put(outbox, ctx, "a")
            await settled()
        await let_pass(ctx.clock, 60_000)
        async with at_work(outbox, ctx):
            await settled()

        assert other.arrived == ["a"]

    play(scene)


def test_log_has_one_line_when_a_target_goes_and_one_when_it_is_back() -> None:
    async def scene(outbox: Outbox, ctx: Context, other: OtherSide) -> None:
        with capture_logs() as lines:
            other.down.add("shop")
            async with at_work(outbox, ctx):
                await put(outbox, ctx, "a", "b")
                await let_pass(ctx.clock, HOUR)
                other.down.clear()
                await let_pass(ctx.clock, 5 * HOUR)
                other.answers = [Outcome.park("no such customer")]
                await put(outbox, ctx, "c")
                await settled()

        told = [(line["event"], line["plugin"], line["target"]) for line in lines]
        assert told == [
            ("outbox.away", "poster", "shop"),
            ("outbox.back", "poster", "shop"),
            ("outbox.parked", "poster", "shop"),
        ]
        assert len(other.seen) > 4

    play(scene)
