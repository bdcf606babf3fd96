"""Reads: figures for supervisors only, and every answer within one frame."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import msgspec
import pytest

from ccsdk import ContactCenter
from ccsdk.center.fitting import ANSWER_BYTES_MAX, fitting
from ccsdk.errors import InvalidRequestError, UnknownEntityError
from ccsdk.model.command import LogIn, ReceiveInteraction, SetReady
from ccsdk.model.principal import Principal, Role
from ccsdk.model.request import (
    QUESTIONS,
    CustomerQuestion,
    ExplainQuestion,
    MetricsQuestion,
    PluginQuestion,
    Question,
)
from tests.unit.center.shop import ADA, CHAT, MEI, tables

METRICS = MetricsQuestion(window="today")
EXPLAIN = ExplainQuestion(measure="service_level", window="today")


def run(work: Callable[[ContactCenter], Awaitable[Any]]) -> Any:
    async def scene() -> Any:
        async with ContactCenter.in_memory(tables(), plugins=[CHAT]) as center:
            return await work(center)

    return asyncio.run(scene())


async def begin(center: ContactCenter) -> None:
    """Let a customer wait for Mei."""
    await center.agent("mei").ask(LogIn)
    await center.agent("mei").ask(SetReady)
    await center.visitor("web", "vi_1").ask(ReceiveInteraction, text="Hello")


def test_supervisor_is_told_figures_of_what_was_committed() -> None:
    async def work(center: ContactCenter) -> Any:
        await begin(center)
        return await center.ask(ADA, METRICS)

    figures = run(work)

    assert figures["window"] == "today"
    assert figures["center"]["counts"]["waiting"] == 1
    assert {each["queue"] for each in figures["queues"]} == {"sales", "delivery"}
    assert msgspec.json.encode(figures)


def test_supervisor_is_told_what_a_figure_is_made_of() -> None:
    async def work(center: ContactCenter) -> Any:
        await begin(center)
        return await center.ask(ADA, EXPLAIN)

    explained = run(work)

    assert explained["measure"] == "service_level"
    assert {"numerator", "denominator_only", "excluded", "more"} <= set(explained)


def test_figures_survive_a_restart_of_the_same_log() -> None:
    async def scene() -> tuple[Any, Any]:
        async with ContactCenter.in_memory(tables(), plugins=[CHAT]) as center:
            await begin(center)
            before = (await center.ask(ADA, METRICS))["center"]["counts"]
            store = center._store
        async with ContactCenter(tables(), plugins=[CHAT], store=store) as again:
            return before, (await again.ask(ADA, METRICS))["center"]["counts"]

    before, after = asyncio.run(scene())
    assert before == after


@pytest.mark.parametrize("question", [METRICS, EXPLAIN])
@pytest.mark.parametrize(
    "principal",
    [MEI, Principal(id="vi_1", role=Role.VISITOR, account="web", customer="cu_1")],
)
def test_to_everybody_else_there_are_no_figures(principal: Principal, question: Question) -> None:
    async def work(center: ContactCenter) -> None:
        await center.ask(principal, question)

    with pytest.raises(UnknownEntityError):
        run(work)


@pytest.mark.parametrize(
    ("question", "path"),
    [
        (ExplainQuestion(measure="money", window="today"), "data.measure"),
        (
            ExplainQuestion(measure="average_handle_time", window="today", queue="a", agent="b"),
            "data.agent",
        ),
    ],
)
def test_question_that_makes_no_sense_is_refused_with_its_path(
    question: Question, path: str
) -> None:
    async def work(center: ContactCenter) -> None:
        await center.ask(ADA, question)

    with pytest.raises(InvalidRequestError) as caught:
        run(work)

    assert caught.value.path == path


def test_every_question_has_an_answer() -> None:
    async def work(center: ContactCenter) -> set[type[Question]]:
        return set(center._reading._answers)

    assert run(work) == {*QUESTIONS.values(), PluginQuestion}


def test_customer_of_nobody_is_not_found() -> None:
    async def work(center: ContactCenter) -> None:
        await center.ask(MEI, CustomerQuestion(interaction="in_9"))

    with pytest.raises(UnknownEntityError):
        run(work)


def test_answer_that_fits_is_told_whole() -> None:
    answer = {"series": [1, 2, 3], "more": False}

    assert fitting(answer, ("series",)) == answer


def test_of_too_long_lists_the_oldest_rows_are_left_out_until_one_frame_holds_it() -> None:
    rows = [{"at_ms": number, "text": "x" * 1_000} for number in range(400)]
    answer = {"numerator": rows, "excluded": rows[:50], "value": 7, "more": False}

    told = fitting(answer, ("numerator", "excluded"))

    size = len(msgspec.json.encode(told))
    assert size <= ANSWER_BYTES_MAX
    assert size > ANSWER_BYTES_MAX * 3 // 4
    assert told["numerator"] == rows[-len(told["numerator"]) :]
    assert (told["excluded"], told["value"], told["more"]) == (rows[:50], 7, True)
    assert len(answer["numerator"]) == 400  # type: ignore[arg-type]


def test_what_cannot_be_cut_is_told_all_the_same() -> None:
    answer = {"series": [], "text": "x" * 100}

    assert fitting(answer, ("series",), most=50) == answer
