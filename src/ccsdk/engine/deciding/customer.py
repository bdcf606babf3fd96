"""What a customer's sessions lead to."""

from __future__ import annotations

from collections.abc import Iterable

from ccsdk.engine.evolving.definition import customer_grace_ms
from ccsdk.engine.step import Step
from ccsdk.model.event import CustomerConnected, CustomerDisconnected

__all__ = ["greet", "session_gone"]


def greet(step: Step, customer: str, sessions: Iterable[str]) -> None:
    """Note sessions of a Customer who has something open; of others nothing is kept."""
    known = step.state.customers.get(customer)
    if known is None or not known.open:
        return
    for session in sessions:
        if session not in known.sessions:
            step.emit(CustomerConnected(customer=customer, session=session))


def session_gone(step: Step, customer: str, session: str) -> None:
    """Drop a session; after the last one the grace of the Customer's account runs."""
    known = step.state.customers.get(customer)
    if known is None or session not in known.sessions:
        return
    is_last = len(known.sessions) == 1
    due_ms = step.at_ms + customer_grace_ms(step.state, customer) if is_last else None
    step.emit(CustomerDisconnected(customer=customer, session=session, grace_due_at_ms=due_ms))
