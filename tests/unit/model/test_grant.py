"""The grants table: enumerated role by role, topic by topic, own and foreign.

`EXPECTED` is written down a second time, by hand, from the table in the security page:
who loosens a row has to say so twice.
"""

from __future__ import annotations

from itertools import product

import attrs
import pytest

from ccsdk.model.command import COMMANDS, Command, SetSkills
from ccsdk.model.event import EVENTS, REFS, Event
from ccsdk.model.grant import GRANTS, grant_of
from ccsdk.model.permission import Grant, permits
from ccsdk.model.principal import SYSTEM, Principal, Role
from ccsdk.model.profile import AGENT, BARE, GUEST, REVIEWER, VISITOR, Profile
from ccsdk.model.relation import COMPUTED

MEI = Principal(id="mei", role=Role.AGENT, center="shop")
TOM = Principal(id="tom", role=Role.AGENT, center="shop")
SAM = Principal(id="sam", role=Role.SUPERVISOR, center="shop")
ANA = Principal(id="vi_1", role=Role.VISITOR, center="shop", account="web", customer="cu_1")
BOT = Principal(
    id="plugin:bot",
    role=Role.PLUGIN,
    center="shop",
    commands=tuple(cls.__name__ for cls in COMMANDS.values()),
)
PRINCIPALS = {each.role: each for each in (MEI, SAM, ANA, BOT, SYSTEM)}

OFFER_WORK = {
    "OfferMade",
    "OfferShown",
    "OfferAccepted",
    "OfferDeclined",
    "OfferExpired",
    "OfferWithdrawn",
    "ParticipantInvited",
    "LegEnded",
    "LegLost",
    "InteractionRequeued",
    "InteractionTransferred",
    "InteractionParked",
    "InteractionResumed",
    "InteractionCancelled",
    "DirectLineEnded",
    "WrapUpStarted",
    "WrapUpExtended",
    "WrapUpEnded",
    "DispositionSet",
    "InteractionClosed",
}
VISITOR_SEES = {
    "InteractionReceived",
    "InteractionReopened",
    "InteractionQueued",
    "InteractionRequeued",
    "InteractionTransferred",
    "EntryRefused",
    "InteractionDeflected",
    "CallbackScheduled",
    "OfferAccepted",
    "AnnouncementMade",
    "ChoiceOffered",
    "InteractionAnswered",
    "MessageReceived",
    "MessageSent",
    "CustomerHeld",
    "CustomerRetrieved",
    "HoldFailed",
    "ChannelElevationStarted",
    "ChannelElevated",
    "ChannelElevationFailed",
    "InteractionEnded",
    "InteractionConcluded",
    "InteractionAbandoned",
    "InteractionClosed",
}
# Of these no Agent and no customer learns.
REVIEWS = {"ReviewOpened", "ReviewAdded"}
# Role: command names, by what must be the principal's own for them.
EXPECTED_COMMANDS = {
    Role.VISITOR: {
        "customer": {
            "ReceiveInteraction",
            "ReceiveMessage",
            "AbandonInteraction",
            "EndInteraction",
            "AcceptCallback",
            "ConfirmConnected",
            "AcceptSelfService",
            "LeaveMessage",
            "JoinChannel",
        }
    },
    Role.AGENT: {
        "owner": {
            "SendMessage",
            "AddNote",
            "EndInteraction",
            "ConfirmConnected",
            "ReportConnectFailed",
            "CompleteWrapUp",
            "ExtendWrapUp",
            "BlindTransfer",
            "ParkInteraction",
            "StartConsult",
            "CompleteTransfer",
            "MergeConsult",
            "CancelConsult",
            "HoldCustomer",
            "RetrieveCustomer",
            "AddParticipant",
            "LeaveInteraction",
            "ElevateChannel",
        },
        "member": {"SendMessage", "AddNote", "ConfirmConnected", "LeaveInteraction"},
        "unfinished": {"CompleteWrapUp", "ExtendWrapUp", "ResumeInteraction"},
        "former": {"SetDisposition"},
        "reader": {"AddNote"},
        "agent": {
            "AcknowledgeOffer",
            "AcceptOffer",
            "DeclineOffer",
            "LogIn",
            "SetReady",
            "SetNotReady",
            "LogOut",
            "PickInteraction",
        },
    },
    Role.SUPERVISOR: {
        "member": {"SendMessage", "StopMonitor"},
        "listener": {"WhisperMessage", "StopMonitor"},
        "reviewer": {"AddReview"},
        "": {
            "OpenReview",
            "MoveInteraction",
            "BlindTransfer",
            "SetPriority",
            "StartMonitor",
            "StartWhisper",
            "BargeIn",
            "CancelInteraction",
            "EndWrapUp",
            "ResumeInteraction",
            "SetReady",
            "SetNotReady",
            "LogOut",
            "SetCapacity",
            "SetSkills",
            "DefineAgent",
            "DefineQueue",
            "DeleteQueue",
            "DefineCalendar",
        },
    },
    # Of a plugin that declares every command there is.
    Role.PLUGIN: {"": {"RouteInteraction", "CompleteSelfService", "SetCapacity", "SetSkills"}},
    Role.SYSTEM: {
        "": {
            "ReportSessionGone",
            "ReportSessionBack",
            "ReportHoldFailed",
            "ApplySettings",
            "DefineAccount",
            "DefineAgent",
            "DefineChannel",
            "DefineQueue",
            "DeleteQueue",
            "DefineCalendar",
            "RouteInteraction",
            "CompleteSelfService",
            "MoveInteraction",
            "SetPriority",
            "AcceptCallback",
            "AcceptSelfService",
            "LeaveMessage",
            "SetCapacity",
            "SetSkills",
            "ResumeCenter",
            "StrikePlugin",
            "ConfigurePlugin",
        }
    },
}


