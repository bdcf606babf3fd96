"""What becomes of an Agent's part in an Interaction after their talk: wrap-up, disposition.

A part is one Agent's: several may be wrapped up at once, also while the Interaction goes
on with somebody else. Wrap-up ends by its Agent, by itself, by a Supervisor, or as they
log out. What came of a part can be said while it is wrapped up, and late if nobody did.
"""

from __future__ import annotations

from ccsdk.engine.deciding.closing import finish
from ccsdk.engine.deciding.guard import (
    Refs,
    as_supervisor,
    as_wrapping,
    interaction_of,
    refs,
    refuse,
)
from ccsdk.engine.state import Agent, Interaction
from ccsdk.engine.step import Step
from ccsdk.errors import InvalidTransitionError, NotOwnerError
from ccsdk.model.command import CompleteWrapUp, EndWrapUp, ExtendWrapUp, SetDisposition
from ccsdk.model.entry import Answer
from ccsdk.model.event import DispositionSet, WrapUpEnded, WrapUpExtended, WrapUpStarted
from ccsdk.model.interaction import InteractionState
from ccsdk.model.principal import Principal, Role

__all__ = [
    "DISPOSITION_MS",
    "complete_wrap_up",
    "end_part",
    "end_wrap_up",
    "end_wrap_up_by_command",
    "end_wrap_ups",
    "extend_wrap_up",
    "go_on",
    "set_disposition",
    "wrap_up_due",
]

# How long after a part is over its missing disposition may still be set.
DISPOSITION_MS = 86_400_000


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


def extend_wrap_up(step: Step, command: ExtendWrapUp, by: Principal) -> Answer:
    """Let wrap-up end later, up to the cap of the queue that the Agent took it from."""
    interaction = interaction_of(step.state, command.interaction)
    agent = as_wrapping(interaction, command, by)
    part = interaction.parts[agent]
    definition = step.state.queues[part.queue].definition
    extended_ms = interaction.wrap_ups[agent] + definition.wrap_up_extension_ms
    due_ms = min(extended_ms, part.since_ms + definition.wrap_up_cap_ms)
    if due_ms <= interaction.wrap_ups[agent]:
        raise InvalidTransitionError(
            entity=f"wrap-up of {interaction.id}", state="at its cap", command="ExtendWrapUp"
        )
    about = _refs(interaction, agent)
    step.emit(WrapUpExtended(**about, agent=agent, wrap_up_due_at_ms=due_ms))
    return Answer(interaction=interaction.id)


def set_disposition(step: Step, command: SetDisposition, by: Principal) -> Answer:
    """Say what came of a part; late, only if nobody has said it."""
    interaction = interaction_of(step.state, command.interaction)
    agent = interaction.last_agent if by.role is Role.SYSTEM else by.id
    part = interaction.parts.get(agent or "")
    if agent is None or part is None:
        if agent is None or agent == interaction.owner:
            raise refuse(interaction, "SetDisposition")
        raise NotOwnerError(interaction=interaction.id)
    is_missing = part.disposition == "none" and step.at_ms <= part.since_ms + DISPOSITION_MS
    if agent not in interaction.wrap_ups and not is_missing:
        raise refuse(interaction, "SetDisposition")
    if part.disposition != command.disposition:
        about = _refs(interaction, agent)
        step.emit(DispositionSet(**about, agent=agent, disposition=command.disposition))
    return Answer(interaction=interaction.id)


def end_wrap_up_by_command(step: Step, command: EndWrapUp, by: Principal) -> Answer:
    """End an Agent's wrap-up by a Supervisor."""
    interaction = interaction_of(step.state, command.interaction)
    as_supervisor(interaction, by)
    if command.agent not in interaction.wrap_ups:
        raise refuse(interaction, "EndWrapUp")
    end_wrap_up(step, interaction, command.agent, cause="supervisor")
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


def go_on(step: Step, interaction: Interaction, agent: str) -> None:
    """End the wrap-up of who takes again what they gave away; it would end their next one."""
    if agent in interaction.wrap_ups:
        end_wrap_up(step, interaction, agent, cause="returned")


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
