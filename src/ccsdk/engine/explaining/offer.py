"""Why an Offer was made: its receipt worked out anew by scans, and all that was passed over.

The state is the one of the receipt's position: everything before the decision's Offer, and
nothing of it. The index is not looked at, so that a receipt is checked by other means than
those it was written by. What a plugin made of the strategy's order is taken from what was
written down then: a scorer or a strategy is not asked again, and may be gone by now. Rules of
eligibility are asked again; where one is not there, the receipt is told as it was written.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from ccsdk.engine.capacity import kind_of, load_of, used_of, why_no_room
from ccsdk.engine.explaining.verdict import AHEAD_MAX, in_line, passed_by, verdicts_on
from ccsdk.engine.line import place_of
from ccsdk.engine.refusing import refused_by
from ccsdk.engine.standing import is_offerable, is_present
from ccsdk.engine.state import Agent, Interaction, State
from ccsdk.engine.strategy import offers_at_once, score
from ccsdk.model.event import OfferMade
from ccsdk.model.explanation import OfferExplanation, Passed, Standing
from ccsdk.model.pure import NO_OBJECTS, PureObjects
from ccsdk.model.queue import Strategy
from ccsdk.model.receipt import Candidate, OfferReceipt, Reason

__all__ = ["explain_offer", "receipt_by_scan", "standing_in"]

_DIRECT = -1


def explain_offer(
    state: State, made: OfferMade, pure: PureObjects = NO_OBJECTS
) -> OfferExplanation:
    """Return why this Offer was made; O(agents + waiting).

    Args:
        state: As it was at the position that the Offer's receipt names.
        made: The event of the Offer, with its receipt.
        pure: Whom the rules of queues are asked of.

    Raises:
        AssertionError: The state is not that of this Offer.
    """
    assert made.receipt is not None, f"{made.offer} has a receipt"
    assert made.receipt.position == state.position, f"{made.offer} was not decided here"
    interaction, agent = state.interactions[made.interaction], state.agents[made.agent]
    ahead = _ahead(state, interaction, (interaction.queue, *agent.memberships))
    receipt = made.receipt
    rules = state.queues[interaction.queue].definition.eligibility
    if all(rule.name in pure.eligibility for rule in rules):
        receipt = receipt_by_scan(state, interaction, agent, receipt.reason, pure, receipt)
    return OfferExplanation(
        offer=made.offer,
        interaction=interaction.id,
        agent=agent.id,
        queue=interaction.queue,
        strategy=state.queues[interaction.queue].definition.strategy,
        skills=tuple(each.skill for each in interaction.requirements if each.is_required),
        at_ms=state.now_ms,
        receipt=receipt,
        ahead=_passed(state, interaction, agent, ahead[:AHEAD_MAX], pure),
        agents=verdicts_on(state, interaction, pure),
    )


def receipt_by_scan(
    state: State,
    interaction: Interaction,
    agent: Agent,
    reason: Reason,
    pure: PureObjects = NO_OBJECTS,
    advice: OfferReceipt | None = None,
) -> OfferReceipt:
    """Return the receipt of an Offer to this Agent, just before it is made.

    Args:
        pure: Whom the rules of queues are asked of.
        advice: What was written then; of it counts what plugins made of the choice.
    """
    definition = state.queues[interaction.queue].definition
    suited = [each for each in state.agents.values() if _suits(interaction, each)]
    ready = [each for each in suited if is_present(each)]
    free = [each for each in ready if _is_free(state, interaction, each, pure)]
    tier, order_ms, _ = place_of(interaction)
    is_drawn = reason is Reason.MATCHED and definition.strategy is Strategy.WEIGHTED_RANDOM
    loser: Agent | None = None
    is_chosen = reason is not Reason.PICKED
    if reason is Reason.MATCHED and not is_drawn:
        ranked = sorted(free, key=lambda each: _order(state, interaction, each))
        loser = next(iter(ranked[_asked(state, interaction, ranked) :]), None)
    receipt = OfferReceipt(
        reason=reason,
        policy=state.policy,
        position=state.position,
        skilled=len(suited) if is_chosen else None,
        ready=len(ready) if is_chosen else None,
        free=len(free) if is_chosen else None,
        winner=standing_in(state, interaction, agent),
        loser=None if loser is None else standing_in(state, interaction, loser),
        tier=tier,
        order_ms=order_ms,
        ahead=next((each.id for each in _ahead(state, interaction, (interaction.queue,))), None),
        seed=interaction.seed if is_drawn else None,
    )
    return receipt if advice is None else _as_advised(state, interaction, receipt, advice)


def _as_advised(
    state: State, interaction: Interaction, receipt: OfferReceipt, advice: OfferReceipt
) -> OfferReceipt:
    """Return a receipt with what plugins made of the choice, if they were asked."""
    definition = state.queues[interaction.queue].definition
    if receipt.reason is not Reason.MATCHED:
        return receipt
    if not definition.scorers and definition.plugin_strategy is None:
        return receipt
    winner, loser = receipt.winner, advice.loser
    if loser is not None:
        stood = standing_in(state, interaction, state.agents[loser.agent])
        loser = msgspec.structs.replace(stood, scores=loser.scores)
    return msgspec.structs.replace(
        receipt,
        winner=msgspec.structs.replace(winner, scores=advice.winner.scores),
        loser=loser,
        chosen_by=advice.chosen_by,
    )


def _asked(state: State, interaction: Interaction, ranked: list[Agent]) -> int:
    """Return how many of these get the Offer: those of one priority, as many as at once."""
    definition = state.queues[interaction.queue].definition
    priorities = [_priority(interaction, each) for each in ranked]
    most = offers_at_once(definition.strategy, definition.broadcast)
    return min(most, priorities.count(priorities[0]))


def _priority(interaction: Interaction, agent: Agent) -> int:
    return _DIRECT if interaction.only else agent.memberships[interaction.queue].priority


def _suits(interaction: Interaction, agent: Agent) -> bool:
    if interaction.only is not None:
        return interaction.only == agent.id
    membership = agent.memberships.get(interaction.queue)
    return (
        membership is not None
        and membership.delay_ms <= interaction.age_ms
        and all(each.is_met(agent.skills.get(each.skill, 0)) for each in interaction.requirements)
    )


def _is_free(state: State, interaction: Interaction, agent: Agent, pure: PureObjects) -> bool:
    kind, used = kind_of(state, interaction.channel), used_of(state, agent)
    room = why_no_room(state, agent, used, kind) is None
    if not room or agent.id in interaction.excluded:
        return False
    return refused_by(state, pure, interaction, agent) is None


def _order(state: State, interaction: Interaction, agent: Agent) -> tuple[int | str, ...]:
    stood = standing_in(state, interaction, agent)
    strategy = state.queues[interaction.queue].definition.strategy
    # Whose turn it is knows nothing of idleness.
    idle_ms = 0 if strategy is Strategy.ROUND_ROBIN else stood.idle_from_ms
    return (stood.priority, -stood.score, stood.rank, idle_ms, agent.id)


def standing_in(state: State, interaction: Interaction, agent: Agent) -> Candidate:
    """Return how an Agent stands in the choice, as the queue's strategy alone has it."""
    queue, used = state.queues[interaction.queue], used_of(state, agent)
    strategy = Strategy.LONGEST_IDLE if interaction.only else queue.definition.strategy
    rank = sum(used.values())
    if strategy is Strategy.LEAST_LOADED:
        rank = load_of(state, used)
    elif strategy is Strategy.ROUND_ROBIN:
        rank = int(agent.id <= queue.turn)
    elif strategy is Strategy.WEIGHTED_RANDOM:
        rank = 0
    looks = strategy in (Strategy.BEST_SKILL, Strategy.WEIGHTED_RANDOM)
    return Candidate(
        agent=agent.id,
        priority=_priority(interaction, agent),
        score=score(interaction.requirements, agent.skills) if looks else 0,
        rank=rank,
        idle_from_ms=agent.idle_from_ms,
    )


