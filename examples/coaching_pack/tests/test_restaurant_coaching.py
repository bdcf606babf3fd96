"""The pack by the library, on the command line and in a center."""

from __future__ import annotations

import json
from typing import Any

import pytest
from click.testing import CliRunner

from ccsdk.testing.conformance.plugin import PluginConformance
from ccsdk_coaching import plugin as coaching
from ccsdk_coaching.cli import coach_lint
from ccsdk_coaching.examples import broken_examples
from ccsdk_coaching.linter import Linter
from restaurant_coaching import plugin
from restaurant_coaching.pack import pack

NOTE = "Stick to the script. You must read the allergen list aloud."


def codes(linter: Linter, text: str) -> list[str]:
    return [each.code for each in linter.lint(text)]


def test_every_example_does_what_it_is_there_for() -> None:
    assert broken_examples(pack) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Great plating.", []),
        ("Great job, unfussy service.", []),
        ("You are always lukewarm.", ["CL108"]),
        ("The server must log the fridge.", ["CL102"]),
        ("Your tone was warm, but the fryer broke down.", []),
        ("很棒的摆台。", []),
        ("Stick to the script.", ["RC101"]),
        ("You must read the allergen list aloud.", []),
        ("You must smile.", ["CL102"]),
    ],
)
def test_notes_are_read_as_the_house_reads_them(text: str, expected: list[str]) -> None:
    assert codes(Linter(packs=[pack]), text) == expected


def test_without_the_pack_the_script_is_fine_and_the_law_is_an_order() -> None:
    assert codes(Linter(), NOTE) == ["CL102"]


def test_guard_says_why_a_duty_stands() -> None:
    (spared,) = Linter(packs=[pack]).examine(NOTE).spared

    assert (spared.diagnostic.code, spared.guard) == ("CL102", "allergen-duty")
    assert "laid down by law" in spared.reason


def test_command_line_uses_the_pack_that_is_named() -> None:
    named = ["-", "--pack", "restaurant_coaching.pack:pack", "--format", "jsonl"]

    result = CliRunner().invoke(coach_lint, named, input=NOTE)

    assert result.exit_code == 1
    (found,) = json.loads(result.stdout)["diagnostics"]
    assert (found["code"], NOTE[found["start"] : found["end"]]) == ("RC101", "Stick to the script")


def test_rule_is_explained_with_its_examples() -> None:
    words = ["rule", "script-reading", "--pack", "restaurant_coaching.pack:pack"]

    told = CliRunner().invoke(coach_lint, words).output

    assert "A server who reads out a script does not listen." in told
    assert "x 点餐时[照着话术念]。" in told


async def test_center_that_enables_the_plugin_lints_with_its_pack(
    cc_center: Any, cc_client: Any
) -> None:
    async with cc_center(plugins=[coaching, plugin]):
        coach = cc_client("supervisor")

        told = await coach.request("lint_note.v1", note=NOTE, version=1)

    assert [each["code"] for each in told["diagnostics"]] == ["RC101"]


async def test_center_that_does_not_enable_it_lints_without(cc_center: Any, cc_client: Any) -> None:
    async with cc_center(plugins=[coaching]):
        told = await cc_client("supervisor").request("lint_note.v1", note=NOTE, version=1)

    assert [each["code"] for each in told["diagnostics"]] == ["CL102"]


class TestConformance(PluginConformance):
    plugin = "restaurant_coaching:plugin"
    in_process = "the linter takes the pack's rules and words as objects"
