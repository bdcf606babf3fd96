"""A scorer and a strategy: plain functions of what the engine shows them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ccsdk.hooks import Contribution, PluginContext, Scorer, Strategy, hookimpl
from ccsdk.model.pure import AgentView, WorkView


def served_last(work: WorkView, agent: AgentView) -> int:
    """Rate who talked with this customer last above all others."""
    return 1 if agent.agent == work.last_agent else 0


def lightest(work: WorkView, agents: Sequence[AgentView]) -> str:
    """Choose whose work at hand weighs least; of these, the first that we are shown."""
    return min(agents, key=lambda agent: agent.load).agent


class ServedLast:
    @hookimpl
    def register(self, ctx: PluginContext) -> Iterable[Contribution]:
        return [
            Scorer(name="served_last", score=served_last),
            Strategy(name="lightest", choose=lightest),
        ]
