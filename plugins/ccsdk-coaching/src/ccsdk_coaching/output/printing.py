"""Print reports as they come, or all at once where a format is one document."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Protocol

import click

from ccsdk_coaching.model import Rule
from ccsdk_coaching.output.report import Problem, Report

__all__ = ["FORMATS", "Printer", "printer"]

FORMATS = ("text", "json", "jsonl", "sarif", "github")


class Printer(Protocol):
    """Take what was found, file by file."""

    def report(self, report: Report) -> None:
        """Take one file's findings."""

    def problem(self, problem: Problem) -> None:
        """Take what kept a file, or a rule, from its work."""

    def close(self) -> None:
        """Print what is left to say."""


def printer(format_: str, rules: Sequence[Rule]) -> Printer:
    """Return what prints a format."""
    if format_ == "text":
        return _Text()
    if format_ in ("jsonl", "github"):
        return _Lines(format_)
    return _Document(format_, rules)


class _Text:
    """Print for a person, and a closing line."""

    def __init__(self) -> None:
        self._files = self._findings = 0

    def report(self, report: Report) -> None:
        from ccsdk_coaching.output import text

        self._files += 1
        self._findings += len(report.diagnostics)
        for line in text.lines(report):
            _print_person(line)

    def problem(self, problem: Problem) -> None:
        """Say nothing: it went to stderr."""

    def close(self) -> None:
        from ccsdk_coaching.output import text

        if self._findings:
            _print_person(text.summary(self._files, self._findings))


class _Lines:
    """Print each file as soon as it is read."""

    def __init__(self, format_: str) -> None:
        self._format = format_

    def report(self, report: Report) -> None:
        from ccsdk_coaching.output import github, jsons

        told = github.lines(report) if self._format == "github" else [jsons.line(report)]
        for line in told:
            _print_program(line)

    def problem(self, problem: Problem) -> None:
        from ccsdk_coaching.output import github

        if self._format == "github":
            _print_program(github.problem_line(problem))

    def close(self) -> None:
        """Have nothing left to say."""


class _Document:
    """Print one document when all files are read."""

    def __init__(self, format_: str, rules: Sequence[Rule]) -> None:
        self._format = format_
        self._rules = rules
        self._reports: list[Report] = []
        self._problems: list[Problem] = []

    def report(self, report: Report) -> None:
        self._reports.append(report)

    def problem(self, problem: Problem) -> None:
        self._problems.append(problem)

    def close(self) -> None:
        if self._format == "json":
            from ccsdk_coaching.output import jsons

            _print_program(jsons.document(self._reports))
        else:
            from ccsdk_coaching.output import sarif

            _print_program(sarif.document(self._reports, self._rules, self._problems))


def _print_person(line: str) -> None:
    """Print as far as the terminal's encoding goes."""
    encoding = sys.stdout.encoding or "utf-8"
    click.echo(line.encode(encoding, "backslashreplace").decode(encoding))


def _print_program(line: str) -> None:
    """Print UTF-8 whatever the terminal speaks: programs expect no other.

    A byte of a file's name that is no UTF-8 is told as JSON would write it.
    """
    click.echo(line.encode("utf-8", "backslashreplace"))
