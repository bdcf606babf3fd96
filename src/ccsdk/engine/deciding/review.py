"""What becomes of an Interaction after its close: a Supervisor opens it, and writes about it.

Opening is an event of its own, so that the log says who read what was said without having
been there. It holds until the customer writes again, for then it is a talk that goes on, or
until state forgets it. While it holds, opening again gives nothing and is no second event:
who must know who read what looks for the first.

Not here: what a review says, which the engine never sees, and a draft, which nobody does.
"""

from __future__ import annotations

from ccsdk.engine.deciding.guard import interaction_of, refs, require_state
from ccsdk.engine.step import Step
from ccsdk.errors import NotInTalkError, NotOwnerError
from ccsdk.model.command import AddReview, OpenReview
from ccsdk.model.entry import Answer
from ccsdk.model.event import ReviewAdded, ReviewOpened
from ccsdk.model.principal import Principal, Role

__all__ = ["add_review", "open_review"]


def open_review(step: Step, command: OpenReview, by: Principal) -> Answer:
    """Let a Supervisor read a closed Interaction; the same again changes nothing."""
    interaction = interaction_of(step.state, command.interaction)
    if by.role is not Role.SUPERVISOR:
        raise NotOwnerError(interaction=interaction.id)
    require_state(interaction, command)
    if by.id not in interaction.reviewers:
        step.emit(ReviewOpened(**refs(interaction), agent=by.id))
    return Answer(interaction=interaction.id)


def add_review(step: Step, command: AddReview, by: Principal) -> Answer:
    """Let who has opened it write about the work of an Agent who talked in it."""
    interaction = interaction_of(step.state, command.interaction)
    if by.id not in interaction.reviewers:
        raise NotOwnerError(interaction=interaction.id)
    require_state(interaction, command)
    if command.agent not in interaction.parts:
        raise NotInTalkError(
            interaction=interaction.id, agent=command.agent, talked=tuple(interaction.parts)
        )
    step.emit(ReviewAdded(**refs(interaction), agent=command.agent, by=by.id))
    review = step.entries[-1]
    return Answer(review=f"{review.subject}:{review.version}")
