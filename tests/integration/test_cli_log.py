"""`ccsdk log`, `check` and `state`: the log read beside a server and without one."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ccsdk.client.bus import BusClient
from tests.integration.served import (
    CENTER,
    ORIGIN,
    Server,
    ccsdk,
    center_file,
    lines_of_log,
    served,
    visitor_token,
)

pytestmark = [pytest.mark.integration]

TEXT = "Is the oak table in stock?"


@pytest.fixture
def center(tmp_path: Path) -> Path:
    """Return a center file in a folder of its own."""
    return center_file(tmp_path)


@pytest.fixture
def server(center: Path) -> Iterator[Server]:
    """Return a server that has taken one Interaction."""
    with served(center) as server:
        asyncio.run(write(server))
        yield server


async def write(server: Server) -> None:
    token = visitor_token(server.url)
    async with BusClient(server.bus_url, token, origin=ORIGIN) as bus:
        await bus.command("ReceiveInteraction", {}, personal={"text": TEXT, "name": "Anna"})


def kinds(lines: list[dict[str, Any]]) -> list[str]:
    return [line["type"].split(".")[1] for line in lines]


def test_the_log_is_read_beside_a_running_server(server: Server, center: Path) -> None:
    lines = lines_of_log(center)

    assert [int(line["position"]) for line in lines] == list(range(1, len(lines) + 1))
    assert "InteractionReceived" in kinds(lines)


def test_personal_halves_are_there_only_when_asked_for(server: Server, center: Path) -> None:
    without = ccsdk("log", center, "--json").out
    with_them = lines_of_log(center, "--personal")

    assert TEXT not in without
    assert "personal" not in without
    texts = [line["personal"]["text"] for line in with_them if "MessageReceived" in line["type"]]
    assert texts == [TEXT]


def test_after_leaves_out_what_one_has(server: Server, center: Path) -> None:
    lines = lines_of_log(center)

    rest = lines_of_log(center, "--after", "3")

    assert rest[: len(lines) - 3] == lines[3:]


def test_without_json_a_line_is_for_people(server: Server, center: Path) -> None:
    lines = ccsdk("log", center).out.splitlines()

    assert lines[0].split()[2:4] == ["channel/chat", "ChannelDefined"]
    assert any(line.split()[2:4] == ["queue/sales", "QueueDefined"] for line in lines)
    assert len(lines) == len({line.split()[0] for line in lines})


def test_check_and_the_running_server_agree_on_the_state(server: Server, center: Path) -> None:
    asked = ccsdk("state", center, "--hash")
    checked = ccsdk("check", center)

    assert (asked.code, checked.code) == (0, 0)
    assert asked.out == checked.out
    assert asked.out.startswith("state sha256:")
    assert len(asked.out.split(":")[1].strip()) == 64


def test_the_state_is_the_same_once_the_server_has_gone(server: Server, center: Path) -> None:
    # The visitor's session ends by itself and may still be on its way into the log.
    server.stop()

    checked = [ccsdk("check", center).out for _ in range(2)]

    assert checked[0] == checked[1]
    assert ccsdk("state", center, "--hash").code == 1


def test_state_without_a_server_says_what_to_do(center: Path) -> None:
    outcome = ccsdk("state", center, "--hash")

    assert outcome.code == 1
    assert outcome.err.startswith("error: no server runs on")
    assert "ccsdk check" in outcome.err


def test_a_center_that_never_ran_has_an_empty_log_and_a_state(center: Path) -> None:
    log, checked = ccsdk("log", center, "--json"), ccsdk("check", center)

    assert (log.code, log.out) == (0, "")
    assert checked.code == 0
    assert checked.out.startswith("state sha256:")


def test_check_tells_every_mistake_and_exits_1(tmp_path: Path) -> None:
    text = CENTER.replace("[queues.sales]", "[queues.sale]").replace("name = ", "nmae = ", 1)

    outcome = ccsdk("check", center_file(tmp_path, text))

    assert outcome.code == 1
    assert outcome.out == ""
    paths = [line.split(": ")[2] for line in outcome.err.splitlines()]
    assert paths == [
        "center.nmae",
        "accounts.web.queues[0]",
        "agents.mei.queues[0]",
        "agents.tom.queues[0]",
    ]


def test_check_names_the_first_event_that_was_changed(server: Server, center: Path) -> None:
    server.stop()
    path = center.parent / "data" / "center.sqlite3"
    connection = sqlite3.connect(path)
    changed = json.dumps({"agent": "eve", "memberships": [], "skills": {}, "slots": {}})
    with connection:
        connection.execute("UPDATE events SET data = ? WHERE position = 3", (changed.encode(),))
    connection.close()

    outcomes = [ccsdk("check", center), ccsdk("serve", center)]

    assert [outcome.code for outcome in outcomes] == [1, 1]
    assert all("is damaged at position 3" in outcome.err for outcome in outcomes)
    assert not any("Traceback" in outcome.err for outcome in outcomes)


def test_rows_missing_at_the_tail_are_noticed(server: Server, center: Path) -> None:
    server.stop()
    path = center.parent / "data" / "center.sqlite3"
    connection = sqlite3.connect(path)
    with connection:
        connection.execute("DELETE FROM events WHERE position = (SELECT max(position) FROM events)")
    connection.close()

    outcomes = [ccsdk("check", center), ccsdk("serve", center)]

    assert [outcome.code for outcome in outcomes] == [1, 1]
    assert all("had been acknowledged" in outcome.err for outcome in outcomes)


def test_a_plugin_that_is_off_is_a_warning_of_check(tmp_path: Path) -> None:
    folder = tmp_path / "broken-0.1.dist-info"
    folder.mkdir()
    (folder / "METADATA").write_text("Metadata-Version: 2.1\nName: broken\nVersion: 0.1\n")
    (folder / "entry_points.txt").write_text("[ccsdk.plugins.v1]\nbroken = no_such:plugin\n")
    center = center_file(tmp_path, f"{CENTER}\n[plugins.broken]\n")

    checked = ccsdk("check", center, PYTHONPATH=str(tmp_path))

    assert checked.code == 0
    assert "warning: plugin 'broken' (from broken) cannot be loaded" in checked.err
    assert "entry point broken = no_such:plugin" in checked.err


TALKER = """
import structlog
from ccsdk.hooks import Plugin, hookimpl

class Talker:
    @hookimpl
    def register(self, ctx):
        structlog.get_logger().warning("talker.talks")
        return []

plugin = Plugin(name="talker", summary="Talks while it registers.", implementation=Talker)
"""


def test_what_a_plugin_logs_is_not_among_what_a_command_prints(center: Path) -> None:
    folder = center.parent / "ccsdk_plugins"
    folder.mkdir()
    (folder / "talker.py").write_text(TALKER, encoding="utf-8")
    with center.open("a", encoding="utf-8") as file:
        file.write("\n[plugins.talker]\n")

    told = ccsdk("check", center)

    assert (told.code, "talker.talks" in told.out, "talker.talks" in told.err) == (0, False, True)
