"""The rules of the root conftest.py: in CI a skip fails, and every block of a page runs."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.meta.tree import ROOT

SKIPS = {
    "test_call.py": "import pytest\n\ndef test_a():\n    pytest.skip('no browser')\n",
    "test_mark.py": "import pytest\n\n@pytest.mark.skip(reason='no browser')\ndef test_a(): ...\n",
    "test_fixture.py": (
        "import pytest\n\n@pytest.fixture\ndef browser():\n    pytest.skip('no browser')\n\n"
        "def test_a(browser): ...\n"
    ),
    "test_module.py": "import pytest\n\npytest.skip('no browser', allow_module_level=True)\n",
}
EXPECTED_FAILURE = "import pytest\n\n@pytest.mark.xfail\ndef test_a():\n    assert False\n"
PAGES = {
    "README.md": "```python\nassert 1 == 1\nopen('left', 'w').close()\n```\n",
    "docs/wrong.md": "```python\nassert 1 == 2\n```\n",
    "docs/center.md": "```toml\n[queues.help]\nring = '15s'\n```\n",
    "docs/typo.md": "```toml\n[queues.help]\nringg = '15s'\n```\n",
    "docs/package.md": "```toml\n[project]\nname = 'x'\n```\n",
    "docs/deep/er/right.md": "```python\npass\n```\n",
    "docs/shell.md": "```bash\nfalse\n```\n",
}


def run_pytest(folder: Path, files: dict[str, str], *, ci: str) -> subprocess.CompletedProcess[str]:
    """Run pytest under our rules in a folder that holds a few files."""
    shutil.copy(ROOT / "conftest.py", folder)
    for name, text in {"pytest.ini": "[pytest]\n", **files}.items():
        (folder / name).parent.mkdir(exist_ok=True, parents=True)
        (folder / name).write_text(text)
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-rA", "--continue-on-collection-errors", "."],
        cwd=folder,
        env={**os.environ, "CI": ci},
        capture_output=True,
        text=True,
        check=False,
    )


def test_every_kind_of_skip_fails_in_continuous_integration(tmp_path: Path) -> None:
    outcome = run_pytest(tmp_path, SKIPS, ci="true")

    lines = outcome.stdout.splitlines()
    failed = {x.split()[1].split("::")[0] for x in lines if x.startswith(("FAILED ", "ERROR "))}
    assert failed == set(SKIPS)
    assert outcome.stdout.count("skipped, although CI=true") >= len(SKIPS)


def test_a_skip_passes_elsewhere(tmp_path: Path) -> None:
    outcome = run_pytest(tmp_path, SKIPS, ci="")

    assert outcome.returncode == 0, outcome.stdout
    assert f"{len(SKIPS)} skipped" in outcome.stdout


def test_an_expected_failure_is_no_skip(tmp_path: Path) -> None:
    outcome = run_pytest(tmp_path, {"test_a.py": EXPECTED_FAILURE}, ci="true")

    assert outcome.returncode == 0, outcome.stdout
    assert "1 xfailed" in outcome.stdout


def test_blocks_of_pages_run_and_leave_nothing_behind(tmp_path: Path) -> None:
    outcome = run_pytest(tmp_path, PAGES, ci="")

    assert outcome.returncode == 1
    assert "did you mean 'ring'?" in outcome.stdout
    assert "2 failed, 4 passed" in outcome.stdout
    assert not list(tmp_path.rglob("left"))
