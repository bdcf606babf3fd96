"""What reaches the disk before an acknowledgement leaves, seen from outside the process."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.integration.fault_judge import judge, read_told
from tests.integration.fault_nursery import Nursery, needs_strace, traced, wait_for

pytestmark = [pytest.mark.integration, pytest.mark.faults, pytest.mark.slow, needs_strace]

CALL = re.compile(r"^(\d+) +[\d.]+ (\w+)\(\d+<([^>]*)>(.*)$")
RESUMED = re.compile(r"^(\d+) +[\d.]+ <\.\.\. (\w+) resumed>")


@pytest.fixture(scope="module")
def nursery() -> Iterator[Nursery]:
    nursery = Nursery()
    yield nursery
    nursery.close()


def early_acknowledgements(trace: str, *, files: tuple[str, ...]) -> tuple[int, list[str]]:
    """Return how many acknowledgements left, and those that left before a sync.

    The trace is of a sender who waits for each answer: whatever was written before one
    belongs to it.
    """
    unsynced: set[str] = set()
    under_way: dict[str, str] = {}
    count, found = 0, []
    for line in trace.splitlines():
        if resumed := RESUMED.match(line):
            thread, call = resumed.groups()
            if call in ("fdatasync", "fsync"):
                unsynced.discard(under_way.get(thread, ""))
            continue
        match = CALL.match(line)
        if match is None:
            continue
        thread, call, path, rest = match.groups()
        if call in ("fdatasync", "fsync"):
            if "unfinished" in rest:
                under_way[thread] = path
            else:
                unsynced.discard(path)
        elif path in files:
            unsynced.add(path)
        elif call == "write" and rest.startswith(', "ack '):
            count += 1
            found += [f"{line} before a sync of {unsynced}"] if unsynced else []
    return count, found


def trace_of(nursery: Nursery, tmp_path: Path, *, synchronous: str) -> tuple[int, list[str]]:
    place, told, trace = tmp_path / "data", tmp_path / "told", tmp_path / "trace"
    child = nursery.bear(place, told, number=0, customers=0, synchronous=synchronous)
    with traced(child, trace, "-e", "trace=pwrite64,write,fdatasync,fsync"):
        child.go()
    assert read_told(told).done
    files = (str(place / "log.db"), str(place / "log.db-wal"))
    return early_acknowledgements(trace.read_text(), files=files)


def test_no_acknowledgement_leaves_before_a_sync(nursery: Nursery, tmp_path: Path) -> None:
    count, found = trace_of(nursery, tmp_path, synchronous="FULL")

    assert count >= 18
    assert found == []


def test_synchronous_normal_is_found_out(nursery: Nursery, tmp_path: Path) -> None:
    count, found = trace_of(nursery, tmp_path, synchronous="NORMAL")

    assert count >= 18
    assert len(found) >= 10


def play_with_failing_syncs(
    nursery: Nursery, tmp_path: Path, when: str, *, only_present: bool
) -> tuple[Path, str]:
    """Return what a round told, and the trace, in which syncs fail once it is under way."""
    place, told, trace = tmp_path / "data", tmp_path / "told", tmp_path / "trace"
    child = nursery.bear(place, told, number=0, customers=40)
    child.go()
    wait_for(lambda: told.exists() and b"ack" in told.read_bytes(), what="an acknowledgement")
    child.halt()
    inject = f"inject=fdatasync:error=EIO:when={when}"
    options = ("-e", "trace=fdatasync", "-e", inject)
    with traced(child, trace, *options, only_present=only_present):
        child.go()
    return told, trace.read_text()


@pytest.mark.parametrize("nth", [1, 4, 15])
def test_a_failed_sync_is_an_unknown_outcome_and_the_center_goes_on(
    nursery: Nursery, tmp_path: Path, nth: int
) -> None:
    told, trace = play_with_failing_syncs(nursery, tmp_path, str(nth), only_present=True)

    assert trace.count("(INJECTED)") == 1
    assert "UnknownOutcomeError" in told.read_text()
    assert read_told(told).done == 1
    assert judge(tmp_path / "data" / "log.db", read_told(told)) == []


def test_syncs_that_go_on_failing_stop_the_center(nursery: Nursery, tmp_path: Path) -> None:
    told, trace = play_with_failing_syncs(nursery, tmp_path, "4+", only_present=False)

    assert trace.count("(INJECTED)") >= 2
    assert "CenterStoppedError" in told.read_text()
    assert judge(tmp_path / "data" / "log.db", read_told(told)) == []
