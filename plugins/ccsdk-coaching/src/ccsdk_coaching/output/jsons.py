"""Findings for programs: one object per file; offsets are half-open code points."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import msgspec

from ccsdk_coaching.output.report import Report

__all__ = ["as_object", "document", "line"]


def as_object(report: Report) -> dict[str, Any]:
    """Return one file's findings as JSON has them."""
    return {"path": report.path, "diagnostics": msgspec.to_builtins(report.diagnostics)}


def line(report: Report) -> str:
    """Return one line of JSON Lines."""
    return json.dumps(as_object(report), ensure_ascii=False)


def document(reports: Iterable[Report]) -> str:
    """Return one array with an object for each file."""
    return json.dumps([as_object(report) for report in reports], ensure_ascii=False, indent=2)
