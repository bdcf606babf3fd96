"""What events do to the legs of a talk.

The first two legs come with the answer; `end_legs` takes what is left of them when the talk
ends or the Interaction waits again. Whoever else took part has left before that, by an event
of their own. A leg that ended is dropped.
"""

from __future__ import annotations

from ccsdk.engine.evolving.part import keep_part
from ccsdk.engine.evolving.slot import free_slot
from ccsdk.engine.standing import settle_agent
from ccsdk.engine.state import Elevation, Interaction, Leg, State
from ccsdk.engine.transitions import LEG
from ccsdk.model.event import (
    ChannelElevated,
    ChannelElevationFailed,
    ChannelElevationStarted,
    CustomerHeld,
    CustomerRetrieved,
    Event,
    HoldFailed,
    InteractionAnswered,
    LegConnected,
    LegEnded,
    LegLost,
    OwnerChanged,
)
from ccsdk.model.event.leg import PARTING
from ccsdk.model.leg import LegParty, LegRole, LegState

__all__ = [
    "begin_legs",
    "connected",
    "elevated",
    "elevation_failed",
    "elevation_started",
    "end_legs",
    "ended",
    "held",
    "make_leg",
    "owner_changed",
]


def make_leg(interaction: Interaction, leg: Leg) -> None:
    """Add a leg; its id says that it is the next one."""
    interaction.legs_made += 1
    assert leg.id == f"{interaction.id}-l{interaction.legs_made}", f"{leg.id} is not the next leg"
    interaction.legs[leg.id] = leg


def begin_legs(interaction: Interaction, event: InteractionAnswered, at_ms: int) -> None:
    """Connect owner and customer."""
    for leg, party, role, who in (
        (event.leg, LegParty.AGENT, LegRole.OWNER, event.agent),
        (event.customer_leg, LegParty.CUSTOMER, LegRole.MEMBER, event.customer),
    ):
        make_leg(
            interaction,
            Leg(
                id=leg,
                party=party,
                role=role,
                who=who,
                channel=event.channel,
                connected_at_ms=at_ms,
            ),
        )


def end_legs(state: State, interaction: Interaction, owner: str) -> None:
    """Drop the owner's and the customer's legs, with a channel that was to be joined."""
    for leg in interaction.legs.values():
        assert leg.party is LegParty.CUSTOMER or leg.role is LegRole.OWNER, f"{leg.id} is left over"
    interaction.legs.clear()
    interaction.elevation = None
    state.deadlines.cancel(("join", interaction.id))
    state.agents[owner].elevated.pop(interaction.id, None)


def connected(state: State, event: LegConnected, at_ms: int) -> None:
    """Let who was dialled take part."""
    leg = state.interactions[event.interaction].legs[event.leg]
    _step(leg, event)
    leg.connected_at_ms = at_ms
    state.deadlines.cancel(("dial", event.interaction, leg.id))


def ended(state: State, event: LegEnded | LegLost, at_ms: int) -> None:
    """Drop a leg and free its slot; of a lost owner the next event says who follows."""
    if event.leg is None:
        return
    interaction = state.interactions[event.interaction]
    leg = interaction.legs.pop(event.leg)
    has_met = leg.state is LegState.CONNECTED
    _step(leg, event)
    state.deadlines.cancel(("dial", interaction.id, leg.id))
    if leg.party is LegParty.AGENT and leg.role is LegRole.MEMBER:
        agent = state.agents[leg.who]
        del agent.joined[interaction.id]
        if isinstance(event, LegEnded) and has_met:
            keep_part(state, interaction, agent.id, at_ms)
        free_slot(state, agent)


def owner_changed(state: State, event: OwnerChanged, at_ms: int) -> None:
    """Let a member own the talk with the slot they have; the former owner's is free."""
    interaction = state.interactions[event.interaction]
    former, agent = state.agents[event.former], state.agents[event.agent]
    if (left := interaction.staff_leg(former.id)) is not None:
        del interaction.legs[left.id]
    former.elevated.pop(interaction.id, None)
    del former.owned[interaction.id]
    del agent.joined[interaction.id]
    agent.owned[interaction.id] = interaction.channel
    interaction.legs[event.leg].role = LegRole.OWNER
    interaction.owner, interaction.accepted = agent.id, None
    if event.cause in PARTING:
        keep_part(state, interaction, former.id, at_ms)
    free_slot(state, former)


def held(state: State, event: CustomerHeld | CustomerRetrieved | HoldFailed, at_ms: int) -> None:
    """Put the customer on hold, or take them back."""
    interaction = state.interactions[event.interaction]
    for leg in event.legs:
        _step(interaction.legs[leg], event)
        interaction.legs[leg].held_at_ms = at_ms


def elevation_started(state: State, event: ChannelElevationStarted, at_ms: int) -> None:
    """Dial the customer's next leg, with the owner's slot for it reserved."""
    interaction, agent = state.interactions[event.interaction], state.agents[event.agent]
    make_leg(
        interaction,
        Leg(
            id=event.leg,
            party=LegParty.CUSTOMER,
            role=LegRole.MEMBER,
            who=event.customer,
            channel=event.to,
            state=LegState.DIALING,
        ),
    )
    interaction.elevation = Elevation(leg=event.leg, is_switch=event.is_switch)
    agent.elevated[interaction.id] = event.to
    state.deadlines.arm(("join", interaction.id), event.join_due_at_ms)
    settle_agent(state, agent)


def elevated(state: State, event: ChannelElevated, at_ms: int) -> None:
    """Connect the customer's next leg; who switched needs one slot of the owner only."""
    interaction = state.interactions[event.interaction]
    leg = interaction.legs[event.leg]
    _step(leg, event)
    leg.connected_at_ms = at_ms
    interaction.elevation = None
    state.deadlines.cancel(("join", interaction.id))
    if event.ended is not None:
        del interaction.legs[event.ended]
        state.agents[interaction.owner or ""].owned[interaction.id] = event.to
        _free_second(state, interaction)


def elevation_failed(state: State, event: ChannelElevationFailed, at_ms: int) -> None:
    """Drop the leg that was dialling, and free the slot."""
    interaction = state.interactions[event.interaction]
    _step(interaction.legs.pop(event.leg), event)
    interaction.elevation = None
    state.deadlines.cancel(("join", interaction.id))
    _free_second(state, interaction)


def _free_second(state: State, interaction: Interaction) -> None:
    assert interaction.owner is not None, f"{interaction.id} is answered and has an owner"
    agent = state.agents[interaction.owner]
    del agent.elevated[interaction.id]
    free_slot(state, agent)


def _step(leg: Leg, event: Event) -> None:
    sources, target = LEG[type(event)]
    assert leg.state in sources, (
        f"{type(event).__name__} cannot follow {leg.state.value} of {leg.id}"
    )
    leg.state = target
