"""What a server refused, as the typed errors that its own side knows.

The wire carries a code and a few facts; what else an error names, the request says.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ccsdk.errors import (
    CcsdkError,
    ConnectionRefusedByServerError,
    DeadlineExceededError,
    DrainingError,
    ForbiddenError,
    IdempotencyMismatchError,
    InvalidRequestError,
    OfferGoneError,
    OverloadedError,
    RateLimitedError,
    ReadOnlyError,
    RefusedByServerError,
    TokenExpiredError,
    UnauthorizedError,
    UnknownEntityError,
    UnknownOutcomeError,
    UnsupportedError,
)
from ccsdk.model.instant import from_rfc3339
from ccsdk.wire.frames import Err, Problem

__all__ = ["error_of", "is_final", "refused"]

_FIRST_FINAL_CODE = 4500
_FINAL_CODES = frozenset({1009})
_RETRY_MS = 1_000
_OFFER = "offer_"


def is_final(close_code: int) -> bool:
    """Return whether a close says that connecting again is of no use.

    Source: `ccsdk.wire.refusal.CloseCode`, where each code says what follows from it.
    """
    return close_code >= _FIRST_FINAL_CODE or close_code in _FINAL_CODES


def refused(close_code: int, reason: str, last: Err | None) -> ConnectionRefusedByServerError:
    """Return the error of a connection that the server ended for good."""
    problem = (last and (last.reason or last.code)) or reason or "no reason was given"
    return ConnectionRefusedByServerError(close_code=close_code, problem=problem)


def error_of(
    problem: Problem, data: Mapping[str, Any] | None = None, *, key: str = ""
) -> CcsdkError:
    """Return the error that a refused request raises.

    Args:
        problem: What the server told.
        data: The request's own data, which names what it was about.
        key: The key of a command.
    """
    given = data or {}
    if problem.code == "conflict" and (problem.reason or "").startswith(_OFFER):
        return _offer_gone(problem, given)
    if problem.code == "not_found":
        return _unknown(given)
    if problem.code == "idempotency_mismatch":
        return IdempotencyMismatchError(key=key)
    if make := _BY_CODE.get(problem.code):
        return make(problem)
    return RefusedByServerError(
        code=problem.code, detail=_told(problem), is_retryable=problem.retryable
    )


def _told(problem: Problem) -> str:
    return problem.reason or (f"reference {problem.ref}" if problem.ref else "no reason was given")


def _offer_gone(problem: Problem, data: Mapping[str, Any]) -> OfferGoneError:
    return OfferGoneError(
        offer=str(data.get("offer", "")),
        outcome=(problem.reason or "").removeprefix(_OFFER),
        by=problem.by,
        at_ms=from_rfc3339(problem.at) if problem.at else 0,
    )


def _unknown(data: Mapping[str, Any]) -> UnknownEntityError:
    for kind in ("offer", "interaction"):
        if kind in data:
            return UnknownEntityError(kind=kind, id=str(data[kind]))
    return UnknownEntityError(kind="request", id="")


def _invalid(problem: Problem) -> InvalidRequestError:
    if not problem.errors:
        return InvalidRequestError(path="", problem=_told(problem))
    first = problem.errors[0]
    return InvalidRequestError(path=first.path, problem=first.reason)


_BY_CODE: dict[str, Callable[[Problem], CcsdkError]] = {
    "bad_request": _invalid,
    "deadline_exceeded": lambda problem: DeadlineExceededError(),
    "draining": lambda problem: DrainingError(),
    "forbidden": lambda problem: ForbiddenError(action=_told(problem)),
    "overloaded": lambda problem: OverloadedError(
        retry_after_ms=problem.retry_after_ms or _RETRY_MS
    ),
    "rate_limited": lambda problem: RateLimitedError(
        retry_after_ms=problem.retry_after_ms or _RETRY_MS, problem=_told(problem)
    ),
    "read_only": lambda problem: ReadOnlyError(cause=_told(problem)),
    "token_expired": lambda problem: TokenExpiredError(hint=_told(problem)),
    "unauthorized": lambda problem: UnauthorizedError(hint=_told(problem)),
    "unknown_outcome": lambda problem: UnknownOutcomeError(cause=_told(problem)),
    "unsupported": lambda problem: UnsupportedError(what=_told(problem)),
}
