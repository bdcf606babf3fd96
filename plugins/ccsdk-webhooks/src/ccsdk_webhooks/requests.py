"""What a supervisor and the command line ask: how it stands, and what to do with what is parked."""

from __future__ import annotations

from typing import Annotated

import msgspec

__all__ = [
    "Discard",
    "Done",
    "Redrive",
    "Standing",
    "StandingOf",
    "StandingQuestion",
    "Try",
    "Waiting",
]

Text = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]


class StandingQuestion(msgspec.Struct, kw_only=True, frozen=True):
    """Ask how it stands."""

    parked_max: Annotated[int, msgspec.Meta(ge=0, le=200)] = 50


class StandingOf(msgspec.Struct, kw_only=True, frozen=True):
    """Say how it stands with one target; `url` without what is behind its host."""

    target: str
    url: str | None
    waiting: int
    sending: int
    parked: int
    uncertain: int
    sent: int
    failures: int
    oldest_at_ms: int | None = None
    due_at_ms: int | None = None
    problem: str | None = None
    problem_at_ms: int | None = None
    stopped_at_ms: int | None = None


class Waiting(msgspec.Struct, kw_only=True, frozen=True):
    """Tell a parked message; its body stays where it is."""

    id: str
    target: str
    at_ms: int
    attempts: int
    is_uncertain: bool
    problem: str | None = None


class Standing(msgspec.Struct, kw_only=True, frozen=True):
    """Say how it stands."""

    targets: list[StandingOf]
    parked: list[Waiting]


class Redrive(msgspec.Struct, kw_only=True, frozen=True):
    """Send what is parked again: all of it, of a target, or of an id."""

    target: Text | None = None
    id: Text | None = None


class Discard(msgspec.Struct, kw_only=True, frozen=True):
    """Drop a parked message."""

    id: Text
    reason: Text


class Try(msgspec.Struct, kw_only=True, frozen=True):
    """Send a ping to a target, now and once."""

    target: Text


class Done(msgspec.Struct, kw_only=True, frozen=True):
    """Say what was done: how many messages, and the problem if there was one."""

    count: int = 0
    problem: str | None = None
