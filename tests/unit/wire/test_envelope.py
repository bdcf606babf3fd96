"""Envelopes: one shape, cut by profile; a canary outside its profile is found."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import msgspec
import pytest

from ccsdk.model import event
from ccsdk.model.entry import Entry
from ccsdk.model.profile import AGENT, BARE, GUEST, REVIEWER, VISITOR, WHOLE, Profile
from ccsdk.wire.envelope import (
    Envelope,
    data_half,
    decode_envelope,
    envelope,
    masked,
    personal_half,
)
from tests.unit.wire.samples import canaries, entry_of, sample, samples

GOLDEN = Path(__file__).parent / "envelopes.jsonl"
PROFILES = (BARE, AGENT, GUEST, REVIEWER, VISITOR, WHOLE)

# Written down by hand: the personal fields there are, and who sees which.
SEEN = {
    BARE: {
        "AgentDefined": {"name"},
        "InteractionAnswered": {"staff"},
        "LegStarted": {"staff"},
        "MessageSent": {"staff"},
        "MessageWhispered": {"staff"},
        "NoteAdded": {"staff"},
        "ReviewAdded": {"staff"},
        "ReviewOpened": {"staff"},
    },
    AGENT: {
        "AgentDefined": {"name"},
        "InteractionAnswered": {"staff"},
        "LegStarted": {"staff"},
        "InteractionReceived": {"name"},
        "MessageReceived": {"text", "file_names"},
        "MessageSent": {"text", "file_names", "staff"},
        "MessageWhispered": {"text", "staff"},
        "NoteAdded": {"note", "staff"},
        "WrapUpEnded": {"note"},
    },
    VISITOR: {
        "InteractionAnswered": {"staff"},
        "MessageReceived": {"text", "file_names"},
        "MessageSent": {"text", "file_names", "staff"},
    },
}
SEEN[GUEST] = {name: seen for name, seen in SEEN[AGENT].items() if name != "MessageWhispered"}
SEEN[REVIEWER] = {
    **SEEN[AGENT],
    "ReviewAdded": {"review", "staff"},
    "ReviewOpened": {"staff"},
}
SEEN[WHOLE] = {**SEEN[REVIEWER], "InteractionReceived": {"name", "address", "external_id"}}
MASKED = {profile: {"InteractionReceived": {"address"}} for profile in (AGENT, GUEST, REVIEWER)}
VISITOR_DATA = {
    "AnnouncementMade": {"announcement", "position", "estimated_wait_ms", "text"},
    "ChoiceOffered": {"choice"},
    "MessageReceived": {"files"},
    "MessageSent": {"files"},
    "EntryRefused": {"reason", "opens_at_ms"},
    "InteractionDeflected": {"reason"},
    "InteractionConcluded": {"outcome"},
    "InteractionClosed": {"outcome"},
    "ChannelElevationStarted": {"to", "join_due_at_ms"},
    "ChannelElevated": {"to"},
    "ChannelElevationFailed": {"to"},
}
VISITOR_MEMBERS = {"time", "type", "subject", "version", "interaction", "cause", "data", "personal"}


def shown() -> list[Any]:
    return [
        pytest.param(entry, profile, id=f"{type(entry.event).__name__}-{profile.name}")
        for entry in samples()
        for profile in PROFILES
        if profile.shows(type(entry.event).__name__)
    ]


@pytest.mark.parametrize(("entry", "profile"), shown())
def test_no_personal_field_outside_the_profile_leaks(entry: Entry, profile: Profile) -> None:
    text = envelope(entry, profile).decode()

    leaked = {word for word in canaries(text) if word.startswith("personal-")}
    expected = SEEN[profile].get(type(entry.event).__name__, set())
    assert leaked == {f"personal-{name}" for name in expected}


@pytest.mark.parametrize(("entry", "profile"), shown())
def test_what_is_cut_is_named_in_redacted(entry: Entry, profile: Profile) -> None:
    read = decode_envelope(envelope(entry, profile))

    cls = type(entry.event)
    fields = set(cls.Personal.__struct_fields__) if cls.Personal else set()
    seen = SEEN[profile].get(cls.__name__, set())
    masked = MASKED.get(profile, {}).get(cls.__name__, set())
    assert set(read.personal or {}) == seen | masked
    assert set(read.redacted) == (set() if profile is VISITOR else fields - seen)


@pytest.mark.parametrize("entry", [e for e in samples() if VISITOR.shows(type(e.event).__name__)])
def test_visitor_gets_allowed_members_only(entry: Entry) -> None:
    read = json.loads(envelope(entry, VISITOR))

    assert set(read) <= VISITOR_MEMBERS
    assert set(read["data"]) == VISITOR_DATA.get(type(entry.event).__name__, set())
    words = canaries(envelope(entry, VISITOR).decode())
    assert words <= {
        "canary-interaction",
        "canary-announcement",
        "canary-reason",
        "canary-text",
        "canary-files-file",
        "canary-files-media",
        "canary-to",
        "personal-text",
        "personal-staff",
        "personal-file_names",
    }


def test_an_agent_sees_who_wrote_by_mail_as_a_hint_that_is_named_as_cut() -> None:
    half = event.InteractionReceived.Personal(name="Anna", address="mia.o@shop.example")
    entry = entry_of(sample(event.InteractionReceived), personal=half)

    read = decode_envelope(envelope(entry, AGENT))

    assert read.personal == {"name": "Anna", "address": "m***@shop.example"}
    assert read.redacted == ("address",)


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("mia@shop.example", "m***@shop.example"),
        ("m@shop.example", "m***@shop.example"),
        ("a@b@shop.example", "a***@shop.example"),
        ("@shop.example", "***@shop.example"),
        ("mia@", "m***@"),
        ("@", "***@"),
        ("no address at all", "***"),
        ("", "***"),
        ("ü\u202e@x", "ü***@x"),
    ],
)
def test_a_mask_tells_the_first_character_and_the_domain_of_whatever_stands_there(
    address: str, expected: str
) -> None:
    assert masked(address) == expected


@pytest.mark.parametrize("cls", [event.NoteAdded, event.AgentMentioned])
def test_of_notes_a_visitor_is_shown_nothing(cls: type[event.Event]) -> None:
    assert not VISITOR.shows(cls.__name__)
    assert "note" not in VISITOR.classes | VISITOR.masked


@pytest.mark.parametrize("cls", [event.ReviewOpened, event.ReviewAdded])
def test_of_reviews_neither_a_visitor_nor_an_agent_is_shown_anything(
    cls: type[event.Event],
) -> None:
    for profile in (VISITOR, AGENT, GUEST):
        assert not profile.shows(cls.__name__)
        assert "evaluation" not in profile.classes | profile.masked


@pytest.mark.parametrize(
    "entry", [e for e in samples() if not VISITOR.shows(type(e.event).__name__)]
)
def test_event_that_is_not_allowed_is_never_encoded_for_a_visitor(entry: Entry) -> None:
    with pytest.raises(AssertionError, match="not for profile visitor"):
        envelope(entry, VISITOR)


@pytest.mark.parametrize("entry", samples(), ids=lambda entry: type(entry.event).__name__)
def test_staff_envelope_holds_every_fact(entry: Entry) -> None:
    read = json.loads(envelope(entry, BARE))

    facts = json.loads(msgspec.json.encode(entry.event))
    flat = {name: read[name] for name in read if name in facts}
    assert {**flat, **read["data"]} == facts
    assert read["position"] == f"{entry.position:020d}"
    assert read["type"] == f"ccsdk.{type(entry.event).__name__}.v1"


@pytest.mark.parametrize("entry", samples(), ids=lambda entry: type(entry.event).__name__)
def test_without_a_profile_there_is_no_personal_half(entry: Entry) -> None:
    read = json.loads(envelope(entry, None))

    assert "personal" not in read
    assert "redacted" not in read


@pytest.mark.parametrize("profile", [BARE, AGENT, WHOLE], ids=lambda profile: profile.name)
def test_halves_make_the_envelope(profile: Profile) -> None:
    for entry in samples():
        whole = data_half(entry) + personal_half(entry, profile) + b"}"

        assert whole == envelope(entry, profile)


def test_absent_members_are_left_out() -> None:
    happened = event.InteractionReceived(
        interaction="in_1", customer="cu_1", channel="chat", account="web", thread="th_1"
    )
    entry = entry_of(happened, cause=None, personal=event.InteractionReceived.Personal())

    for profile in (BARE, AGENT, VISITOR):
        read = json.loads(envelope(entry, profile))

        assert not {"queue", "cause", "personal", "redacted", "language"} & {*read, *read["data"]}
        assert None not in read.values()


def test_erased_or_missing_half_is_nothing() -> None:
    entry = entry_of(sample(event.MessageSent), personal=None)

    assert personal_half(entry, AGENT) == b""


def test_envelope_is_read_from_text_and_from_a_frame() -> None:
    raw = envelope(entry_of(sample(event.OfferMade)), BARE)

    from_text, from_frame = decode_envelope(raw), decode_envelope(json.loads(raw))

    assert from_text == from_frame
    assert isinstance(from_text, Envelope)
    assert from_text.id == "interaction/canary-interaction:3"


def test_reader_skips_members_that_are_added_later() -> None:
    read = decode_envelope('{"type":"x.Y.v1","subject":"a/b","version":1,"time":"t","new":{}}')

    assert read == Envelope(type="x.Y.v1", subject="a/b", version=1, time="t")


def test_envelopes_are_the_golden_ones() -> None:
    lines = [
        f"{profile.name} {envelope(entry, profile).decode()}\n"
        for entry in samples()
        for profile in PROFILES
        if profile.shows(type(entry.event).__name__)
    ]
    if os.environ.get("CCSDK_UPDATE_GOLDEN"):
        GOLDEN.write_text("".join(lines))

    # If the change is meant: run this test with CCSDK_UPDATE_GOLDEN=1 and review the file.
    assert "".join(lines) == GOLDEN.read_text()
