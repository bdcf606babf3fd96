"""What a transfer leads to: the owner lets go at once, whether or not somebody takes it.

A target that is not there, or would not have it, is a refusal, and nothing moves. The
order stays what it was, so whoever was sent on does not queue twice. A Supervisor may give
away what somebody else owns, who may be out of reach. External numbers are
no target: there is no channel yet that could dial one.
"""

from __future__ import annotations

from attrs import frozen

from ccsdk.engine.deciding.direct import NOBODY, Line
from ccsdk.engine.deciding.entering import refs_in, refusal_of, visit_facts
from ccsdk.engine.deciding.guard import (
    agent_of,
    as_owner,
    interaction_of,
    require_customer,
    require_state,
)
from ccsdk.engine.deciding.leg import leave_all
from ccsdk.engine.deciding.part import end_part
from ccsdk.engine.state import Interaction, State
from ccsdk.engine.step import Step
from ccsdk.errors import AgentUnavailableError, NotAdmittedError, UnknownEntityError
from ccsdk.model.agent import Presence
from ccsdk.model.command import BlindTransfer
from ccsdk.model.entry import Answer
from ccsdk.model.event import InteractionTransferred
from ccsdk.model.interaction import VisitKind
from ccsdk.model.principal import Principal, Role
from ccsdk.model.transfer import TransferTarget

__all__ = ["Target", "blind_transfer", "line_to", "send_on", "target_of"]


@frozen
class Target:
    """Say where an Interaction goes: to a queue, first to `only` if that is set."""

    queue: str
    only: str | None


def target_of(state: State, interaction: Interaction, to: TransferTarget) -> Target:
    """Return where a target leads.

    Raises:
        UnknownEntityError: There is no such queue, Agent or extension.
        NotAdmittedError: The queue does not admit it.
        AgentUnavailableError: The Agent is logged out, or owns it already.
    """
    queue = to.queue or to.fallback or interaction.queue
    if queue not in state.queues:
        raise UnknownEntityError(kind="queue", id=queue)
    only = None if to.queue is not None else _agent(state, to)
    if only is not None and only == interaction.owner:
        raise AgentUnavailableError(agent=only, refusal="owner")
    if reason := refusal_of(state, queue):
        raise NotAdmittedError(queue=queue, refusal=reason)
    return Target(queue, only)


def blind_transfer(step: Step, command: BlindTransfer, by: Principal) -> Answer:
    """Give the Interaction away, by its owner or a Supervisor; its owner wraps up."""
    interaction = interaction_of(step.state, command.interaction)
    is_reassigned = by.role is Role.SUPERVISOR
    if is_reassigned:
        require_state(interaction, command)
    else:
        as_owner(interaction, command, by)
    require_customer(interaction, command)
    target = target_of(step.state, interaction, command.to)
    send_on(step, interaction, target, by="supervisor" if is_reassigned else "agent")
    return Answer(interaction=interaction.id)


def send_on(step: Step, interaction: Interaction, target: Target, *, by: str = "agent") -> None:
    """Let an Interaction wait at its target, at once and in its order."""
    owner = interaction.owner
    assert owner is not None, f"{interaction.id} is given away by its owner"
    leave_all(step, interaction, cause="transferred")
    definition = step.state.queues[target.queue].definition
    kind = VisitKind.TRANSFER if target.only is None else VisitKind.DIRECT
    line, from_ms = line_to(step, target), interaction.order_from_ms
    step.emit(
        InteractionTransferred(
            **refs_in(interaction, target.queue),
            agent=owner,
            from_queue=interaction.queue,
            **visit_facts(step, interaction, target.queue, kind, from_ms=from_ms, line=line),
            excluded_until_ms=step.at_ms + definition.retry_same_ms,
            by=by,
        )
    )
    end_part(step, interaction, owner)


def line_to(step: Step, target: Target) -> Line:
    """Return the direct line of a target, which is nobody's if it is a queue."""
    if target.only is None:
        return NOBODY
    return target.only, step.at_ms + step.state.queues[target.queue].definition.direct_ms


def _agent(state: State, to: TransferTarget) -> str:
    named = to.agent or state.extensions.get(to.extension or "")
    if named is None:
        raise UnknownEntityError(kind="extension", id=to.extension or "")
    agent = agent_of(state, named)
    if agent.presence is Presence.LOGGED_OUT:
        raise AgentUnavailableError(agent=agent.id, refusal="logged_out")
    return agent.id
