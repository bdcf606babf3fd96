"""Makes up commands on the legs of talks: hold, further participants, Supervisors, channels."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from ccsdk.engine.standing import is_present
from ccsdk.engine.state import Interaction, State
from ccsdk.model import command as cmd
from ccsdk.model.command import Command
from ccsdk.model.interaction import InteractionState
from ccsdk.model.leg import LegParty, LegState
from ccsdk.model.principal import SYSTEM, Principal, Role
from ccsdk.model.transfer import TransferTarget

Choose = Callable[[Sequence[str]], str]

SUPERVISORS = ("sam", "sue")
# Each command, with who gives it as a rule.
LEG_COMMANDS: dict[str, tuple[type[Command], str]] = {
    "hold": (cmd.HoldCustomer, "owner"),
    "retrieve": (cmd.RetrieveCustomer, "owner"),
    "hold_failed": (cmd.ReportHoldFailed, "system"),
    "invite": (cmd.AddParticipant, "owner"),
    "leave": (cmd.LeaveInteraction, "agent"),
    "hand_on": (cmd.LeaveInteraction, "owner"),
    "elevate": (cmd.ElevateChannel, "owner"),
    "join": (cmd.JoinChannel, "customer"),
    "consult": (cmd.StartConsult, "owner"),
    "complete": (cmd.CompleteTransfer, "owner"),
    "merge": (cmd.MergeConsult, "owner"),
    "cancel_consult": (cmd.CancelConsult, "owner"),
    "monitor": (cmd.StartMonitor, "supervisor"),
    "whisper": (cmd.StartWhisper, "supervisor"),
    "barge_in": (cmd.BargeIn, "supervisor"),
    "stop": (cmd.StopMonitor, "supervisor"),
    "say": (cmd.WhisperMessage, "supervisor"),
    "write": (cmd.SendMessage, "staff"),
    "connect": (cmd.ConfirmConnected, "dialled"),
}
_WEIGHTS = {
    "invite": 14,
    "hand_on": 3,
    "write": 4,
    "hold_failed": 3,
    "consult": 5,
    "elevate": 2,
    "leave": 2,
}
_KINDS = [kind for kind in LEG_COMMANDS for _ in range(_WEIGHTS.get(kind, 1))]
_CHANNELS = ("chat", "shop", "voice", "sms", "sms", "video")


def draw_leg(state: State, choose: Choose) -> tuple[Command, Principal]:
    """Make up a command on a talk, mostly by who may, now and then by anybody."""
    begun = [next_step(state, i) for i in state.interactions.values()]
    if (steps := list(filter(None, begun))) and choose(("finish", "other")) == "finish":
        return steps[int(choose([str(n) for n in range(len(steps))]))]
    kind, who = LEG_COMMANDS[choose(_KINDS)]
    talks = [i.id for i in state.interactions.values() if i.state is InteractionState.ENGAGED]
    interaction = choose([*talks[-4:] * 5, *list(state.interactions)[-2:], "in_unknown"])
    known = state.interactions.get(interaction)
    more: dict[str, Any] = {}
    if kind is cmd.AddParticipant:
        more["agent"] = choose(
            [*[a.id for a in state.agents.values() if is_present(a)] * 3, *state.agents, "nobody"]
        )
    elif kind is cmd.ElevateChannel:
        more = {"to": choose(_CHANNELS), "is_switch": choose(("add", "switch")) == "switch"}
    elif kind is cmd.StartConsult:
        agent = choose([*state.agents, "", "", ""])
        queue = choose([*state.queues, "nowhere"])
        to = TransferTarget(agent=agent, fallback=queue) if agent else TransferTarget(queue=queue)
        more = {"to": to}
    command = kind(interaction=interaction, **more)
    return command, sender(state, known, choose, choose((*(who,) * 12, "agent", "supervisor")))


def next_step(state: State, known: Interaction) -> tuple[Command, Principal] | None:
    """Return what finishes what was begun: the invited come, the held are retrieved."""
    for offer in known.offers:
        if state.offers[offer].is_invitation:
            by = Principal(id=state.offers[offer].agent, role=Role.AGENT)
            return cmd.AcceptOffer(offer=offer), by
    if known.child is not None:
        by = Principal(id=known.owner or "", role=Role.AGENT)
        if state.interactions[known.child].state is not InteractionState.ENGAGED:
            return None
        kind = (cmd.MergeConsult, cmd.CompleteTransfer)[known.consults % 2]
        return kind(interaction=known.id), by
    for leg in known.legs.values():
        if leg.state is LegState.DIALING and leg.party is LegParty.AGENT:
            by = Principal(id=leg.who, role=Role.AGENT)
            return cmd.ConfirmConnected(interaction=known.id), by
        if leg.state is LegState.DIALING:
            by = Principal(id="v", role=Role.VISITOR, customer=known.customer)
            return cmd.JoinChannel(interaction=known.id), by
        if leg.state is LegState.HELD:
            by = Principal(id=known.owner or "", role=Role.AGENT)
            return cmd.RetrieveCustomer(interaction=known.id), by
    return None


def sender(state: State, known: Interaction | None, choose: Choose, who: str) -> Principal:
    """Return somebody of this kind who may be concerned with an Interaction."""
    legs = list(known.legs.values()) if known else []
    staff = [leg for leg in legs if leg.party is not LegParty.CUSTOMER]
    if who == "dialled":
        staff = [leg for leg in staff if leg.state is LegState.DIALING]
    if who in ("staff", "dialled") and staff:
        leg = {each.who: each for each in staff}[choose([each.who for each in staff])]
        role = Role.SUPERVISOR if leg.party is LegParty.SUPERVISOR else Role.AGENT
        return Principal(id=leg.who, role=role)
    if who == "system":
        return SYSTEM
    if who == "customer":
        customer = known.customer if known else "cu_stranger"
        return Principal(id="v", role=Role.VISITOR, customer=customer)
    if who == "supervisor":
        return Principal(id=choose(SUPERVISORS), role=Role.SUPERVISOR)
    agents = [leg.who for leg in staff if leg.party is LegParty.AGENT]
    if who == "owner":
        return Principal(id=(known.owner if known else None) or "ana", role=Role.AGENT)
    return Principal(id=choose([*agents, *state.agents]), role=Role.AGENT)
