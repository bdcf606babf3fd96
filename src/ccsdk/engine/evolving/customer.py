"""What events do to a Customer and their sessions.

Sessions count for what needs the Customer there: never on an asynchronous channel.
"""

from __future__ import annotations

from ccsdk.engine.standing import settle_interaction
from ccsdk.engine.state import Customer, Interaction, State
from ccsdk.model.event import CustomerConnected, CustomerDisconnected
from ccsdk.model.interaction import ASYNC_CHANNELS

__all__ = ["connected", "disconnected", "leave", "lose", "meet", "watch"]


def meet(state: State, interaction: Interaction) -> None:
    """Remember the Customer of a new Interaction."""
    customer = interaction.customer
    if customer not in state.customers:
        state.customers[customer] = Customer(id=customer)
    state.customers[customer].interactions[interaction.id] = None
    watch(state, interaction)


def watch(state: State, interaction: Interaction) -> None:
    """Let the Customer's sessions count for this Interaction, if its channel asks for them."""
    if interaction.channel not in ASYNC_CHANNELS:
        state.customers[interaction.customer].open[interaction.id] = None


def leave(state: State, interaction: Interaction) -> None:
    """Stop watching the Customer's sessions once nothing of theirs is open."""
    customer = state.customers[interaction.customer]
    customer.open.pop(interaction.id, None)
    if not customer.open:
        customer.sessions.clear()
        customer.left_at_ms = None
        state.deadlines.cancel(("customer_grace", customer.id))


def connected(state: State, event: CustomerConnected, at_ms: int) -> None:
    """Let the Customer be there: what waits may be offered again."""
    customer = state.customers[event.customer]
    customer.sessions[event.session] = None
    customer.left_at_ms = None
    state.deadlines.cancel(("customer_grace", customer.id))
    _settle(state, customer)


def disconnected(state: State, event: CustomerDisconnected, at_ms: int) -> None:
    """Drop a session; after the last one the Customer keeps their place for a while."""
    customer = state.customers[event.customer]
    del customer.sessions[event.session]
    if event.grace_due_at_ms is not None:
        lose(state, customer, at_ms, due_ms=event.grace_due_at_ms)


def lose(state: State, customer: Customer, at_ms: int, *, due_ms: int) -> None:
    """Keep the Customer's place until `due_ms`, without new Offers."""
    if customer.left_at_ms is None:
        customer.left_at_ms = at_ms
    state.deadlines.arm(("customer_grace", customer.id), due_ms)
    _settle(state, customer)


def _settle(state: State, customer: Customer) -> None:
    for interaction in customer.open:
        settle_interaction(state, state.interactions[interaction])
