"""What definitions lead to: nothing if nothing changes, and never to broken work."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from ccsdk.engine.deciding.policy import require_policy
from ccsdk.engine.deciding.staffing import watch
from ccsdk.engine.state import Queue, State
from ccsdk.engine.step import Step
from ccsdk.errors import QueueInUseError, UnknownEntityError
from ccsdk.model.channel import ChannelRule
from ccsdk.model.command import (
    ApplySettings,
    DefineAccount,
    DefineAgent,
    DefineChannel,
    DefineQueue,
    DeleteQueue,
)
from ccsdk.model.entry import Answer
from ccsdk.model.event import (
    AccountDefined,
    AgentDefined,
    ChannelDefined,
    QueueDefined,
    QueueDeleted,
    SettingsApplied,
)
from ccsdk.model.interaction import InteractionState
from ccsdk.model.policy import Move
from ccsdk.model.principal import Principal, Role

__all__ = [
    "apply_settings",
    "define_account",
    "define_agent",
    "define_channel",
    "define_queue",
    "delete_queue",
]


def define_channel(step: Step, command: DefineChannel, by: Principal) -> Answer:
    """Define what work on a channel takes; work in hand stays."""
    facts = msgspec.structs.asdict(command)
    channel = facts.pop("channel")
    if step.state.channels.get(channel) != ChannelRule(**facts):
        step.emit(ChannelDefined(channel=channel, **facts))
    return Answer()


def define_account(step: Step, command: DefineAccount, by: Principal) -> Answer:
    """Define an account whose queues are there."""
    _require_queues(step.state, command.queues)
    event = AccountDefined(**msgspec.structs.asdict(command))
    known = step.state.accounts.get(command.account)
    if known is None or known.definition != event:
        step.emit(event)
    return Answer(account=command.account)


def define_queue(step: Step, command: DefineQueue, by: Principal) -> Answer:
    """Define a queue; running deadlines stay where they are.

    Raises:
        PolicyRefusedError: Its policy cannot be kept.
    """
    require_policy(step.state, command)
    event = QueueDefined(**msgspec.structs.asdict(command))
    known = step.state.queues.get(command.queue)
    if known is None or known.definition != event:
        step.emit(event)
        watch(step, (command.queue,))
    return Answer(queue=command.queue)


def delete_queue(step: Step, command: DeleteQueue, by: Principal) -> Answer:
    """Delete a queue that nothing needs.

    Raises:
        QueueInUseError: Somebody waits in it or is being served out of it, or a definition
            names it.
    """
    state = step.state
    _require_queues(state, (command.queue,))
    for by_whom in _users_of(state, command.queue):
        raise QueueInUseError(queue=command.queue, by=by_whom)
    step.emit(QueueDeleted(queue=command.queue))
    return Answer(queue=command.queue)


def _users_of(state: State, queue: str) -> Iterator[str]:
    """Yield what needs a queue; the closed have only their memory of it."""
    for interaction in state.interactions.values():
        if interaction.queue == queue and interaction.state is not InteractionState.CLOSED:
            yield f"interaction {interaction.id}"
        elif any(interaction.parts[agent].queue == queue for agent in interaction.wrap_ups):
            yield f"wrap-up of {interaction.id}"
    for account in state.accounts.values():
        if queue in account.definition.queues:
            yield f"account {account.definition.account}"
    for agent in state.agents.values():
        if queue in agent.memberships:
            yield f"agent {agent.id}"
    for other in state.queues.values():
        if other.definition.queue != queue and queue in _leads_to(other):
            yield f"queue {other.definition.queue}"


def _leads_to(queue: Queue) -> Iterator[str | None]:
    for rule in queue.definition.overflow:
        yield rule.to.queue
    for each in queue.definition.steps:
        if isinstance(each.do, Move):
            yield each.do.queue


def define_agent(step: Step, command: DefineAgent, by: Principal) -> Answer:
    """Define an Agent whose queues are there.

    Always an event: a new display name would be invisible here, since no personal half
    reaches the engine. Who is new comes by the center file, where those stand who may sign in.
    """
    _require_queues(step.state, (each.queue for each in command.memberships))
    known = step.state.agents.get(command.agent)
    if known is None and by.role is not Role.SYSTEM:
        raise UnknownEntityError(kind="agent", id=command.agent)
    before = tuple(known.memberships) if known else ()
    step.emit(AgentDefined(**msgspec.structs.asdict(command)))
    watch(step, dict.fromkeys((*before, *step.state.agents[command.agent].memberships)))
    return Answer(agent=command.agent)


def apply_settings(step: Step, command: ApplySettings, by: Principal) -> Answer:
    """Note what the center file said of these definitions, as far as that is new."""
    known = step.state.settings
    new = {path: said for path, said in command.digests.items() if known.get(path) != said}
    if new:
        step.emit(SettingsApplied(digests=new))
    return Answer()


def _require_queues(state: State, queues: Iterable[str]) -> None:
    for queue in queues:
        if queue not in state.queues:
            raise UnknownEntityError(kind="queue", id=queue)
