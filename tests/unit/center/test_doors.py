"""A submission becomes a typed command of who sent it, or a refusal that names the member."""

from __future__ import annotations

from typing import Any

import pytest

from ccsdk.center.doors import relates_in
from ccsdk.center.history import access_of
from ccsdk.center.items import snapshot_items
from ccsdk.errors import (
    InvalidRequestError,
    UnknownEntityError,
    UnsupportedError,
)
from ccsdk.model.command import (
    COMMANDS,
    AcceptOffer,
    AddNote,
    AddReview,
    BlindTransfer,
    Command,
    ConfirmConnected,
    LogIn,
    LogOut,
    ReceiveInteraction,
    SendMessage,
    SetNotReady,
    SetReady,
)
from ccsdk.model.grant import grant_of
from ccsdk.model.interaction import InteractionState
from ccsdk.model.permission import narrow
from ccsdk.model.principal import SYSTEM, Principal
from ccsdk.model.relation import OWNER, READER, UNFINISHED
from ccsdk.model.topic import Filter
from ccsdk.model.transfer import TransferTarget
from tests.unit.center.door_play import doors, read, submission
from tests.unit.center.shop import ADA, ANNA, BORIS, MEI, TOM, Desk


def test_an_interaction_gets_what_only_the_door_knows() -> None:
    open_sessions = {ANNA.customer or "": ("se_1", "se_2")}

    asked = doors(**open_sessions).read(
        submission(ANNA, ReceiveInteraction, {"queue": "sales"}, {"text": "Hello", "name": "Anna"}),
    )

    command = asked.command
    assert isinstance(command, ReceiveInteraction)
    assert (command.interaction, command.account, command.queue) == ("in_1", "web", "sales")
    assert command.sessions == ("se_1", "se_2")
    assert f"cu_{command.identity[:24]}" == ANNA.customer
    assert asked.personal == ReceiveInteraction.Personal(text="Hello", name="Anna")


def test_who_is_called_back_comes_with_their_sessions_and_an_agent_with_none() -> None:
    door = doors(**{ANNA.customer or "": ("se_1",)})

    came = [
        door.read(submission(by, ConfirmConnected, {"interaction": "in_1"})).command
        for by in (ANNA, MEI)
    ]

    assert [getattr(each, "sessions", None) for each in came] == [("se_1",), ()]


def test_one_visitor_has_one_thread_and_two_have_two() -> None:
    commands = [
        read(each, ReceiveInteraction, {}, {"text": "Hi"}).command for each in (ANNA, ANNA, BORIS)
    ]

    threads = [each.thread for each in commands if isinstance(each, ReceiveInteraction)]

    assert threads[0] == threads[1]
    assert threads[0] != threads[2]


def test_presence_is_always_ones_own() -> None:
    asked = read(MEI, LogIn)

    assert asked.command == LogIn(agent="mei")


@pytest.mark.parametrize("kind", [SetReady, SetNotReady, LogOut])
def test_a_supervisor_says_whose_presence(kind: type[Command]) -> None:
    data = {"agent": "mei", "reason": "meeting"} if kind is SetNotReady else {"agent": "mei"}

    asked = read(ADA, kind, data)

    assert getattr(asked.command, "agent", None) == "mei"


def test_a_supervisor_who_names_nobody_is_told_so() -> None:
    with pytest.raises(InvalidRequestError) as caught:
        read(ADA, SetReady, {})

    assert caught.value.path == "data.agent"


@pytest.mark.parametrize(
    ("principal", "kind", "member"),
    [
        (principal, kind, member)
        for principal, kinds in ((ANNA, (ReceiveInteraction,)), (MEI, (LogIn, SetNotReady)))
        for kind in kinds
        for member in kind.door_fills
    ],
)
def test_what_the_door_fills_in_is_refused_from_outside(
    principal: Principal, kind: type[Command], member: str
) -> None:
    with pytest.raises(InvalidRequestError) as caught:
        read(principal, kind, {member: "x"})

    assert caught.value.path == f"data.{member}"


