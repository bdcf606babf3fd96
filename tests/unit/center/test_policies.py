"""What nobody can have meant in a center file is found, at the place where the file says it."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from ccsdk.center.blueprint import draw_blueprint
from ccsdk.center.policies import findings, path_in_file, policies_of
from ccsdk.center.promises import promises
from ccsdk.errors import SettingsError
from ccsdk.model.instant import from_rfc3339
from tests.unit.center.shop import CHAT, tables

ROOT = Path(__file__).resolve().parents[3]
NOW_MS = from_rfc3339("2026-03-02T08:00:00Z")
TIERS = [{"name": "vip", "when": "attr.vip"}, {"name": "low", "when": "attr.low", "tier": 1}]
END = {"to": "end"}
SAID = {name: {"type": "bool", "source": "identity"} for name in ("vip", "low")}


def settings(sales: dict[str, Any], **changed: Any) -> Any:
    whole = tables(queues={"sales": sales, "delivery": {}}, **changed)
    return draw_blueprint(whole, plugins=[CHAT]).settings


def found(sales: dict[str, Any], **changed: Any) -> list[str]:
    read = settings(sales, **changed)
    return [str(each) for each in findings(read, policies_of(read, NOW_MS))]


def promised(sales: dict[str, Any], **changed: Any) -> list[str]:
    return list(promises(policies_of(settings(sales, **changed), NOW_MS)))


@pytest.mark.parametrize(
    ("sales", "expected"),
    [
        (
            {"skills": ["furniture", "oak"]},
            [
                "queues.sales.skills[1]: nobody has the skill 'oak' (unknown_skill)",
                "queues.sales: no agent of this queue has every skill it requires (unserved)",
            ],
        ),
        (
            {"skills": ["furniture"], "requires": [{"skill": "oak", "preferred": True}]},
            ["queues.sales.requires[0]: nobody has the skill 'oak' (unknown_skill)"],
        ),
        (
            {"max_waiting": 9, "overflow": [{"to": "delivery", "when": "queue.free < 0"}, END]},
            ["queues.sales.overflow[0].when: queue.free < 0: is never true (never_true)"],
        ),
        (
            {"needs_staff": True, "overflow": [END, {"to": "delivery"}]},
            ["queues.sales.overflow[1]: never comes to its turn (shadowed)"],
        ),
        (
            {"overflow": [END]},
            [
                "queues.sales.overflow: nothing leads here: the queue refuses nobody and lets "
                "nobody out (unreachable)"
            ],
        ),
        (
            {"discipline": "priority", "classes": TIERS},
            [
                "queues.sales.classes[1]: may wait for ever: without a limit, others come in "
                "tier 0 (starving)"
            ],
        ),
        (
            {"steps": [{"after": "1s", "say": "Hi."}, {"after": "9s", "relax": "furniture"}]},
            [
                "queues.sales.steps[1].relax: the queue asks for no more of 'furniture' than "
                "that (idle)"
            ],
        ),
        (
            {"steps": [{"after": "9s", "move": "sales"}]},
            ["queues.sales.steps[0].move: a queue cannot overflow into itself (unreachable)"],
        ),
        (
            {"calendar": "shop", "overflow": [END]},
            ["calendars.shop: never opens (empty_calendar)"],
        ),
        ({"steps": [{"after": "9s", "move": "delivery"}]}, []),
    ],
)
def test_a_finding_has_the_path_of_the_file(sales: dict[str, Any], expected: list[str]) -> None:
    calendars = {"shop": {}} if "calendar" in sales else {}

    assert found(sales, calendars=calendars, attributes=SAID) == expected


def test_an_attribute_that_is_not_declared_is_told_and_a_mistyped_one_refused() -> None:
    late = {"classes": [{"name": "vip", "when": "attr.vpi"}]}
    wrong = {"classes": [{"name": "vip", "when": "attr.vip == 'yes'"}]}

    assert found(late, attributes=SAID) == [
        "queues.sales.classes[0].when: no attribute 'vpi' is declared; did you mean 'vip'? "
        "(unknown_attribute)"
    ]
    with pytest.raises(SettingsError) as refused:
        settings(wrong, attributes=SAID)
    assert [each.path for each in refused.value.mistakes] == ["queues.sales.classes[0].when"]


def test_a_calendar_that_opens_once_a_year_is_not_empty() -> None:
    assert found({}, calendars={"fair": {"dated": {"2026-11-27": "08:00-20:00"}}}) == []


def test_what_leads_in_circles_is_told_of_each_queue() -> None:
    queues = {
        "sales": {"max_waiting": 1, "overflow": [{"to": "delivery"}, END]},
        "delivery": {"max_waiting": 1, "overflow": [{"to": "sales"}, END]},
    }
    circular = draw_blueprint(tables(queues=queues), plugins=[CHAT]).settings

    rules = [(e.path, e.rule) for e in findings(circular, policies_of(circular, NOW_MS))]

    assert rules == [
        ("queues.sales.overflow", "looping"),
        ("queues.delivery.overflow", "looping"),
    ]


def test_durations_are_where_the_file_has_them() -> None:
    sales = settings({"steps": [{"after": "1s", "end": True}]}).queues["sales"]

    paths = [path_in_file(sales, path) for path in ("handle_cap_ms", "steps[0].after_ms")]

    assert paths == ["handle_cap", "steps[0].after"]


VIP = {"name": "vip", "when": "attr.vip", "head_start": "2 min", "burst": 3, "refill": "40s"}
SHARED = {
    "discipline": "ageing",
    "classes": [VIP],
    "handle_cap": "15 min",
    "wrap_up_cap": "2 min",
    "ring": "20s",
    "retry_same": "30s",
    "connect": "10s",
}


def test_a_class_is_promised_its_longest_wait_in_numbers() -> None:
    # H = 2 x (20 s + 30 s) + 10 s + 15 min + 2 min; V = 3 + 120 s / 40 s; Mei and Tom serve it.
    assert promised(SHARED) == [
        "queues.sales, class vip: of those who come later nobody can be first; with 2 ready, and "
        "no talk over 15 min, the wait is 18 min 50 s at most, with 10 ahead 1 h 53 min; each "
        "offer missed adds 18 min 50 s",
        "queues.sales, everybody else: of those who come later 6 can be first; with 2 ready, and "
        "no talk over 15 min, the wait is 1 h 15 min 20 s at most, with 10 ahead 2 h 49 min 30 s; "
        "each offer missed adds 18 min 50 s",
    ]


def test_who_serves_another_queue_first_promises_nothing() -> None:
    helper = {"queues": [{"queue": "sales", "priority": 1}, "delivery"], "skills": ["furniture"]}

    (vip, _) = promised({**SHARED, "skills": ["furniture"]}, agents={"mei": helper})
    (unskilled, _) = promised({**SHARED, "skills": ["oak"]})

    assert vip.endswith("no agent serves this queue first, so there is no longest wait")
    assert unskilled.endswith("so there is no longest wait")


def test_classes_without_a_promise_say_why_and_plain_queues_nothing() -> None:
    assert promised({**SHARED, "handle_cap": "15 min", "discipline": "priority",
                     "classes": [{"name": "vip", "tier": 1}]}) == [
        "queues.sales: no longest wait; below another tier nobody's wait has a bound"
    ]  # fmt: skip
    assert promised({}) == []


def test_the_promise_that_the_docs_show_is_the_one_that_is_made() -> None:
    page = (ROOT / "docs" / "howto" / "who-is-first.md").read_text(encoding="utf-8")
    (shared,) = [e for e in re.findall(r"```toml\n(.*?)```", page, re.DOTALL) if "bounded" in e]
    shown = draw_blueprint(tomllib.loads(shared), plugins=[CHAT]).settings

    (_, everybody) = promises(policies_of(shown, NOW_MS))

    assert f"promise: {everybody}" in " ".join(page.split())
