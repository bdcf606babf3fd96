"""Findings as SARIF 2.1.0, which code hosts and editors read."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any
from urllib.parse import quote

from ccsdk_coaching.explain import described
from ccsdk_coaching.model import Diagnostic, Rule, Suggestion
from ccsdk_coaching.output.report import Problem, Report
from ccsdk_coaching.reasons import REASONS

__all__ = ["SCHEMA", "document"]

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_LEVELS = {"warning": "warning", "info": "note", "hint": "note"}
_DISTRIBUTION = "ccsdk-coaching"
_AROUND = 40


def document(
    reports: Iterable[Report], rules: Sequence[Rule], problems: Sequence[Problem] = ()
) -> str:
    """Return one run with all findings; problems are told as notifications of the run."""
    descriptors = [_descriptor(code, rules) for code in sorted({rule.code for rule in rules})]
    places = {each["id"]: at for at, each in enumerate(descriptors)}
    run = {
        "tool": {"driver": _driver(descriptors)},
        "columnKind": "unicodeCodePoints",
        "newlineSequences": ["\r\n", "\n", "\r"],
        "invocations": [_invocation(problems)],
        "results": [result for report in reports for result in _results(report, places)],
    }
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2)


def _driver(descriptors: list[dict[str, Any]]) -> dict[str, Any]:
    driver: dict[str, Any] = {"name": "coach-lint", "rules": descriptors}
    # A source tree that nobody installed has no version.
    with suppress(PackageNotFoundError):
        driver["version"] = version(_DISTRIBUTION)
    return driver


def _descriptor(code: str, rules: Sequence[Rule]) -> dict[str, Any]:
    first = next(rule for rule in rules if rule.code == code)
    summary = described(code, rules)
    descriptor = {
        "id": code,
        "name": first.name,
        "shortDescription": {"text": summary.splitlines()[0]},
        "fullDescription": {"text": summary},
        "defaultConfiguration": {"level": _LEVELS.get(first.severity, "note")},
    }
    if code in REASONS:
        reason = REASONS[code]
        descriptor |= {
            "fullDescription": {"text": reason.why},
            "help": {"text": f"{reason.why}\n\nInstead: {reason.instead}"},
        }
    return descriptor


def _invocation(problems: Sequence[Problem]) -> dict[str, Any]:
    is_whole = not any(problem.is_error for problem in problems)
    told = [_notification(problem) for problem in problems]
    return {"executionSuccessful": is_whole, "toolExecutionNotifications": told}


def _notification(problem: Problem) -> dict[str, Any]:
    told = {
        "level": "error" if problem.is_error else "warning",
        "message": {"text": problem.text},
        "locations": [{"physicalLocation": {"artifactLocation": _location(problem.path)}}],
    }
    return told | ({"associatedRule": {"id": problem.code}} if problem.code else {})


def _results(report: Report, places: dict[str, int]) -> Iterator[dict[str, Any]]:
    """Yield what was found in a file, and what was spared with who spared it and why."""
    for found in report.diagnostics:
        yield _result(report, found, places)
    for spared in report.spared:
        suppression = {"kind": "inSource", "justification": spared.reason}
        if spared.guard is not None:
            suppression["kind"] = "external"
            suppression["justification"] = f"{spared.guard}: {spared.reason}"
        yield _result(report, spared.diagnostic, places) | {"suppressions": [suppression]}


def _result(report: Report, found: Diagnostic, places: dict[str, int]) -> dict[str, Any]:
    place = {
        "artifactLocation": _location(report.path),
        "region": _region(report, found.start, found.end),
    }
    result: dict[str, Any] = {
        "ruleId": found.code,
        "level": _LEVELS.get(found.severity, "note"),
        "message": {"text": found.message or found.name},
        "locations": [{"physicalLocation": place}],
        "partialFingerprints": {"coachLint/v1": _fingerprint(report, found)},
    }
    if found.code in places:
        result["ruleIndex"] = places[found.code]
    if found.suggestions:
        result["fixes"] = [_fix(report, each) for each in found.suggestions]
    return result


def _fix(report: Report, suggestion: Suggestion) -> dict[str, Any]:
    replacement = {
        "deletedRegion": _region(report, suggestion.start, suggestion.end),
        "insertedContent": {"text": suggestion.text},
    }
    change = {"artifactLocation": _location(report.path), "replacements": [replacement]}
    return {
        "description": {"text": suggestion.text or "Leave it out."},
        "artifactChanges": [change],
    }


def _region(report: Report, start: int, end: int) -> dict[str, int]:
    region = report.region(start, end)
    return {
        "startLine": region.line,
        "startColumn": region.column,
        "endLine": region.end_line,
        "endColumn": region.end_column,
    }


def _location(path: str) -> dict[str, str]:
    if path == "-":
        return {"uri": "stdin"}
    if Path(path).is_absolute():
        return {"uri": Path(path).as_uri()}
    # A name that is no UTF-8 has bytes, too.
    return {"uri": quote(Path(path).as_posix(), errors="surrogateescape")}


def _fingerprint(report: Report, found: Diagnostic) -> str:
    """Return what stays the same when lines are added elsewhere."""
    around = report.text[max(0, found.start - _AROUND) : found.end + _AROUND]
    return hashlib.sha256(f"{found.code}\0{around}".encode()).hexdigest()[:32]
