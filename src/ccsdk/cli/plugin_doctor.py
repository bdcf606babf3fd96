"""`ccsdk plugins doctor`: the environment around the plugins, and what helps.

Nothing of a plugin is imported, so that it can be asked when nothing starts any more.
"""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path

import attrs
import click

from ccsdk.center.files import log_path, plugin_path
from ccsdk.cli.check import has_wal_reset_race
from ccsdk.cli.groups import installed_groups
from ccsdk.cli.outline import Listed, Outline, outline_of, standing
from ccsdk.errors import ConfigurationError, LogError
from ccsdk.log.files import refuse_wide_mode
from ccsdk.plugins.installed import other_api_of
from ccsdk.plugins.requirement import unmet_distributions

__all__ = ["Diagnosis", "diagnoses", "doctor"]


@attrs.frozen
class Diagnosis:
    """Say what was looked at; `remedy` is what helps, None if all is well.

    What `can_wait` is to be known, and no problem yet.
    """

    found: str
    remedy: str | None = None
    can_wait: bool = False


def doctor(center: Path, data: Path | None) -> None:
    """Print what is well and what is not, with what helps.

    Raises:
        SettingsError: The file is none, or its `[center]` is wrong.
        click.exceptions.Exit: Something is not well.
    """
    is_well = True
    for each in diagnoses(outline_of(center, data)):
        if each.remedy is None:
            click.echo(f"ok: {each.found}")
            continue
        is_well = is_well and each.can_wait
        word = "note" if each.can_wait else "problem"
        click.echo(f"{word}: {each.found}\n    help: {each.remedy}")
    if not is_well:
        raise click.exceptions.Exit(1)


def diagnoses(outline: Outline) -> Iterator[Diagnosis]:
    """Yield what was looked at."""
    version = ".".join(map(str, sys.version_info[:3]))
    yield Diagnosis(f"Python {version}")
    race = has_wal_reset_race(sqlite3.sqlite_version_info)
    remedy = "let no other program write to these files, or use a newer SQLite" if race else None
    yield Diagnosis(f"SQLite {sqlite3.sqlite_version}", remedy, can_wait=True)
    yield from _doubles(outline)
    for each in outline.plugins:
        if each.is_enabled:
            yield from _plugin(each, outline)
    yield from _folder(outline)


def _doubles(outline: Outline) -> Iterator[Diagnosis]:
    for each in outline.plugins:
        if len(each.offers) > 1:
            makers = " and ".join(offer.origin for offer in each.offers)
            yield Diagnosis(
                f"plugin {each.name!r} is provided by {makers}", "uninstall all but one of them"
            )
    for name, points in installed_groups().items():
        makers = " and ".join(sorted({p.dist.name for p in points if p.dist is not None}))
        if len(points) > 1:
            yield Diagnosis(f"`ccsdk {name}` is provided by {makers}", "uninstall all but one")


def _plugin(each: Listed, outline: Outline) -> Iterator[Diagnosis]:
    name = f"plugin {each.name!r}"
    if not each.offers and not each.is_remote:
        other = other_api_of(each.name)
        problem = f"{name} is enabled, not installed" if other is None else str(other)
        remedy = "pip install what provides it, or ccsdk plugins disable it"
        yield Diagnosis(problem, remedy)
        return
    for offer in each.offers:
        dist = offer.point.dist if offer.point is not None else None
        unmet = unmet_distributions(dist) if dist is not None else []
        for problem in unmet:
            yield Diagnosis(f"{name}: {problem.partition(': ')[0]}", problem.partition(": ")[2])
    told = standing(each.progress, outline.head)
    if each.progress is not None and each.progress.parked_at_ms:
        yield Diagnosis(f"{name}: {told}", "mend what it says; it is tried again at the next start")
    else:
        yield Diagnosis(f"{name}{f': {told}' if told else ''}")


def _folder(outline: Outline) -> Iterator[Diagnosis]:
    """Yield what is to be said of the data folder, as far as there is one."""
    data = outline.data
    if data is None or not data.exists():
        yield Diagnosis(f"no data yet in {data}")
        return
    stores = [plugin_path(data, each.name) for each in outline.plugins]
    paths = [data / "plugins", log_path(data), *stores]
    for path in (path for path in paths if path.exists()):
        try:
            refuse_wide_mode(path)
        except ConfigurationError as error:
            problem, _, remedy = error.problem.rpartition("; ")
            yield Diagnosis(f"{path}: {problem}", f"{remedy.removesuffix(' it')} {path}")
    try:
        yield Diagnosis(f"log at {outline.head}")
    except LogError as error:
        yield Diagnosis(str(error), "restore a backup; see docs/howto")
    hung = data / "hung.json"
    if hung.exists():
        yield Diagnosis(
            f"{hung}: a pure object did not return when the center ran last",
            "the next start leaves it out; report it to its author",
        )
