"""The same commands at the same instants give the same bytes, whatever the hash seed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tomllib
from collections import Counter
from pathlib import Path

import pytest

pytestmark = [pytest.mark.integration]

ROOT = Path(__file__).resolve().parents[2]
SOURCES = os.pathsep.join(str(ROOT / each) for each in ("src", "plugins/ccsdk-chat/src"))
PYTHONS = ("python3.11", "python3.12", "python3.13")


def day(python: str, seed: str) -> str:
    """Return the log of the scripted day, as a process with this hash seed prints it."""
    done = subprocess.run(
        [python, "-m", "tests.integration.scripted"],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": SOURCES},
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def other_pythons() -> list[str]:
    """Return the interpreters of this machine that the core promises to run on, but this one."""
    kept = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    found = {}
    for name in PYTHONS:
        # What a version manager offers by name may be there under its own roof only.
        for path in (shutil.which(name), *sorted(kept.glob(f"*/bin/{name}"))):
            if path and answers(str(path)):
                found.setdefault(name, str(path))
    found.pop(f"python3.{sys.version_info.minor}", None)
    return sorted(found.values())


def answers(python: str) -> bool:
    return subprocess.run([python, "-c", ""], capture_output=True, check=False).returncode == 0


def equipped(python: str) -> str:
    """Return an interpreter like this one that has what the core needs; kept between runs."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    constraints = ROOT / "constraints.txt"
    wanted = f"{project['dependencies']} {constraints.read_text(encoding='utf-8')}"
    place = ROOT / ".nox" / Path(python).name
    stamp, made = place / "installed", place / "bin" / "python"
    if not (stamp.is_file() and stamp.read_text(encoding="utf-8") == wanted):
        shutil.rmtree(place, ignore_errors=True)
        subprocess.run([python, "-m", "venv", str(place)], check=True)
        pip = [str(made), "-m", "pip", "install", "-q", "-c", str(constraints)]
        subprocess.run([*pip, *project["dependencies"]], check=True)
        stamp.write_text(wanted, encoding="utf-8")
    return str(made)


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


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_the_log_is_the_same_on_every_python_there_is(log: str) -> None:
    others = {python: day(equipped(python), "3") for python in other_pythons()}

    assert {python for python, other in others.items() if other != log} == set()
