"""What events do to a consult and to the Interaction it belongs to."""

from __future__ import annotations

from ccsdk.engine.evolving.customer import meet
from ccsdk.engine.evolving.interaction import exclude
from ccsdk.engine.state import Interaction, State
from ccsdk.model.event import ConsultEnded, ConsultReceived, ConsultStarted
from ccsdk.model.leg import LegParty

__all__ = ["ended", "received", "started"]


def started(state: State, event: ConsultStarted, at_ms: int) -> None:
    """Let the talk know of its consult."""
    interaction = state.interactions[event.interaction]
    interaction.child = event.child
    interaction.consults += 1


def received(state: State, event: ConsultReceived, at_ms: int) -> None:
    """Make the child; who takes part in its parent is not asked."""
    assert event.queue is not None, "a consult is received for a queue"
    child = state.interactions[event.interaction] = Interaction(
        id=event.interaction,
        account=event.account,
        channel=event.channel,
        thread=event.interaction,
        customer=event.customer,
        queue=event.queue,
        parent=event.parent,
        asker=event.asker,
    )
    state.threads[event.channel, child.thread] = child.id
    meet(state, child)
    for leg in state.interactions[event.parent].legs.values():
        if leg.party is LegParty.AGENT:
            exclude(state, child, leg.who, event.excluded_until_ms)


def ended(state: State, event: ConsultEnded, at_ms: int) -> None:
    """Forget the consult; its Interaction has closed by itself."""
    state.interactions[event.interaction].child = None
