"""`ccsdk plugins list`: what there is, what is enabled, and how far the observing ones are.

It reads metadata, the center file and the plugins' own stores. No plugin is imported, so
that a broken one can be listed, and no listing runs anybody's code.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import attrs
import click

from ccsdk.cli.outline import Listed, outline_of, standing
from ccsdk.cli.plugin_standing import live
from ccsdk.cli.plugin_standing import told as live_line
from ccsdk.model.instant import to_rfc3339

__all__ = ["list_plugins"]


def list_plugins(center: Path | None, data: Path | None, is_all: bool, as_json: bool) -> None:
    """Print a line for each enabled plugin; without a center file, for each that is installed.

    An observing plugin's tells the position up to which it has seen the log, and, if it was
    parked, since when and why.
    """
    outline = outline_of(center, data)
    listed = [
        each for each in outline.plugins if each.is_enabled or is_all or as_json or center is None
    ]
    head, running = outline.head, live(outline.data)
    if as_json:
        rows = [_described(each, head) | _live_part(running, each.name) for each in listed]
        click.echo(json.dumps(rows, indent=2))
        return
    for each in listed:
        if len(each.offers) > 1:
            makers = " and ".join(offer.origin for offer in each.offers)
            click.echo(f"warning: plugin {each.name!r} is provided by {makers}", err=True)
        if not each.offers and not each.is_remote and each.is_enabled:
            click.echo(f"warning: plugin {each.name!r} is enabled, not installed", err=True)
        told = standing(each.progress, head) if each.is_enabled else _origin(each)
        now = live_line(running[each.name]) if each.name in running else ""
        if each.is_enabled and each.is_remote:
            told = "in its own process" + (f", {now}" if now else "")
        else:
            told = now or told
        if each.is_enabled and each.skipped:
            told += f", {len(each.skipped)} passed over"
        if not each.is_enabled and center is not None:
            told = f"not enabled ({told})"
        click.echo(f"{each.name}: {told}" if told else each.name)


def _live_part(running: Mapping[str, Mapping[str, Any]], name: str) -> dict[str, Any]:
    """Return what only a running server knows: the state, and what fails."""
    row = running.get(name)
    return {} if row is None else {"standing": dict(row)}


def _origin(each: Listed) -> str:
    told = (" ".join(filter(None, (offer.origin, offer.version))) for offer in each.offers)
    return ", ".join(told) or "not installed"


def _described(each: Listed, head: int) -> dict[str, Any]:
    offer = each.offers[0] if each.offers else None
    told: dict[str, Any] = {
        "name": each.name,
        "distribution": offer.distribution if offer else None,
        "version": offer.version if offer else None,
        "file": str(offer.file) if offer and offer.file else None,
        "enabled": each.is_enabled,
        "required": each.is_required,
        "remote": each.is_remote,
        "installed": bool(each.offers),
    }
    if each.progress is not None:
        parked = each.progress.parked_at_ms
        told |= {
            "cursor": each.progress.cursor,
            "head": head,
            "parked_at": None if parked is None else to_rfc3339(parked),
            "problem": each.progress.problem,
            "skipped": [attrs.asdict(skipped) for skipped in each.skipped],
        }
    return told
