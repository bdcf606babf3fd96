"""The parts of `ccsdk check` and `ccsdk log` that need no file."""

from __future__ import annotations

import json

import pytest

from ccsdk.cli.check import has_wal_reset_race
from ccsdk.cli.log import line_of
from ccsdk.model.entry import Entry
from ccsdk.model.event import MessageReceived

ENTRY = Entry(
    position=12,
    at_ms=1_000,
    subject="interaction/in_1",
    version=3,
    event=MessageReceived(interaction="in_1", customer="cu_1", channel="chat", queue="sales"),
    cause="k1",
    personal=MessageReceived.Personal(text="Hello"),
)


@pytest.mark.parametrize(
    ("version", "expected"),
    [
        ((3, 6, 23), False),
        ((3, 7, 0), True),
        ((3, 40, 1), True),
        ((3, 44, 5), True),
        ((3, 44, 6), False),
        ((3, 45, 0), True),
        ((3, 50, 6), True),
        ((3, 50, 7), False),
        ((3, 51, 2), True),
        ((3, 51, 3), False),
    ],
)
def test_the_versions_with_the_race_are_known(version: tuple[int, ...], expected: bool) -> None:
    assert has_wal_reset_race(version) is expected


def test_a_json_line_is_the_bus_envelope_without_the_personal_half() -> None:
    line = line_of(ENTRY, as_json=True, personal=False)

    assert json.loads(line) == {
        "position": "00000000000000000012",
        "time": "1970-01-01T00:00:01.000Z",
        "type": "ccsdk.MessageReceived.v1",
        "subject": "interaction/in_1",
        "version": 3,
        "interaction": "in_1",
        "queue": "sales",
        "customer": "cu_1",
        "channel": "chat",
        "cause": "k1",
        "data": {"files": []},
    }


def test_the_personal_half_is_there_when_it_is_asked_for() -> None:
    line = line_of(ENTRY, as_json=True, personal=True)

    assert json.loads(line)["personal"] == {"text": "Hello"}


def test_a_line_for_people_has_no_text_in_it() -> None:
    line = line_of(ENTRY, as_json=False, personal=False)

    assert line.split() == [
        "12",
        "1970-01-01T00:00:01.000Z",
        "interaction/in_1",
        "MessageReceived",
        "sales",
        "cu_1",
        "chat",
    ]
