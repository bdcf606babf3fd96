"""Hold, and what becomes of the legs when somebody leaves or the talk ends.

Who leaves is followed: a member's leg ends, and after the owner the member who is there
longest owns. Before a talk ends, or waits again, everybody but owner and customer leaves by
an event of their own, since nothing else would tell them.
"""

from __future__ import annotations

from ccsdk.engine.deciding.closing import finish
from ccsdk.engine.deciding.guard import (
    as_owner,
    interaction_of,
    offer_refs,
    refs,
    refuse,
    require_customer,
)
from ccsdk.engine.deciding.part import end_part
from ccsdk.engine.state import Interaction, Leg
from ccsdk.engine.step import Step
from ccsdk.model import event as events
from ccsdk.model.command import Command, HoldCustomer, ReportHoldFailed, RetrieveCustomer
from ccsdk.model.entry import Answer
from ccsdk.model.event.leg import PARTING
from ccsdk.model.interaction import InteractionState
from ccsdk.model.leg import LegParty, LegRole, LegState
from ccsdk.model.offer import WithdrawReason
from ccsdk.model.principal import Principal

__all__ = [
    "change_owner",
    "end_child",
    "end_leg",
    "fail_consult",
    "fail_elevation",
    "hand_on",
    "hold",
    "hold_failed",
    "leave_all",
    "merge",
    "next_leg",
    "retrieve",
    "retrieve_held",
]


def next_leg(interaction: Interaction, *, after: int = 0) -> str:
    """Return the id of the next leg, or of the one `after` that many."""
    return f"{interaction.id}-l{interaction.legs_made + 1 + after}"


def hold(step: Step, command: HoldCustomer, by: Principal) -> Answer:
    """Put the customer on hold, on every channel they are connected by."""
    interaction = interaction_of(step.state, command.interaction)
    owner = as_owner(interaction, command, by)
    require_customer(interaction, command)
    legs = _customer_legs(interaction, LegState.CONNECTED, command)
    step.emit(events.CustomerHeld(**refs(interaction), agent=owner, legs=legs))
    return Answer(interaction=interaction.id)


def retrieve(step: Step, command: RetrieveCustomer, by: Principal) -> Answer:
    """Take the customer back from hold."""
    interaction = interaction_of(step.state, command.interaction)
    owner = as_owner(interaction, command, by)
    legs = _customer_legs(interaction, LegState.HELD, command)
    step.emit(events.CustomerRetrieved(**refs(interaction), agent=owner, legs=legs))
    return Answer(interaction=interaction.id)


def hold_failed(step: Step, command: ReportHoldFailed, by: Principal) -> Answer:
    """Show the customer as not held: the channel could not do it."""
    interaction = interaction_of(step.state, command.interaction)
    owner = as_owner(interaction, command, by)
    legs = _customer_legs(interaction, LegState.HELD, command)
    step.emit(events.HoldFailed(**refs(interaction), agent=owner, legs=legs))
    return Answer(interaction=interaction.id)


def _customer_legs(interaction: Interaction, state: LegState, command: Command) -> tuple[str, ...]:
    legs = tuple(leg.id for leg in interaction.customer_legs() if leg.state is state)
    if not legs:
        raise refuse(interaction, type(command).__name__)
    return legs


def end_leg(step: Step, interaction: Interaction, leg: Leg, *, cause: str) -> None:
    """End one leg; an Agent who met the customer wraps up their part."""
    has_met = leg.party is LegParty.AGENT and leg.state is LegState.CONNECTED
    step.emit(events.LegEnded(**refs(interaction), agent=leg.who, leg=leg.id, cause=cause))
    if has_met:
        end_part(step, interaction, leg.who)


def leave_all(step: Step, interaction: Interaction, *, cause: str) -> None:
    """Let everybody leave but owner and customer, and those who are asked to join or consulted."""
    if interaction.child is not None:
        child = step.state.interactions[interaction.child]
        end_child(step, interaction, child, cause="ended")
    for offer_id in list(interaction.offers):
        offer = step.state.offers[offer_id]
        step.emit(
            events.OfferWithdrawn(**offer_refs(interaction, offer), reason=WithdrawReason.ENDED)
        )
    for leg in list(interaction.legs.values()):
        if leg.party is not LegParty.CUSTOMER and leg.role is not LegRole.OWNER:
            end_leg(step, interaction, leg, cause=cause)


