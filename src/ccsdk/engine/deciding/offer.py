"""What the commands on an Offer lead to, and its deadlines.

An Offer that has ended answers every command with OfferGoneError, also to the Agent who
accepted it (outcome `accepted`, `by` themselves): a second tab learns that the first was
faster and needs no second way to handle success.
"""

from __future__ import annotations

from ccsdk.engine.deciding.conference import join
from ccsdk.engine.deciding.direct import end_line
from ccsdk.engine.deciding.entering import deflect
from ccsdk.engine.deciding.guard import (
    as_agent,
    as_owner,
    interaction_of,
    offer_refs,
    require_customer,
    require_session,
)
from ccsdk.engine.deciding.part import go_on
from ccsdk.engine.deciding.presence import change_presence
from ccsdk.engine.state import Agent, Interaction, Offer, State
from ccsdk.engine.step import Step
from ccsdk.engine.transitions import OFFER_COMMANDS, PRESENCE
from ccsdk.errors import OfferGoneError, UnknownEntityError
from ccsdk.model import event as events
from ccsdk.model.agent import PresenceReason
from ccsdk.model.command import (
    AcceptOffer,
    AcknowledgeOffer,
    Command,
    DeclineOffer,
    ReportConnectFailed,
)
from ccsdk.model.entry import Answer
from ccsdk.model.interaction import Closing, ConnectCause, LineEnding, VisitKind
from ccsdk.model.offer import OfferState, WithdrawReason
from ccsdk.model.principal import Principal

__all__ = [
    "DIALS_MAX",
    "accept",
    "ack_due",
    "acknowledge",
    "connect_due",
    "connect_failed",
    "decline",
    "decline_all",
    "excluded_until_ms",
    "report_connect_failed",
    "requeue",
    "ring_due",
    "strike_out",
    "take",
    "withdraw",
]


# How often a callback is dialled before nobody tries any more.
DIALS_MAX = 3


def acknowledge(step: Step, command: AcknowledgeOffer, by: Principal) -> Answer:
    """Note that the Offer is in front of the Agent; a second time changes nothing."""
    offer, interaction = _live(step.state, command.offer, command, by)
    if offer.state is OfferState.MADE:
        step.emit(events.OfferShown(**offer_refs(interaction, offer)))
    return Answer(interaction=interaction.id)


def accept(step: Step, command: AcceptOffer, by: Principal) -> Answer:
    """Give the Interaction to the Agent; the others' Offers are withdrawn as taken."""
    state = step.state
    offer, interaction = _live(state, command.offer, command, by)
    require_session(state.agents[offer.agent], command)
    if offer.is_invitation:
        join(step, interaction, offer)
    else:
        take(step, interaction, offer)
    go_on(step, interaction, offer.agent)
    return Answer(interaction=interaction.id)


def take(step: Step, interaction: Interaction, offer: Offer) -> None:
    """Give an Interaction that waits to who accepted it; for a callback, the customer rings."""
    definition = step.state.queues[interaction.queue].definition
    is_callback = interaction.visit_kind is VisitKind.CALLBACK
    connect_ms = definition.dial_ms if is_callback else definition.connect_ms
    step.emit(
        events.OfferAccepted(
            **offer_refs(interaction, offer), connect_due_at_ms=step.at_ms + connect_ms
        )
    )
    for other in list(interaction.offers):
        withdraw(step, step.state.offers[other], WithdrawReason.TAKEN, by=offer.agent)


def decline(step: Step, command: DeclineOffer, by: Principal) -> Answer:
    """Free the slot and look for somebody else."""
    offer, interaction = _live(step.state, command.offer, command, by)
    _decline(step, offer, reason=command.reason)
    return Answer(interaction=interaction.id)


def decline_all(step: Step, agent: Agent, *, reason: str) -> None:
    """Decline every live Offer of an Agent who stopped being READY by their own will."""
    for offer in list(agent.offers):
        _decline(step, step.state.offers[offer], reason=reason)


def _decline(step: Step, offer: Offer, *, reason: str | None) -> None:
    interaction = step.state.interactions[offer.interaction]
    step.emit(
        events.OfferDeclined(
            **offer_refs(interaction, offer),
            reason=reason,
            excluded_until_ms=_passed_over_until_ms(step, offer),
        )
    )
    end_line(step, interaction, offer.agent, LineEnding.DECLINED)


def withdraw(step: Step, offer: Offer, reason: WithdrawReason, *, by: str | None = None) -> None:
    """Take an Offer back through no fault of its Agent."""
    interaction = step.state.interactions[offer.interaction]
    step.emit(events.OfferWithdrawn(**offer_refs(interaction, offer), reason=reason, by=by))


def ack_due(step: Step, offer_id: str) -> None:
    """Take back an Offer that was never shown: the Agent's desk is unreachable."""
    offer = step.state.offers[offer_id]
    interaction = step.state.interactions[offer.interaction]
    agent = step.state.agents[offer.agent]
    step.emit(
        events.OfferWithdrawn(
            **offer_refs(interaction, offer),
            reason=WithdrawReason.UNREACHABLE,
            strikes=_strikes(agent, offer),
            excluded_until_ms=_passed_over_until_ms(step, offer),
        )
    )
    end_line(step, interaction, agent.id, LineEnding.DECLINED)
    strike_out(step, agent, interaction)


