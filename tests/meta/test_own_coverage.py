"""The judge of coverage counts a module's own tests, and no others."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.meta.tree import ROOT

FILES = {
    "src/ccsdk/__init__.py": "",
    "src/ccsdk/model/__init__.py": "",
    "src/ccsdk/model/lower.py": "def f(a):\n    if a:\n        a += 1\n    return a\n",
    "src/ccsdk/model/upper.py": "from ccsdk.model.lower import f\n\n\ndef g():\n    return f(0)\n",
    "tests/unit/model/test_upper.py": (
        "from ccsdk.model.upper import g\n\n\ndef test_g():\n    assert g() == 0\n"
    ),
}
HALF = "from ccsdk.model.lower import f\n\n\ndef test_f():\n    assert f(1) == 2\n"
WHOLE = f"{HALF}    assert f(0) == 0\n"


def judge(folder: Path, *, test_of_lower: str) -> subprocess.CompletedProcess[str]:
    """Run the judge on a core of two modules, the upper of which calls the lower."""
    for name, text in {**FILES, "tests/unit/model/test_lower.py": test_of_lower}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    for floor in ("engine", "wire"):
        (folder / "tests" / "unit" / floor).mkdir()
    for name in ("pyproject.toml", "tests/meta/own_coverage.py"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, folder / name)
    return subprocess.run(
        [sys.executable, "-m", "tests.meta.own_coverage"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder / "src")},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("test_of_lower", "code", "verdict"),
    [(HALF, 1, "src/ccsdk/model/lower.py: 83 %"), (WHOLE, 0, "0 modules")],
    ids=["half", "whole"],
)
def test_branch_that_only_another_modules_test_reaches_does_not_count(
    tmp_path: Path, test_of_lower: str, code: int, verdict: str
) -> None:
    outcome = judge(tmp_path, test_of_lower=test_of_lower)

    assert outcome.returncode == code, outcome.stdout + outcome.stderr
    assert verdict in outcome.stdout
