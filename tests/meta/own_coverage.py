"""Measure each module of the pure floors by its own test files alone.

`python -m tests.meta.own_coverage` runs the unit tests of floors 1, 2 and 4 once and notes
which test touched which branch. A module then counts only what tests beside its mirror
image reached: `engine/matching.py` is covered by `unit/engine/test_matching*.py`, however
much other tests pass through it. What runs at import belongs to nobody and is counted too.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from coverage import Coverage

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "ccsdk"
FLOORS = ("model", "engine", "wire")
REQUIRED_PERCENT = 100


class ContextPerTest:
    """Tell coverage which test runs, fixtures included."""

    def __init__(self, coverage: Coverage) -> None:
        self._coverage = coverage

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, bool, bool]:
        """Count what runs until the test is torn down as this test's."""
        self._coverage.switch_context(item.nodeid)
        ran = yield
        self._coverage.switch_context("")
        return ran


def main() -> int:
    """Run the tests, print every module that falls short, return the exit code."""
    with tempfile.TemporaryDirectory() as folder:
        coverage = Coverage(
            data_file=str(Path(folder) / "data"), config_file=str(ROOT / "pyproject.toml")
        )
        tests = [str(ROOT / "tests" / "unit" / floor) for floor in FLOORS]
        coverage.start()
        status = pytest.main(["-q", "-p", "no:cacheprovider", *tests], [ContextPerTest(coverage)])
        coverage.stop()
        coverage.save()
        if status:
            return int(status)
        shortfalls = list(measure(coverage, report=Path(folder) / "report.json"))
    for line in shortfalls:
        print(line)
    print(f"own coverage: {len(shortfalls)} modules of floors 1, 2 and 4 fall short")
    return 1 if shortfalls else 0


def measure(coverage: Coverage, *, report: Path) -> Iterator[str]:
    """Yield one line for each module that its own tests do not cover."""
    for floor in FLOORS:
        for path in sorted((SOURCE / floor).rglob("*.py")):
            folder = path.parent.relative_to(SOURCE).as_posix()
            own = rf"^tests/unit/{re.escape(folder)}/test_{path.stem.strip('_')}(_\w+)?\.py::"
            coverage.json_report(
                morfs=[str(path)], outfile=str(report), contexts=["^$", own], pretty_print=False
            )
            (seen,) = json.loads(report.read_text())["files"].values()
            percent = seen["summary"]["percent_covered"]
            if percent < REQUIRED_PERCENT:
                rest = f"lines {seen['missing_lines']}, branches {seen['missing_branches']}"
                yield f"{path.relative_to(ROOT)}: {percent:.0f} %, missing {rest}"


if __name__ == "__main__":
    raise SystemExit(main())
