"""What events do to an Interaction that leaves its owner, is over, or comes back."""

from __future__ import annotations

from ccsdk.engine.evolving.customer import watch
from ccsdk.engine.evolving.interaction import (
    end_talk,
    end_visit,
    enter_queue,
    exclude,
    release,
    step,
    stop_being_served,
)
from ccsdk.engine.evolving.leg import end_legs
from ccsdk.engine.evolving.part import leave_part
from ccsdk.engine.evolving.review import close_reviews
from ccsdk.engine.standing import settle_interaction
from ccsdk.engine.state import Interaction, State
from ccsdk.model.event import (
    InteractionCancelled,
    InteractionParked,
    InteractionReopened,
    InteractionResumed,
    InteractionTransferred,
)
from ccsdk.model.interaction import Closing, InteractionState

__all__ = ["cancelled", "parked", "reopened", "resumed", "transferred"]


def transferred(state: State, event: InteractionTransferred, at_ms: int) -> None:
    """Free who gave it away at once, and let it wait where it was sent."""
    interaction = state.interactions[event.interaction]
    step(interaction, event)
    _leave_owner(state, interaction, event.agent, at_ms)
    enter_queue(state, interaction, event, at_ms)
    exclude(state, interaction, event.agent, event.excluded_until_ms)


def parked(state: State, event: InteractionParked, at_ms: int) -> None:
    """Lay it aside: no slot is taken, until an instant."""
    interaction = state.interactions[event.interaction]
    step(interaction, event)
    _leave_owner(state, interaction, event.agent, at_ms)
    state.agents[event.agent].parked[interaction.id] = None
    state.deadlines.arm(("until", interaction.id), event.until_due_at_ms)


def resumed(state: State, event: InteractionResumed, at_ms: int) -> None:
    """Let what was parked wait again."""
    interaction = state.interactions[event.interaction]
    step(interaction, event)
    _take_up(state, interaction)
    enter_queue(state, interaction, event, at_ms)


def reopened(state: State, event: InteractionReopened, at_ms: int) -> None:
    """Let what was closed take the thread's messages again."""
    interaction = state.interactions[event.interaction]
    step(interaction, event)
    thread = (interaction.channel, interaction.thread)
    del state.recent[thread]
    state.threads[thread] = interaction.id
    state.deadlines.cancel(("forget", interaction.id))
    interaction.episode, interaction.is_verified = event.episode, event.is_verified
    interaction.closing = None
    assert event.queue is not None, f"{interaction.id} is reopened for a queue"
    # Nothing of an earlier wait counts in a new episode.
    interaction.queue, interaction.has_waited = event.queue, False
    interaction.relaxed, interaction.hops, interaction.dials = (), 0, 0
    close_reviews(interaction)
    watch(state, interaction)


def cancelled(state: State, event: InteractionCancelled, at_ms: int) -> None:
    """End what nobody talked in; a running visit flows out."""
    interaction = state.interactions[event.interaction]
    was = interaction.state
    step(interaction, event)
    interaction.closing = Closing.CANCELLED
    release(state, interaction)
    if was is InteractionState.PARKED:
        _take_up(state, interaction)
    elif was is InteractionState.RECEIVED:
        stop_being_served(state, interaction)
    else:
        state.queues[interaction.queue].flowed_out += 1
        end_visit(state, interaction)
    end_talk(state, interaction)
    settle_interaction(state, interaction)


def _leave_owner(state: State, interaction: Interaction, agent: str, at_ms: int) -> None:
    assert interaction.owner == agent, f"{interaction.id} is given away by its owner"
    end_legs(state, interaction, agent)
    leave_part(state, interaction, agent, at_ms)
    interaction.owner = interaction.accepted = None


def _take_up(state: State, interaction: Interaction) -> None:
    assert interaction.last_agent is not None, f"{interaction.id} was parked by somebody"
    del state.agents[interaction.last_agent].parked[interaction.id]
    state.deadlines.cancel(("until", interaction.id))
