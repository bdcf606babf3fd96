"""`ccsdk plugins show`, `order`, `graph` and `schema`: one plugin, or how they stand together."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs
import click

from ccsdk.center.blueprint import Blueprint
from ccsdk.center.settings import CenterSettings
from ccsdk.cli.place import draw
from ccsdk.errors import ConfigurationError
from ccsdk.hooks.contributions import Contribution
from ccsdk.hooks.manifest import Secret
from ccsdk.model.duration import duration_text
from ccsdk.model.spelling import nearest
from ccsdk.plugins.candidate import Candidate
from ccsdk.plugins.catalog import hook_names, hook_specs
from ccsdk.plugins.discovery import whole_environment
from ccsdk.plugins.order import edges_of
from ccsdk.plugins.schema import DIALECT, schema_of

__all__ = ["candidate_of", "graph", "order", "schema", "settings_schema", "show"]


def candidate_of(blueprint: Blueprint, name: str) -> Candidate:
    """Return a plugin that is on.

    Raises:
        PluginError: It is off, for this reason.
        ConfigurationError: Nobody enables it.
    """
    for candidate in blueprint.host.candidates:
        if candidate.manifest.name == name:
            return candidate
    for warning in blueprint.host.warnings:
        if getattr(warning, "plugin", None) == name:
            raise warning
    near = nearest(name, blueprint.host.names)
    raise ConfigurationError(path=f"plugins.{name}", problem="is not enabled", nearest=near)


def show(center: Path, name: str) -> None:
    """Print manifest, hooks, capabilities, contributions and settings of an enabled plugin."""
    blueprint = draw(center)
    candidate = candidate_of(blueprint, name)
    manifest = candidate.manifest
    origin = " ".join(filter(None, (candidate.distribution, candidate.version)))
    click.echo(f"{name}{f' ({origin})' if origin else ''}: {manifest.summary}")
    click.echo(f"  implementation = {manifest.implementation}")
    place = f"{blueprint.host.names.index(name) + 1} of {len(blueprint.host.names)}"
    _section("order", [place, *_waits(candidate)])
    _section("hooks", _hooks_of(blueprint, name))
    _section("capabilities", _capabilities(manifest.capabilities))
    _section(
        "contributes",
        (_shown(c) for p, c in blueprint.host.contributions(Contribution) if p == name),
    )
    _section("settings", _settings(candidate))


def order(center: Path, hook: str | None) -> None:
    """Print the plugins in their order, or those that implement a hook.

    Raises:
        ConfigurationError: There is no such hook.
    """
    blueprint = draw(center)
    if hook is not None and hook not in hook_names():
        near = nearest(hook, hook_names())
        raise ConfigurationError(path=hook, problem="is no hook", nearest=near)
    names = blueprint.host.names
    if hook is not None:
        names = tuple(each.plugin for each in blueprint.host.implementations(hook))
    for name in names:
        click.echo(name)


def graph(center: Path, as_dot: bool) -> None:
    """Print who waits for whom, and why; as text, or for Graphviz."""
    blueprint = draw(center)
    edges = edges_of(blueprint.host.candidates, blueprint.settings.center.plugin_order)
    if as_dot:
        click.echo("digraph plugins {")
        for name in blueprint.host.names:
            click.echo(f'  "{name}";')
        for name, other, word in edges:
            click.echo(f'  "{other}" -> "{name}" [label="{word}"];')
        click.echo("}")
        return
    for name in blueprint.host.names:
        before = [f"  behind {other} ({word})" for each, other, word in edges if each == name]
        click.echo("\n".join([name, *before]))


def schema(name: str, center: Path | None) -> None:
    """Print the JSON Schema of a plugin's settings; imports its manifest, nothing else.

    Raises:
        ConfigurationError: It is not installed.
        PluginError: Its manifest cannot be imported.
    """
    installed = whole_environment(center.parent if center is not None else None)
    offered = installed.find(name)
    if offered is None:
        near = nearest(name, installed.by_name)
        raise ConfigurationError(path=name, problem="is not installed", nearest=near)
    settings = offered.manifest().settings
    said: dict[str, Any] = {"type": "object", "properties": {}}
    if settings is not None:
        said = schema_of(settings)
    properties = {
        "enabled": {"type": "boolean", "default": True},
        "required": {"type": "boolean", "default": False},
        **said["properties"],
    }
    whole = {**said, "properties": properties, "additionalProperties": False}
    _print_schema(f"[plugins.{name}]", whole)


def settings_schema() -> None:
    """Print the JSON Schema of a center file; what plugins add has schemas of its own."""
    _print_schema("A center file of ccsdk", schema_of(CenterSettings))


def _print_schema(title: str, said: dict[str, Any]) -> None:
    click.echo(json.dumps({"$schema": DIALECT, "title": title, **said}, indent=2))


def _section(title: str, lines: Any) -> None:
    told = list(lines)
    if told:
        click.echo("\n".join([f"  {title}:", *(f"    {line}" for line in told)]))


def _waits(candidate: Candidate) -> Iterator[str]:
    for word in ("requires", "after", "before", "conflicts"):
        if named := getattr(candidate.manifest, word):
            yield f"{word} {', '.join(named)}"


def _hooks_of(blueprint: Blueprint, name: str) -> Iterator[str]:
    for hook in hook_specs():
        if any(each.plugin == name for each in blueprint.host.implementations(hook.name)):
            limit_ms = hook.timeout_ms
            yield f"{hook.name} (within {duration_text(limit_ms)})" if limit_ms else hook.name


def _capabilities(capabilities: Any) -> Iterator[str]:
    for field in attrs.fields(type(capabilities)):
        if value := getattr(capabilities, field.name):
            yield f"{field.name}: {', '.join(map(str, value))}"


def _shown(contribution: Contribution) -> str:
    """Return a contribution in one line; functions by their names."""
    told = []
    for field in attrs.fields(type(contribution)):
        value = getattr(contribution, field.name)
        if value == field.default:
            continue
        named = getattr(value, "__qualname__", None)
        told.append(f"{field.name}={named if callable(value) and named else repr(value)}")
    return f"{type(contribution).__name__}({', '.join(told)})"


def _settings(candidate: Candidate) -> Iterator[str]:
    """Yield each setting with its value and where that comes from; a secret's place only."""
    if candidate.config is None:
        return
    for field in attrs.fields(type(candidate.config)):
        alias = field.alias or field.name
        name = alias.removesuffix("_ms")
        value = getattr(candidate.config, field.name)
        origin = "center file" if name in candidate.table else "default"
        if isinstance(value, Secret) and name in candidate.table:
            origin = str(candidate.table[name])
        yield f"{name} = {_value(alias, value)} ({origin})"
    for kind, scopes in (
        ("queue", candidate.scopes.queues),
        ("channel", candidate.scopes.channels),
    ):
        for scope, said in scopes.items():
            for alias, value in said.items():
                told = _value(alias, value)
                yield f"{alias.removesuffix('_ms')} = {told} ({kind} {scope})"


def _value(alias: str, value: Any) -> str:
    if isinstance(value, Secret):
        return "***"
    if alias.endswith("_ms") and isinstance(value, int):
        return f'"{duration_text(value)}"'
    return repr(value) if not isinstance(value, str | bool) else json.dumps(value)
