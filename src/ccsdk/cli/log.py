"""`ccsdk log`: the log's events, one a line."""

from __future__ import annotations

from pathlib import Path

import click

from ccsdk.cli.place import draw, entries_of, log_folder
from ccsdk.model.entry import Entry
from ccsdk.model.event import REFS
from ccsdk.model.instant import to_rfc3339
from ccsdk.model.profile import WHOLE
from ccsdk.wire.envelope import envelope

__all__ = ["line_of", "log"]


def log(center: Path, data: Path | None, as_json: bool, after: int, personal: bool) -> None:
    """Print the events behind position `after`."""
    for entry in entries_of(log_folder(draw(center), data), after=after):
        click.echo(line_of(entry, as_json=as_json, personal=personal))


def line_of(entry: Entry, *, as_json: bool, personal: bool) -> str:
    """Return an event as a line: the bus envelope, or words for people."""
    if as_json:
        return envelope(entry, WHOLE if personal else None).decode()
    refs = " ".join(
        value
        for ref in REFS
        if ref != entry.event.kind and (value := getattr(entry.event, ref, None))
    )
    line = f"{entry.position:>8} {to_rfc3339(entry.at_ms)} {entry.subject:<24} "
    line += f"{type(entry.event).__name__:<22} {refs}".rstrip()
    return line