@pytest.mark.parametrize(
    ("kind", "data", "personal", "path"),
    [
        (SendMessage, {"interaction": "in_1", "role": "admin"}, {"text": "x"}, "data.role"),
        (SendMessage, {}, {"text": "x"}, "data.interaction"),
        (SendMessage, {"interaction": 3}, {"text": "x"}, "data.interaction"),
        (SendMessage, {"interaction": "a b"}, {"text": "x"}, "data.interaction"),
        (SendMessage, {"interaction": "in_1"}, None, "personal.text"),
        (SendMessage, {"interaction": "in_1"}, {"text": None}, "personal.text"),
        (SendMessage, {"interaction": "in_1", "files": ["a b"]}, {"text": "x"}, "data.files[0]"),
        (SendMessage, {"interaction": "in_1", "files": "fi_1"}, {"text": "x"}, "data.files"),
        (SendMessage, {"interaction": "in_1", "files": ["fi_1"] * 2}, None, "data.files"),
        (AddNote, {"interaction": "in_1"}, None, "personal.note"),
        (AddNote, {"interaction": "in_1"}, {"note": ""}, "personal.note"),
        (AddNote, {"interaction": "in_1"}, {"note": "x" * 16_001}, "personal.note"),
        (AddNote, {"interaction": "in_1"}, {"text": "x"}, "personal.text"),
        (
            AddNote,
            {"interaction": "in_1", "mentions": ["a", 2]},
            {"note": "x"},
            "data.mentions[1]",
        ),
        (SendMessage, {"interaction": "in_1"}, {"text": ""}, "personal.text"),
        (SendMessage, {"interaction": "in_1"}, {"text": "x" * 32_001}, "personal.text"),
        (SendMessage, {"interaction": "in_1"}, {"text": "x", "html": "y"}, "personal.html"),
        (AcceptOffer, {"offer": "o"}, {"text": "x"}, "personal"),
    ],
)
def test_a_wrong_member_is_named_by_its_path(
    kind: type[Command], data: dict[str, Any], personal: dict[str, Any] | None, path: str
) -> None:
    with pytest.raises(InvalidRequestError) as caught:
        read(MEI, kind, data, personal)

    assert caught.value.path == path


@pytest.mark.parametrize("half", [None, {"review": ""}, {"review": "x" * 16_001}])
def test_a_review_says_something_and_no_more_than_fits(half: dict[str, Any] | None) -> None:
    about = {"interaction": "in_1", "agent": "mei"}

    with pytest.raises(InvalidRequestError) as caught:
        read(ADA, AddReview, about, half)

    assert caught.value.path == "personal.review"
    assert read(ADA, AddReview, about, {"review": "x" * 16_000}).command.agent == "mei"


@pytest.mark.parametrize("key", ["", "k" * 65])
def test_a_key_has_bounds(key: str) -> None:
    with pytest.raises(InvalidRequestError, match="key"):
        read(MEI, LogIn, key=key)


def test_an_unknown_command_is_unsupported() -> None:
    with pytest.raises(UnsupportedError, match="Explode"):
        read(MEI, LogIn, type="ccsdk.Explode.v1")


def test_a_deadline_travels_on_to_whoever_decides() -> None:
    asked = read(MEI, LogIn, deadline_ms=77)

    assert asked.deadline_ms == 77


def test_a_fingerprint_covers_type_and_both_halves_in_any_order() -> None:
    halves = ({"interaction": "in_1"}, {"text": "x"})
    same = read(MEI, SendMessage, *halves).fingerprint
    others = [
        read(MEI, SendMessage, {"interaction": "in_2"}, {"text": "x"}),
        read(MEI, SendMessage, {"interaction": "in_1"}, {"text": "y"}),
        read(ANNA, ReceiveInteraction, {}, {"name": "a", "text": "x"}),
    ]

    again = read(MEI, SendMessage, *halves, key="k2").fingerprint
    turned = read(ANNA, ReceiveInteraction, {}, {"text": "x", "name": "a"}).fingerprint

    assert again == same
    assert turned == others[2].fingerprint
    assert len({same, *(each.fingerprint for each in others)}) == 4


def test_a_personal_half_stays_out_of_what_is_printed() -> None:
    asked = read(MEI, SendMessage, {"interaction": "in_1"}, {"text": "a secret"})

    assert "a secret" not in repr(asked)


# --- the grant --------------------------------------------------------------------------------


@pytest.fixture
def desk() -> Desk:
    """Return a shop in which Mei owns Anna's Interaction and Boris waits on her Offer."""
    desk = Desk()
    desk.ready("mei")
    desk.write("in_1", ANNA)
    desk.ask(AcceptOffer(offer="in_1-o1"), MEI)
    desk.write("in_2", BORIS)
    return desk


MESSAGES = ("ReceiveInteraction", "ReceiveMessage", "SendMessage")
HALVES = {"AddNote": {"note": "x"}, "AddReview": {"review": "x"}}


