"""Commands that plugins add to the command line, by metadata or by a center file."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import click
import pytest
from click.testing import CliRunner

from ccsdk.cli import groups
from ccsdk.cli.program import cli
from ccsdk.errors import ConfigurationError, IncompatiblePluginError, PluginLoadError
from ccsdk.hooks import CliGroup, Plugin, hookimpl
from ccsdk.hooks.command_line import CLI_ENTRY_POINT_GROUP, CORE_COMMANDS
from ccsdk.plugins import discovery


class Distribution:
    """Name where an entry point comes from."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.version = "1.0"
        self.requires: list[str] = []


class Point:
    """Stand for an entry point of an installed distribution."""

    def __init__(self, name: str, value: str, distribution: str = "acme-lint") -> None:
        self.name = name
        self.value = value
        self.module = value.partition(":")[0]
        self.dist = Distribution(distribution)


@click.group()
def lint() -> None:
    """Lint."""


@lint.command()
@click.argument("center", required=False)
def run(center: str | None) -> None:
    """Say that it ran."""
    click.echo("ran")


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> list[Point]:
    """Return the entry points that are installed, to be filled."""
    points: list[Point] = []
    monkeypatch.setattr("importlib.metadata.entry_points", lambda group: points)
    module = ModuleType("acme_lint")
    module.group = lint  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "acme_lint", module)
    return points


def invoke(*args: str) -> Any:
    return CliRunner().invoke(cli, args, catch_exceptions=False)


def test_help_lists_an_installed_group_without_importing_it(installed: list[Point]) -> None:
    installed.append(Point("acme", "no_such_module_at_all:group"))

    result = invoke("--help")

    assert "acme     Commands of no_such_module_at_all." in result.stdout
    assert "no_such_module_at_all" not in sys.modules


def test_an_installed_group_runs(installed: list[Point]) -> None:
    installed.append(Point("acme", "acme_lint:group"))

    result = invoke("acme", "run")

    assert (result.exit_code, result.stdout) == (0, "ran\n")


def test_a_broken_group_names_its_distribution_and_no_other_command_cares(
    installed: list[Point],
) -> None:
    installed += [Point("acme", "no_such_module_at_all:group"), Point("fine", "acme_lint:group")]

    with pytest.raises(PluginLoadError, match=r"acme-lint.*no_such_module_at_all:group"):
        invoke("acme", "run")

    assert invoke("fine", "run").stdout == "ran\n"


@pytest.mark.parametrize("name", ["module", "no_such_name"])
def test_what_is_no_click_group_is_refused(installed: list[Point], name: str) -> None:
    sys.modules["acme_lint"].module = object()  # type: ignore[attr-defined]
    installed.append(Point("acme", f"acme_lint:{name}"))

    with pytest.raises(PluginLoadError, match=f"acme_lint:{name}"):
        invoke("acme")


def test_two_distributions_with_one_name_are_both_named(installed: list[Point]) -> None:
    installed += [
        Point("acme", "acme_lint:group"),
        Point("acme", "other_lint:group", distribution="other-lint"),
    ]

    assert "Commands of acme_lint and other_lint." in invoke("--help").stdout
    with pytest.raises(IncompatiblePluginError, match="acme-lint and other-lint both"):
        invoke("acme")


def test_a_group_cannot_take_a_command_of_the_core(installed: list[Point]) -> None:
    installed.append(Point("check", "acme_lint:group"))

    result = invoke("check", "--help")

    assert "Check settings and log" in result.stdout


def test_a_group_is_found_in_the_center_file_among_the_arguments(
    installed: list[Point], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    class Lint:
        @hookimpl
        def register(self) -> list[CliGroup]:
            return [CliGroup(name="acme", target="acme_lint:group")]

    plugin = Plugin(name="lint", summary="", implementation=Lint)
    point = Point("lint", "acme:plugin")
    point.load = lambda: plugin  # type: ignore[attr-defined]
    monkeypatch.setattr(discovery, "installed_entry_points", lambda group: [point])
    center = tmp_path / "center.toml"
    center.write_text("[plugins.lint]\n", encoding="utf-8")

    result = invoke("acme", "run", str(center))

    assert result.stdout == "ran\n"


def test_an_unknown_command_is_a_usage_error(installed: list[Point], tmp_path: Path) -> None:
    result = invoke("acme", "run", str(tmp_path / "none.toml"))

    assert result.exit_code == 2
    assert "No such command 'acme'" in result.stderr


def test_names_on_both_floors_agree() -> None:
    assert groups.ENTRY_POINT_GROUP == CLI_ENTRY_POINT_GROUP
    assert set(cli.commands) <= set(CORE_COMMANDS)


@pytest.mark.parametrize(
    ("name", "target", "problem"),
    [
        ("check", "acme:group", "a command of ccsdk itself"),
        ("Acme", "acme:group", "no name of a command"),
        ("acme", "acme.group", "no `module:group`"),
    ],
)
def test_a_contributed_group_is_checked(name: str, target: str, problem: str) -> None:
    with pytest.raises(ConfigurationError, match=problem):
        CliGroup(name=name, target=target)
