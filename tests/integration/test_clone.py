"""The README's first command, from a clone of HEAD and nothing else."""

from __future__ import annotations

import os
import re
import selectors
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
COMMAND = re.compile(r"^\s*(python3 -m venv .*nox -s demo)\s*$", re.MULTILINE)
ADDRESS = re.compile(r"https?://[^\s'\"<>]+")
COLD_START_S = 90
ENDING_S = 20


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """Return a folder with the committed files alone."""
    place = tmp_path / "clone"
    subprocess.run(
        ["git", "-c", "safe.directory=*", "clone", "-q", "--no-hardlinks", str(ROOT), str(place)],
        check=True,
        timeout=COLD_START_S,
    )
    return place


@pytest.fixture
def demo(clone: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Run the README's first command there on a free port; end all that it started."""
    found = COMMAND.search((clone / "README.md").read_text(encoding="utf-8"))
    assert found is not None, "the README does not give the demo's command"
    inherited = {k: v for k, v in os.environ.items() if not k.startswith(("PYTEST", "PYTHON"))}
    inherited.pop("VIRTUAL_ENV", None)
    process = subprocess.Popen(
        ["bash", "-c", f"{found[1]} -- --port 0"],
        cwd=clone,
        env={**inherited, "PATH": path_without_this_environment()},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        end_group(process)


def path_without_this_environment() -> str:
    """Return PATH as a newcomer has it: without the environment that runs the tests."""
    own = str(Path(sys.executable).parent)
    return os.pathsep.join(p for p in os.environ["PATH"].split(os.pathsep) if p != own)


def end_group(process: subprocess.Popen[bytes]) -> None:
    """Press Ctrl+C for the process group, wait until it is empty, then insist."""
    assert process.stdout is not None, "the process was started with a pipe"
    if process.stdout.closed:
        return
    for number in (signal.SIGINT, signal.SIGKILL):
        deadline = time.monotonic() + ENDING_S
        try:
            os.killpg(process.pid, number)
            while time.monotonic() < deadline:
                # Reaps the leader; the group lives as long as any of its members does.
                process.poll()
                os.killpg(process.pid, 0)
                time.sleep(0.05)
        except ProcessLookupError:
            break
    process.stdout.close()


def read_until_addresses(process: subprocess.Popen[bytes], *, count: int, within_s: float) -> str:
    """Return what the process printed up to the line that makes up a number of addresses."""
    assert process.stdout is not None
    printed: list[str] = []
    deadline = time.monotonic() + within_s
    with selectors.DefaultSelector() as ready:
        ready.register(process.stdout, selectors.EVENT_READ)
        while time.monotonic() < deadline:
            if not ready.select(timeout=1):
                continue
            line = os.read(process.stdout.fileno(), 65_536).decode()
            if not line:
                break
            printed.append(line)
            text = "".join(printed)
            if text.endswith("\n") and len(set(ADDRESS.findall(text))) >= count:
                return text
    raise AssertionError(f"no {count} addresses in {within_s} s:\n{''.join(printed)}")


def status(address: str) -> int | None:
    """Return how a server of this machine answers, past any proxy; None if nobody does."""
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with direct.open(address, timeout=10) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as refusal:
        refusal.close()
        return refusal.code
    except urllib.error.URLError:
        return None


@pytest.mark.clone
@pytest.mark.slow
@pytest.mark.timeout(COLD_START_S * 3)
def test_first_command_of_the_readme_prints_addresses_that_answer_until_it_is_stopped(
    demo: subprocess.Popen[bytes],
) -> None:
    printed = read_until_addresses(demo, count=5, within_s=COLD_START_S)

    answers = {address: status(address) for address in sorted(set(ADDRESS.findall(printed)))}

    links = [address for address in answers if "/auth/link#" in address]
    desks = [address for address in answers if "/plugins/desk/" in address]
    pages = set(answers) - {*links, *desks}
    assert {answers[address] for address in links} == {200}
    assert {answers[address] for address in pages} == {200}
    # Nobody has signed in, so the desk answers that one must.
    assert {answers[address] for address in desks} == {401}

    end_group(demo)

    assert {status(address) for address in answers} == {None}
