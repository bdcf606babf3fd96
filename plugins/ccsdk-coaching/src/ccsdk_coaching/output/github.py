"""Findings as workflow commands: GitHub shows them at their lines of a pull request.

Columns count code points from 1; `endColumn` is the one behind the span, as in SARIF. GitHub
shows ten warnings and ten notices of a step; the log and the exit status tell of all.

Source: the page "Workflow commands for GitHub Actions" of GitHub's documentation; what is
escaped, and how, is `escapeData` and `escapeProperty` of its toolkit.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ccsdk_coaching.model import Diagnostic
from ccsdk_coaching.output.report import Problem, Report

__all__ = ["lines", "problem_line"]

# What no command of GitHub's knows is shown as the mildest one.
_COMMANDS = {"warning": "warning"}
_MILD = "notice"


def lines(report: Report) -> Iterator[str]:
    """Yield a command for each finding of one file."""
    for found in report.diagnostics:
        yield _command(report, found)


def problem_line(problem: Problem) -> str:
    """Return the command for a file that was not read."""
    kind = "error" if problem.is_error else "warning"
    return f"::{kind}{_listed(_file(problem.path))}::{_data(problem.text)}"


def _command(report: Report, found: Diagnostic) -> str:
    region = report.region(found.start, found.end)
    places = _file(report.path) | {"line": str(region.line)}
    if region.line == region.end_line:
        places |= {"col": str(region.column), "endColumn": str(region.end_column)}
    else:
        # GitHub takes columns of a single line only.
        places["endLine"] = str(region.end_line)
    places["title"] = _property(f"{found.code} {found.name}")
    kind = _COMMANDS.get(found.severity, _MILD)
    return f"::{kind}{_listed(places)}::{_data(found.message)}"


def _file(path: str) -> dict[str, str]:
    """Return a path as GitHub matches it: without a leading `./`; standard input has none."""
    return {} if path == "-" else {"file": _property(Path(path).as_posix())}


def _listed(places: dict[str, str]) -> str:
    joined = ",".join(f"{name}={value}" for name, value in places.items())
    return f" {joined}" if joined else ""


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
