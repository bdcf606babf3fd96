"""Rules for every test of this tree: documentation runs, and in CI nothing is skipped."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest
from sybil import Example, Sybil
from sybil.parsers.markdown import CodeBlockParser, PythonCodeBlockParser

ROOT = Path(__file__).parent

pytest_plugins = ["ccsdk.testing.pytest_plugin"]


def enter_scratch_folder(namespace: dict[str, Any]) -> None:
    """Let the blocks of a page write where it leaves no trace."""
    # The folder lives as long as the page's namespace does.
    from tempfile import TemporaryDirectory

    namespace["_scratch"] = TemporaryDirectory()
    os.chdir(namespace["_scratch"].name)


def leave_scratch_folder(namespace: dict[str, Any]) -> None:
    """Return to the tree and drop what the page wrote."""
    os.chdir(ROOT)
    namespace["_scratch"].cleanup()


def check_center(example: Example) -> str | None:
    """Return what `ccsdk check` has against a TOML block, unless it is not a center's."""
    if re.search(r"^\[(project|build-system|tool)\b", example.parsed, re.MULTILINE):
        return None
    folder = Path(example.namespace["_scratch"].name)
    (folder / "center.toml").write_text(example.parsed, encoding="utf-8")
    command = [sys.executable, "-m", "ccsdk.cli", "check", "center.toml", "--data", "checked"]
    outcome = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    return outcome.stdout + outcome.stderr if outcome.returncode else None


pytest_collect_file = Sybil(
    path=str(ROOT),
    parsers=[PythonCodeBlockParser(), CodeBlockParser(language="toml", evaluator=check_center)],
    patterns=["*.md"],
    excludes=["vendor/*.md"],
    setup=enter_scratch_folder,
    teardown=leave_scratch_folder,
).pytest()


def is_skip_forbidden() -> bool:
    """Say whether a skip counts as a failure: a check that did not run proves nothing."""
    return os.environ.get("CI") == "true"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Fail a skipped test in CI; an expected failure is not a skip."""
    report = yield
    if report.skipped and not hasattr(report, "wasxfail") and is_skip_forbidden():
        report.outcome = "failed"
        report.longrepr = f"skipped, although CI=true: {report.longreprtext}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Fail a module that skips itself in CI."""
    report = yield
    if report.skipped and is_skip_forbidden():
        report.outcome = "failed"
        report.longrepr = f"skipped, although CI=true: {report.longreprtext}"
    return report
