"""What the server's reports about sessions lead to."""

from __future__ import annotations

from ccsdk.engine.deciding import agent, customer
from ccsdk.engine.step import Step
from ccsdk.model.command import ReportSessionBack, ReportSessionGone
from ccsdk.model.entry import Answer
from ccsdk.model.principal import Principal

__all__ = ["back", "gone"]


def back(step: Step, command: ReportSessionBack, by: Principal) -> Answer:
    """Note that a session of an Agent or a Customer is connected."""
    if command.agent is not None:
        agent.session_back(step, command.agent, command.session)
    if command.customer is not None:
        customer.greet(step, command.customer, (command.session,))
    return Answer()


def gone(step: Step, command: ReportSessionGone, by: Principal) -> Answer:
    """Note that a session of an Agent or a Customer is gone."""
    if command.agent is not None:
        agent.session_gone(step, command.agent, command.session)
    if command.customer is not None:
        customer.session_gone(step, command.customer, command.session)
    return Answer()
