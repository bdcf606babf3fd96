"""What it leads to that an Agent picks for themselves."""

from __future__ import annotations

from ccsdk.engine.deciding.guard import agent_of, interaction_of, refuse
from ccsdk.engine.deciding.offer import take
from ccsdk.engine.deciding.part import go_on
from ccsdk.engine.eligibility import why_not
from ccsdk.engine.matching import offer_to
from ccsdk.engine.receipt import receipt_of_pick
from ccsdk.engine.refusing import is_refused
from ccsdk.engine.step import Step
from ccsdk.errors import NotEligibleError, UnknownEntityError
from ccsdk.model.command import PickInteraction
from ccsdk.model.entry import Answer
from ccsdk.model.principal import Principal

__all__ = ["pick"]


def pick(step: Step, command: PickInteraction, by: Principal) -> Answer:
    """Give the Agent what they picked: an Offer and its accept in one.

    What waits in a queue that is not theirs looks as if it was not there.
    """
    state = step.state
    agent = agent_of(state, command.agent)
    interaction = interaction_of(state, command.interaction)
    if interaction.queue not in agent.memberships:
        raise UnknownEntityError(kind="interaction", id=interaction.id)
    definition = state.queues[interaction.queue].definition
    if interaction.id not in state.index.waiting:
        raise refuse(interaction, "PickInteraction")
    failed = why_not(state, interaction, agent) if definition.mode.is_pull else "mode"
    if failed is None:
        first = state.index.head(interaction.queue, definition.pick_from)
        failed = None if interaction.id in {place[2] for place in first} else "place"
    if failed is None and is_refused(step, interaction, agent):
        failed = "rule"
    if failed is not None:
        raise NotEligibleError(interaction=interaction.id, agent=agent.id, condition=failed)
    receipt = receipt_of_pick(state, interaction, agent)
    offer = offer_to(step, interaction, agent.id, receipt)
    take(step, interaction, state.offers[offer])
    go_on(step, interaction, agent.id)
    return Answer(interaction=interaction.id)
