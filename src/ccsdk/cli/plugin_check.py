"""`ccsdk plugins check`: register all enabled plugins, and say what is wrong or of no use."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import click

from ccsdk.center.blueprint import Blueprint
from ccsdk.center.clock import SystemClock
from ccsdk.cli.groups import installed_groups
from ccsdk.cli.outline import outline_of, standing
from ccsdk.cli.place import draw
from ccsdk.hooks.command_line import CliGroup
from ccsdk.hooks.contributions import Contribution
from ccsdk.hooks.routing import Eligibility, Scorer, Strategy
from ccsdk.plugins.candidate import Candidate
from ccsdk.plugins.egress import EgressGate
from ccsdk.plugins.life import call

__all__ = ["check", "findings", "own_findings"]

_CORE = "ccsdk"


def check(center: Path, data: Path | None, is_strict: bool) -> None:
    """Print a warning for each plugin that is off, and for what nobody uses; else the plugins.

    Raises:
        SettingsError: Settings with mistakes.
        PluginError: Plugins cannot run together, or a required one is broken.
        click.exceptions.Exit: There are warnings, and none is allowed.
    """
    blueprint = draw(center)
    outline = outline_of(center, data)
    warnings = [*map(str, blueprint.host.warnings), *findings(blueprint)]
    warnings += asyncio.run(own_findings(blueprint))
    for each in outline.plugins:
        if each.is_enabled and each.progress is not None and each.progress.parked_at_ms:
            warnings.append(f"plugin {each.name!r}: {standing(each.progress, outline.head)}")
    for warning in warnings:
        click.echo(f"warning: {warning}", err=True)
    for name in blueprint.host.names:
        count = sum(1 for owner, _ in blueprint.host.contributions(Contribution) if owner == name)
        click.echo(f"{name}: on, contributes {count}")
    if warnings and is_strict:
        raise click.exceptions.Exit(1)


def findings(blueprint: Blueprint) -> Iterator[str]:
    """Yield what is contributed and of no use to anybody as things stand."""
    yield from _ownerless(blueprint)
    yield from _unnamed(blueprint)
    installed = installed_groups()
    for plugin, group in blueprint.host.contributions(CliGroup):
        if group.name not in installed:
            yield (
                f"plugin {plugin!r}: `ccsdk {group.name}` is not in the help; name it in the entry "
                f'points of the distribution: [project.entry-points."ccsdk.cli.v1"]'
            )


async def own_findings(blueprint: Blueprint) -> list[str]:
    """Return what the plugins find themselves, by their `check` hooks."""
    host, clock = blueprint.host, SystemClock()
    host.open_gate(EgressGate(blueprint.settings.egress, clock))
    found = []
    for hook in host.implementations("check"):
        said, problem = await call(hook, clock, ctx=hook.context)
        try:
            found += [f"plugin {hook.plugin!r}: {line}" for line in map(_line, said or ())]
        except TypeError as error:
            problem = str(error)
        if problem is not None:
            found.append(f"plugin {hook.plugin!r}: its check failed: {problem}")
    return found


def _line(said: object) -> str:
    if not isinstance(said, str):
        raise TypeError(f"it found a {type(said).__name__}, which is no sentence")
    return said


def _ownerless(blueprint: Blueprint) -> Iterator[str]:
    """Yield contributions of a type that another plugin defines, which is not enabled."""
    packages = {_CORE, *(_package(each) for each in blueprint.host.candidates)}
    for plugin, each in blueprint.host.contributions(Contribution):
        kind = type(each)
        owner = kind.__module__.partition(".")[0]
        if owner not in packages:
            yield (
                f"plugin {plugin!r} contributes a {kind.__name__} of {owner}, whose plugin is not "
                "enabled: nobody uses it"
            )


def _package(candidate: Candidate) -> str:
    implementation = candidate.manifest.implementation
    if isinstance(implementation, str):
        return implementation.partition(".")[0].partition(":")[0]
    return implementation.__module__.partition(".")[0]


def _unnamed(blueprint: Blueprint) -> Iterator[str]:
    """Yield pure objects that no queue of the file names."""
    queues = blueprint.settings.queues.values()
    scorers = {each.name for queue in queues for each in queue.weighted_scorers()}
    rules = {each for queue in queues for each in queue.eligibility}
    strategies = {queue.plugin_strategy() for queue in queues}
    host = blueprint.host
    idle = [
        *(
            (p, "Scorer", each.name)
            for p, each in host.contributions(Scorer)
            if each.name not in scorers
        ),
        *(
            (p, "Eligibility", each.name)
            for p, each in host.contributions(Eligibility)
            if each.name not in rules
        ),
        *(
            (p, "Strategy", each.name)
            for p, each in host.contributions(Strategy)
            if each.name not in strategies
        ),
    ]
    for plugin, kind, name in idle:
        yield f"plugin {plugin!r}: no queue of the file names its {kind} {name!r}"
