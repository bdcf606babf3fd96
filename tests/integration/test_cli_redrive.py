"""`ccsdk plugins redrive` without a server: what is parked goes on at the next start."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from ccsdk.center.files import log_path, plugin_path
from ccsdk.cli.program import cli
from ccsdk.errors import CcsdkError, InvalidRequestError, LogLockedError
from ccsdk.hooks.plugin_store import Progress
from ccsdk.log.plugin import SqlitePluginStore, read_progress, read_skipped
from ccsdk.log.sqlite import SqliteLogStore
from ccsdk.plugins import discovery
from tests.integration.test_cli_plugins import Point, Watch

pytestmark = [pytest.mark.integration]

PARKED = Progress(cursor=3, parked_at_ms=1_000, problem="a bug", failing_position=5)
AT_AN_ALARM = Progress(cursor=3, parked_at_ms=1_000, problem="a bug", failing_alarm="tick")
AT_ITS_START = Progress(cursor=3, parked_at_ms=1_000, problem="a bug")


class Place:
    """Hold a center on disk, whose plugin stands as it is told."""

    def __init__(self, folder: Path) -> None:
        self.data = folder / "data"
        self.center = folder / "center.toml"
        self.center.write_text(f'[center]\ndata = "{self.data}"\n[plugins.watch]\n', "utf-8")
        self.store = plugin_path(self.data, "watch")

    async def prepare(self, progress: Progress, *, beside: Any = None) -> None:
        """Let the plugin stand so; call `beside` while a center has the log."""
        log = SqliteLogStore(log_path(self.data))
        info = await log.open()
        store = SqlitePluginStore(self.store)
        await store.open(epoch=info.epoch, head=9)
        await store.set_alarm("tick", 7)
        await store.commit(progress)
        await store.close()
        try:
            if beside is not None:
                beside()
        finally:
            await log.close()

    def redrive(self, *options: str) -> str:
        command = ["plugins", "redrive", str(self.center), "watch", *options]
        return CliRunner().invoke(cli, command, catch_exceptions=False).stdout


@pytest.fixture
def place(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Place:
    points = [Point(Watch)]
    monkeypatch.setattr(discovery, "installed_entry_points", lambda group: points)
    return Place(tmp_path)


@pytest.mark.parametrize(
    ("parked", "options", "cursor", "skipped"),
    [
        (PARKED, (), 3, []),
        (PARKED, ("--skip",), 5, [(5, None)]),
        (AT_AN_ALARM, ("--skip",), 3, [(None, "tick")]),
        (AT_ITS_START, (), 3, []),
    ],
)
def test_what_is_parked_goes_on_at_the_next_start(
    place: Place,
    parked: Progress,
    options: tuple[str, ...],
    cursor: int,
    skipped: list[tuple[int | None, str | None]],
) -> None:
    asyncio.run(place.prepare(parked))

    told = place.redrive(*options)

    assert told == f"watch: goes on behind {cursor} when the server starts\n"
    assert read_progress(place.store) == Progress(cursor=cursor)
    found = read_skipped(place.store)
    assert [(each.position, each.alarm) for each in found] == skipped
    assert {each.problem for each in found} <= {"a bug"}


@pytest.mark.parametrize(
    ("progress", "options", "problem"),
    [
        (Progress(cursor=3), (), "is not parked"),
        (AT_ITS_START, ("--skip",), "parked at its start"),
    ],
)
def test_there_is_nothing_to_do_and_it_says_so(
    place: Place, progress: Progress, options: tuple[str, ...], problem: str
) -> None:
    asyncio.run(place.prepare(progress))

    with pytest.raises(InvalidRequestError, match=problem):
        place.redrive(*options)

    assert read_progress(place.store) == progress


def test_beside_a_center_of_an_embedding_program_nothing_is_touched(place: Place) -> None:
    raised: list[CcsdkError] = []

    def beside() -> None:
        with pytest.raises(LogLockedError) as locked:
            place.redrive()
        raised.append(locked.value)

    asyncio.run(place.prepare(PARKED, beside=beside))

    assert raised
    assert read_progress(place.store) == PARKED


# --- beside a running server ------------------------------------------------------------------


class Server:
    """Answer as a running server does, or as one that was killed."""

    def __init__(self, *, is_killed: bool = False) -> None:
        self.is_killed = is_killed
        self.asked: list[tuple[str, Any]] = []

    def ask(self, path: str, body: Any = None) -> dict[str, Any]:
        self.asked.append((path, body))
        if self.is_killed:
            raise ConnectionRefusedError
        trouble = {"part": "on_event", "kind": "parked", "problem": "a bug", "count": 8}
        row = {"plugin": "watch", "state": "parked", "since": "2026-01-05T08:00:00.000Z"}
        lag = {"position": 3, "entries": 6, "age_ms": 61_200}
        return {"plugins": [{**row, **trouble, "lag": lag, "details": {"waiting": 2}}]}


def listed(place: Place, monkeypatch: pytest.MonkeyPatch, server: Server, *options: str) -> str:
    monkeypatch.setattr("ccsdk.cli.plugin_standing.find_running", lambda data: server)
    command = ["plugins", "list", str(place.center), *options]
    return CliRunner().invoke(cli, command, catch_exceptions=False).stdout


def test_a_running_server_says_how_its_plugins_are(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    asyncio.run(place.prepare(Progress(cursor=1)))

    told = listed(place, monkeypatch, Server())

    assert told == (
        "watch: at 3 of 9, 6 behind by 61 s, parked at on_event (parked) since "
        "2026-01-05T08:00:00.000Z: a bug, waiting 2\n"
    )


def test_beside_a_killed_server_the_files_tell(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    asyncio.run(place.prepare(PARKED))
    place.redrive("--skip")

    (row,) = json.loads(listed(place, monkeypatch, Server(is_killed=True), "--json"))
    told = listed(place, monkeypatch, Server(is_killed=True))

    assert told == "watch: at 5 of 0, 1 passed over\n"

    assert (row["cursor"], row["parked_at"], "standing" in row) == (5, None, False)
    assert [each["position"] for each in row["skipped"]] == [5]


def test_a_running_server_is_told_and_its_file_left_alone(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    asyncio.run(place.prepare(PARKED))
    server = Server()
    monkeypatch.setattr("ccsdk.cli.plugin_redrive.find_running", lambda data: server)

    told = place.redrive("--skip")

    assert told == "watch: goes on\n"
    assert server.asked == [("/control/redrive", {"plugin": "watch", "skip": True})]
    assert read_progress(place.store) == PARKED
