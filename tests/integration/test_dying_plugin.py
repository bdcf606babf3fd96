"""An observer that never returns, or ends the process, in a real server: the next start goes on."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.integration.served import CENTER, center_file, lines_of_log
from tests.integration.test_hung_plugin import MAIN, SERVE, logged, write

pytestmark = [pytest.mark.integration, pytest.mark.timeout(120)]

PLUGIN = """
import os
from pathlib import Path

from ccsdk.hooks import Capabilities, Plugin, hookimpl


class Dying:
    @hookimpl
    async def on_event(self, event):
        while os.environ.get("FAULT") == "hang":
            pass
        if os.environ.get("FAULT") == "exit":
            os._exit(9)
        with Path(os.environ["SEEN"]).open("a") as seen:
            print(event.event.interaction, file=seen, flush=True)


plugin = Plugin(
    name="dying",
    summary="Dies if told to.",
    implementation="ccsdk_dying:Dying",
    capabilities=Capabilities(topics=("interaction.*.InteractionReceived",)),
)
"""


def installed(folder: Path) -> None:
    """Lay out a plugin as an installer would."""
    (folder / "ccsdk_dying.py").write_text(PLUGIN)
    info = folder / "ccsdk_dying-1.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: ccsdk-dying\nVersion: 1\n")
    (info / "entry_points.txt").write_text("[ccsdk.plugins.v1]\ndying = ccsdk_dying:plugin\n")


def served(center: Path, fault: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", SERVE if fault == "hang" else MAIN, "serve", str(center)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "FAULT": fault, "SEEN": str(center.parent / "seen")},
    )


def stopped(server: subprocess.Popen[str], *, once: Path | None = None) -> list[dict[str, object]]:
    """Wait until it serves, and this file is there; stop it, and return what it logged."""
    assert server.stdout is not None
    assert server.stdout.readline().startswith("ready ")
    give_up_at = time.monotonic() + 30
    while once is not None and not once.exists() and time.monotonic() < give_up_at:
        time.sleep(0.01)
    server.terminate()
    _, err = server.communicate(timeout=30)
    assert server.returncode == 0
    return logged(err)


@pytest.fixture
def center(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a center's file with such a plugin, in whose log an Interaction stands."""
    plugins = tmp_path / "plugins"
    plugins.mkdir()
    installed(plugins)
    path = filter(None, (str(plugins), os.environ.get("PYTHONPATH")))
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(path))
    asyncio.run(write(center_file(tmp_path, CENTER)))
    return center_file(tmp_path, CENTER + "\n[plugins.dying]\n")


def test_an_observer_that_never_returns_is_left_out_at_the_next_start(center: Path) -> None:
    hanging = served(center, "hang")
    _, err = hanging.communicate(timeout=60)
    lines = logged(err)
    note = json.loads((center.parent / "data" / "hung.json").read_text())
    second = stopped(served(center, "hang"))

    assert hanging.returncode == 70
    for event in ("plugin.blocks", "plugin.hung"):
        (line,) = (each for each in lines if each["event"] == event)
        assert (line["plugin"], line["hook"]) == ("dying", "on_event")
        assert "ccsdk_dying.py:" in str(line["line"])
    assert (note["plugin"], note["part"]) == ("dying", "on_event")
    assert [each["plugin"] for each in second if each["event"] == "plugin.left_out"] == ["dying"]
    assert not (center.parent / "data" / "hung.json").exists()


def test_an_observer_that_ends_the_process_loses_nothing(center: Path) -> None:
    dying = served(center, "exit")
    dying.communicate(timeout=60)
    stopped_cleanly = stopped(served(center, ""), once=center.parent / "seen")

    assert dying.returncode == 9
    assert [each for each in stopped_cleanly if each["event"] == "plugin.left_out"] == []
    log = [line["type"] for line in lines_of_log(center)]
    assert log.count("ccsdk.InteractionReceived.v1") == 1
    assert len((center.parent / "seen").read_text().splitlines()) == 1
