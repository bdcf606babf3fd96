"""The package lends what conditions are read, asked and linted with."""

from __future__ import annotations

from ccsdk.model import condition


def test_a_condition_is_read_asked_and_linted_from_one_place() -> None:
    fields = condition.declare(condition.Field("queue.waiting", condition.Type.INT))

    read = condition.parse("queue.waiting > 3", fields)

    assert read.evaluate({"queue.waiting": 4}) is True
    assert condition.lint(read) == ()
