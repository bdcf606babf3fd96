"""Lint finds what is never or always true, and what changes nothing."""

from __future__ import annotations

import pytest

from ccsdk.model.condition import soundness
from ccsdk.model.condition.soundness import is_covered, lint
from tests.unit.model.condition.play import read


def found(text: str) -> list[str]:
    """Return the findings about a condition as lines."""
    return [str(finding) for finding in lint(read(text))]


@pytest.mark.parametrize(
    "text",
    [
        "queue.waiting < 0",
        'interaction.waited < "0s"',
        "queue.waiting > 3 and queue.waiting < 4",
        "queue.waiting < queue.free and queue.free < queue.waiting",
        "0 < attr.x and attr.x < attr.y and attr.y < attr.z and attr.z < 3",
        "queue.free > attr.x and attr.x > queue.waiting and queue.free < 2",
        'interaction.channel == "chat" and interaction.channel == "email"',
        'interaction.language in ["de", "fr"] and interaction.language == "en"',
        'interaction.channel != "chat" and interaction.channel not in ["email", "voice"]',
        '"gold" in customer.tags and "gold" not in customer.tags',
        "open.a and not open.a",
        "False",
    ],
)
def test_what_no_values_make_true_is_never_true(text: str) -> None:
    assert found(text)[0] == f"{read(text)}: is never true"


@pytest.mark.parametrize(
    "text",
    [
        "queue.waiting >= 0",
        "queue.waiting > 3 or queue.waiting < 4",
        'interaction.channel in ["chat", "email", "voice"]',
        'interaction.language != "de" or interaction.language != "fr"',
        "open.a or not open.a",
        "queue.waiting <= queue.free or queue.free < queue.waiting",
    ],
)
def test_what_all_values_make_true_is_always_true(text: str) -> None:
    assert found(text)[0] == f"{read(text)}: is always true"


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("queue.waiting > 20 and queue.waiting > 10", "queue.waiting > 10"),
        ("queue.waiting > 20 or queue.waiting > 10", "queue.waiting > 20"),
        ("open.a and queue.free > 1 and open.a", "open.a"),
        ("not (queue.waiting > 20 or queue.waiting > 10)", "queue.waiting > 20"),
        ("not (queue.waiting > 20 and queue.waiting > 10)", "queue.waiting > 10"),
        (
            'interaction.channel == "chat" and interaction.channel != "email"',
            'interaction.channel != "email"',
        ),
        ("open.a or open.b and (open.a and open.c)", "open.b and open.a and open.c"),
        (
            '"a" in customer.tags or "a" in customer.tags and "b" in customer.tags',
            '"a" in customer.tags and "b" in customer.tags',
        ),
    ],
)
def test_a_part_that_decides_nothing_is_shadowed(text: str, part: str) -> None:
    assert found(text) == [f"{part}: changes nothing beside the rest"]


@pytest.mark.parametrize(
    "text",
    [
        "True",
        "queue.waiting > 3",
        "queue.waiting > 3 and queue.waiting < 5",
        "attr.y < 3 and attr.x < attr.y and 0 < attr.x",
        "attr.x < queue.free and queue.free < 1",
        "interaction.language != interaction.channel",
        '"gold" in customer.plans and interaction.channel == "chat"',
        "open.a and open.b or open.c and not (open.d or open.e)",
        "interaction.is_verified == True or open.a",
    ],
)
def test_a_sound_condition_has_no_findings(text: str) -> None:
    assert found(text) == []


def test_a_constant_part_is_named_after_the_whole_it_spoils() -> None:
    assert found("open.a and queue.waiting < 0") == [
        "open.a and queue.waiting < 0: is never true",
        "queue.waiting < 0: is never true",
    ]
    assert found("not queue.waiting < 0") == [
        "not queue.waiting < 0: is always true",
        "queue.waiting < 0: is never true",
    ]


def test_what_would_take_too_long_has_no_findings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(soundness, "STEPS_MAX", 3)

    assert found("queue.waiting > 3 and queue.waiting < 4") == []


@pytest.mark.parametrize(
    "text",
    [
        "interaction.channel in customer.tags and interaction.channel not in customer.tags",
        " and ".join(f'"{letter}" in customer.tags' for letter in "abcdefga"),
    ],
    ids=["a set and a field", "many members"],
)
def test_what_has_too_many_values_to_try_has_no_findings(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("later", "earlier", "expected"),
    [
        ("queue.waiting > 20", ["queue.waiting > 10"], True),
        ("queue.waiting > 10", ["queue.waiting > 20"], False),
        ("open.a and open.b", ["open.c", "open.a"], True),
        ("queue.waiting > 5", ["queue.waiting > 7", "queue.waiting < 8"], True),
        ("open.a", [], False),
        # What is unknown makes neither of these fire.
        ("True", ["open.a", "not open.a"], False),
        ("open.b", ["attr.x == 1", 'attr.x == "a"'], False),
    ],
)
def test_a_rule_is_covered_if_an_earlier_one_fires_whenever_it_would(
    later: str, earlier: list[str], expected: bool
) -> None:
    assert is_covered(read(later), [read(text) for text in earlier]) is expected
