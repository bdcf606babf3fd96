"""The tutorial "your first channel": its files are the template's, and its commands work."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from ccsdk.cli.new import written

pytestmark = [pytest.mark.integration]

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs/tutorial/your-first-channel.md").read_text(encoding="utf-8")
FILES = re.findall(r"^`(\S+)`:\n\n```python\n(.*?)\n```$", PAGE, re.MULTILINE | re.DOTALL)
COMMANDS = re.findall(r"^```bash\n(.*?)\n```$", PAGE, re.MULTILINE | re.DOTALL)
PLAY = re.findall(r"^```python\n(.*?)\n```$", PAGE, re.MULTILINE | re.DOTALL)[-1]


def test_the_files_that_it_shows_are_those_that_are_written(tmp_path: Path) -> None:
    folder = written("acme-sms", "channel", tmp_path)

    shown = {place: f"{text}\n" for place, text in FILES}
    code = {path.relative_to(folder).as_posix() for path in (folder / "src").rglob("*.py")}

    assert shown.keys() == code
    assert shown == {place: (folder / place).read_text(encoding="utf-8") for place in shown}


# It installs twice and takes a minute: `nox -s templates` has it collected.
IS_FOLLOWED = "CCSDK_TUTORIAL" in os.environ


@pytest.mark.slow
@pytest.mark.clone
@pytest.mark.timeout(600)
def follow_it_word_for_word(tmp_path: Path, record_property: Callable[[str, object], None]) -> None:
    wheels = tmp_path / "wheels"
    hatchling = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(wheels)]
    subprocess.run(hatchling, cwd=ROOT, check=True, capture_output=True)
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty" / "play").write_text(PLAY, encoding="utf-8")
    script = "\n".join(["set -e", *COMMANDS]).replace(
        # What the reader saves, as the page says, before the command that runs it.
        ".venv/bin/python play.py",
        "mv ../play play.py\n.venv/bin/python play.py",
    )
    own = {k: v for k, v in os.environ.items() if not k.startswith(("PYTEST", "PYTHON", "VIRTUAL"))}
    own |= {"PIP_FIND_LINKS": str(wheels), "PIP_CONSTRAINT": str(ROOT / "constraints.txt")}

    begun = time.monotonic()
    done = subprocess.run(
        [shutil.which("bash") or "/bin/bash", "-c", script],
        cwd=tmp_path / "empty",
        env=own,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr
    assert "The gateway is to send: On its way!" in done.stdout
    assert "InteractionReceived" in done.stdout
    record_property("figure", ("tutorial's commands", f"{time.monotonic() - begun:.0f} s", "-"))


if IS_FOLLOWED:
    test_followed_word_for_word_from_an_empty_folder_it_works = follow_it_word_for_word
