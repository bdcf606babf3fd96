"""`ccsdk hooks`: every hook and contribution type, as the code declares them."""

from __future__ import annotations

import textwrap

import click

from ccsdk.model.duration import duration_text
from ccsdk.plugins.catalog import Hook, contribution_types, hook_specs

__all__ = ["hooks"]


def hooks() -> None:
    """Print the signature of each, and what it is for."""
    click.echo("# Hooks\n")
    for hook in hook_specs():
        click.echo(f"{hook.signature}\n{textwrap.indent(_told(hook), '    ')}\n")
    click.echo("# Contribution types\n")
    for kind in contribution_types():
        click.echo(f"{kind.signature}\n{textwrap.indent(kind.about, '    ')}\n")


def _told(hook: Hook) -> str:
    kind = hook.kind
    if hook.timeout_ms:
        kind = f"{kind}, within {duration_text(hook.timeout_ms)}"
    return f"({kind}{f', {hook.merge}' if hook.merge else ''})\n{hook.about}"
