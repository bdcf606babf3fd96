"""`ccsdk check` tells where a center is another one than its file says, since when and by whom."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from ccsdk import ContactCenter
from ccsdk.cli.check import check
from ccsdk.model.command import DefineAgent, DefineCalendar, DefineQueue, DeleteQueue
from ccsdk.testing.clock import START_MS, VirtualClock

pytestmark = pytest.mark.integration

FILE = """
[calendars.shop]
weekly = ["mon-fri 09:00-17:00"]

[queues.sales]
ring = "20s"

[queues.night]

[agents.mei]
queues = ["sales"]

[supervisors.ada]
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "center.toml"
    path.write_text(FILE)
    return path


def live(file: Path, *changes: tuple[type, dict[str, Any]], at_ms: int = START_MS) -> None:
    """Open the center once, and let Ada change it."""

    async def work() -> None:
        async with ContactCenter(file, clock=VirtualClock(now_ms=at_ms)) as center:
            for command, members in changes:
                await center.agent("ada").ask(command, **members)

    asyncio.run(work())


def told(file: Path, capsys: pytest.CaptureFixture[str]) -> list[str]:
    check(file, None)
    lines = capsys.readouterr().err.splitlines()
    return [line.removeprefix("changed: ") for line in lines if line.startswith("changed: ")]


def test_a_new_center_and_one_as_its_file_differ_in_nothing(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = told(file, capsys)
    live(file)

    assert (before, told(file, capsys)) == ([], [])


def test_what_a_supervisor_changed_is_told_setting_by_setting(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    live(
        file,
        (DefineQueue, {"queue": "sales", "name": "sales", "ring_ms": 30_000}),
        (DefineQueue, {"queue": "outlet", "name": "Outlet"}),
        (DefineAgent, {"agent": "mei", "memberships": [{"queue": "sales"}], "extension": "7"}),
        (DefineCalendar, {"calendar": "shop", "weekly": ["24x7"]}),
        (DeleteQueue, {"queue": "night"}),
    )
    # Weeks later the center compiles the hours anew, which changes nobody's word.
    live(file, at_ms=START_MS + 60 * 86_400_000)

    since = "since 2026-01-05T09:00:00.000Z by ada"
    assert told(file, capsys) == [
        'calendars.shop.weekly: the file says ["mon-fri 09:00-17:00"], and it is ["24x7"], '
        + since,
        "queues.sales.ring: the file says 20s, and it is 30s, " + since,
        "queues.night: is in the file, and was deleted, " + since,
        'agents.mei.extension: the file says nothing, and it is "7", ' + since,
        "queues.outlet: is not in the file, " + since,
    ]


def test_what_the_file_says_since_the_last_start_waits_for_the_next(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    live(file)
    file.write_text(FILE.replace("20s", "25s") + '\n[queues.new]\nring = "9s"\n')

    assert told(file, capsys) == [
        "queues.sales.ring: the file says 25s, and it is 20s, until the next start"
    ]
