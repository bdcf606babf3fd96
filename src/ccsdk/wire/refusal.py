"""Errors on the wire: which exception becomes which code, what is told, and how it closes.

What a caller did wrong is told in words; what went wrong inside is told as a code and a
reference that the server's log knows: no exception text, path or SQL leaves.
"""

from __future__ import annotations

from enum import IntEnum

from ccsdk.errors import (
    AnswerUnavailableError,
    CommandRejectedError,
    FrameTooLargeError,
    InvalidRequestError,
    MalformedFrameError,
    NotInTalkError,
    OfferGoneError,
    OverloadedError,
    RateLimitedError,
    ReadOnlyError,
    RequestRefusedError,
    UnknownOutcomeError,
    UnsupportedVersionError,
)
from ccsdk.model.instant import to_rfc3339
from ccsdk.wire.frames import Problem, ProblemPath

__all__ = ["CloseCode", "close_code_of", "problem_of"]


class CloseCode(IntEnum):
    """Say why a socket closes: below 4500 reconnect and resume, from 4500 stop."""

    NORMAL = 1000
    DRAIN = 4000
    LAG = 4001
    HEARTBEAT = 4002
    AUTH_EXPIRED = 4003
    RATE_LIMITED = 4004
    INTERNAL = 4005
    PROTOCOL = 4500
    UNAUTHORIZED = 4501
    REPLACED = 4503
    VERSION = 4504
    TOO_LARGE = 4505
    REVOKED = 4506


_CLOSES = {
    "draining": CloseCode.DRAIN,
    "token_expired": CloseCode.AUTH_EXPIRED,
    "overloaded": CloseCode.RATE_LIMITED,
    "rate_limited": CloseCode.RATE_LIMITED,
    "internal": CloseCode.INTERNAL,
    "bad_frame": CloseCode.PROTOCOL,
    "bad_request": CloseCode.PROTOCOL,
    "unauthorized": CloseCode.UNAUTHORIZED,
    "not_found": CloseCode.UNAUTHORIZED,
    "forbidden": CloseCode.UNAUTHORIZED,
    "unsupported": CloseCode.VERSION,
    "too_large": CloseCode.TOO_LARGE,
}

# The other wire errors are a client's own.
_TOLD = (
    CommandRejectedError,
    RequestRefusedError,
    MalformedFrameError,
    UnsupportedVersionError,
    FrameTooLargeError,
)
# They say when to try again.
_TIMED = (OverloadedError, RateLimitedError)
# Their text names what the server's disk said.
_UNTOLD = (ReadOnlyError, UnknownOutcomeError)


def problem_of(error: BaseException, *, ref: str | None = None) -> Problem:
    """Return what a peer is told about an error.

    Args:
        error: Anything that was raised while a request was served.
        ref: The id under which the caller logs it; always give one for what is not a
            refusal, since nothing else will be told.
    """
    if not isinstance(error, _TOLD):
        return Problem(code="internal", retryable=False, ref=ref)
    return Problem(
        code=error.code,
        reason=error.reason or (None if isinstance(error, _UNTOLD) else str(error)),
        retryable=error.is_retryable,
        by=error.by if isinstance(error, OfferGoneError) else None,
        at=to_rfc3339(error.at_ms) if isinstance(error, OfferGoneError) else None,
        retry_after_ms=error.retry_after_ms if isinstance(error, _TIMED) else None,
        ref=error.ref if isinstance(error, AnswerUnavailableError) else ref,
        errors=_paths(error),
    )


def _paths(error: BaseException) -> tuple[ProblemPath, ...]:
    if isinstance(error, InvalidRequestError | MalformedFrameError):
        return (ProblemPath(path=error.path, reason=error.problem),)
    if isinstance(error, NotInTalkError):
        return (ProblemPath(path="data.agent", reason=str(error)),)
    return ()


def close_code_of(error: BaseException) -> CloseCode:
    """Return the close code for an error that ends the connection."""
    if isinstance(error, FrameTooLargeError):
        return CloseCode.TOO_LARGE
    code = error.code if isinstance(error, _TOLD) else "internal"
    return _CLOSES.get(code, CloseCode.INTERNAL)
