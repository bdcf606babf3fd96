"""Grants: who may see and do what, from one table that code reads and tests enumerate.

A role's rows stand in `GRANTS`, with `self` for the principal's own id. `grant_of` puts
the id in; `ccsdk.model.permission` answers what that allows.

Eight refs are computed: `owner` is who owns the Interaction now, not who did at commit,
`member` who takes part in the talk besides, `listener` the Supervisor who monitors or
whispers, `unfinished` who wraps up a part of it or has parked it, `reader` who was mentioned
in one of its notes, `former` who talked in it; these two until state forgets it. `reviewer` is
the Supervisor who opened it after its close, until state forgets it or it goes on. `consulted`
is who has taken a consult about it, until that ends. So a former owner or member is told what
released them and of their own wrap-up by a row on `agent`, and nothing else any more.

What is never stored, such as who types at the moment, has topics but no event, and rules
of its own: a row says which of those topics its principal may send on and which reach it.

Source: docs/explanation/architecture.md, "Grants are one table".
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import attrs

from ccsdk.model import command
from ccsdk.model.permission import Grant, Row
from ccsdk.model.principal import Principal, Role
from ccsdk.model.profile import AGENT, GUEST, VISITOR, profile_of_classes
from ccsdk.model.profile import REVIEWER as REVIEWER_PROFILE
from ccsdk.model.relation import (
    CONSULTED,
    FORMER,
    LISTENER,
    MEMBER,
    OWNER,
    READER,
    REVIEWER,
    SELF,
    UNFINISHED,
)
from ccsdk.model.request import (
    ExplainQuestion,
    KnowledgeQuestion,
    MetricsQuestion,
    PluginsQuestion,
    ReceiveQuestion,
    RedrivePluginQuestion,
    WhyQuestion,
)
from ccsdk.model.topic import Pattern, Where

__all__ = ["GRANTS", "grant_of"]


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
                    command.ConfirmConnected,
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
            # Who is asked for advice has to read what it is about.
            Row(
                topics=_topics("interaction.*.>"),
                where=_own(CONSULTED),
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
                questions=(WhyQuestion, KnowledgeQuestion),
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
                where=_own(REVIEWER),
                commands=(command.AddReview,),
                profile=REVIEWER_PROFILE,
            ),
            Row(
                topics=_topics("interaction.*.>"),
                commands=(
                    command.OpenReview,
                    command.MoveInteraction,
                    command.BlindTransfer,
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
                    command.DefineAgent,
                    command.DefineQueue,
                    command.DeleteQueue,
                    command.DefineCalendar,
                ),
                questions=(
                    MetricsQuestion,
                    ExplainQuestion,
                    WhyQuestion,
                    KnowledgeQuestion,
                    PluginsQuestion,
                    RedrivePluginQuestion,
                ),
            ),
        ),
        # Of these what the plugin's manifest declares, and its topics; see `grant_of`.
        Role.PLUGIN: (
            Row(
                commands=(
                    command.RouteInteraction,
                    command.CompleteSelfService,
                    command.SetCapacity,
                    command.SetSkills,
                ),
                questions=(KnowledgeQuestion, ReceiveQuestion),
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
                    command.DefineCalendar,
                    command.ApplySettings,
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
                    command.StrikePlugin,
                    command.ConfigurePlugin,
                ),
            ),
        ),
    }
)


def grant_of(principal: Principal) -> Grant:
    """Return the grant of a principal: its role's rows with its own ids put in.

    A visitor is its Customer; a visitor without one has no rows at all. A plugin may give the
    commands that it declares, of those that its row names, and reads the topics it declares.
    """
    if principal.role is Role.PLUGIN:
        return Grant(tuple(_row_of_plugin(row, principal) for row in GRANTS[Role.PLUGIN]))
    own = principal.customer if principal.role is Role.VISITOR else principal.id
    if own is None:
        return Grant(())
    return Grant(
        tuple(
            attrs.evolve(
                row,
                where=tuple((ref, _put_in(own, values)) for ref, values in row.where),
            )
            for row in GRANTS[principal.role]
        )
    )


def _row_of_plugin(row: Row, principal: Principal) -> Row:
    return attrs.evolve(
        row,
        topics=_topics(*principal.topics),
        commands=tuple(each for each in row.commands if each.__name__ in principal.commands),
        profile=profile_of_classes(principal.personal),
    )


def _put_in(own: str, values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(own if value == SELF else value for value in values)
