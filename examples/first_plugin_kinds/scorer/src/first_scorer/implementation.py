"""Score Agents: a plain function of what the engine shows, without I/O, clock or chance."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from ccsdk.hooks import Contribution, PluginContext, Scorer, hookimpl
from ccsdk.model.pure import AgentView, WorkView

__all__ = ["FirstScorer", "familiar"]


def familiar(work: WorkView, agent: AgentView, *, score: int) -> int:
    """Rate who talked with this customer last above all others."""
    return score if agent.agent == work.last_agent else 0


class FirstScorer:
    """Hold the plugin's behaviour; there is one of it in each center."""

    @hookimpl
    def register(self, ctx: PluginContext) -> Iterable[Contribution]:
        """Say what the plugin contributes; no I/O here."""
        return [Scorer(name="familiar", score=partial(familiar, score=ctx.config.score))]