def ask(desk: Desk, principal: Principal, kind: str, data: dict[str, Any]) -> None:
    command = COMMANDS[f"ccsdk.{kind}.v1"]
    half = {"text": "x"} if kind in MESSAGES else HALVES.get(kind)
    asked = read(principal, command, data, half)
    assert asked.guard is not None
    asked.guard(desk.state)


@pytest.mark.parametrize(
    ("principal", "kind", "data"),
    [
        (MEI, "SendMessage", {"interaction": "in_1"}),
        (MEI, "SendMessage", {"interaction": "in_1", "files": ["fi_1"]}),
        (MEI, "AddNote", {"interaction": "in_1", "mentions": ["tom"]}),
        (ANNA, "ReceiveInteraction", {"files": ["fi_2"]}),
        (MEI, "EndInteraction", {"interaction": "in_1"}),
        (MEI, "AcceptOffer", {"offer": "in_2-o1"}),
        (MEI, "LogIn", {}),
        (ANNA, "ReceiveMessage", {"interaction": "in_1"}),
        (ANNA, "EndInteraction", {"interaction": "in_1"}),
        (ANNA, "ReceiveInteraction", {}),
        (MEI, "BlindTransfer", {"interaction": "in_1", "to": {"queue": "delivery"}}),
        (MEI, "ParkInteraction", {"interaction": "in_1", "until_ms": 1}),
        (ADA, "CancelInteraction", {"interaction": "in_1"}),
        (ADA, "BlindTransfer", {"interaction": "in_1", "to": {"queue": "delivery"}}),
        (ADA, "ResumeInteraction", {"interaction": "in_1"}),
        (ADA, "EndWrapUp", {"interaction": "in_1", "agent": "mei"}),
        (ADA, "LogOut", {"agent": "mei", "is_forced": True}),
        (ADA, "OpenReview", {"interaction": "in_1"}),
    ],
)
def test_ones_own_work_passes(
    desk: Desk, principal: Principal, kind: str, data: dict[str, str]
) -> None:
    ask(desk, principal, kind, data)


@pytest.mark.parametrize(
    ("principal", "kind", "data", "expected"),
    [
        (TOM, "SendMessage", {"interaction": "in_1"}, "interaction in_1"),
        (MEI, "SendMessage", {"interaction": "in_2"}, "interaction in_2"),
        (MEI, "SendMessage", {"interaction": "in_9"}, "interaction in_9"),
        (TOM, "AddNote", {"interaction": "in_1"}, "interaction in_1"),
        (MEI, "AddNote", {"interaction": "in_2"}, "interaction in_2"),
        (ANNA, "AddNote", {"interaction": "in_1"}, "command AddNote"),
        (ADA, "AddNote", {"interaction": "in_1"}, "command AddNote"),
        (MEI, "OpenReview", {"interaction": "in_1"}, "command OpenReview"),
        (MEI, "AddReview", {"interaction": "in_1", "agent": "mei"}, "command AddReview"),
        (ANNA, "OpenReview", {"interaction": "in_1"}, "command OpenReview"),
        (ADA, "OpenReview", {"interaction": "in_9"}, "interaction in_9"),
        (ADA, "AddReview", {"interaction": "in_1", "agent": "mei"}, "interaction in_1"),
        (MEI, "SendMessage", {"interaction": "in_1", "files": ["fi_2"]}, "file fi_2"),
        (MEI, "SendMessage", {"interaction": "in_1", "files": ["fi_9"]}, "file fi_9"),
        (ANNA, "ReceiveInteraction", {"files": ["fi_1"]}, "file fi_1"),
        # Whose Interaction it is not learns nothing of files either.
        (TOM, "SendMessage", {"interaction": "in_1", "files": ["fi_9"]}, "interaction in_1"),
        (TOM, "AcceptOffer", {"offer": "in_2-o1"}, "offer in_2-o1"),
        (MEI, "AcceptOffer", {"offer": "in_9-o1"}, "offer in_9-o1"),
        (BORIS, "ReceiveMessage", {"interaction": "in_1"}, "interaction in_1"),
        (BORIS, "EndInteraction", {"interaction": "in_1"}, "interaction in_1"),
        (ANNA, "AcceptOffer", {"offer": "in_2-o1"}, "command AcceptOffer"),
        (MEI, "ReceiveMessage", {"interaction": "in_1"}, "command ReceiveMessage"),
        # A Supervisor writes only in a talk they barged into.
        (ADA, "SendMessage", {"interaction": "in_1"}, "interaction in_1"),
        (ADA, "EndInteraction", {"interaction": "in_1"}, "command EndInteraction"),
        (ADA, "LogIn", {}, "command LogIn"),
        (MEI, "CancelInteraction", {"interaction": "in_1"}, "command CancelInteraction"),
        (TOM, "ExtendWrapUp", {"interaction": "in_1"}, "interaction in_1"),
        (MEI, "ResumeInteraction", {"interaction": "in_1"}, "interaction in_1"),
        (MEI, "ResumeCenter", {}, "command ResumeCenter"),
        (ANNA, "DefineAgent", {"agent": "a", "queues": []}, "command DefineAgent"),
    ],
)
def test_what_is_not_there_and_what_is_not_theirs_look_alike(
    desk: Desk, principal: Principal, kind: str, data: dict[str, Any], expected: str
) -> None:
    with pytest.raises(UnknownEntityError) as caught:
        ask(desk, principal, kind, data)

    assert f"{caught.value.kind} {caught.value.id}" == expected


