"""The plugin in a center: the command `coach-lint`, and the linter beside a review."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from ccsdk.errors import ConfigurationError
from ccsdk.hooks.command_line import CliGroup
from ccsdk.hooks.context import PluginContext
from ccsdk.hooks.contributions import Contribution, Panel, Routes
from ccsdk.hooks.observing import ObserverContext
from ccsdk.hooks.requests import QueryHandler
from ccsdk.hooks.specs import hookimpl
from ccsdk.model.principal import Principal, Role
from ccsdk_coaching.config import CoachingConfig
from ccsdk_coaching.live import Live
from ccsdk_coaching.requests import LintNote, NoteLinted

__all__ = ["Coaching"]

STATIC = Path(__file__).parent / "static"
TITLE = "Write a review"
TITLES = {"zh-Hans": "写评语", "zh-Hant": "寫評語"}
# The longest note that is taken needs a tenth of a second; others may stand before it.
_LINTED_MS = 5_000
# What a rule raises may be of any length.
_PROBLEM_MAX = 500


class Coaching:
    """Offer the linter to whoever runs the center, and to coaches while they write."""

    def __init__(self) -> None:
        self._live = Live()

    @hookimpl
    def register(self, ctx: PluginContext) -> Iterable[Contribution]:
        """Declare the command, the panel and what it asks."""
        config = ctx.config or CoachingConfig()
        self._live = Live()
        handler = QueryHandler(
            name="lint_note.v1",
            request=LintNote,
            answer=NoteLinted,
            handle=self._lint,
            timeout_ms=_LINTED_MS,
            roles=(Role.SUPERVISOR,),
        )
        command = CliGroup(name="coach-lint", target="ccsdk_coaching.cli:coach_lint")
        panel = Panel(
            slot="review",
            tag="ccsdk-coaching",
            module="coaching.js",
            title=config.title or TITLE,
            titles={} if config.title else TITLES,
            commands=("AddReview",),
            requests=(handler.name,),
        )
        routes = Routes(static=STATIC, audience="session", joined=("coaching.js",))
        return [command, handler, panel, routes]

    @hookimpl
    async def start(self, ctx: ObserverContext) -> None:
        """Begin to make the linter: packs that do not go together are a trouble from here on."""
        ctx.tasks.start("linter", self._live.prepare)

    @hookimpl
    async def check(self, ctx: PluginContext) -> Iterable[str]:
        """Say why packs do not go together, or why one that is named cannot be had."""
        # With it come all rules, which no other command needs.
        from ccsdk_coaching.assembly import linter_for

        try:
            linter_for(ctx)
        except ConfigurationError as error:
            return [str(error)]
        return []

    @hookimpl
    async def stop(self) -> None:
        """End the thread."""
        self._live.close()

    @hookimpl
    async def health(self) -> Mapping[str, Any]:
        """Say which rules have failed on drafts."""
        strikes = self._live.strikes()
        if not strikes:
            return {"strikes": 0}
        first = strikes[0]
        problem = f"rule {first.code} failed on a draft: {first.problem}"[:_PROBLEM_MAX]
        return {"strikes": len(strikes), "problem": problem}

    async def _lint(self, ctx: PluginContext, asker: Principal, request: LintNote) -> NoteLinted:
        return await self._live.lint(ctx, asker, request)
