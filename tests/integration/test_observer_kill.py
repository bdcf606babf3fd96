"""An observer that is killed between its effects and its cursor: each event counts once.

Once in its own tables and once by command; once, too, at a service that tells parcels by their
ids. A service that does not may have one twice: then the second says that it is uncertain.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import attrs
import pytest

from ccsdk.center.files import log_path, plugin_path
from ccsdk.log.offline import OfflineLog
from ccsdk.log.plugin import read_progress
from ccsdk.model.command import SetCapacity
from tests.integration.observer_child import NAME, POINTS, Order, slots_of

pytestmark = [pytest.mark.integration, pytest.mark.faults]

ROOT = Path(__file__).resolve().parents[2]
KILLS = int(os.environ.get("CCSDK_KILLS_OBSERVER", "40"))
SEED = 5


class Nursery:
    """Have rounds played by children of one warm process, one after the other."""

    def __init__(self, folder: Path) -> None:
        self.data, self.service = folder / "data", folder / "service.jsonl"
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.integration.observer_child"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def play(self, **order: object) -> int:
        """Return a round's exit code, negative for a signal."""
        place = {"data": str(self.data), "service": str(self.service)}
        told = Order(**place | order)  # type: ignore[arg-type]
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(attrs.asdict(told)) + "\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())

    def close(self) -> None:
        self._process.communicate(timeout=30)

    # --- what there is ------------------------------------------------------------------------

    def logins(self) -> list[int]:
        """Return the position of each login that the log has."""
        with OfflineLog(log_path(self.data)) as log:
            entries = log.read(after=0, limit=100_000)
        return [e.position for e in entries if getattr(e.event, "reason", None) == "login"]

    def commands(self) -> list[int]:
        """Return the slots of each command that the log has of the plugin."""
        with OfflineLog(log_path(self.data)) as log:
            rows = log.read_rows(after=0, limit=100_000)
        return [
            row.command.slots["chat"]
            for row in rows
            if row.principal == f"plugin:{NAME}" and isinstance(row.command, SetCapacity)
        ]

    def rows(self, sql: str) -> list[int]:
        with closing(sqlite3.connect(plugin_path(self.data, NAME))) as store:
            return [row[0] for row in store.execute(sql)]

    def arrived(self) -> list[tuple[str, bool]]:
        """Return what came to the service, in order: the id, and whether it may be another."""
        lines = self.service.read_text(encoding="utf-8").splitlines()
        told = [json.loads(line) for line in lines]
        return [(each["id"], each["is_uncertain"]) for each in told]


@pytest.fixture
def nursery(tmp_path: Path) -> Iterator[Nursery]:
    nursery = Nursery(tmp_path)
    yield nursery
    nursery.close()


@pytest.mark.slow
@pytest.mark.timeout(60 + 2 * KILLS)
def test_an_observer_killed_anywhere_has_one_effect_per_event(nursery: Nursery) -> None:
    # Each point in turn; how often it is come to before is chance.
    chance = random.Random(SEED)
    points = [POINTS[number % len(POINTS)] for number in range(KILLS)]

    codes = [
        nursery.play(logins=3, point=point, at=chance.randint(1, 2), is_forgetful=False)
        for point in points
    ]
    last = nursery.play()

    logins, arrived = nursery.logins(), nursery.arrived()
    ids = [f"login-{position}" for position in logins]
    assert codes == [-signal.SIGKILL] * KILLS
    assert last == 0
    assert len(logins) >= KILLS
    # Exactly once in its own tables, and by command.
    assert nursery.rows("SELECT position FROM effects ORDER BY position") == logins
    assert nursery.commands() == [slots_of(count) for count in range(1, len(logins) + 1)]
    # Once where the service tells them by their ids: none is lost, and in order.
    assert list(dict(arrived)) == ids
    # Who does not sees some twice, and each of these says that it may be.
    again = [
        (id, told) for number, (id, told) in enumerate(arrived) if id in dict(arrived[:number])
    ]
    assert again
    assert all(is_uncertain for _, is_uncertain in again)
    assert len(again) <= KILLS
    assert nursery.rows("SELECT count(*) FROM outbox") == [0]
    with OfflineLog(log_path(nursery.data)) as log:
        assert read_progress(plugin_path(nursery.data, NAME)).cursor == log.info.head


def test_who_makes_a_new_key_each_time_is_found_out(nursery: Nursery) -> None:
    assert nursery.play(logins=3, point="commanded", is_forgetful=True) == -signal.SIGKILL
    assert nursery.play(is_forgetful=True) == 0

    counts = range(1, len(nursery.logins()) + 1)
    assert nursery.commands() == [slots_of(1), *map(slots_of, counts)]
