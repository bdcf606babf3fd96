"""Grants: who may see and do what, from one table that code reads and tests enumerate.

A role's rows stand in `GRANTS`, with `self` for the principal's own id. `grant_of` puts
the id in; `permits` answers for commands, reads, subscriptions and each delivery alike.
It is pure: refs come from the log or the state, ownership from whoever keeps it.

Six refs are computed: `owner` is who owns the Interaction now, not who did at commit,
`member` who takes part in the talk besides, `listener` the Supervisor who monitors or
whispers, `unfinished` who wraps up a part of it or has parked it, `reader` who was mentioned
in one of its notes, `former` who talked in it; the last two until state forgets it. So a
former owner or member is told what released them and of their own wrap-up by a row on
`agent`, and nothing else any more.

What is never stored, such as who types at the moment, has topics but no event, and rules
of its own: a row says which of those topics its principal may send on and which reach it.

Source: docs/explanation/architecture.md, "Grants are one table".
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import attrs

from ccsdk.model import command
from ccsdk.model.principal import Principal, Role
from ccsdk.model.profile import AGENT, BARE, GUEST, VISITOR, Profile
from ccsdk.model.relation import (
    COMPUTED,
    FORMER,
    LISTENER,
    MEMBER,
    OWNER,
    READER,
    SELF,
    UNFINISHED,
    Relates,
)
from ccsdk.model.request import ExplainQuestion, MetricsQuestion, Question, WhyQuestion
from ccsdk.model.topic import Filter, Pattern, Where, narrow_where

__all__ = [
    "GRANTS",
    "Grant",
    "Row",
    "grant_of",
    "narrow",
    "permits",
    "permits_entity",
    "permits_hearing",
    "permits_sending",
]


@attrs.frozen(kw_only=True)
class Row:
    """Allow topics to be read, commands to be given and questions asked, where the refs fit.

    `questions` are those that no topic decides. `sends` and `hears` are ephemeral topics.
    """

    topics: tuple[Pattern, ...] = ()
    where: Where = ()
    commands: tuple[type[command.Command], ...] = ()
    questions: tuple[type[Question], ...] = ()
    sends: tuple[Pattern, ...] = ()
    hears: tuple[Pattern, ...] = ()
    profile: Profile = BARE


@attrs.frozen
class Grant:
    """Hold the rows of one principal; the first that matches counts."""

    rows: tuple[Row, ...]


def _topics(*texts: str) -> tuple[Pattern, ...]:
    return tuple(Pattern.parse(text) for text in texts)


def _own(ref: str) -> Where:
    return ((ref, (SELF,)),)


_TYPING = _topics("interaction.*.Typing")
_OFFER_WORK = [
    f"interaction.*.{name}"
    for name in (
        "OfferMade OfferShown OfferAccepted OfferDeclined OfferExpired OfferWithdrawn "
        "ParticipantInvited LegEnded LegLost InteractionRequeued InteractionTransferred "
        "InteractionParked InteractionResumed InteractionCancelled DirectLineEnded WrapUpStarted "
        "WrapUpExtended WrapUpEnded DispositionSet InteractionClosed"
    ).split()
]

GRANTS: Mapping[Role, tuple[Row, ...]] = MappingProxyType(
    {
        Role.VISITOR: (
            Row(
                topics=_topics("interaction.*.>"),
                where=_own("customer"),
                commands=(
                    command.ReceiveInteraction,
                    command.ReceiveMessage,
                    command.AbandonInteraction,
                    command.EndInteraction,
                    command.AcceptCallback,
                    command.AcceptSelfService,
                    command.LeaveMessage,
                    command.JoinChannel,
                ),
                sends=_TYPING,
                hears=_TYPING,
                profile=VISITOR,
            ),
        ),
        Role.AGENT: (
            Row(
                topics=_topics("interaction.*.>"),
                where=_own(OWNER),
                commands=(
                    command.SendMessage,
                    command.AddNote,
                    command.EndInteraction,
                    command.ConfirmConnected,
                    command.ReportConnectFailed,
                    command.CompleteWrapUp,
                    command.HoldCustomer,
                    command.StartConsult,
                    command.CompleteTransfer,
                    command.MergeConsult,
                    command.CancelConsult,
                    command.RetrieveCustomer,
                    command.AddParticipant,
                    command.LeaveInteraction,
                    command.ElevateChannel,
                    command.ExtendWrapUp,
                    command.BlindTransfer,
                    command.ParkInteraction,
                ),
                sends=_TYPING,
                hears=_TYPING,
                profile=AGENT,
            ),
            Row(
                topics=_topics("interaction.*.>"),
                where=_own(MEMBER),
                commands=(
                    command.SendMessage,
                    command.AddNote,
                    command.ConfirmConnected,
                    command.LeaveInteraction,
                ),
                sends=_TYPING,
                hears=_TYPING,
                profile=GUEST,
            ),
            Row(
                topics=_topics("interaction.*.>"),
                where=_own(READER),
                commands=(command.AddNote,),
                hears=_TYPING,
                profile=GUEST,
            ),
            # By that one event its state is seen too, and so one's own wrap-up after a reload.
            Row(
                topics=_topics("interaction.*.InteractionResumed"),
                where=_own(UNFINISHED),
                commands=(command.CompleteWrapUp, command.ExtendWrapUp, command.ResumeInteraction),
            ),
            Row(where=_own(FORMER), commands=(command.SetDisposition,)),
            Row(
                topics=_topics(*_OFFER_WORK),
                where=_own("agent"),
                commands=(command.AcknowledgeOffer, command.AcceptOffer, command.DeclineOffer),
            ),
            Row(
                topics=_topics("agent.*.>"),
                where=_own("agent"),
                commands=(
                    command.LogIn,
                    command.SetReady,
                    command.SetNotReady,
                    command.LogOut,
                    command.PickInteraction,
                ),
                questions=(WhyQuestion,),
            ),
            Row(
                topics=_topics(
                    "agent.*.AgentDefined",
                    "agent.*.AgentPresenceChanged",
                    "queue.*.QueueDefined",
                    "queue.*.QueueDeleted",
                )
            ),
        ),
        Role.SUPERVISOR: (
            Row(
                topics=_topics("interaction.*.>"),
                where=_own(MEMBER),
                commands=(command.SendMessage, command.StopMonitor),
                sends=_TYPING,
                hears=_TYPING,
                profile=AGENT,
            ),
            Row(
                topics=_topics("interaction.*.>"),
                where=_own(LISTENER),
                commands=(command.WhisperMessage, command.StopMonitor),
                hears=_TYPING,
                profile=AGENT,
            ),
            Row(
                topics=_topics("interaction.*.>"),
                commands=(
                    command.MoveInteraction,
                    command.SetPriority,
                    command.StartMonitor,
                    command.StartWhisper,
                    command.BargeIn,
                    command.CancelInteraction,
                    command.EndWrapUp,
                    command.ResumeInteraction,
                ),
            ),
            Row(
                topics=_topics("agent.*.>", "queue.*.>"),
                commands=(
                    command.SetReady,
                    command.SetNotReady,
                    command.LogOut,
                    command.SetCapacity,
                    command.SetSkills,
                ),
                questions=(MetricsQuestion, ExplainQuestion, WhyQuestion),
            ),
        ),
        # Never by a door. Its topics are those that nobody outside has a row for.
        Role.SYSTEM: (
            Row(
                topics=_topics("customer.*.>", "channel.*.>", "system.>"),
                commands=(
                    command.ReportSessionGone,
                    command.ReportSessionBack,
                    command.ReportHoldFailed,
                    command.DefineAccount,
                    command.DefineAgent,
                    command.DefineChannel,
                    command.DefineQueue,
                    command.DeleteQueue,
                    command.CompileCalendar,
                    command.RouteInteraction,
                    command.CompleteSelfService,
                    command.MoveInteraction,
                    command.SetPriority,
                    command.AcceptCallback,
                    command.AcceptSelfService,
                    command.LeaveMessage,
                    command.SetCapacity,
                    command.SetSkills,
                    command.ResumeCenter,
                ),
            ),
        ),
    }
)


def grant_of(principal: Principal) -> Grant:
    """Return the grant of a principal: its role's rows with its own ids put in.

    A visitor is its Customer; a visitor without one has no rows at all.
    """
    own = principal.customer if principal.role is Role.VISITOR else principal.id
    if own is None:
        return Grant(())
    return Grant(
        tuple(
            attrs.evolve(row, where=tuple((ref, _put_in(own, values)) for ref, values in row.where))
            for row in GRANTS[principal.role]
        )
    )


def _put_in(own: str, values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(own if value == SELF else value for value in values)


def permits(
    grant: Grant,
    action: str | type[command.Command] | type[Question],
    refs: Mapping[str, str],
    relates: Relates,
) -> Row | None:
    """Return the first row that allows an action on an object, or None.

    Args:
        grant: The principal's grant, or what `narrow` left of it.
        action: The topic of an event that is to be read, or the class of a command or question.
        refs: The object's refs as stored, for instance interaction, agent, customer.
        relates: Whether a member of staff is the owner, a reader, ... of an Interaction now.
    """
    for row in grant.rows:
        # What is not theirs is by far the most, and the cheapest to find out.
        if _fits(row.where, refs, relates) and _names(row, action):
            return row
    return None


def _names(row: Row, action: str | type[command.Command] | type[Question]) -> bool:
    if not isinstance(action, str):
        return action in row.commands or action in row.questions
    return row.profile.shows(action.rpartition(".")[2]) and any(
        pattern.matches(action) for pattern in row.topics
    )


def permits_entity(
    grant: Grant, entity: str, refs: Mapping[str, str], relates: Relates
) -> Row | None:
    """Return the first row that lets its reader see an entity's state, or None.

    Snapshots ask this for each item. An entity is seen by whom any of its events reaches.

    Args:
        grant: What `narrow` made of the reader's grant and the subscription's filter.
        entity: Kind and id as topics have them, for instance `interaction.in_7`; an Offer
            is seen as its Interaction with the Offer's refs.
        refs: As for `permits`.
        relates: As for `permits`.
    """
    events = Pattern((*entity.split("."), ">"))
    for row in grant.rows:
        if any(pattern.intersect(events) for pattern in row.topics) and _fits(
            row.where, refs, relates
        ):
            return row
    return None


def permits_sending(grant: Grant, topic: str, refs: Mapping[str, str], relates: Relates) -> bool:
    """Return whether a principal may send on an ephemeral topic; refs as for `permits`."""
    return any(
        _fits(row.where, refs, relates) and any(pattern.matches(topic) for pattern in row.sends)
        for row in grant.rows
    )


def permits_hearing(grant: Grant, topic: str, refs: Mapping[str, str], relates: Relates) -> bool:
    """Return whether an ephemeral topic reaches a reader; the filter counts as well.

    Args:
        grant: What `narrow` made of the reader's grant and the subscription's filter.
        topic: Kind and id of an entity and a name, as topics of events have them.
        refs: As for `permits`.
        relates: As for `permits`.
    """
    return any(
        _fits(row.where, refs, relates)
        and any(pattern.matches(topic) for pattern in row.hears)
        and any(pattern.matches(topic) for pattern in row.topics)
        for row in grant.rows
    )


def _fits(where: Where, refs: Mapping[str, str], relates: Relates) -> bool:
    for ref, values in where:
        if ref in COMPUTED:
            interaction = refs.get("interaction")
            if interaction is None or not any(relates(ref, a, interaction) for a in values):
                return False
        elif refs.get(ref) not in values:
            return False
    return True


def narrow(grant: Grant, wish: Filter) -> Grant:
    """Return what a grant and a filter have in common: rows for `permits`, or none.

    The rows bear what is read and heard, and nothing to be done; their order, and so the
    profile that counts, is the grant's. An allow-list hides most refs, and what is hidden
    cannot be filtered by either: the answer would tell it.
    """
    rows = []
    for row in grant.rows:
        if row.profile.events is not None and any(ref != "interaction" for ref, _ in wish.where):
            continue
        where = narrow_where(row.where, wish.where)
        topics = {
            both
            for allowed in row.topics
            for wished in wish.topics
            if (both := allowed.intersect(wished))
        }
        if topics and where is not None:
            kept = Row(
                topics=tuple(sorted(topics)), where=where, hears=row.hears, profile=row.profile
            )
            rows.append(kept)
    return Grant(tuple(rows))
