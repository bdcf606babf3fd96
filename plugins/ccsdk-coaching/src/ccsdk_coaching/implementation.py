"""The plugin in a center: it adds the command `coach-lint`."""

from __future__ import annotations

from collections.abc import Iterable

from ccsdk.hooks.command_line import CliGroup
from ccsdk.hooks.context import PluginContext
from ccsdk.hooks.contributions import Contribution
from ccsdk.hooks.specs import hookimpl

__all__ = ["Coaching"]


class Coaching:
    """Offer the linter to whoever runs the center."""

    @hookimpl
    def register(self, ctx: PluginContext) -> Iterable[Contribution]:
        """Declare the command."""
        return [CliGroup(name="coach-lint", target="ccsdk_coaching.cli:coach_lint")]
