"""The same commands at the same instants give the same bytes, whatever the hash seed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

pytestmark = [pytest.mark.integration]

ROOT = Path(__file__).resolve().parents[2]
# Others are tried where they are installed with what the core needs.
PYTHONS = ("python3.11", "python3.12", "python3.13")
NEEDS = "import ccsdk, ccsdk_chat, aiosqlite, attrs, click, msgspec, pluggy, structlog"


def day(python: str, seed: str) -> str:
    """Return the log of the scripted day, as a process with this hash seed prints it."""
    done = subprocess.run(
        [python, "-m", "tests.integration.scripted"],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": seed},
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def pythons() -> list[str]:
    """Return the interpreters that can run the core, this one first."""
    found = [sys.executable]
    for name in PYTHONS:
        path = shutil.which(name)
        if path and path != sys.executable and "." in name:
            can = subprocess.run([path, "-c", NEEDS], capture_output=True, check=False)
            found += [path] if can.returncode == 0 else []
    return found


@pytest.fixture(scope="module")
def log() -> str:
    """Return the log under one hash seed."""
    return day(sys.executable, "1")


def test_the_day_is_worth_comparing(log: str) -> None:
    kinds = Counter(json.loads(line)["type"].split(".")[1] for line in log.splitlines()[:-1])

    for kind in (
        "OfferMade",
        "OfferShown",
        "OfferAccepted",
        "OfferDeclined",
        "OfferExpired",
        "OfferWithdrawn",
        "InteractionAnswered",
        "InteractionAbandoned",
        "InteractionEnded",
        "InteractionClosed",
        "WrapUpEnded",
        "AgentDisconnected",
    ):
        assert kinds[kind] > 0, kind


@pytest.mark.parametrize("seed", ["2", "4242"])
def test_the_log_is_the_same_under_another_hash_seed(log: str, seed: str) -> None:
    other = day(sys.executable, seed)

    assert other == log


def test_the_log_is_the_same_on_every_python_there_is(log: str) -> None:
    others = {python: day(python, "3") for python in pythons()}

    assert {python for python, other in others.items() if other != log} == set()
