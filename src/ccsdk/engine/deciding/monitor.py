"""Monitor, whisper, barge_in: Supervisors beside a talk.

Their legs take no slot and never own. One Supervisor has one leg per talk, in the role of
the last command; another role is another leg, so the log says who heard what from when.
Only those who barged in exist for the customer.
"""

from __future__ import annotations

from ccsdk.engine.deciding.conference import LEGS_MAX
from ccsdk.engine.deciding.guard import interaction_of, refs, refuse, require_state
from ccsdk.engine.deciding.leg import end_leg, next_leg
from ccsdk.engine.step import Step
from ccsdk.errors import NotOwnerError
from ccsdk.model import event as events
from ccsdk.model.command import (
    BargeIn,
    Command,
    StartMonitor,
    StartWhisper,
    StopMonitor,
    WhisperMessage,
)
from ccsdk.model.entry import Answer
from ccsdk.model.leg import LegParty, LegRole
from ccsdk.model.principal import Principal, Role

__all__ = ["start", "stop", "whisper"]

_ROLES: dict[type[Command], LegRole] = {
    StartMonitor: LegRole.MONITOR,
    StartWhisper: LegRole.WHISPER,
    BargeIn: LegRole.MEMBER,
}


def start(step: Step, command: StartMonitor | StartWhisper | BargeIn, by: Principal) -> Answer:
    """Begin to listen, to whisper or to take part; the same again changes nothing."""
    interaction = interaction_of(step.state, command.interaction)
    if by.role is not Role.SUPERVISOR:
        raise NotOwnerError(interaction=interaction.id)
    require_state(interaction, command)
    role, leg = _ROLES[type(command)], interaction.staff_leg(by.id)
    if leg is not None and leg.role is role:
        return Answer(interaction=interaction.id)
    if leg is None and len(interaction.legs) + len(interaction.offers) >= LEGS_MAX:
        raise refuse(interaction, type(command).__name__)
    if leg is not None:
        end_leg(step, interaction, leg, cause="role_changed")
    step.emit(
        events.LegStarted(
            **refs(interaction),
            agent=by.id,
            leg=next_leg(interaction),
            party=LegParty.SUPERVISOR,
            role=role,
        )
    )
    return Answer(interaction=interaction.id)


def stop(step: Step, command: StopMonitor, by: Principal) -> Answer:
    """Leave the talk."""
    interaction = interaction_of(step.state, command.interaction)
    leg = interaction.staff_leg(by.id)
    if leg is None or leg.party is not LegParty.SUPERVISOR:
        raise NotOwnerError(interaction=interaction.id)
    end_leg(step, interaction, leg, cause="left")
    return Answer(interaction=interaction.id)


def whisper(step: Step, command: WhisperMessage, by: Principal) -> Answer:
    """Write to the owner alone."""
    interaction = interaction_of(step.state, command.interaction)
    leg = interaction.staff_leg(by.id)
    if leg is None or leg.role is not LegRole.WHISPER:
        raise NotOwnerError(interaction=interaction.id)
    step.emit(events.MessageWhispered(**refs(interaction), agent=by.id))
    message = step.entries[-1]
    return Answer(message=f"{message.subject}:{message.version}")
