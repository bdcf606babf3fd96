"""The naive twin's plugins: everybody is asked about everything, each time, in plain words."""

from __future__ import annotations

from hashlib import blake2b

import msgspec
from attrs import field, frozen

from ccsdk.engine.choosing import agent_view, work_view
from ccsdk.engine.explaining.offer import standing_in
from ccsdk.engine.pure import strike
from ccsdk.engine.state import Agent, Interaction, State
from ccsdk.engine.step import Step
from ccsdk.model.pure import AgentTraits, PureKind, PureObjects, StrikeReason, WorkKind
from ccsdk.model.receipt import OfferReceipt

__all__ = ["Advice", "advise", "advised", "refused"]

SHORT = 32


@frozen(kw_only=True)
class Advice:
    """Hold the shortlist as plugins leave it, what each scored, and who chose."""

    state: State
    interaction: Interaction
    ranked: list[Agent]
    scores: dict[str, dict[str, int]] = field(factory=dict)
    by: str | None = None


def is_on(state: State, kind: PureKind, name: str) -> bool:
    """Say whether a plugin's object still counts; here all have version 1."""
    record = state.pure.get((kind, name))
    return record is None or not record.is_disabled


def refused(state: State, pure: PureObjects, interaction: Interaction, agent: Agent) -> bool:
    """Say whether a rule keeps an Agent from an Interaction."""
    definition = state.queues[interaction.queue].definition
    if interaction.only is not None:
        return False
    for rule in definition.eligibility:
        if not is_on(state, PureKind.ELIGIBILITY, rule.name):
            continue
        known = interaction.attributes
        kind = WorkKind(
            queue=interaction.queue,
            channel=interaction.channel,
            service_class=interaction.service_class,
            attributes={name: known[name] for name in rule.attributes if name in known},
        )
        traits = AgentTraits(agent=agent.id, priority=0, skills=agent.skills)
        if pure.eligibility[rule.name].refuse(kind, traits) is not None:
            return True
    return False


def advise(step: Step, interaction: Interaction, ranked: list[Agent]) -> Advice | None:
    """Return what plugins make of the strategy's order, None where they are not asked."""
    state, definition = step.state, step.state.queues[interaction.queue].definition
    if not definition.scorers and definition.plugin_strategy is None:
        return None
    name = f"{interaction.seed}/{interaction.id}-o{interaction.offers_made + 1}"
    draw = int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), "big")
    work = work_view(state, interaction, at_ms=step.at_ms, draw=draw)
    ranked = ranked[:SHORT]
    views = [agent_view(state, agent, at_ms=step.at_ms) for agent in ranked]
    by = definition.plugin_strategy
    if by is not None:
        if by not in step.pure.strategies or not is_on(state, PureKind.STRATEGY, by):
            return Advice(state=state, interaction=interaction, ranked=ranked)
        named = step.pure.strategies[by].choose(work, views)
        if named not in {agent.id for agent in ranked}:
            strike(step, PureKind.STRATEGY, by, 1, StrikeReason.NOT_ASKED)
            return Advice(state=state, interaction=interaction, ranked=ranked)
        first = [agent for agent in ranked if agent.id == named]
        rest = [agent for agent in ranked if agent.id != named]
        return Advice(state=state, interaction=interaction, ranked=first + rest, by=by)
    scores = {
        view.agent: {
            each.name: each.weight * step.pure.scorers[each.name].score(work, view)
            for each in definition.scorers
            if is_on(state, PureKind.SCORER, each.name)
        }
        for view in views
    }
    best = sorted(ranked, key=lambda agent: sum(scores[agent.id].values()), reverse=True)
    return Advice(state=state, interaction=interaction, ranked=best, scores=scores)


def advised(receipt: OfferReceipt, advice: Advice | None, asked: list[Agent]) -> OfferReceipt:
    """Return a receipt with what plugins made of the choice."""
    if advice is None:
        return receipt
    rest = [agent for agent in advice.ranked if agent not in asked]
    # Beyond the shortlist stands whom the strategy alone would ask next.
    loser = receipt.loser
    if rest:
        loser = standing_in(advice.state, advice.interaction, rest[0])
        loser = msgspec.structs.replace(loser, scores=advice.scores.get(loser.agent) or None)
    elif loser is not None and loser.agent in {agent.id for agent in asked}:
        raise AssertionError(f"{loser.agent} is asked and next")
    scores = advice.scores.get(receipt.winner.agent) or None
    return msgspec.structs.replace(
        receipt,
        winner=msgspec.structs.replace(receipt.winner, scores=scores),
        loser=loser,
        chosen_by=advice.by,
    )
