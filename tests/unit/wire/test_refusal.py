"""What a peer is told about an error, and how the connection closes for it."""

from __future__ import annotations

import inspect

import pytest

from ccsdk import errors
from ccsdk.errors import CcsdkError
from ccsdk.wire.refusal import CloseCode, close_code_of, problem_of

# Codes of the protocol that the first errors can have.
CODES = {
    "bad_frame",
    "bad_request",
    "unauthorized",
    "token_expired",
    "forbidden",
    "not_found",
    "conflict",
    "idempotency_mismatch",
    "deadline_exceeded",
    "unknown_outcome",
    "overloaded",
    "rate_limited",
    "read_only",
    "draining",
    "too_large",
    "unsupported",
    "internal",
    "unavailable",
}


def made(cls: type[CcsdkError]) -> CcsdkError:
    """Return an error of this class; its text members say SECRET, its numbers 7."""
    fields = getattr(cls, "__attrs_attrs__", ())
    values = {each.name: 7 if each.type == "int" else "SECRET" for each in fields if each.kw_only}
    return cls(**values)


ALL = [
    cls
    for _, cls in inspect.getmembers(errors, inspect.isclass)
    # The last one repeats in a client what a server said.
    if issubclass(cls, CcsdkError) and cls not in (CcsdkError, errors.RefusedByServerError)
]


@pytest.mark.parametrize("cls", ALL, ids=lambda cls: cls.__name__)
def test_every_error_has_a_code_of_the_protocol_and_a_close(cls: type[CcsdkError]) -> None:
    error = made(cls)

    assert problem_of(error).code in CODES
    assert close_code_of(error) in CloseCode


@pytest.mark.parametrize(
    "error",
    [
        RuntimeError("SECRET"),
        errors.CorruptLogError(path="SECRET", position=1, problem="SECRET"),
        errors.LogFullError(path="SECRET", problem="SECRET"),
        errors.CenterStoppedError(center="SECRET", cause="SECRET"),
        errors.ReadOnlyError(cause="SECRET"),
        errors.UnknownOutcomeError(cause="SECRET"),
        errors.PluginLoadError(plugin="SECRET", distribution=None, problem="SECRET"),
        errors.ConfigurationError(path="SECRET", problem="SECRET"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_what_went_wrong_inside_is_a_code_and_a_reference(error: Exception) -> None:
    problem = problem_of(error, ref="er_1")

    assert "SECRET" not in repr(problem)
    assert problem.ref == "er_1"


def test_a_review_of_somebody_who_did_not_talk_says_who_did() -> None:
    error = errors.NotInTalkError(interaction="in_7", agent="tom", talked=("mei", "eve"))

    problem = problem_of(error)

    assert (problem.code, problem.reason) == ("conflict", "not_in_talk")
    assert [each.path for each in problem.errors] == ["data.agent"]
    assert problem.errors[0].reason.endswith("those who did are mei, eve")


def test_offer_gone_says_who_took_it_and_when() -> None:
    error = errors.OfferGoneError(offer="in_7-o1", outcome="taken", by="tom", at_ms=1_000)

    problem = problem_of(error)

    assert problem.code == "conflict"
    assert problem.reason == "offer_taken"
    assert problem.by == "tom"
    assert problem.at == "1970-01-01T00:00:01.000Z"
    assert problem.retryable is False


def test_overload_says_when_to_try_again() -> None:
    problem = problem_of(errors.OverloadedError(retry_after_ms=250))

    assert problem.retry_after_ms == 250
    assert problem.retryable is True


@pytest.mark.parametrize(
    "error",
    [
        errors.InvalidRequestError(path="data.role", problem="there is no such member"),
        errors.MalformedFrameError(path="data.role", problem="there is no such member"),
    ],
)
def test_a_bad_member_is_named_by_its_path(error: Exception) -> None:
    (told,) = problem_of(error).errors

    assert (told.path, told.reason) == ("data.role", "there is no such member")


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (errors.MalformedFrameError(path="", problem="x"), 4500),
        (errors.UnauthorizedError(hint="x"), 4501),
        (errors.TokenExpiredError(hint="x"), 4003),
        (errors.UnsupportedVersionError(spoken="x"), 4504),
        (errors.FrameTooLargeError(size=2, limit=1), 4505),
        (errors.DrainingError(), 4000),
        (errors.OverloadedError(retry_after_ms=1), 4004),
        (errors.UnknownEntityError(kind="agent", id="x"), 4501),
        (errors.LogUnavailableError(path="x", problem="x"), 4005),
        (errors.UnknownOutcomeError(cause="x"), 4005),
        (RuntimeError(), 4005),
    ],
)
def test_close_code_says_whether_to_come_back(error: Exception, code: int) -> None:
    assert close_code_of(error) == code


def test_refusal_in_words_is_told() -> None:
    problem = problem_of(errors.UnauthorizedError(hint="get a new token"))

    assert problem.reason == "not signed in: get a new token"


def test_a_plugins_failure_is_told_by_its_reference_alone() -> None:
    problem = problem_of(errors.AnswerUnavailableError(method="orders.v1", ref="er_1"))

    assert (problem.code, problem.retryable, problem.ref) == ("unavailable", True, "er_1")
    assert problem.reason == "orders.v1 gives no answer now; try again shortly"
