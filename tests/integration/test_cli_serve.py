"""`ccsdk serve` as a process: what it prints, whom it refuses, how it ends."""

from __future__ import annotations

import json
import re
import signal
import socket
import stat
import urllib.request
from pathlib import Path

import pytest

from tests.integration.served import CENTER, Server, ccsdk, center_file, lines_of_log, served

pytestmark = [pytest.mark.integration]


def test_one_line_on_standard_output_names_an_address_that_answers(tmp_path: Path) -> None:
    with served(center_file(tmp_path)) as server:
        with urllib.request.urlopen(f"{server.url}/readyz", timeout=10) as answer:
            said = json.load(answer)
        code = server.stop()

    assert re.fullmatch(r"ready http://127\.0\.0\.1:\d+", server.out[0])
    assert len(server.out) == 1
    assert said == {"center": "shop", "ready": True}
    assert code == 0


def test_log_in_links_go_to_standard_error_one_per_member_of_staff(tmp_path: Path) -> None:
    with served(center_file(tmp_path)) as server:
        url = server.url
        server.stop()

    links = [line for line in server.err if line.startswith("log-in ")]
    assert [line.split(":")[0] for line in links] == [
        "log-in ada (ada)",
        "log-in mei (Mei Lin)",
        "log-in tom (Tom)",
    ]
    assert all(f" {url}/auth/link#" in line for line in links)


def test_everything_else_on_standard_error_is_json(tmp_path: Path) -> None:
    with served(center_file(tmp_path)) as server:
        server.stop()

    others = [line for line in server.err if not line.startswith("log-in ")]
    assert {json.loads(line)["event"] for line in others} >= {"center.open", "center.closed"}


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_cleanly_and_leaves_no_run_file(tmp_path: Path, number: int) -> None:
    with served(center_file(tmp_path)) as server:
        run_file = tmp_path / "data" / "run.json"
        mode = stat.S_IMODE(run_file.stat().st_mode)
        code = server.stop(number)

    assert code == 0
    assert mode == 0o600
    assert not run_file.exists()


def test_the_data_folder_is_closed_to_others_and_data_moves_it(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"

    with served(center_file(tmp_path), "--data", elsewhere):
        mode = stat.S_IMODE(elsewhere.stat().st_mode)

    assert mode == 0o700
    assert not (tmp_path / "data").exists()


def test_a_second_server_on_the_same_data_is_told_who_holds_it(tmp_path: Path) -> None:
    center = center_file(tmp_path)

    with served(center) as first:
        second = ccsdk("serve", center)
        holder = first.process.pid

    assert second.code == 1
    assert second.out == ""
    assert f"is in use by process {holder}" in second.err
    assert "Traceback" not in second.err


def test_a_port_in_use_is_told(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        outcome = ccsdk("serve", center_file(tmp_path), "--port", port)

    assert outcome.code == 1
    assert outcome.err.startswith(f"error: serve.port: port {port} on 127.0.0.1 is in use")


def test_a_host_that_others_reach_is_refused_without_tls(tmp_path: Path) -> None:
    outcome = ccsdk("serve", center_file(tmp_path), "--host", "0.0.0.0")

    assert outcome.code == 1
    assert "error: serve.host: 0.0.0.0 is reachable from other machines" in outcome.err
    assert "log-in" not in outcome.err
    assert not list(tmp_path.rglob("center.sqlite3")), "refused before the log is opened"


def test_every_mistake_of_the_settings_is_a_line_with_path_and_nearest_name(
    tmp_path: Path,
) -> None:
    text = CENTER.replace("wrap_up", "wrapup").replace('queues = ["sales"]', 'queues = ["sale"]')

    outcome = ccsdk("serve", center_file(tmp_path, text))

    assert outcome.code == 1
    assert outcome.out == ""
    lines = outcome.err.splitlines()
    assert (
        "error: center.toml: queues.sales.wrapup: is no setting here; did you mean 'wrap_up'?"
        in lines
    )
    assert all(line.startswith("error: center.toml: ") for line in lines)
    assert len(lines) == 4


def test_a_restart_loses_nothing_and_says_nothing_twice(tmp_path: Path) -> None:
    center = center_file(tmp_path)
    with served(center):
        before = lines_of_log(center)

    with served(center):
        after = lines_of_log(center)

    assert after[: len(before)] == before
    assert [line["type"] for line in after[len(before) :]] == ["ccsdk.CenterResumed.v1"]


def test_a_server_that_was_killed_leaves_data_that_serves_again(tmp_path: Path) -> None:
    center = center_file(tmp_path)
    with served(center) as first:
        before = lines_of_log(center)
        first.kill()

    with served(center) as second:
        again = urllib.request.urlopen(f"{second.url}/healthz", timeout=10).status

    assert again == 200
    assert lines_of_log(center)[: len(before)] == before


def test_changed_settings_are_told_to_the_log_at_the_next_start(tmp_path: Path) -> None:
    with served(center_file(tmp_path)):
        pass
    center = center_file(tmp_path, CENTER.replace('wrap_up = "1 min"', 'wrap_up = "9s"'))

    with served(center):
        defined, applied = lines_of_log(center)[-2:]

    assert defined["type"] == "ccsdk.QueueDefined.v1"
    assert defined["data"]["wrap_up_ms"] == 9_000
    assert list(applied["data"]["digests"]) == ["queues.sales"]


def test_a_server_that_cannot_open_its_log_exits_1_without_a_traceback(tmp_path: Path) -> None:
    center = center_file(tmp_path)
    data = tmp_path / "data"
    data.mkdir(mode=0o700)
    (data / "center.sqlite3").write_bytes(b"no log at all, but long enough to be read" * 100)
    (data / "center.sqlite3").chmod(0o600)

    server = Server(center)
    code = server.wait()

    assert code == 1
    assert any(line.startswith("error: ") and "damaged" in line for line in server.err)
    assert not any("Traceback" in line for line in server.err)


def test_a_safe_start_leaves_out_what_stops_any_other_and_says_so(tmp_path: Path) -> None:
    folder = tmp_path / "ccsdk_plugins"
    folder.mkdir()
    (folder / "own.py").write_text("raise RuntimeError('broken')")
    text = CENTER.replace("wrap_up", 'scorers = ["mine"]\nwrap_up')
    center = center_file(tmp_path, f"{text}\n[plugins.own]\nrequired = true\n")

    refused = ccsdk("serve", center)
    with served(center, "--safe") as server:
        code = server.stop()

    assert "own.py: RuntimeError: broken" in refused.err
    told = [json.loads(line) for line in server.err if not line.startswith("log-in ")]
    warned = [each for each in told if each["event"].startswith("safe.")]
    assert [each["event"] for each in warned] == ["safe.left_out", "safe.missing"]
    assert warned[0]["plugin"] == "own"
    assert "no enabled plugin contributes a scorer 'mine'" in warned[1]["problem"]
    assert (refused.code, code) == (1, 0)
