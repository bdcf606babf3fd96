"""Why an Interaction waits: its place, everybody's first failed condition, what comes next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import msgspec

from ccsdk.engine.deadlines import Deadline
from ccsdk.engine.explaining.verdict import AHEAD_MAX, in_line, standing_of, verdicts_on
from ccsdk.engine.state import Interaction, State
from ccsdk.errors import UnknownEntityError
from ccsdk.model.explanation import InteractionExplanation, Next, Standing, Verdict
from ccsdk.model.pure import NO_OBJECTS, PureObjects

__all__ = ["explain_interaction"]

# What frees an Agent who has no room, by the end of the work itself.
_FREEING = ("wrap_up", "ring", "ack", "connect")


def explain_interaction(
    state: State,
    interaction: str,
    *,
    now_ms: int | None = None,
    pure: PureObjects = NO_OBJECTS,
) -> InteractionExplanation:
    """Return why an Interaction still waits, or that it does not; O(agents + waiting).

    Args:
        now_ms: Until when it has waited, milliseconds since the Unix epoch; by default, or
            if that is earlier, the instant of the state's last event.
        pure: Whom the rules of queues are asked of.

    Raises:
        UnknownEntityError: There is none, or state has forgotten it.
    """
    found = state.interactions.get(interaction)
    if found is None:
        raise UnknownEntityError(kind="interaction", id=interaction)
    told = InteractionExplanation(
        interaction=found.id,
        position=state.position,
        at_ms=max(now_ms or 0, state.now_ms),
        state=found.state,
        standing=standing_of(state, found),
        queue=found.queue,
        owner=found.owner,
    )
    return told if told.standing is Standing.NOT_WAITING else _with_line(state, found, told, pure)


def _with_line(
    state: State, interaction: Interaction, told: InteractionExplanation, pure: PureObjects
) -> InteractionExplanation:
    line = [each.id for each in in_line(state, interaction.queue)]
    place, verdicts = line.index(interaction.id), verdicts_on(state, interaction, pure)
    failed = Counter(each.failed for each in verdicts if each.failed is not None)
    return msgspec.structs.replace(
        told,
        offered=tuple(state.offers[offer].agent for offer in interaction.offers),
        waited_ms=told.at_ms - interaction.entered_at_ms,
        place=place + 1,
        waiting=len(line),
        ahead=tuple(line[: min(place, AHEAD_MAX)]),
        failed=dict(failed),
        next=_next(state, interaction, verdicts),
        agents=verdicts,
    )


def _next(state: State, interaction: Interaction, verdicts: Sequence[Verdict]) -> Next | None:
    """Return the first deadline of the Interaction, its Offers, its Customer or who is full."""
    concerned = {interaction.id, interaction.customer, *interaction.offers}
    busy = {each.agent for each in verdicts if each.failed in ("capacity", "matrix")}
    freeing = {work for agent in busy for taken in state.agents[agent].taken for work in taken}

    def may_change(deadline: Deadline) -> bool:
        kind, entity, *_ = deadline[2]
        return entity in concerned or (entity in freeing and kind in _FREEING)

    first = min(filter(may_change, state.deadlines.live.values()), default=None)
    return first and Next(kind=first[2][0], entity=first[2][1], due_at_ms=first[0])
