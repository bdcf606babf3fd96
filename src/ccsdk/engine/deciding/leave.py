"""Leaving a talk that goes on, as a member or as its owner."""

from __future__ import annotations

from ccsdk.engine.deciding.guard import as_owner, interaction_of
from ccsdk.engine.deciding.interaction import end_talk
from ccsdk.engine.deciding.leg import end_leg, hand_on
from ccsdk.engine.deciding.transfer import Target, send_on
from ccsdk.engine.step import Step
from ccsdk.model.command import LeaveInteraction
from ccsdk.model.entry import Answer
from ccsdk.model.leg import LegRole
from ccsdk.model.principal import Principal, Role

__all__ = ["leave"]


def leave(step: Step, command: LeaveInteraction, by: Principal) -> Answer:
    """Let a member leave, or the owner: then a member owns, or the talk ends."""
    interaction = interaction_of(step.state, command.interaction)
    leg = None if by.role is Role.SYSTEM else interaction.staff_leg(by.id)
    if leg is not None and leg.role is not LegRole.OWNER:
        end_leg(step, interaction, leg, cause="left")
        return Answer(interaction=interaction.id)
    as_owner(interaction, command, by)
    child = step.state.interactions.get(interaction.child or "")
    if hand_on(step, interaction, cause="left"):
        return Answer(interaction=interaction.id)
    if child is not None:
        send_on(step, interaction, Target(child.queue, child.only))
        return Answer(interaction=interaction.id)
    end_talk(step, interaction, by="agent")
    return Answer(interaction=interaction.id)
