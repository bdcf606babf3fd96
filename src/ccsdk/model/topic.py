"""Topics: where an event is published, the patterns that name topics, and filters.

A topic is tokens joined by dots: `<kind>.<id>.<Event>`, or `system.<Event>`. In a pattern
`*` stands for one token and a final `>` for one or more. Patterns are closed under
intersection: what two patterns have in common is one pattern, or nothing.

A filter is patterns plus `where`: OR among the patterns and among the values of a ref,
AND between the refs. Filters are sorted and unique, so that equal wishes are equal values.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cached_property

import attrs

from ccsdk.errors import InvalidRequestError
from ccsdk.model.event import REFS, Event

__all__ = [
    "PATTERNS_MAX",
    "REFS_MAX",
    "TOPIC_LENGTH_MAX",
    "VALUES_MAX",
    "Filter",
    "Pattern",
    "Where",
    "narrow_where",
    "topic_of",
]

PATTERNS_MAX = 64
REFS_MAX = 8
VALUES_MAX = 256
TOPIC_LENGTH_MAX = 512

_TOKEN = re.compile(r"[A-Za-z0-9_-]+")
_ONE = "*"
_REST = ">"

Where = tuple[tuple[str, tuple[str, ...]], ...]


def topic_of(event: Event) -> str:
    """Return the topic of an event: kind and id of its subject, then its class name.

    Events of the system have no id: `system.CenterResumed`.
    """
    name = type(event).__name__
    if event.kind == "system":
        return f"system.{name}"
    return f"{event.kind}.{getattr(event, event.kind)}.{name}"


@attrs.frozen(order=True, slots=False)
class Pattern:
    """Name a set of topics by its tokens; `*` is one token, a final `>` one or more."""

    tokens: tuple[str, ...]

    @classmethod
    def parse(cls, text: str, *, path: str = "topics") -> Pattern:
        """Read a pattern of at most `TOPIC_LENGTH_MAX` characters.

        Args:
            text: Tokens of `A-Z a-z 0-9 _ -`, `*`, and `>` at the end only, with dots.
            path: Where the text stands in the request, for the error.

        Raises:
            InvalidRequestError: The text is no pattern; the problem says why.
        """
        tokens = tuple(text.split("."))
        problem = _fault(text, tokens)
        if problem:
            raise InvalidRequestError(path=path, problem=problem)
        return cls(tokens)

    def __str__(self) -> str:
        return ".".join(self.tokens)

    @property
    def is_open(self) -> bool:
        """Return whether it ends in `>`."""
        return self.tokens[-1] == _REST

    @property
    def head(self) -> tuple[str, ...]:
        """Return the tokens before a final `>`."""
        return self.tokens[:-1] if self.is_open else self.tokens

    def matches(self, topic: str) -> bool:
        """Return whether a topic is among those this pattern names."""
        return self._expression.fullmatch(topic) is not None

    @cached_property
    def _expression(self) -> re.Pattern[str]:
        head = r"\.".join(r"[^.]+" if token == _ONE else token for token in self.head)
        if not self.is_open:
            return re.compile(head)
        return re.compile(rf"{head}\..+" if head else ".+")

    def intersect(self, other: Pattern) -> Pattern | None:
        """Return the pattern of the topics that both name, or None if there are none."""
        longer, shorter = sorted((self, other), key=lambda each: len(each.head), reverse=True)
        size = len(shorter.head)
        is_longer = len(longer.head) > size
        if not (shorter.is_open if is_longer else shorter.is_open == longer.is_open):
            return None
        merged = []
        for left, right in zip(longer.head, shorter.head, strict=False):
            if _ONE not in (left, right) and left != right:
                return None
            merged.append(right if left == _ONE else left)
        return Pattern((*merged, *longer.tokens[size:]))


def _fault(text: str, tokens: tuple[str, ...]) -> str | None:
    if len(text) > TOPIC_LENGTH_MAX:
        return f"a topic has at most {TOPIC_LENGTH_MAX} characters"
    for token in tokens[:-1]:
        if token != _ONE and not _TOKEN.fullmatch(token):
            return _not_a_token(token)
    if tokens[-1] not in (_ONE, _REST) and not _TOKEN.fullmatch(tokens[-1]):
        return _not_a_token(tokens[-1])
    return None


def _not_a_token(token: str) -> str:
    if token == _REST:
        return "'>' may only stand at the end"
    return f"{token!r} is no token of letters, digits, '_' and '-', and not '*'"


@attrs.frozen(kw_only=True)
class Filter:
    """Wish for the events of some topics, and of those the ones whose refs fit `where`.

    Make it with `Filter.of`, which checks, sorts and removes doubles.
    """

    topics: tuple[Pattern, ...]
    where: Where = ()

    @classmethod
    def of(cls, topics: Iterable[str], where: Mapping[str, Iterable[str]] | None = None) -> Filter:
        """Make a filter from text.

        Args:
            topics: 1 to `PATTERNS_MAX` patterns.
            where: At most `REFS_MAX` refs of `ccsdk.model.event.REFS`, each with 1 to
                `VALUES_MAX` values.

        Raises:
            InvalidRequestError: A pattern, a ref or a number is wrong; the path says which.
        """
        patterns = [
            Pattern.parse(text, path=f"topics[{index}]") for index, text in enumerate(topics)
        ]
        if not 1 <= len(patterns) <= PATTERNS_MAX:
            raise InvalidRequestError(path="topics", problem=f"give 1 to {PATTERNS_MAX} patterns")
        return cls(topics=tuple(sorted(set(patterns))), where=_where_of(where or {}))

    def matches(self, topic: str, refs: Mapping[str, str]) -> bool:
        """Return whether an event with this topic and these refs is wished for."""
        return any(pattern.matches(topic) for pattern in self.topics) and all(
            refs.get(ref) in values for ref, values in self.where
        )


def _where_of(where: Mapping[str, Iterable[str]]) -> Where:
    if len(where) > REFS_MAX:
        raise InvalidRequestError(path="where", problem=f"give at most {REFS_MAX} refs")
    terms = []
    for ref, given in sorted(where.items()):
        if ref not in REFS:
            raise InvalidRequestError(path=f"where.{ref}", problem=f"the refs are {list(REFS)}")
        values = tuple(sorted(set(given)))
        if not 1 <= len(values) <= VALUES_MAX:
            raise InvalidRequestError(path=f"where.{ref}", problem=f"give 1 to {VALUES_MAX} values")
        terms.append((ref, values))
    return tuple(terms)


def narrow_where(left: Where, right: Where) -> Where | None:
    """Return the conditions that hold where both hold, or None if none ever can."""
    merged = dict(left)
    for ref, values in right:
        common = tuple(value for value in merged.get(ref, values) if value in values)
        if not common:
            return None
        merged[ref] = common
    return tuple(sorted(merged.items()))
