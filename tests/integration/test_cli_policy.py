"""`ccsdk check` about policies: errors end it, warnings and promises do not; serve agrees."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.integration.served import CENTER, ccsdk, center_file, served

pytestmark = [pytest.mark.integration]

SALES = "[queues.sales]\n"
SHARED = """
discipline = "ageing"
bounded = true
handle_cap = "15 min"
wrap_up_cap = "2 min"
classes = [
    {name = "vip", when = "attr.vip", head_start = "2 min", burst = 3, refill = "40s"},
]
"""


def changed(folder: Path, sales: str) -> Path:
    return center_file(folder, CENTER.replace(SALES, sales))


def test_a_policy_that_nobody_can_have_meant_is_a_warning(tmp_path: Path) -> None:
    center = changed(tmp_path, f'{SALES}skills = ["oak"]\n')

    checked = ccsdk("check", center)
    with served(center) as server:
        server.stop()

    assert checked.code == 0
    assert checked.out.startswith("state sha256:")
    assert "warning: queues.sales.skills[0]: nobody has the skill 'oak' (unknown_skill)\n" in (
        checked.err
    )
    logged = [json.loads(line) for line in server.err if line.startswith("{")]
    assert {
        (each["path"], each["rule"], each["level"])
        for each in logged
        if each["event"] == "policy.lint"
    } == {
        ("queues.sales.skills[0]", "unknown_skill", "warning"),
        ("queues.sales", "unserved", "warning"),
    }


def test_a_policy_that_cannot_be_is_an_error_of_check_and_serve(tmp_path: Path) -> None:
    center = changed(tmp_path, f'{SALES}bounded = true\noverflow = [{{to = "end", when = "x"}}]\n')

    outcomes = [ccsdk("check", center), ccsdk("serve", center)]

    assert [outcome.code for outcome in outcomes] == [1, 1]
    for outcome in outcomes:
        assert outcome.out == ""
        assert outcome.err.splitlines() == [
            "error: center.toml: queues.sales.overflow[0].when: column 1: there is no field x",
            "error: center.toml: queues.sales.handle_cap: a bounded queue says how long an Agent "
            "talks at most",
        ]


def test_the_promise_of_each_class_is_printed(tmp_path: Path) -> None:
    center = changed(tmp_path, SALES + SHARED)

    checked = ccsdk("check", center)

    assert checked.code == 0, checked.err
    told = [line for line in checked.err.splitlines() if line.startswith("promise: ")]
    assert [line.split(";")[0] for line in told] == [
        "promise: queues.sales, class vip: of those who come later nobody can be first",
        "promise: queues.sales, everybody else: of those who come later 6 can be first",
    ]
    assert all("with 2 ready" in line for line in told)