# What is theirs by no ref of the event itself: one Interaction for each choice of these refs.
RELATED = tuple("owner member listener reader reviewer consulted former unfinished".split())
CHOICES = [
    frozenset(name for name, is_own in zip(RELATED, flags, strict=True) if is_own)
    for flags in product((False, True), repeat=len(RELATED))
]


def related(*refs: str) -> str:
    """Return the Interaction of which Mei and Sam are just this."""
    return f"in_{CHOICES.index(frozenset(refs))}"


def relates(ref: str, agent: str, interaction: str) -> bool:
    """Let Mei and Sam be what CHOICES says, and nobody else anything."""
    return agent in ("mei", "sam") and ref in CHOICES[int(interaction.removeprefix("in_"))]


def topic(kind: str, id: str, name: str) -> str:
    return f"system.{name}" if kind == "system" else f"{kind}.{id}.{name}"


def expected_profile(role: Role, cls: type[Event], own: set[str]) -> Profile | None:
    """Say by hand who sees an event whose refs in `own` are the reader's own."""
    kind, name = cls.kind, cls.__name__
    if role is Role.VISITOR:
        is_seen = kind == "interaction" and "customer" in own and name in VISITOR_SEES
        return VISITOR if is_seen else None
    if role is Role.SUPERVISOR:
        is_of_review = name in REVIEWS
        if kind == "interaction" and own & {"member", "listener"} and not is_of_review:
            return AGENT
        if kind == "interaction" and "reviewer" in own:
            return REVIEWER
        return BARE if kind in ("interaction", "agent", "queue") else None
    if role is Role.PLUGIN:
        # What it reads is its manifest's matter, and the data halves alone.
        return None
    if role is Role.SYSTEM:
        return BARE if kind in ("customer", "channel", "system") else None
    if name in REVIEWS:
        return None
    if kind == "interaction":
        if "owner" in own:
            return AGENT
        if own & {"member", "reader", "consulted"} and name != "MessageWhispered":
            return GUEST
        if name == "InteractionResumed" and "unfinished" in own:
            return BARE
        return BARE if name in OFFER_WORK and "agent" in own else None
    if kind == "agent" and "agent" in own:
        return BARE
    shared = ("AgentDefined", "AgentPresenceChanged", "QueueDefined", "QueueDeleted")
    return BARE if name in shared else None


