"""A scorer that never returns, in a real server: it ends, and the next start goes on without."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from ccsdk import ContactCenter
from ccsdk.model.command import LogIn, ReceiveInteraction, SetReady
from tests.integration.served import CENTER, center_file, lines_of_log

pytestmark = [pytest.mark.integration, pytest.mark.timeout(120)]

PLUGIN = """
from __future__ import annotations

import os

from ccsdk.hooks import Plugin, Scorer, hookimpl


def score(work, agent):
    while os.environ.get("HANG"):
        pass
    return 1


class Hanging:
    @hookimpl
    def register(self, ctx):
        return [Scorer(name="endless", score=score)]


plugin = Plugin(name="hanging", summary="Hangs if told to.", implementation=Hanging)
"""
MAIN = """
from ccsdk.cli import main
main()
"""
# Only for who hangs: 30 s are long for a test, but what a busy machine holds up is no hang.
SERVE = f"""
from ccsdk.center import watchdog
watchdog.HUNG_MS = 1_500
watchdog.BEAT_MS = 200
{MAIN}"""


def installed(folder: Path) -> None:
    """Lay out a plugin as an installer would."""
    (folder / "ccsdk_hanging.py").write_text(PLUGIN)
    info = folder / "ccsdk_hanging-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: ccsdk-hanging\nVersion: 1\n")
    (info / "entry_points.txt").write_text("[ccsdk.plugins.v1]\nhanging = ccsdk_hanging:plugin\n")


def served(center: Path, program: str = MAIN) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", program, "serve", str(center)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "HANG": "1"},
    )


def started_and_stopped(center: Path) -> list[dict[str, object]]:
    """Serve until it is ready, stop it, and return what it logged."""
    server = served(center)
    assert server.stdout is not None
    assert server.stdout.readline().startswith("ready ")
    server.terminate()
    _, err = server.communicate(timeout=30)
    assert server.returncode == 0
    return logged(err)


def logged(err: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in err.splitlines() if line.startswith("{")]


async def write(center: Path) -> None:
    async with ContactCenter(center) as open_center:
        await open_center.agent("mei").ask(LogIn)
        await open_center.agent("mei").ask(SetReady)
        await open_center.visitor("web", "vi_1").ask(ReceiveInteraction, text="Hello")


def test_a_server_ends_with_70_and_the_next_start_leaves_out_what_hung(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plugins = tmp_path / "plugins"
    plugins.mkdir()
    installed(plugins)
    monkeypatch.syspath_prepend(str(plugins))
    path = filter(None, (str(plugins), os.environ.get("PYTHONPATH")))
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(path))
    text = CENTER.replace('name = "Sales"', 'name = "Sales"\nscorers = ["endless"]')
    center = center_file(tmp_path, text + "\n[plugins.hanging]\n")
    asyncio.run(write(center))

    # A restart withdraws the Offer and makes it again: the scorer is asked at once.
    hanging = served(center, SERVE)
    _, err = hanging.communicate(timeout=60)
    (hung,) = (line for line in logged(err) if line["event"] == "plugin.hung")
    note = json.loads((tmp_path / "data" / "hung.json").read_text())
    second, third = started_and_stopped(center), started_and_stopped(center)

    assert hanging.returncode == 70
    named = {"plugin": "hanging", "contribution": "scorer", "name": "endless", "version": 1}
    assert named.items() <= hung.items()
    assert (note["name"], note["reason"]) == ("endless", "hung")
    assert [line["name"] for line in second if line["event"] == "plugin.left_out"] == ["endless"]
    assert not [line for line in third if line["event"] == "plugin.left_out"]
    assert not (tmp_path / "data" / "hung.json").exists()
    log = [line["type"] for line in lines_of_log(center)]
    assert log.count("ccsdk.PluginDisabled.v1") == 1
    # Before the hang, and after both of the starts that went on.
    assert log.count("ccsdk.OfferMade.v1") == 3
