from __future__ import annotations

import pytest

from ccsdk import errors
from ccsdk.client.refusal import error_of, is_final, refused
from ccsdk.wire.frames import Err, Problem
from ccsdk.wire.refusal import problem_of

RAISED = [
    errors.OfferGoneError(offer="in_1-o1", outcome="taken", by="tom", at_ms=1_000),
    errors.UnknownEntityError(kind="offer", id="in_1-o1"),
    errors.IdempotencyMismatchError(key="k"),
    errors.DeadlineExceededError(),
    errors.DrainingError(),
    errors.OverloadedError(retry_after_ms=7),
    errors.InvalidRequestError(path="data.role", problem="there is no such member"),
]


@pytest.mark.parametrize("error", RAISED, ids=lambda error: type(error).__name__)
def test_client_raises_what_the_server_did(error: errors.CcsdkError) -> None:
    problem = problem_of(error)

    again = error_of(problem, {"offer": "in_1-o1"}, key="k")

    assert type(again) is type(error)
    assert str(again) == str(error)


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("unauthorized", errors.UnauthorizedError),
        ("token_expired", errors.TokenExpiredError),
        ("forbidden", errors.ForbiddenError),
        ("read_only", errors.ReadOnlyError),
        ("unknown_outcome", errors.UnknownOutcomeError),
        ("unsupported", errors.UnsupportedError),
        ("bad_request", errors.InvalidRequestError),
        ("not_found", errors.UnknownEntityError),
        ("overloaded", errors.OverloadedError),
    ],
)
def test_code_decides_the_type(code: str, kind: type[errors.CcsdkError]) -> None:
    error = error_of(Problem(code=code, retryable=False, reason="because"))

    assert type(error) is kind
    assert error.code == code


def test_code_of_a_newer_server_is_kept() -> None:
    error = error_of(Problem(code="brand_new", retryable=True, ref="er_1"))

    assert isinstance(error, errors.RefusedByServerError)
    assert (error.code, error.is_retryable) == ("brand_new", True)
    assert "er_1" in str(error)


def test_conflict_that_is_no_offers_keeps_its_reason() -> None:
    error = error_of(Problem(code="conflict", retryable=False, reason="wrong_state"))

    assert isinstance(error, errors.RefusedByServerError)
    assert "wrong_state" in str(error)


def test_unknown_thing_is_named_by_the_request() -> None:
    problem = Problem(code="not_found", retryable=False)

    assert "in_7" in str(error_of(problem, {"interaction": "in_7"}))


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (1000, False),
        (1001, False),
        (1006, False),
        (1009, True),
        (1012, False),
        (4000, False),
        (4005, False),
        (4499, False),
        (4500, True),
        (4501, True),
        (4506, True),
        (4999, True),
    ],
)
def test_close_code_says_whether_to_come_back(code: int, expected: bool) -> None:
    assert is_final(code) is expected


@pytest.mark.parametrize(
    ("reason", "last", "expected"),
    [
        ("revoked", None, "revoked"),
        ("x", Err(code="unauthorized", reason="sign in again"), "sign in again"),
        ("x", Err(code="unauthorized"), "unauthorized"),
        ("", None, "no reason"),
    ],
)
def test_refused_connection_tells_the_servers_last_words(
    reason: str, last: Err | None, expected: str
) -> None:
    error = refused(4501, reason, last)

    assert error.close_code == 4501
    assert expected in str(error)
