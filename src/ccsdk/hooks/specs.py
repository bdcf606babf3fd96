"""Every hook in one place. pluggy reads and validates them; the host calls them."""

from __future__ import annotations

from collections.abc import Iterable

import pluggy

from ccsdk.hooks.contributions import Contribution
from ccsdk.hooks.manifest import PluginContext

__all__ = ["PROJECT", "hookimpl", "hookspec", "register"]

PROJECT = "ccsdk"

hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)


@hookspec
def register(ctx: PluginContext) -> Iterable[Contribution]:  # type: ignore[empty-body]
    """Declare what the plugin contributes.

    Called when: once at start and by the command line's checks; no I/O, no event loop.
    Return: contributions; each name is taken once per center.
    If it fails: the plugin is off and named in the log; the start aborts if it is required.
    Since: 0.1.
    """
