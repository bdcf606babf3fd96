"""One line of the center file switches a plugin; nothing else of the file changes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from ccsdk.cli.plugin_switch import switched
from ccsdk.cli.program import cli
from ccsdk.errors import ConfigurationError, SettingsError
from ccsdk.plugins import discovery


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "[plugins.sms]\n"),
        ("[center]", "[center]\n\n[plugins.sms]\n"),
        ("[center]\n# end\n", "[center]\n# end\n\n[plugins.sms]\n"),
        (
            "[plugins.sms] # text\nenabled = false # for now\nsender = 'x'\n",
            "[plugins.sms] # text\nenabled = true # for now\nsender = 'x'\n",
        ),
        ("[plugins.sms]\r\nenabled=false\r\n", "[plugins.sms]\r\nenabled=true\r\n"),
        (
            "[plugins.sms]\na.enabled = 1\n[plugins.sms.enabled-by]\n[x]\nenabled = false\n",
            "[plugins.sms]\nenabled = true\na.enabled = 1\n[plugins.sms.enabled-by]\n"
            "[x]\nenabled = false\n",
        ),
    ],
)
def test_enabling_changes_one_line(before: str, after: str) -> None:
    assert switched(before, "sms", is_on=True) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("[plugins.sms]\n", "[plugins.sms]\nenabled = false\n"),
        ("[plugins.sms]", "[plugins.sms]\nenabled = false\n"),
        ("[ plugins . 'sms' ]\nx = 1", "[ plugins . 'sms' ]\nenabled = false\nx = 1"),
        ("[plugins.sms]\nenabled = true", "[plugins.sms]\nenabled = false"),
    ],
)
def test_disabling_keeps_the_settings(before: str, after: str) -> None:
    assert switched(before, "sms", is_on=False) == after


@pytest.mark.parametrize(
    "text",
    [
        "[plugins]\nsms = {}\n",
        "plugins.sms.sender = 'x'\n",
        "[plugins.sms.inner]\nx = 1\n",
        "[plugins]\nsms.sender = 'x'\n",
        "a = '''\n[plugins.sms]\n'''\n[plugins]\nsms = {}\n",
    ],
)
def test_what_one_line_cannot_change_is_refused_and_told(text: str) -> None:
    with pytest.raises(ConfigurationError, match=r"write there: enabled = false"):
        switched(text, "sms", is_on=False)


class Point:
    """Stand for an installed plugin's entry point."""

    name, value, dist = "sms", "acme:plugin", None


@pytest.fixture
def center(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setattr(discovery, "installed_entry_points", lambda group: [Point()])
    path = tmp_path / "center.toml"
    path.write_bytes(b"# mine\r\n[center]\r\n")
    path.chmod(0o640)
    return path


def run(*words: Any) -> Any:
    result = CliRunner().invoke(cli, ["plugins", *map(str, words)])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.stdout


def test_enable_and_disable_leave_comments_line_ends_and_mode(center: Path) -> None:
    told = [run("enable", center, "sms"), run("enable", center, "sms")]
    told.append(run("disable", center, "sms"))

    assert center.read_bytes() == (b"# mine\r\n[center]\r\n\n[plugins.sms]\nenabled = false\n")
    assert center.stat().st_mode & 0o777 == 0o640
    assert [path.name for path in center.parent.iterdir()] == ["center.toml"]
    assert told == [
        "sms is enabled; it runs from the next start on\n",
        "sms is enabled already\n",
        "sms is disabled; it runs until the next start\n",
    ]


def test_a_link_to_the_file_stays_one(center: Path, tmp_path: Path) -> None:
    link = tmp_path / "here" / "linked.toml"
    link.parent.mkdir()
    link.symlink_to(center)

    run("enable", link, "sms")

    assert link.is_symlink()
    assert b"[plugins.sms]" in center.read_bytes()


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("enable", "plugins.smss: is not installed; did you mean 'sms'?"),
        ("disable", "plugins.smss: is not enabled"),
    ],
)
def test_a_name_that_is_none_is_told(center: Path, word: str, said: str) -> None:
    with pytest.raises(ConfigurationError) as refused:
        run(word, center, "smss")

    assert str(refused.value) == said


def test_a_file_that_is_no_toml_is_told(center: Path) -> None:
    center.write_text("[center", encoding="utf-8")

    with pytest.raises(SettingsError, match="is no TOML file"):
        run("enable", center, "sms")