REFS_OWN = (*RELATED, "agent", "customer")
OWN = [
    frozenset(name for name, is_own in zip(REFS_OWN, flags, strict=True) if is_own)
    for flags in product((False, True), repeat=len(REFS_OWN))
]


def refs_of(own: frozenset[str]) -> dict[str, str]:
    return {
        "interaction": related(*own.intersection(RELATED)),
        "agent": "mei" if "agent" in own else "tom",
        "customer": "cu_1" if "customer" in own else "cu_2",
        "queue": "qu_1",
        "channel": "chat",
        "offer": "in_1-o1",
    }


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("cls", EVENTS.values(), ids=lambda cls: cls.__name__)
def test_who_sees_which_event(role: Role, cls: type[Event]) -> None:
    grant = grant_of(PRINCIPALS[role])

    for own in OWN:
        refs = refs_of(own)
        row = permits(grant, topic(cls.kind, refs.get(cls.kind, "x"), cls.__name__), refs, relates)

        assert (row and row.profile) == expected_profile(role, cls, set(own)), own


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("cls", COMMANDS.values(), ids=lambda cls: cls.__name__)
def test_who_gives_which_command(role: Role, cls: type[Command]) -> None:
    grant = grant_of(PRINCIPALS[role])

    for own in OWN:
        row = permits(grant, cls, refs_of(own), relates)

        allowing = {ref for ref, names in EXPECTED_COMMANDS[role].items() if cls.__name__ in names}
        assert (row is not None) == any(ref in own or ref == "" for ref in allowing), own


def test_every_event_and_command_has_a_row() -> None:
    rows = [row for rows in GRANTS.values() for row in rows]

    unseen = [
        cls.__name__
        for cls in EVENTS.values()
        if not any(
            p.matches(topic(cls.kind, "x", cls.__name__)) for row in rows for p in row.topics
        )
    ]
    ungiven = [
        cls.__name__ for cls in COMMANDS.values() if not any(cls in row.commands for row in rows)
    ]

    assert unseen == []
    assert ungiven == []


def test_a_row_names_nothing_that_does_not_exist() -> None:
    names = {cls.__name__ for cls in EVENTS.values()} | {"*", ">"}
    kinds = {cls.kind for cls in EVENTS.values()}

    for row in (row for rows in GRANTS.values() for row in rows):
        assert {pattern.tokens[0] for pattern in row.topics} <= kinds
        assert {pattern.tokens[-1] for pattern in row.topics} <= names
        assert {ref for ref, _ in row.where} <= {*COMPUTED, *REFS}
        assert set(row.commands) <= set(COMMANDS.values())


def test_visitor_without_a_customer_may_nothing() -> None:
    grant = grant_of(Principal(id="vi_1", role=Role.VISITOR))

    assert grant == Grant(())


def test_a_plugin_gives_no_command_that_it_does_not_declare() -> None:
    modest = attrs.evolve(PRINCIPALS[Role.PLUGIN], commands=("SetSkills", "DefineQueue"))

    (row,) = grant_of(modest).rows

    assert row.commands == (SetSkills,)


def test_profiles_contain_their_classes() -> None:
    assert BARE.classes == {"staff"}
    assert AGENT.classes == {"staff", "name", "text", "note"}
    assert AGENT.masked == REVIEWER.masked == {"address"}
    assert REVIEWER.classes == AGENT.classes | {"evaluation"}
    assert not REVIEWER.hidden
    assert (AGENT.hidden, GUEST.hidden) == (REVIEWS, REVIEWS | {"MessageWhispered"})
    assert VISITOR.classes == {"staff", "text"}
    assert VISITOR.members == {
        "files",
        "to",
        "join_due_at_ms",
        "announcement",
        "position",
        "estimated_wait_ms",
        "text",
        "choice",
        "reason",
        "opens_at_ms",
        "outcome",
    }
    assert (GUEST.classes, GUEST.masked) == (AGENT.classes, AGENT.masked)
    assert VISITOR.events == VISITOR_SEES
