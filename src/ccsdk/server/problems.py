"""Problems: every error as HTTP says it, and the only place that knows error statuses.

The body is RFC 9457 `application/problem+json`. It carries the stable code, a sentence
written for that code, and a reference that finds the log line; never the text of an
exception, a path of this machine, or a class name.
"""

from __future__ import annotations

import secrets

import msgspec

from ccsdk.errors import (
    CcsdkError,
    CommandRejectedError,
    InvalidRequestError,
    LogFullError,
    LogUnavailableError,
    MalformedFrameError,
    RequestRefusedError,
    UnauthorizedError,
    WireError,
)
from ccsdk.server.http import Response
from ccsdk.server.port import Phase

__all__ = [
    "RETRY_AFTER_S",
    "absence",
    "code_of",
    "make_ref",
    "method_not_allowed",
    "problem",
    "problem_of",
]

_ANSWERS: dict[str, tuple[int, str, str]] = {
    "bad_frame": (400, "The request cannot be read", "Correct the members named in errors."),
    "bad_request": (400, "The request is not valid", "Correct it; repeating it will not help."),
    "unauthorized": (401, "You are not signed in", "Sign in, or send a valid token."),
    "token_expired": (401, "The token is over", "Get a new token and try again."),
    "forbidden": (403, "This is not allowed from here", "Ask for access, or use the own origin."),
    "not_found": (404, "There is nothing here for you", "Check the address."),
    "method_not_allowed": (405, "This method is not spoken here", "See the Allow header."),
    "deadline_exceeded": (408, "The request took too long", "Send it again, faster."),
    "conflict": (409, "This is not possible now", "Look at the present state first."),
    "idempotency_mismatch": (409, "This key was used before", "Make a new key."),
    "rate_limited": (429, "You ask for more than your share", "Wait a little, then try again."),
    "too_many_fields": (431, "Too many header fields", "Send fewer."),
    "too_large": (413, "The request is too large", "Send less at once."),
    "internal": (500, "Something went wrong here", "Report the reference to the operator."),
    "unsupported": (501, "This is not spoken here", "Check the version you use."),
    "overloaded": (503, "Too much to do right now", "Try again shortly."),
    "read_only": (503, "Nothing can be stored right now", "Try again shortly."),
    "draining": (503, "The server is shutting down", "Try again shortly."),
    "unavailable": (503, "No answer is possible right now", "Try again shortly."),
    "unknown_outcome": (503, "The outcome is not known", "Send again with the same key."),
}
# Families whose code, and no more than it, may be shown to a stranger. A log that cannot be
# written keeps people from signing in, for as long as it lasts.
_TELLABLE = (
    CommandRejectedError,
    RequestRefusedError,
    WireError,
    LogFullError,
    LogUnavailableError,
)
RETRY_AFTER_S = 1


_ABSENCES = {
    # Its reader is a developer. A socket's close has room for 123 bytes.
    Phase.NEW: "the center was never opened: wrap your app in center.attach(app, path=...), "
    "or give it center.lifespan",
    Phase.STARTING: "the center is starting",
    Phase.OPEN: "the center cannot be reached now",
    Phase.CLOSED: "the center is closed",
}


def absence(phase: Phase) -> str:
    """Return why a center takes nothing, in at most 123 bytes."""
    return _ABSENCES[phase]


def code_of(error: BaseException) -> str:
    """Return the code to show for an error; `internal` for what nobody foresaw."""
    return error.code if isinstance(error, _TELLABLE) else "internal"


def problem_of(error: BaseException, *, ref: str | None = None) -> Response:
    """Return the answer that tells a client about an error, whatever it was."""
    hint = error.hint if isinstance(error, UnauthorizedError) else None
    errors: tuple[dict[str, str], ...] = ()
    if isinstance(error, InvalidRequestError | MalformedFrameError):
        errors = ({"path": error.path, "reason": error.problem},)
    retryable = isinstance(error, CcsdkError) and error.is_retryable
    reason = error.reason if isinstance(error, _TELLABLE) else None
    return problem(
        code_of(error), hint=hint, reason=reason, errors=errors, retryable=retryable, ref=ref
    )


def problem(
    code: str,
    *,
    hint: str | None = None,
    reason: str | None = None,
    errors: tuple[dict[str, str], ...] = (),
    retryable: bool = False,
    ref: str | None = None,
) -> Response:
    """Return the answer for a code; `hint` replaces its own sentence, `reason` is a finer code.

    Source: RFC 9457, section 3.
    """
    status, title, advice = _ANSWERS[code]
    body: dict[str, object] = {
        "type": "about:blank",
        "title": title,
        "status": status,
        "detail": _sentence(hint) if hint else advice,
        "code": code,
        "retryable": retryable or status == _ANSWERS["unavailable"][0],
        "ref": ref or make_ref(),
    }
    if reason:
        body["reason"] = reason
    if errors:
        body["errors"] = errors
    headers = [("content-type", "application/problem+json"), ("cache-control", "no-store")]
    if body["retryable"]:
        headers.append(("retry-after", str(RETRY_AFTER_S)))
    return Response(status=status, body=msgspec.json.encode(body), headers=tuple(headers))


def method_not_allowed(*allowed: str) -> Response:
    """Return the answer to a method that an address does not speak.

    Source: RFC 9110, section 15.5.6.
    """
    return problem("method_not_allowed").adding(("allow", ", ".join(allowed)))


def _sentence(hint: str) -> str:
    return f"{hint[0].upper()}{hint[1:]}."


def make_ref() -> str:
    """Return a new reference that an answer and its log line share."""
    return f"er_{secrets.token_hex(6)}"
