"""Consult: the owner asks a colleague in a child Interaction, with the customer on hold.

The child has its own visit, Offers and states, and no customer: the asker stands in the
customer's place and takes no slot there. It ends with the parent's talk, or before: merged,
the colleague takes part; completed, they own. Whoever was asked and met no customer has no
wrap-up. When the asker is gone, a colleague who has answered takes the customer over, and a
consult that nobody has answered yet becomes a blind transfer. A colleague whose sessions are
gone is given nobody: with them, too, it is a blind transfer.
"""

from __future__ import annotations

from ccsdk.engine.deciding.entering import Age, queue_up
from ccsdk.engine.deciding.guard import (
    Refs,
    as_owner,
    interaction_of,
    refs,
    refuse,
    require_customer,
    require_session,
)
from ccsdk.engine.deciding.leg import change_owner, end_child, merge, retrieve_held
from ccsdk.engine.deciding.transfer import Target, line_to, target_of
from ccsdk.engine.state import Interaction, State
from ccsdk.engine.step import Step
from ccsdk.errors import AgentUnavailableError
from ccsdk.model import event as events
from ccsdk.model.command import CancelConsult, Command, CompleteTransfer, MergeConsult, StartConsult
from ccsdk.model.entry import Answer
from ccsdk.model.interaction import InteractionState, VisitKind
from ccsdk.model.leg import LegState
from ccsdk.model.principal import Principal
from ccsdk.model.values import DURATION_MAX_MS

__all__ = ["cancel_consult", "complete_transfer", "merge_consult", "start_consult"]


def start_consult(step: Step, command: StartConsult, by: Principal) -> Answer:
    """Hold the customer and let the question wait for a colleague."""
    interaction = interaction_of(step.state, command.interaction)
    asker = as_owner(interaction, command, by)
    require_customer(interaction, command)
    target = target_of(step.state, interaction, command.to)
    if target.only is not None and interaction.staff_leg(target.only) is not None:
        raise AgentUnavailableError(agent=target.only, refusal="takes_part")
    if interaction.child is not None or interaction.offers:
        raise refuse(interaction, type(command).__name__)
    legs = [leg.id for leg in interaction.customer_legs() if leg.state is LegState.CONNECTED]
    if legs:
        step.emit(events.CustomerHeld(**refs(interaction), agent=asker, legs=tuple(legs)))
    return Answer(interaction=_ask(step, interaction, asker, target))


def _ask(step: Step, interaction: Interaction, asker: str, target: Target) -> str:
    child = f"{interaction.id}-c{interaction.consults + 1}"
    step.emit(events.ConsultStarted(**refs(interaction), agent=asker, child=child))
    about: Refs = {
        "interaction": child,
        "customer": child,
        "channel": interaction.channel,
        "queue": target.queue,
    }
    step.emit(
        events.ConsultReceived(
            **about,
            parent=interaction.id,
            asker=asker,
            account=interaction.account,
            excluded_until_ms=step.at_ms + DURATION_MAX_MS,
        )
    )
    queue_up(
        step,
        step.state.interactions[child],
        target.queue,
        VisitKind.CONSULT,
        age=Age(step.at_ms),
        line=line_to(step, target),
    )
    return child


def complete_transfer(step: Step, command: CompleteTransfer, by: Principal) -> Answer:
    """Let the colleague own the talk; the asker wraps up."""
    interaction, child = _answered(step.state, command, by)
    change_owner(step, interaction, merge(step, interaction, child), cause="transferred")
    return Answer(interaction=interaction.id)


def merge_consult(step: Step, command: MergeConsult, by: Principal) -> Answer:
    """Let the colleague take part."""
    interaction, child = _answered(step.state, command, by)
    merge(step, interaction, child)
    return Answer(interaction=interaction.id)


def cancel_consult(step: Step, command: CancelConsult, by: Principal) -> Answer:
    """End the consult, however far it is, and take the customer back."""
    interaction, child = _consult(step.state, command, by)
    end_child(step, interaction, child, cause="cancelled")
    retrieve_held(step, interaction)
    return Answer(interaction=interaction.id)


def _answered(state: State, command: Command, by: Principal) -> tuple[Interaction, Interaction]:
    interaction, child = _consult(state, command, by)
    if child.state is not InteractionState.ENGAGED:
        raise refuse(child, type(command).__name__)
    require_session(state.agents[child.owner or ""], command)
    return interaction, child


def _consult(state: State, command: Command, by: Principal) -> tuple[Interaction, Interaction]:
    interaction = interaction_of(state, getattr(command, "interaction", ""))
    as_owner(interaction, command, by)
    if interaction.child is None:
        raise refuse(interaction, type(command).__name__)
    return interaction, state.interactions[interaction.child]
