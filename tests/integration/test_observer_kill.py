"""An observer that is killed between its effects and its cursor: each event counts once."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from ccsdk.center.files import log_path, plugin_path
from ccsdk.log.offline import OfflineLog
from ccsdk.log.plugin import read_progress
from ccsdk.model.command import SetCapacity
from tests.integration.observer_child import NAME, POINTS

pytestmark = [pytest.mark.integration, pytest.mark.faults]

ROOT = Path(__file__).resolve().parents[2]
LOGINS = 12
# Each run gets as far as the delivery after the last one that was on disk.
KILLS = [(point, at) for at in (1, 3) for point in POINTS]


def child(data: Path, point: str = "nowhere", at: int = 0, *flags: str) -> int:
    """Run a center until its observer is done or its process dead; return its exit code."""
    command = [sys.executable, "-m", "tests.integration.observer_child"]
    return subprocess.run(
        [*command, str(data), str(LOGINS), point, str(at), *flags],
        cwd=ROOT,
        check=False,
        env=os.environ,
    ).returncode


def given(data: Path) -> list[int]:
    """Return the slots of each command that the log has of the plugin."""
    with OfflineLog(log_path(data)) as log:
        rows = log.read_rows(after=0, limit=10_000)
    return [
        row.command.slots["chat"]
        for row in rows
        if row.principal == f"plugin:{NAME}" and isinstance(row.command, SetCapacity)
    ]


def counted(data: Path) -> bytes:
    with closing(sqlite3.connect(plugin_path(data, NAME))) as store:
        (value,) = store.execute("SELECT value FROM kv WHERE key = 'count'").fetchone()
    return bytes(value)


@pytest.mark.slow
@pytest.mark.timeout(180)
def test_an_observer_killed_anywhere_has_one_effect_per_event(tmp_path: Path) -> None:
    data = tmp_path / "data"

    codes = [child(data, point, at) for point, at in KILLS]
    last = child(data)

    assert codes == [-signal.SIGKILL] * len(KILLS)
    assert last == 0
    assert given(data) == list(range(1, LOGINS + 1))
    assert counted(data) == str(LOGINS).encode()
    with OfflineLog(log_path(data)) as log:
        assert read_progress(plugin_path(data, NAME)).cursor == log.info.head


def test_who_makes_a_new_key_each_time_is_found_out(tmp_path: Path) -> None:
    data = tmp_path / "data"

    assert child(data, "commanded", 1, "forgetful") == -signal.SIGKILL
    assert child(data, "nowhere", 0, "forgetful") == 0

    assert given(data) == [1, *range(1, LOGINS + 1)]