def hand_on(step: Step, interaction: Interaction, *, cause: str) -> bool:
    """Let the member who is connected longest own the talk; return whether there is one.

    A colleague who was consulted, has answered and is not lost goes before the members.
    """
    child = step.state.interactions.get(interaction.child or "")
    if child is not None and _is_led(step, child):
        change_owner(step, interaction, merge(step, interaction, child), cause=cause)
        return True
    heir = _heir(step, interaction)
    if heir is None:
        return False
    if child is not None:
        end_child(step, interaction, child, cause="ended")
        retrieve_held(step, interaction)
    change_owner(step, interaction, heir, cause=cause)
    return True


def change_owner(step: Step, interaction: Interaction, heir: Leg, *, cause: str) -> None:
    """Let a member own the talk; a former owner who was not lost wraps up."""
    former = interaction.owner
    assert former is not None, f"{interaction.id} is answered and has an owner"
    fail_elevation(step, interaction, cause="owner_changed")
    step.emit(
        events.OwnerChanged(
            **refs(interaction), agent=heir.who, leg=heir.id, former=former, cause=cause
        )
    )
    if cause in PARTING:
        end_part(step, interaction, former)


def merge(step: Step, interaction: Interaction, child: Interaction) -> Leg:
    """Let the colleague who was asked take part in the talk; return their leg."""
    colleague = child.owner
    assert colleague is not None, f"{child.id} is answered and has an owner"
    end_child(step, interaction, child, cause="merged")
    leg = next_leg(interaction)
    step.emit(
        events.LegStarted(
            **refs(interaction),
            agent=colleague,
            leg=leg,
            party=LegParty.AGENT,
            role=LegRole.MEMBER,
        )
    )
    retrieve_held(step, interaction)
    return interaction.legs[leg]


def end_child(step: Step, interaction: Interaction, child: Interaction, *, cause: str) -> None:
    """End a consult, however far it is; nobody wraps it up."""
    asker, owner = child.asker, child.owner
    assert asker is not None, f"{child.id} is a consult"
    leave_all(step, child, cause="ended")
    if child.state is InteractionState.ENGAGED:
        step.emit(events.InteractionEnded(**refs(child), by=cause, agent=owner))
    else:
        wait_ms = step.at_ms - child.entered_at_ms
        step.emit(
            events.InteractionCancelled(
                **refs(child), agent=owner, visit=child.visit, wait_ms=wait_ms
            )
        )
    finish(step, child, agent=owner)
    step.emit(events.ConsultEnded(**refs(interaction), agent=asker, child=child.id, cause=cause))


def fail_consult(step: Step, child: Interaction) -> None:
    """End a consult that came to nothing, and take the customer back."""
    interaction = step.state.interactions[child.parent or ""]
    end_child(step, interaction, child, cause="failed")
    retrieve_held(step, interaction)


def retrieve_held(step: Step, interaction: Interaction) -> None:
    """Take the customer back from hold, if they are held."""
    owner = interaction.owner
    legs = tuple(leg.id for leg in interaction.customer_legs() if leg.state is LegState.HELD)
    if legs and owner is not None:
        step.emit(events.CustomerRetrieved(**refs(interaction), agent=owner, legs=legs))


def _is_led(step: Step, child: Interaction) -> bool:
    """Return whether somebody who is there answered a consult."""
    is_answered = child.state is InteractionState.ENGAGED
    return is_answered and not step.state.agents[child.owner or ""].is_lost


def _heir(step: Step, interaction: Interaction) -> Leg | None:
    """Return the leg of who takes over: an Agent who is there, not lost, not dialling."""
    able = [
        leg
        for leg in interaction.legs.values()
        if leg.party is LegParty.AGENT
        and leg.role is LegRole.MEMBER
        and leg.state is LegState.CONNECTED
        and not step.state.agents[leg.who].is_lost
    ]
    # Legs stand in the order they began, so of equals the first is taken.
    return min(able, key=lambda leg: leg.connected_at_ms, default=None)


def fail_elevation(step: Step, interaction: Interaction, *, cause: str) -> None:
    """Give up waiting for the customer on another channel, if anybody does."""
    if interaction.elevation is None:
        return
    leg = interaction.legs[interaction.elevation.leg]
    step.emit(
        events.ChannelElevationFailed(**refs(interaction), leg=leg.id, to=leg.channel, cause=cause)
    )
