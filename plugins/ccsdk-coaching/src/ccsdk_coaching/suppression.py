"""Comments that ignore rules, and CL900 for those that ignore nothing."""

from __future__ import annotations

from collections.abc import Iterable

from ccsdk_coaching.model import Finding, Rule
from ccsdk_coaching.reading.document import Document
from ccsdk_coaching.reading.zones import Ignore

__all__ = ["UNUSED", "UNUSED_NAME", "suppressed"]

UNUSED = "CL900"
UNUSED_NAME = "unused-suppression"


def suppressed(document: Document, findings: list[Finding], rules: Iterable[Rule]) -> list[Finding]:
    """Return the findings that no comment ignores, and CL900 for each that ignores nothing."""
    if not document.ignores:
        return findings
    names = {rule.code: rule.name for rule in rules}
    kept, extra = findings, []
    for ignore in document.ignores:
        covered = _covered(document, ignore)
        for code in ignore.codes or ("",):
            hit = [
                each
                for each in kept
                if ignore.reason
                and code in (each.code, names.get(each.code))
                and covered[0] <= each.start < covered[1]
            ]
            dropped = set(map(id, hit))
            kept = [each for each in kept if id(each) not in dropped]
            if not hit:
                extra.append(_unused(ignore, code, names))
    return kept + extra


def _covered(document: Document, ignore: Ignore) -> tuple[int, int]:
    """Return what a comment covers: the file, or the next paragraph, its own if more follows."""
    if ignore.is_file:
        first = document.text[: ignore.start].strip("\N{ZERO WIDTH NO-BREAK SPACE} \t\r\n")
        is_top = not first or all(each.is_file for each in document.ignores[:1])
        return (0, len(document.text)) if is_top else (0, 0)
    for start, end in document.paragraphs:
        if end > ignore.end and document.text[max(start, ignore.end) : end].strip():
            return max(start, ignore.end), end
    return (0, 0)


def _unused(ignore: Ignore, code: str, names: dict[str, str]) -> Finding:
    if not ignore.reason:
        message = "This comment gives no reason, so it ignores nothing"
    elif code not in names and code not in names.values():
        message = f"There is no rule {code!r} to ignore"
    else:
        message = f"Nothing here needs {code} to be ignored"
    return Finding(code=UNUSED, start=ignore.start, end=ignore.end, message=message)
