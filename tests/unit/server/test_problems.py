from __future__ import annotations

import msgspec
import pytest

from ccsdk import errors
from ccsdk.server.problems import method_not_allowed, problem, problem_of

TELLABLE = [
    (errors.UnknownEntityError(kind="page", id="x"), 404, "not_found"),
    (errors.NotOwnerError(interaction="in_1"), 404, "not_found"),
    (errors.UnauthorizedError(hint="sign in"), 401, "unauthorized"),
    (errors.TokenExpiredError(hint="get a new one"), 401, "token_expired"),
    (errors.ForbiddenError(action="x"), 403, "forbidden"),
    (errors.OfferGoneError(offer="o", outcome="taken", by="tom", at_ms=1), 409, "conflict"),
    (errors.IdempotencyMismatchError(key="k"), 409, "idempotency_mismatch"),
    (errors.FrameTooLargeError(size=2, limit=1), 413, "too_large"),
    (errors.MalformedFrameError(path="a", problem="b"), 400, "bad_frame"),
    (errors.InvalidRequestError(path="a", problem="b"), 400, "bad_request"),
    (errors.FileRefusedError(fault="file_type", problem="x"), 400, "bad_request"),
    (errors.FileTooLargeError(limit=1), 413, "too_large"),
    (errors.RateLimitedError(retry_after_ms=1, problem="/srv"), 429, "rate_limited"),
    (errors.UnsupportedError(what="x"), 501, "unsupported"),
    (errors.DeadlineExceededError(), 408, "deadline_exceeded"),
    (errors.OverloadedError(retry_after_ms=1), 503, "overloaded"),
    (errors.ReadOnlyError(cause="/srv/shop.sqlite"), 503, "read_only"),
    (errors.DrainingError(), 503, "draining"),
    (errors.SignInUnavailableError(), 503, "unavailable"),
    (errors.UnknownOutcomeError(cause="/srv/shop.sqlite"), 503, "unknown_outcome"),
    (errors.LogFullError(path="/srv/shop.sqlite", problem="full"), 503, "read_only"),
    (errors.LogUnavailableError(path="/srv/shop.sqlite", problem="x"), 503, "unknown_outcome"),
]


@pytest.mark.parametrize(("error", "status", "code"), TELLABLE)
def test_typed_error_has_its_status_and_says_what_to_do(
    error: errors.CcsdkError, status: int, code: str
) -> None:
    response = problem_of(error)

    told = msgspec.json.decode(response.body)
    assert (response.status, told["code"]) == (status, code)
    assert told["title"]
    assert told["detail"]
    assert "/srv" not in response.body.decode()


@pytest.mark.parametrize(
    "error",
    [
        RuntimeError("/srv/shop.sqlite"),
        errors.CorruptLogError(path="/srv/shop.sqlite", position=1, problem="x"),
        errors.CenterStoppedError(center="shop", cause="/srv/shop.sqlite"),
        errors.ConfigurationError(path="serve.port", problem="/srv"),
    ],
)
def test_other_errors_show_nothing_of_themselves(error: Exception) -> None:
    response = problem_of(error, ref="er_1")

    told = msgspec.json.decode(response.body)
    assert (response.status, told["code"], told["ref"]) == (500, "internal", "er_1")
    assert b"/srv" not in response.body


def test_wrong_member_is_named_by_its_path() -> None:
    response = problem_of(errors.MalformedFrameError(path="account", problem="must be text"))

    told = msgspec.json.decode(response.body)
    assert told["errors"] == [{"path": "account", "reason": "must be text"}]


def test_every_code_of_an_error_that_may_be_shown_has_an_answer() -> None:
    families = (errors.CommandRejectedError, errors.RequestRefusedError, errors.WireError)
    codes = {
        each.code
        for name in errors.__all__
        if isinstance(each := getattr(errors, name), type) and issubclass(each, families)
    }

    answers = {code: problem(code) for code in codes}

    assert all(answer.status >= 400 for answer in answers.values())


def test_wrong_method_names_the_right_ones() -> None:
    response = method_not_allowed("GET", "HEAD")

    assert response.status == 405
    assert ("allow", "GET, HEAD") in response.headers
