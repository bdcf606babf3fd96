from __future__ import annotations

from pathlib import Path
from typing import Any

import attrs
import pytest
from click.testing import CliRunner

from ccsdk_webhooks.commands import webhooks
from ccsdk_webhooks.signature import key_of

AT_MS = 1_767_603_600_000
STANDING: dict[str, Any] = {
    "targets": [
        {
            "target": "crm",
            "sent": 5,
            "waiting": 3,
            "sending": 0,
            "parked": 1,
            "uncertain": 2,
            "failures": 4,
            "oldest_at_ms": AT_MS,
            "due_at_ms": AT_MS + 5_000,
            "problem": "it answered 503",
            "problem_at_ms": AT_MS,
        },
        {"target": "erp", "sent": 0, "waiting": 0, "parked": 0, "uncertain": 0},
    ],
    "parked": [
        {
            "id": "msg_1",
            "target": "crm",
            "at_ms": AT_MS,
            "attempts": 10,
            "is_uncertain": True,
            "problem": "it answered 503",
        }
    ],
}


@attrs.define
class Operator:
    """Answer as a running center would, and keep what was asked."""

    answer: dict[str, Any]
    asked: tuple[str, dict[str, Any]] | None = None

    def ask(
        self, center: Path, data: Path | None, method: str, question: dict[str, Any]
    ) -> dict[str, Any]:
        self.asked = (method, question)
        return self.answer


def run(operator: Operator, *words: str) -> Any:
    return CliRunner().invoke(webhooks, words, obj=operator)


def test_status_tells_each_target_in_a_line() -> None:
    shown = run(Operator(STANDING), "status", "center.toml")

    assert shown.output.splitlines() == [
        "crm: 5 sent, 3 waiting, the oldest since 2026-01-05T09:00:00.000Z, next attempt "
        "2026-01-05T09:00:05.000Z, 1 parked, 2 uncertain; 2026-01-05T09:00:00.000Z: "
        "it answered 503",
        "erp: 0 sent, 0 waiting",
    ]


def test_parked_tells_why_and_whether_it_may_have_arrived() -> None:
    shown = run(Operator(STANDING), "parked", "center.toml")

    assert shown.output == (
        "msg_1 crm since 2026-01-05T09:00:00.000Z, it may have arrived: it answered 503\n"
    )


@pytest.mark.parametrize(
    ("words", "method", "question"),
    [
        (("redrive",), "redrive_webhooks.v1", {}),
        (("redrive", "--target", "crm"), "redrive_webhooks.v1", {"target": "crm"}),
        (("redrive", "--id", "msg_1"), "redrive_webhooks.v1", {"id": "msg_1"}),
        (
            ("discard", "--id", "msg_1", "--reason", "a test"),
            "discard_webhook.v1",
            {"id": "msg_1", "reason": "a test"},
        ),
    ],
)
def test_command_asks_the_running_center(
    words: tuple[str, ...], method: str, question: dict[str, Any]
) -> None:
    operator = Operator({"count": 2})

    shown = run(operator, words[0], "center.toml", *words[1:])

    assert shown.exit_code == 0
    assert shown.output.startswith("2 ")
    assert operator.asked == (method, question)


@pytest.mark.parametrize(
    ("problem", "code", "told"),
    [(None, 0, "crm took it"), ("it answered 500", 1, "Error: it answered 500")],
)
def test_ping_ends_by_how_it_went(problem: str | None, code: int, told: str) -> None:
    shown = run(Operator({"count": 1, "problem": problem}), "test", "center.toml", "crm")

    assert (shown.exit_code, shown.output.strip()) == (code, told)


def test_secret_is_one() -> None:
    shown = CliRunner().invoke(webhooks, ["secret"])

    assert len(key_of(shown.output.strip())) == 32
