"""`ccsdk plugins token` and `ccsdk plugins run`, as their users run them."""

from __future__ import annotations

import signal
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner

from ccsdk.cli.plugin_run import bus_address, run_plugin
from ccsdk.cli.program import cli
from ccsdk.errors import CcsdkError, ConfigurationError
from tests.integration.served import (
    CENTER,
    Outcome,
    Server,
    center_file,
    eventually,
    served,
)

pytestmark = pytest.mark.integration

# A ramp that holds all the time there is, so that the plugin has something to do at once.
RAMP = ", ".join(["1"] * 900)
OWN = f"""
[plugins.wellbeing]
started = {{mei = 2026-01-01}}
ramp = {{slots = {{chat = [{RAMP}]}}}}
"""
# A process of its own has to start first.
WITHIN_S = 30
REMOTE = "\n[plugins.wellbeing]\nremote = true\n"


def ccsdk(*words: object) -> Outcome:
    """Run a command here: a process for each would take most of the time."""
    done = CliRunner().invoke(cli, [str(word) for word in words])
    return Outcome(done.exit_code, done.output, str(done.exception or ""))


def token_of(center: Path, folder: Path, *more: object) -> Path:
    made = ccsdk("plugins", "token", center, "wellbeing", *more)
    assert made.code == 0, made.err
    path = folder / "token"
    path.write_text(made.out)
    return path


@contextmanager
def plugin_running(server: Server, folder: Path, token: Path) -> Iterator[Server]:
    config = folder / "wellbeing.toml"
    config.write_text(OWN)
    words = ("--url", server.url, "--config", config, "--token-file", token)
    running = Server(*words, "--data", folder / "own", begin=("plugins", "run", "wellbeing"))
    try:
        yield running
    finally:
        if running.process.poll() is None:
            running.kill()


def slots_set(center: Path) -> int:
    log = ccsdk("log", center, "--json")
    assert log.code == 0, log.err
    return log.out.count("ccsdk.CapacitySet.v1")


def cursor(folder: Path) -> int:
    with closing(sqlite3.connect(folder / "own" / "plugins" / "wellbeing.sqlite3")) as store:
        (found,) = store.execute("SELECT cursor FROM progress").fetchone()
    return int(found)


@pytest.mark.slow
def test_a_plugin_runs_in_its_own_process_until_it_is_told_to_stop(tmp_path: Path) -> None:
    center = center_file(tmp_path, CENTER + REMOTE)

    with served(center) as server:
        token = token_of(center, tmp_path)
        with plugin_running(server, tmp_path, token) as first:
            eventually(lambda: slots_set(center) == 1, within_s=WITHIN_S)
            first.kill()
        with plugin_running(server, tmp_path, token) as second:
            eventually(lambda: second.out == ["ready wellbeing at shop"], within_s=WITHIN_S)
            stopped = second.stop(signal.SIGTERM)
        reached = cursor(tmp_path)

    assert stopped == 0, second.err
    assert slots_set(center) == 1
    assert reached > 0


@pytest.mark.slow
def test_a_token_is_one_of_two_and_ends_when_it_is_revoked(tmp_path: Path) -> None:
    center = center_file(tmp_path, CENTER + REMOTE)
    spare = ccsdk("plugins", "token", center, "wellbeing", "--ttl", "1 h")

    with served(center) as server:
        token = token_of(center, tmp_path)
        third = ccsdk("plugins", "token", center, "wellbeing")
        listed = ccsdk("plugins", "token", center, "wellbeing", "--list")
        with plugin_running(server, tmp_path, token) as running:
            eventually(lambda: running.out, within_s=WITHIN_S)
            newer = listed.out.splitlines()[1].split()[0]
            revoked = ccsdk("plugins", "token", center, "wellbeing", "--revoke", newer)
            code = running.wait()

    assert spare.code == 0
    assert (third.code, "has 2 tokens" in third.err) == (1, True)
    assert token.read_text().strip() not in listed.out
    assert revoked.code == 0, revoked.err
    assert code == 1
    assert "4506" in running.err[-1]
    assert "the token was revoked" in running.err[-1]


def test_who_is_no_plugin_of_its_own_process_gets_no_token(tmp_path: Path) -> None:
    center = center_file(tmp_path, CENTER)

    refused = ccsdk("plugins", "token", center, "chat")

    assert refused.code == 1
    assert "'chat' is no plugin with `remote = true`" in refused.err


def test_the_list_says_who_runs_elsewhere(tmp_path: Path) -> None:
    center = center_file(tmp_path, CENTER + REMOTE)

    listed = CliRunner().invoke(cli, ["plugins", "list", str(center)])

    assert listed.output.splitlines() == ["chat", "wellbeing: in its own process"]


@pytest.mark.parametrize(
    ("url", "bus"),
    [
        ("https://shop.example", "wss://shop.example/bus"),
        ("https://shop.example/cc/", "wss://shop.example/cc/bus"),
        ("wss://shop.example/bus", "wss://shop.example/bus"),
        ("http://127.0.0.1:8080", "ws://127.0.0.1:8080/bus"),
        ("ws://localhost:8080/bus", "ws://localhost:8080/bus"),
    ],
)
def test_the_bus_is_found_by_the_centers_address(url: str, bus: str) -> None:
    assert bus_address(url) == bus


@pytest.mark.parametrize(
    ("url", "problem"),
    [
        ("http://shop.example", "in the open"),
        ("shop.example", "no address"),
        ("ftp://shop.example", "no address"),
        ("wss://shop.example/bus?token=x", "no address"),
    ],
)
def test_no_token_travels_in_the_open_or_in_an_address(url: str, problem: str) -> None:
    with pytest.raises(ConfigurationError, match=problem):
        bus_address(url)


@pytest.mark.parametrize(
    ("config", "problem"),
    [
        ("[plugins.wellbeing]\ntimezon = 'UTC'", "did you mean 'timezone'"),
        ("[plugin.wellbeing]", "plugin: is no table here"),
        ("[plugins.wellbeing", "no TOML file"),
        ("[plugins.wellbeing]\nenabled = false", "not enabled"),
    ],
)
def test_what_is_wrong_in_its_file_is_told_before_it_connects(
    tmp_path: Path, config: str, problem: str
) -> None:
    own, token = tmp_path / "own.toml", tmp_path / "token"
    own.write_text(config)
    token.write_text("T")

    with pytest.raises(CcsdkError, match=problem):
        run_plugin("wellbeing", "http://127.0.0.1:1", own, token, tmp_path)


def test_a_token_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="--token-file"):
        run_plugin("wellbeing", "http://127.0.0.1:1", None, tmp_path / "token", tmp_path)