def test_whom_a_note_mentions_may_write_notes_and_nothing_else(desk: Desk) -> None:
    desk.ask(AddNote(interaction="in_1", mentions=("tom",)), MEI)

    ask(desk, TOM, "AddNote", {"interaction": "in_1"})
    for kind in ("SendMessage", "EndInteraction", "ConfirmConnected", "CompleteWrapUp"):
        with pytest.raises(UnknownEntityError, match="no interaction 'in_1'"):
            ask(desk, TOM, kind, {"interaction": "in_1"})


def test_who_relates_to_what_is_what_the_state_says(desk: Desk) -> None:
    desk.ask(AddNote(interaction="in_1", mentions=("tom",)), MEI)

    relates = relates_in(desk.state)

    assert relates(OWNER, "mei", "in_1")
    assert not relates(READER, "mei", "in_1")
    assert relates(READER, "tom", "in_1")
    assert not relates(OWNER, "tom", "in_1")
    assert not relates(READER, "tom", "in_2")
    assert not relates(OWNER, "mei", "in_9")


def given_away(desk: Desk) -> None:
    """Let Mei give Anna's Interaction away, who wraps up her part of it."""
    desk.ask(ConfirmConnected(interaction="in_1"), MEI)
    target = TransferTarget(queue="sales")
    desk.ask(BlindTransfer(interaction="in_1", to=target), MEI)


def test_29_a_former_owner_finishes_their_own_part_and_nothing_else(desk: Desk) -> None:
    given_away(desk)

    for kind, data in (("CompleteWrapUp", {}), ("SetDisposition", {"disposition": "sold"})):
        ask(desk, MEI, kind, {"interaction": "in_1", **data})
        with pytest.raises(UnknownEntityError, match="no interaction 'in_1'"):
            ask(desk, TOM, kind, {"interaction": "in_1", **data})
    for kind in ("SendMessage", "EndInteraction", "AddNote"):
        with pytest.raises(UnknownEntityError, match="no interaction 'in_1'"):
            ask(desk, MEI, kind, {"interaction": "in_1"})
    with pytest.raises(UnknownEntityError, match="no interaction 'in_1'"):
        access_of(desk.state, MEI, "in_1")


def test_29_a_former_owner_sees_the_state_of_what_they_wrap_up_and_no_more(desk: Desk) -> None:
    given_away(desk)
    everything = narrow(grant_of(MEI), Filter.of([">"]))

    items = {item["subject"]: item for item in snapshot_items(desk.state, MEI, everything, {})}

    assert list(items["interaction/in_1"]["data"]["wrap_ups"]) == ["mei"]


def test_who_has_not_finished_is_who_wraps_up_or_has_parked_it(desk: Desk) -> None:
    relates = relates_in(desk.state)
    found, before = desk.state.interactions["in_1"], relates(UNFINISHED, "mei", "in_1")

    found.state, found.last_agent = InteractionState.PARKED, "mei"
    parked = relates(UNFINISHED, "mei", "in_1"), relates(UNFINISHED, "tom", "in_1")
    found.state, found.wrap_ups = InteractionState.QUEUED, {"tom": 1}
    wrapping = relates(UNFINISHED, "mei", "in_1"), relates(UNFINISHED, "tom", "in_1")

    assert (before, parked, wrapping) == (False, (True, False), (False, True))


def test_the_center_itself_may_define(desk: Desk) -> None:
    ask(desk, SYSTEM, "DefineQueue", {"queue": "q", "name": "Q"})
