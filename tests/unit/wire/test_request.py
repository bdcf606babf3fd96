"""Requests: each frame becomes one effect, and what is wrong is refused with its path."""

from __future__ import annotations

from typing import Any

import pytest

from ccsdk.errors import InvalidRequestError, UnsupportedError
from ccsdk.model.request import (
    QUESTIONS,
    CustomerQuestion,
    ExplainQuestion,
    HistoryQuestion,
    KnowledgeQuestion,
    MetricsQuestion,
    PluginQuestion,
    WhyQuestion,
)
from ccsdk.model.topic import Filter
from ccsdk.wire import frames
from ccsdk.wire.effect import Ask, Renew, Submit, Subscribe
from ccsdk.wire.request import effect_of, question_of


def test_auth_is_a_renewal() -> None:
    assert effect_of(frames.Auth(id=1, token="t")) == Renew(id=1, token="t")


@pytest.mark.parametrize("hears", [True, False])
def test_subscription_says_whether_it_hears_what_is_ephemeral(hears: bool) -> None:
    frame = frames.Sub(id=1, topics=("a.>",), start="now", where={"agent": ("mei",)}, eph=hears)

    effect = effect_of(frame)

    wish = Filter.of(["a.>"], {"agent": ["mei"]})
    assert effect == Subscribe(id=1, filter=wish, start="now", hears=hears)


def test_command_has_its_deadline_as_an_instant() -> None:
    frame = frames.Cmd(id=1, key="k", type="t", deadline="1970-01-01T00:00:02Z")

    effect = effect_of(frame)

    assert effect == Submit(id=1, key="k", type="t", data={}, deadline_ms=2_000)


def test_command_without_a_deadline_has_none() -> None:
    effect = effect_of(frames.Cmd(id=1, key="k", type="t", personal={"text": "hi"}))

    assert effect == Submit(id=1, key="k", type="t", data={}, personal={"text": "hi"})


def test_deadline_that_is_no_instant_is_refused() -> None:
    with pytest.raises(InvalidRequestError) as caught:
        effect_of(frames.Cmd(id=1, key="k", type="t", deadline="soon"))

    assert caught.value.path == "deadline"


@pytest.mark.parametrize(
    ("method", "data", "question"),
    [
        ("history.v1", {"interaction": "in_1"}, HistoryQuestion(interaction="in_1", limit=50)),
        (
            "history.v1",
            {"interaction": "in_1", "before": 7, "limit": 100},
            HistoryQuestion(interaction="in_1", before=7, limit=100),
        ),
        ("customer.v1", {"interaction": "in_1"}, CustomerQuestion(interaction="in_1")),
        ("metrics.v1", {"window": "last_30_min"}, MetricsQuestion(window="last_30_min")),
        (
            "explain.v1",
            {"measure": "rona_rate", "window": "today", "agent": "mei"},
            ExplainQuestion(measure="rona_rate", window="today", agent="mei"),
        ),
        ("why.v1", {"offer": "in_1-o1"}, WhyQuestion(offer="in_1-o1")),
        ("why.v1", {"agent": "mei", "at": "0" * 20}, WhyQuestion(agent="mei", at="0" * 20)),
        (
            "search_knowledge.v1",
            {"text": "退貨", "context": ["Hi"], "is_typed": False, "limit": 20},
            KnowledgeQuestion(text="退貨", context=("Hi",), is_typed=False, limit=20),
        ),
    ],
)
def test_method_and_data_are_a_typed_question(method: str, data: Any, question: Any) -> None:
    effect = effect_of(frames.Req(id=7, method=method, data=data))

    assert effect == Ask(id=7, question=question)


@pytest.mark.parametrize(
    ("method", "data", "path"),
    [
        ("history.v1", {}, "data"),
        ("history.v1", {"interaction": "in_1", "limit": 101}, "data.limit"),
        ("history.v1", {"interaction": "in_1", "limit": True}, "data.limit"),
        ("history.v1", {"interaction": "in_1", "before": 0}, "data.before"),
        ("history.v1", {"interaction": "in_1", "customer": "cu_1"}, "data.customer"),
        ("history.v1", {"interaction": ""}, "data.interaction"),
        ("history.v1", {"interaction": ["in_1"]}, "data.interaction"),
        ("customer.v1", {"interaction": "x" * 97}, "data.interaction"),
        ("customer.v1", {"interaction": "in_1", "customer": "cu_2"}, "data.customer"),
        ("metrics.v1", {}, "data"),
        ("metrics.v1", {"window": "yesterday"}, "data.window"),
        ("metrics.v1", {"window": "today", "queue": "sales"}, "data.queue"),
        ("explain.v1", {"window": "today", "measure": ""}, "data.measure"),
        ("why.v1", {"interaction": ""}, "data.interaction"),
        ("why.v1", {"interaction": "in_1", "at": 7}, "data.at"),
        ("search_knowledge.v1", {"text": ""}, "data.text"),
        ("search_knowledge.v1", {"text": "x" * 2_001}, "data.text"),
        ("search_knowledge.v1", {"text": "x", "limit": 21}, "data.limit"),
        ("search_knowledge.v1", {"text": "x", "context": ["x"] * 11}, "data.context"),
        ("search_knowledge.v1", {"text": "x", "queue": "sales"}, "data.queue"),
        ("why.v1", {"interaction": "in_1", "at": "7"}, "data.at"),
        ("explain.v1", {"window": "today", "measure": "rona_rate", "queue": 7}, "data.queue"),
    ],
)
def test_wrong_member_is_refused_with_its_path(method: str, data: Any, path: str) -> None:
    with pytest.raises(InvalidRequestError) as caught:
        question_of(method, data)

    assert caught.value.path == path


@pytest.mark.parametrize("method", ["history.v2", "history", "", "__class__"])
def test_unknown_method_is_unsupported(method: str) -> None:
    with pytest.raises(UnsupportedError, match="method"):
        question_of(method, {})


def test_every_method_has_a_version_and_refuses_an_unknown_member() -> None:
    for method in QUESTIONS:
        with pytest.raises(InvalidRequestError) as caught:
            question_of(method, {"surprise": 1})

        assert method.endswith(".v1")
        assert caught.value.path in ("data", "data.surprise")


def test_a_method_of_a_plugin_goes_on_as_it_came() -> None:
    data = {"surprise": [1, {"deep": None}]}

    assert question_of("orders.v1", data) == PluginQuestion(name="orders.v1", data=data)