def _ahead(state: State, interaction: Interaction, queues: Iterable[str]) -> list[Interaction]:
    """Return who stood in line before it in these queues, the first one first."""
    if interaction.only is not None:
        return []
    place = place_of(interaction)
    found = [
        each
        for queue in dict.fromkeys(queues)
        for each in in_line(state, queue)
        if place_of(each) < place and each.only is None and is_offerable(state, each)
    ]
    return sorted(found, key=place_of)


def _passed(
    state: State,
    interaction: Interaction,
    agent: Agent,
    ahead: list[Interaction],
    pure: PureObjects,
) -> tuple[Passed, ...]:
    return tuple(
        _with_priority(interaction, agent, other, passed)
        for other, passed in zip(ahead, passed_by(state, agent, ahead, pure), strict=True)
    )


def _with_priority(
    interaction: Interaction, agent: Agent, other: Interaction, passed: Passed
) -> Passed:
    """Say that a queue comes later for this Agent, where nothing else kept them from it.

    What waits to be picked is offered to nobody, whatever the priority.
    """
    is_in_line = passed.standing is Standing.IN_LINE
    if passed.failed is not None or other.queue == interaction.queue or not is_in_line:
        return passed
    facts = {
        "priority": agent.memberships[other.queue].priority,
        "before": _priority(interaction, agent),
    }
    return msgspec.structs.replace(passed, failed="priority", facts={**facts})
