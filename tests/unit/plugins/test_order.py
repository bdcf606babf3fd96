"""The order of plugins: what manifests ask for, what the settings say instead, and circles."""

from __future__ import annotations

from typing import Any

import pytest

from ccsdk.errors import IncompatiblePluginError
from ccsdk.hooks import Plugin
from ccsdk.plugins.candidate import Candidate
from ccsdk.plugins.order import required_name, settle_conflicts, sort_plugins


def candidate(name: str, *, is_required: bool = False, **manifest: Any) -> Candidate:
    plugin = Plugin(name=name, summary="", implementation="acme:Acme", **manifest)
    return Candidate(manifest=plugin, config=None, is_required=is_required)


def ordered(*candidates: Candidate, order: tuple[str, ...] = ()) -> list[str]:
    return [each.manifest.name for each in sort_plugins(candidates, order=order)]


@pytest.mark.parametrize(
    ("requirement", "name"),
    [("crm-base", "crm-base"), ("crm-base>=1", "crm-base"), (" crm-base >=1,<2", "crm-base")],
)
def test_a_requirement_names_a_plugin_with_or_without_a_version(
    requirement: str, name: str
) -> None:
    assert required_name(requirement) == name


def test_ties_go_by_name_whatever_comes_first() -> None:
    assert ordered(candidate("c"), candidate("a"), candidate("b")) == ["a", "b", "c"]


def test_what_is_required_comes_first() -> None:
    assert ordered(candidate("a", requires=["z>=1"]), candidate("z")) == ["z", "a"]


def test_before_moves_a_plugin_in_front() -> None:
    assert ordered(candidate("a"), candidate("z", before=["a", "gone"])) == ["z", "a"]


def test_the_settings_overrule_after_and_before() -> None:
    plugins = candidate("a", after=["z"]), candidate("b"), candidate("z", before=["b"])

    assert ordered(*plugins, order=("b", "a", "z")) == ["b", "a", "z"]


def test_who_is_not_in_the_order_keeps_what_its_manifest_says() -> None:
    plugins = candidate("a", after=["z"]), candidate("m", after=["a"]), candidate("z")

    assert ordered(*plugins, order=("a", "z")) == ["a", "m", "z"]


def test_a_name_in_the_order_that_is_off_is_passed_over() -> None:
    assert ordered(candidate("a"), candidate("b"), order=("b", "gone", "a")) == ["b", "a"]


def test_the_order_cannot_overrule_a_requirement() -> None:
    with pytest.raises(
        IncompatiblePluginError,
        match=r"a, z \(a requires z; plugin_order has a, z\)",
    ):
        ordered(candidate("a", requires=["z"]), candidate("z"), order=("a", "z"))


def test_a_circle_is_told_link_by_link_and_without_bystanders() -> None:
    plugins = (
        candidate("a", after=["c"]),
        candidate("b", after=["a"]),
        candidate("c", before=["d"], requires=["d"]),
        candidate("d"),
    )

    with pytest.raises(IncompatiblePluginError) as refused:
        ordered(*plugins)

    assert str(refused.value) == (
        "plugin 'c' is incompatible: these wait for each other: c, d (c requires d; c before d)"
    )


@pytest.mark.parametrize(
    ("first", "second", "off"),
    [
        ({"conflicts": ["b"]}, {}, "a"),
        ({}, {"conflicts": ["a"]}, "b"),
        ({"conflicts": ["b"]}, {"conflicts": ["a"]}, "b"),
        ({"conflicts": ["b"], "is_required": True}, {}, "b"),
        ({"conflicts": ["b"]}, {"is_required": True}, "a"),
    ],
)
def test_of_two_that_conflict_one_is_off(
    first: dict[str, Any], second: dict[str, Any], off: str
) -> None:
    on, errors = settle_conflicts([candidate("a", **first), candidate("b", **second)])

    assert [each.manifest.name for each in on] == ["b" if off == "a" else "a"]
    other = "b" if off == "a" else "a"
    assert f"plugin {off!r} is incompatible: it cannot be on beside {other!r}" in str(errors[0])


def test_two_required_ones_that_conflict_stop_the_start() -> None:
    plugins = (
        candidate("a", conflicts=["b"], is_required=True),
        candidate("b", is_required=True),
    )

    with pytest.raises(IncompatiblePluginError, match="cannot be on beside"):
        settle_conflicts(plugins)


def test_a_conflict_with_who_is_not_enabled_is_none() -> None:
    on, errors = settle_conflicts([candidate("a", conflicts=["b", "a"])])

    assert (len(on), errors) == (1, [])
