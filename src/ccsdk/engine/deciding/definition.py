"""What definitions lead to: nothing if nothing changes, and never to broken work."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from ccsdk.engine.state import State
from ccsdk.engine.step import Step
from ccsdk.errors import UnknownEntityError
from ccsdk.model.channel import ChannelRule
from ccsdk.model.command import DefineAccount, DefineAgent, DefineChannel, DefineQueue
from ccsdk.model.entry import Answer
from ccsdk.model.event import AccountDefined, AgentDefined, ChannelDefined, QueueDefined
from ccsdk.model.principal import Principal

__all__ = ["define_account", "define_agent", "define_channel", "define_queue"]


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
    """Define a queue; running deadlines stay where they are."""
    event = QueueDefined(**msgspec.structs.asdict(command))
    known = step.state.queues.get(command.queue)
    if known is None or known.definition != event:
        step.emit(event)
    return Answer(queue=command.queue)


def define_agent(step: Step, command: DefineAgent, by: Principal) -> Answer:
    """Define an Agent whose queues are there.

    Always an event: a new display name would be invisible here, since no personal half
    reaches the engine.
    """
    _require_queues(step.state, (each.queue for each in command.memberships))
    step.emit(AgentDefined(**msgspec.structs.asdict(command)))
    return Answer(agent=command.agent)


def _require_queues(state: State, queues: Iterable[str]) -> None:
    for queue in queues:
        if queue not in state.queues:
            raise UnknownEntityError(kind="queue", id=queue)
