"""What becomes of an Agent's part in an Interaction after their talk: wrap-up.

A part is one Agent's: several may be wrapped up at once, also while the Interaction goes
on with somebody else. It ends by its Agent, by itself, or as they log out.
"""

from __future__ import annotations

from ccsdk.engine.deciding.closing import finish
from ccsdk.engine.deciding.guard import Refs, as_wrapping, interaction_of, refs
from ccsdk.engine.state import Agent, Interaction
from ccsdk.engine.step import Step
from ccsdk.model.command import CompleteWrapUp
from ccsdk.model.entry import Answer
from ccsdk.model.event import WrapUpEnded, WrapUpStarted
from ccsdk.model.interaction import InteractionState
from ccsdk.model.principal import Principal

__all__ = ["complete_wrap_up", "end_part", "end_wrap_up", "end_wrap_ups", "wrap_up_due"]


def end_part(step: Step, interaction: Interaction, agent: str) -> None:
    """Let an Agent who met the customer wrap up, as long as the queue of their part gives."""
    queue = interaction.parts[agent].queue
    wrap_up_ms = step.state.queues[queue].definition.wrap_up_ms
    if wrap_up_ms > 0:
        due_ms = step.at_ms + wrap_up_ms
        about = _refs(interaction, agent)
        step.emit(WrapUpStarted(**about, agent=agent, wrap_up_due_at_ms=due_ms))


def complete_wrap_up(step: Step, command: CompleteWrapUp, by: Principal) -> Answer:
    """Finish wrap-up with what the Agent made of it."""
    interaction = interaction_of(step.state, command.interaction)
    agent = as_wrapping(interaction, command, by)
    end_wrap_up(step, interaction, agent, cause="completed", disposition=command.disposition)
    return Answer(interaction=interaction.id)


def end_wrap_up(
    step: Step, interaction: Interaction, agent: str, *, cause: str, disposition: str | None = None
) -> None:
    """End an Agent's wrap-up; what is over and was the last one's is closed."""
    step.emit(
        WrapUpEnded(
            **_refs(interaction, agent),
            agent=agent,
            disposition=disposition or interaction.parts[agent].disposition,
            cause=cause,
        )
    )
    if interaction.state is InteractionState.WRAP_UP:
        finish(step, interaction, agent=interaction.owner or agent)


def end_wrap_ups(step: Step, agent: Agent) -> None:
    """End every wrap-up of an Agent who was logged out."""
    for interaction in list(agent.wrap_ups):
        end_wrap_up(step, step.state.interactions[interaction], agent.id, cause="logged_out")


def wrap_up_due(step: Step, interaction: str, agent: str) -> None:
    """End wrap-up that took its whole time."""
    end_wrap_up(step, step.state.interactions[interaction], agent, cause="expired")


def _refs(interaction: Interaction, agent: str) -> Refs:
    """Return the refs of an event about a part: its queue is where the Agent took it."""
    return {**refs(interaction), "queue": interaction.parts[agent].queue}
