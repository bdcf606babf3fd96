from __future__ import annotations

import msgspec

from ccsdk.model.command import LogIn
from ccsdk.model.entry import Answer, Batch, CommandRow, Entry
from ccsdk.model.event import CustomerCreated


def test_an_answer_says_only_what_it_knows() -> None:
    assert msgspec.json.encode(Answer(interaction="in_1")) == b'{"interaction":"in_1"}'
    assert msgspec.json.encode(Answer()) == b"{}"


def test_a_batch_holds_entries_and_the_rows_of_their_commands() -> None:
    entry = Entry(
        position=7,
        at_ms=5,
        subject="customer/cu_1",
        version=1,
        event=CustomerCreated(customer="cu_1"),
    )
    row = CommandRow(
        principal="ana",
        key="k",
        type="ccsdk.LogIn.v1",
        first_position=7,
        last_position=7,
        at_ms=5,
        fingerprint=b"x",
        command=LogIn(agent="ana"),
        answer=Answer(),
    )

    batch = Batch(entries=(entry,), rows=(row,))

    assert (entry.cause, entry.personal) == (None, None)
    assert batch.rows[0].first_position == batch.entries[0].position