def ring_due(step: Step, offer_id: str) -> None:
    """End an Offer that nobody answered; who has no session could not have."""
    offer = step.state.offers[offer_id]
    interaction = step.state.interactions[offer.interaction]
    agent = step.state.agents[offer.agent]
    if agent.is_lost:
        withdraw(step, offer, WithdrawReason.AGENT_LOST)
        return
    step.emit(
        events.OfferExpired(
            **offer_refs(interaction, offer),
            strikes=_strikes(agent, offer),
            excluded_until_ms=_passed_over_until_ms(step, offer),
        )
    )
    end_line(step, interaction, agent.id, LineEnding.DECLINED)
    strike_out(step, agent, interaction)


def connect_due(step: Step, interaction_id: str) -> None:
    """Take an Interaction back from whoever accepted and did not connect: a strike.

    What rings for a callback is the customer, so that is nobody's fault.
    """
    interaction = step.state.interactions[interaction_id]
    if interaction.visit_kind is VisitKind.CALLBACK:
        _unreached(step, interaction)
    else:
        _agent_failed(step, interaction)


def report_connect_failed(step: Step, command: ReportConnectFailed, by: Principal) -> Answer:
    """Take an Interaction back before its time to connect is over."""
    interaction = interaction_of(step.state, command.interaction)
    as_owner(interaction, command, by)
    if command.cause is ConnectCause.CUSTOMER:
        require_customer(interaction, command)
    if command.cause is ConnectCause.AGENT:
        _agent_failed(step, interaction)
    else:
        _unreached(step, interaction)
    return Answer(interaction=interaction.id)


def _agent_failed(step: Step, interaction: Interaction) -> None:
    agent = step.state.agents[_owner(interaction)]
    connect_failed(step, interaction, cause="agent", is_strike=True)
    strike_out(step, agent, interaction)


def _unreached(step: Step, interaction: Interaction) -> None:
    """Put back whom nobody reached: a callback is tried again later, and not for ever."""
    connect_failed(step, interaction, cause="customer")
    if interaction.dials >= DIALS_MAX:
        deflect(step, interaction, "unreached", closing=Closing.UNREACHED)


def connect_failed(
    step: Step, interaction: Interaction, *, cause: str, is_strike: bool = False
) -> None:
    """Put a CONNECTING Interaction back into its place; who did nothing is not excluded."""
    owner = _owner(interaction)
    assert interaction.accepted is not None, f"{interaction.id} was accepted"
    offer = step.state.offers[interaction.accepted]
    is_restart, is_excused = cause == "restart", cause in ("restart", "customer")
    gap_ms = step.state.queues[interaction.queue].definition.callback_gap_ms
    is_retried = (
        cause == "customer"
        and interaction.visit_kind is VisitKind.CALLBACK
        and interaction.dials + 1 < DIALS_MAX
    )
    step.emit(
        events.ConnectFailed(
            **offer_refs(interaction, offer),
            cause=cause,
            strikes=step.state.agents[owner].strikes + is_strike,
            excluded_until_ms=None if is_excused else excluded_until_ms(step, interaction),
            callback_due_at_ms=step.at_ms + gap_ms if is_retried else None,
        )
    )
    requeue(step, interaction, cause="restart" if is_restart else "connect_failed", agent=owner)
    if not is_excused:
        end_line(step, interaction, owner, LineEnding.DECLINED)


def requeue(step: Step, interaction: Interaction, *, cause: str, agent: str) -> None:
    """Let the running visit go on where it stood; `agent` learns that it is theirs no more."""
    assert interaction.visit is not None, f"{interaction.id} waits in a visit"
    step.emit(
        events.InteractionRequeued(
            interaction=interaction.id,
            customer=interaction.customer,
            channel=interaction.channel,
            queue=interaction.queue,
            cause=cause,
            agent=agent,
            visit=interaction.visit,
            tier=interaction.tier,
        )
    )


def strike_out(step: Step, agent: Agent, interaction: Interaction) -> None:
    """Make an Agent NOT_READY(rona) after too many strikes in a row."""
    max_strikes = step.state.queues[interaction.queue].definition.max_strikes
    row = PRESENCE["strikes"]
    if agent.strikes >= max_strikes and agent.presence in row.sources:
        change_presence(step, agent, row.target, reason=PresenceReason.RONA.value, by="engine")


def _strikes(agent: Agent, offer: Offer) -> int:
    """Return the strikes after a miss; who answered another Offer meanwhile was there."""
    return agent.strikes + (offer.made_at_ms >= agent.strikes_from_ms)


def _passed_over_until_ms(step: Step, offer: Offer) -> int | None:
    """Return until when the Agent is passed over; whom to invite is the owner's choice."""
    if offer.is_invitation:
        return None
    return excluded_until_ms(step, step.state.interactions[offer.interaction])


def excluded_until_ms(step: Step, interaction: Interaction) -> int:
    """Return until when an Agent is passed over for this Interaction."""
    return step.at_ms + step.state.queues[interaction.queue].definition.retry_same_ms


def _owner(interaction: Interaction) -> str:
    assert interaction.owner is not None, f"{interaction.id} was accepted and has an owner"
    return interaction.owner


def _live(
    state: State, offer_id: str, command: Command, by: Principal
) -> tuple[Offer, Interaction]:
    offer = state.offers.get(offer_id)
    if offer is None:
        raise UnknownEntityError(kind="offer", id=offer_id)
    as_agent(offer, by)
    if offer.state not in OFFER_COMMANDS[type(command)]:
        raise _gone(offer)
    return offer, state.interactions[offer.interaction]


def _gone(offer: Offer) -> OfferGoneError:
    outcome = offer.state.value.lower()
    if offer.state is OfferState.WITHDRAWN and offer.reason is not None:
        outcome = offer.reason
    return OfferGoneError(
        offer=offer.id,
        outcome=outcome,
        by=offer.agent if offer.state is OfferState.ACCEPTED else offer.by,
        at_ms=offer.ended_at_ms,
    )
