"""The examples do what they say, as anybody would run them."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.integration.served import ccsdk, eventually, lines_of_log

pytestmark = [pytest.mark.integration]

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
CENTER = EXAMPLES / "shop" / "center.toml"
DEMO = EXAMPLES / "shop" / "demo.py"


def test_headless_routes_one_interaction() -> None:
    done = subprocess.run(
        [sys.executable, str(EXAMPLES / "headless" / "headless.py")],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    kinds = [line.split()[-1] for line in done.stdout.splitlines()]
    assert kinds[-5:] == [
        "InteractionReceived",
        "MessageReceived",
        "InteractionQueued",
        "OfferMade",
        "OfferAccepted",
    ]


def test_headless_needs_ten_lines() -> None:
    text = (EXAMPLES / "headless" / "headless.py").read_text(encoding="utf-8")

    body = text[text.index("async def main") : text.index("asyncio.run")].splitlines()[1:]

    assert len([line for line in body if line.strip()]) <= 10


def test_the_shops_center_file_is_right(tmp_path: Path) -> None:
    outcome = ccsdk("check", CENTER, "--data", tmp_path / "data")

    assert outcome.code == 0, outcome.err
    assert outcome.out.startswith("state sha256:")


class Demo:
    """Run the demo and keep what it prints."""

    def __init__(self, data: Path, *words: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, str(DEMO), "--port", "0", *words, "--data", str(data)],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
        )
        self.lines: list[str] = []
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as stream:
            for line in stream:
                self.lines.append(line.rstrip("\n"))

    @property
    def text(self) -> str:
        """Return all it printed."""
        return "\n".join(self.lines)

    def stop(self, number: int = signal.SIGINT) -> int:
        """End it as Ctrl+C does and return its exit code."""
        self.process.send_signal(number)
        return self.wait()

    def wait(self) -> int:
        """Wait for its end and return its exit code."""
        code = self.process.wait(timeout=40)
        self._reader.join(timeout=5)
        return code


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Demo, Path]]:
    """Return a running demo of hurried people, and its data folder."""
    data = tmp_path_factory.mktemp("demo") / "data"
    demo = Demo(data, "--pace", "0.05", "--customers", "2")
    try:
        eventually(lambda: "Ctrl+C ends" in demo.text or demo.process.poll(), within_s=40)
        assert demo.process.poll() is None, demo.text
        yield demo, data
    finally:
        if demo.process.poll() is None:
            demo.stop(signal.SIGTERM)


def addresses(text: str) -> list[str]:
    return re.findall(r"http://[^\s]+", text)


@pytest.mark.timeout(120)
def test_demo_prints_addresses_that_answer(demo: tuple[Demo, Path]) -> None:
    running, _ = demo

    answers = {address: status(address) for address in addresses(running.text)}

    desks = {address for address in answers if "/plugins/desk/" in address}
    assert sum("/auth/link#" in address for address in answers) == 6
    assert sorted(address.rpartition("/")[2] for address in desks) == ["", "#wallboard"]
    # Nobody has signed in, so the desk answers that one must.
    assert {address: 401 if address in desks else 200 for address in answers} == answers


def status(address: str) -> int:
    try:
        with urllib.request.urlopen(address, timeout=10) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as refusal:
        refusal.close()
        return refusal.code


def test_the_shops_page_embeds_the_widget_of_this_center(demo: tuple[Demo, Path]) -> None:
    running, _ = demo
    shop, desk = (address for address in addresses(running.text)[:2])
    center = desk.removesuffix("/plugins/desk/")

    with urllib.request.urlopen(shop, timeout=10) as answer:
        page = answer.read().decode()
    with urllib.request.urlopen(f"{center}/plugins/chat/ccsdk-chat.js", timeout=10) as answer:
        is_shared = answer.headers["access-control-allow-origin"]

    assert f'src="{center}/plugins/chat/ccsdk-chat.js"' in page
    assert '<ccsdk-chat account="web"' in page
    assert not re.search(r'(?:src|href)="https?://(?!127\.0\.0\.1)', page)
    assert is_shared == "*"


@pytest.mark.slow
@pytest.mark.timeout(120)
def test_a_simulated_chat_runs_from_the_first_word_to_wrap_up(demo: tuple[Demo, Path]) -> None:
    _, data = demo

    def finished() -> list[dict[str, Any]]:
        lines = lines_of_log(CENTER, "--data", data)
        return [line for line in lines if "InteractionClosed" in line["type"] and "agent" in line]

    eventually(finished, within_s=40)

    closed = finished()[0]["interaction"]
    own = [
        line["type"].split(".")[1]
        for line in lines_of_log(CENTER, "--data", data)
        if line.get("interaction") == closed
    ]
    kinds = Counter(own)
    assert own[0] == "InteractionReceived"
    assert kinds["MessageReceived"] >= 2
    assert kinds["MessageSent"] >= 2
    assert kinds["WrapUpEnded"] == 1


@pytest.mark.slow
@pytest.mark.timeout(120)
def test_another_system_of_the_shop_is_told_what_happens(demo: tuple[Demo, Path]) -> None:
    running, _ = demo
    (told,) = re.findall(r"What the shop is told +(http://[^\s]+)", running.text)

    def page() -> str:
        with urllib.request.urlopen(told, timeout=10) as answer:
            return str(answer.read().decode())

    eventually(lambda: "MessageReceived" in page(), within_s=40)


@pytest.mark.timeout(120)
def test_ctrl_c_ends_the_demo_and_its_center(demo: tuple[Demo, Path]) -> None:
    running, data = demo

    code = running.stop()

    assert code == 0, running.text
    assert "Traceback" not in running.text
    assert running.lines[-1].startswith("Closed.")
    assert not (data / "run.json").exists()
    assert ccsdk("check", CENTER, "--data", data).code == 0


@pytest.mark.timeout(120)
def test_demo_without_agents_leaves_the_work_to_people(tmp_path: Path) -> None:
    demo = Demo(tmp_path / "data", "--no-agents", "--customers", "1", "--pace", "0.05")

    try:
        eventually(lambda: "Ctrl+C ends" in demo.text, within_s=40)
        eventually(
            lambda: any(
                "InteractionReceived" in line["type"]
                for line in lines_of_log(CENTER, "--data", tmp_path / "data")
            ),
            within_s=30,
        )
    finally:
        code = demo.stop()

    kinds = {line["type"] for line in lines_of_log(CENTER, "--data", tmp_path / "data")}
    assert code == 0
    assert "Simulated customers: 1. Simulated agents: none." in demo.text
    assert "ccsdk.AgentConnected.v1" not in kinds


def test_demo_says_which_port_is_in_use(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        demo = Demo(tmp_path / "data", "--port", str(port - 1))
        code = demo.wait()

    assert code != 0
    assert f"port {port}" in demo.text
    assert "Traceback" not in demo.text
