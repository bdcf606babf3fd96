"""What a plugin answers is looked at before anybody works with it, and the look is bounded."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import attrs
import msgspec
import pytest

from ccsdk.plugins.shape import ANSWER_DEPTH_MAX, ANSWER_SIZE_MAX, complaint


@attrs.frozen
class Card:
    title: Any


class Article(msgspec.Struct):
    title: str
    parts: list[Any] = []


class Endless(Sequence[int]):
    """Go on for ever, as what a plugin makes up may do."""

    def __len__(self) -> int:
        return 1

    def __getitem__(self, index: Any) -> Any:
        return 1

    def __iter__(self) -> Iterator[int]:
        return itertools.count()


class Hostile(dict[str, Any]):
    """Be no mapping that anybody could read."""

    def items(self) -> Any:
        raise RuntimeError("nobody looks inside")


def nested(depth: int) -> list[Any]:
    found: list[Any] = []
    for _ in range(depth):
        found = [found]
    return found


@pytest.mark.parametrize(
    ("answer", "declared"),
    [
        ("hello", str),
        (7, int | str),
        (None, str | None),
        (["a", "b"], Sequence[str]),
        (("a",), Sequence[str]),
        ({"vip": True, "orders": 3}, Mapping[str, bool | int | str]),
        ([Article(title="Returns")], Sequence[Article]),
        (Card(title="x"), Card),
        (object(), Any),
        ("x" * (ANSWER_SIZE_MAX - 1), str),
        (nested(ANSWER_DEPTH_MAX - 1), list),
    ],
)
def test_what_is_as_declared_passes(answer: Any, declared: Any) -> None:
    assert complaint(answer, declared) is None


@pytest.mark.parametrize(
    ("answer", "declared", "problem"),
    [
        (7, str, "answered a int, not a str"),
        (True, int, "answered a bool, not a int"),
        ("abc", Sequence[str], "answered a str, not Sequence[str]"),
        (["a", 7], Sequence[str], "answered a list, not Sequence[str]"),
        ({"vip": []}, Mapping[str, bool | int | str], "answered a dict, not Mapping"),
        ({7: True}, Mapping[str, bool], "answered a dict, not Mapping[str, bool]"),
        ([Article(title=7)], Sequence[Article], "answered a list"),  # type: ignore[arg-type]
        ([Article(title="a", parts=[object()])], Sequence[Article], "answered a list"),
        ({"title": "x"}, Card, "answered a dict, not a Card"),
    ],
)
def test_what_is_not_as_declared_is_told(answer: Any, declared: Any, problem: str) -> None:
    assert str(complaint(answer, declared)).startswith(problem)


@pytest.mark.parametrize(
    "answer",
    [
        "x" * ANSWER_SIZE_MAX,
        b"x" * ANSWER_SIZE_MAX,
        [0] * ANSWER_SIZE_MAX,
        {"a": ["x" * (ANSWER_SIZE_MAX // 2)] * 2},
        Card(title="x" * ANSWER_SIZE_MAX),
        Article(title="x" * ANSWER_SIZE_MAX),
        Endless(),
        nested(ANSWER_DEPTH_MAX + 1),
        nested(100_000),
    ],
)
def test_what_is_too_large_or_too_deep_is_no_answer(answer: Any) -> None:
    assert str(complaint(answer, Any)).endswith("is too large or too deep")


def test_what_cannot_be_looked_at_is_no_answer() -> None:
    assert complaint(Hostile(), Any) == "answered a Hostile that cannot be looked at"
