"""The program's frame: help at once, errors as lines, exit codes as promised."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from ccsdk.cli import program
from ccsdk.cli.program import cli, main
from ccsdk.errors import CcsdkError, CenterStoppedError, ConfigurationError, SettingsError

HEAVY = ("asyncio", "sqlite3", "aiosqlite", "websockets", "uvicorn", "structlog", "ssl")


def test_help_names_every_command() -> None:
    outcome = CliRunner().invoke(cli, ["--help"])

    assert outcome.exit_code == 0
    for command in ("serve", "token", "log", "check", "state", "why"):
        assert f"  {command} " in outcome.output


def test_help_loads_no_store_and_no_server() -> None:
    script = f"import sys, ccsdk.cli; print(*[m for m in {HEAVY!r} if m in sys.modules])"

    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )

    assert done.stdout.split() == []


def modules_of(script: str) -> set[str]:
    """Return what a process has imported in the end."""
    told = f"{script}\nimport sys; print('all:', *sys.modules)"
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    return set(done.stdout.rpartition("all: ")[2].split())


def test_the_library_imports_nothing_but_what_python_has_loaded() -> None:
    found = modules_of("import ccsdk") - modules_of("import __future__, importlib")

    assert found == {"ccsdk"}


def test_help_imports_its_own_modules_click_and_the_metadata_of_what_is_installed() -> None:
    helped = "import ccsdk.cli\ntry: ccsdk.cli.program.cli(['--help'])\nexcept SystemExit: pass"
    needed = (
        "import click\nfrom importlib.metadata import entry_points\n"
        "list(entry_points(group='ccsdk.cli.v1'))\n"
        "try: click.Group('ccsdk')(['--help'])\nexcept SystemExit: pass"
    )

    found = modules_of(helped) - modules_of(needed)

    assert found == {
        "ccsdk",
        "ccsdk.cli",
        "ccsdk.cli.arguments",
        "ccsdk.cli.groups",
        "ccsdk.cli.operator",
        "ccsdk.cli.plugin_program",
        "ccsdk.cli.program",
    }


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (["serve"], "Missing argument 'CENTER.toml'"),
        (["serve", "x.toml", "--port", "70000"], "70000 is not in the range"),
        (["token", "x.toml"], "Missing option '--role'"),
        (["token", "x.toml", "--role", "king"], "'king' is not one of"),
        (["state", "x.toml"], "Missing option '--hash'"),
        (["log", "x.toml", "--after", "-1"], "-1 is not in the range"),
        (["explode"], "No such command 'explode'"),
    ],
)
def test_wrong_usage_is_told_and_exits_2(words: list[str], problem: str) -> None:
    outcome = CliRunner().invoke(cli, words)

    assert outcome.exit_code == 2
    assert problem in outcome.output


@pytest.mark.parametrize(
    ("error", "code", "lines"),
    [
        (
            ConfigurationError(path="serve.port", problem="is in use"),
            1,
            ["error: serve.port: is in use"],
        ),
        (
            SettingsError(
                source="center.toml",
                mistakes=tuple(ConfigurationError(path=p, problem="is wrong") for p in "ab"),
            ),
            1,
            ["error: center.toml: a: is wrong", "error: center.toml: b: is wrong"],
        ),
        (
            CenterStoppedError(center="shop", cause="the disk lied"),
            70,
            ["error: center 'shop' has stopped: the disk lied"],
        ),
    ],
)
def test_an_expected_error_is_lines_and_an_exit_code(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    error: CcsdkError,
    code: int,
    lines: list[str],
) -> None:
    @click.command()
    def broken() -> None:
        raise error

    monkeypatch.setattr(program, "cli", broken)
    monkeypatch.setattr(sys, "argv", ["ccsdk"])

    with pytest.raises(SystemExit) as caught:
        main()

    assert caught.value.code == code
    assert capsys.readouterr().err.splitlines() == lines


def test_a_server_that_is_not_installed_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("ccsdk.cli.serve", "ccsdk.server.run"):
        monkeypatch.delitem(sys.modules, module, raising=False)
    monkeypatch.setitem(sys.modules, "uvicorn", None)

    outcome = CliRunner().invoke(cli, ["serve", "center.toml"])

    assert isinstance(outcome.exception, ConfigurationError)
    assert "pip install 'ccsdk-core[server]'" in str(outcome.exception)


def test_settings_that_are_not_there_are_told_by_every_command(tmp_path: Path) -> None:
    path = str(tmp_path / "missing.toml")

    outcomes = [
        CliRunner().invoke(cli, words)
        for words in (["log", path, "--json"], ["check", path], ["state", path, "--hash"])
    ]

    assert all("cannot be read" in str(outcome.exception) for outcome in outcomes)
