"""SIGKILL at any moment: acknowledged is in the log, the log is in what was sent."""

from __future__ import annotations

import os
import random
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.integration.fault_judge import judge, read_told
from tests.integration.fault_nursery import Nursery, needs_strace, traced, wait_for

pytestmark = [pytest.mark.integration, pytest.mark.faults, pytest.mark.slow]

KILLS = max(20, int(os.environ.get("CCSDK_KILLS", "30")))
# After so many kills a log is left behind for a new one, which the first kills may meet young.
KILLS_PER_LOG = 5
CUSTOMERS = 60
CALLS = ("pwrite64", "fdatasync", "write", "openat", "rename", "unlink", "ftruncate")


@pytest.fixture(scope="module")
def nursery() -> Iterator[Nursery]:
    nursery = Nursery()
    yield nursery
    nursery.close()


def told_lines(told: Path) -> int:
    return told.read_bytes().count(b"\n") if told.exists() else 0


def finish(nursery: Nursery, place: Path, told: Path, *, number: int) -> list[str]:
    """Play a last, undisturbed round, and return what the judge finds."""
    # On a busy machine a round may end before its kill comes.
    ended = read_told(told).done
    assert ended <= KILLS_PER_LOG // 2, "most kills were real"
    child = nursery.bear(place, told, number=number, customers=5)
    child.go()
    child.join()
    seen = read_told(told)
    assert seen.done == ended + 1, "the last round ends"
    assert seen.again, "keys of earlier rounds were answered again"
    return judge(place / "log.db", seen)


@pytest.mark.parametrize("seed", range(KILLS // 2 // KILLS_PER_LOG))
def test_killed_at_a_random_moment(nursery: Nursery, tmp_path: Path, seed: int) -> None:
    chance = random.Random(f"moment {seed}")
    place, told = tmp_path / "data", tmp_path / "told"

    for number in range(KILLS_PER_LOG):
        line = told_lines(told) + chance.randrange(0, CUSTOMERS * 10)
        child = nursery.bear(place, told, number=number, customers=CUSTOMERS)
        child.go()
        wait_for(
            lambda line=line, child=child: told_lines(told) >= line or not child.is_alive(),
            what="the moment to kill",
        )
        child.kill()
        seen = read_told(told)
        if (place / "log.db").exists():
            assert judge(place / "log.db", seen) == []
        else:
            assert not seen.acked

    assert finish(nursery, place, told, number=KILLS_PER_LOG) == []


def test_the_judge_finds_what_is_planted(nursery: Nursery, tmp_path: Path) -> None:
    place, told = tmp_path / "data", tmp_path / "told"
    child = nursery.bear(place, told, number=0, customers=3)
    child.go()
    child.join()
    honest = told.read_text()

    def found(lie: Callable[[str], str]) -> str:
        told.write_text(lie(honest))
        return "\n".join(judge(place / "log.db", read_told(told)))

    assert found(lambda text: text) == ""
    assert "G3" in found(lambda text: text + "sent lost mei\nack lost mei 7\n")
    assert "G4" in found(lambda text: text + "again define-queue system 2\n")
    assert "never sent" in found(lambda text: text.replace("sent define-queue", "sent other"))
    assert "G5" in found(lambda text: text.replace("sha256:", "sha256:0"))


def count_calls(nursery: Nursery, tmp_path: Path) -> dict[str, int]:
    """Return how often an undisturbed first round makes each call."""
    trace = tmp_path / "trace"
    child = nursery.bear(tmp_path / "dry", tmp_path / "dry-told", number=0, customers=CUSTOMERS)
    with traced(child, trace, "-e", f"trace={','.join(CALLS)}"):
        child.go()
    text = trace.read_text()
    return {call: len(re.findall(rf" {call}\(", text)) for call in CALLS}


@needs_strace
@pytest.mark.timeout(600)
def test_killed_inside_a_system_call(nursery: Nursery, tmp_path: Path) -> None:
    chance = random.Random("calls")
    counts = count_calls(nursery, tmp_path)
    calls = [call for call in CALLS if counts[call]]
    assert {"pwrite64", "fdatasync", "write", "openat", "rename"} <= set(calls)

    fired = 0
    for kill in range(KILLS - KILLS // 2):
        place, told = tmp_path / f"data-{kill}", tmp_path / f"told-{kill}"
        call = calls[kill % len(calls)]
        # Batches differ in size from run to run, so that the last calls may not come.
        nth = chance.randint(1, max(1, counts[call] * 2 // 3))
        inject = ("-e", f"trace={call}", "-e", f"inject={call}:signal=KILL:when={nth}")
        child = nursery.bear(place, told, number=0, customers=CUSTOMERS)
        with traced(child, tmp_path / f"trace-{kill}", *inject):
            child.go()
        fired += "killed by SIGKILL" in (tmp_path / f"trace-{kill}").read_text()
        if (place / "log.db").exists():
            assert judge(place / "log.db", read_told(told)) == []
        else:
            assert not read_told(told).acked
        finish_after_kill(nursery, place, told)

    assert fired >= (KILLS - KILLS // 2) * 9 // 10, "the kills were real"


def finish_after_kill(nursery: Nursery, place: Path, told: Path) -> None:
    child = nursery.bear(place, told, number=1, customers=5)
    child.go()
    child.join()
    assert read_told(told).done, f"a round after the kill ends: {told}"
    assert judge(place / "log.db", read_told(told)) == []
