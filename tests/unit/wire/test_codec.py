"""Reading frames: lengths, where a bad member stands, and what no reader survives by luck."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccsdk.errors import FrameTooLargeError, InvalidRequestError, MalformedFrameError
from ccsdk.model.request import HistoryQuestion
from ccsdk.wire import frames
from ccsdk.wire.codec import (
    decode_client,
    decode_server,
    encode,
    parse_position,
    position_text,
    refuse,
    schema_digest,
)

LIMIT = 131_072


@pytest.mark.parametrize(
    ("text", "path", "problem"),
    [
        ('{"op":"cmd","id":1,"key":"k","type":"t","role":"x"}', "role", "no such member"),
        (
            '{"op":"hello","v":[1],"session":"s","client":{"kind":"desk","os":"x"}}',
            "client.os",
            "no such member",
        ),
        ('{"op":"sub","id":1,"topics":["a",7],"from":"now"}', "topics[1]", "got `int`"),
        ('{"op":"sub","id":1,"topics":["a"]}', "", "missing required field `from`"),
        ('{"op":"jump"}', "op", "Invalid value 'jump'"),
        ('{"id":1}', "", "missing required field `op`"),
        ("[]", "", "got `array`"),
        ("null", "", "got `null`"),
        ("", "", "no JSON"),
        ("hello", "", "no JSON"),
        ('{"op":"bye"} x', "", "no JSON"),
        ('{"op":"bye","op":"nay"}', "op", "Invalid value 'nay'"),
        ('{"op":"cmd","id":1,"key":"k","type":"t","data":{"x":NaN}}', "", "no JSON"),
        ('{"op":"cmd","id":1,"key":"k","type":"t","data":{"x":"\\ud800"}}', "", "no JSON"),
        ("\ud800", "", "no JSON"),
        ('{"op":"cmd","id":1,"key":"k","type":"t","data":' + '{"a":' * 9_000, "", "too deeply"),
        ('{"op":"req","id":1,"method":"m","data":{"a":' + "[" * 9_000, "", "too deeply"),
    ],
)
def test_malformed_frame_says_where_and_why(text: str, path: str, problem: str) -> None:
    with pytest.raises(MalformedFrameError) as caught:
        decode_client(text, limit=LIMIT)

    assert caught.value.path == path
    assert problem in caught.value.problem


def test_bytes_that_are_no_utf8_are_malformed() -> None:
    with pytest.raises(MalformedFrameError):
        decode_client(b'{"op":"hello","session":"\xff"}', limit=LIMIT)


@pytest.mark.parametrize("text", ["{" + " " * 99, b"{" + b" " * 99, "ä" * 50])
def test_length_is_checked_in_bytes_before_reading(text: str | bytes) -> None:
    with pytest.raises(FrameTooLargeError) as caught:
        decode_client(text, limit=99)

    assert caught.value.size == 100
    assert caught.value.limit == 99


def test_of_twin_keys_the_last_counts() -> None:
    frame = decode_client('{"op":"unsub","id":1,"id":2,"sub":"f_1"}', limit=LIMIT)

    assert frame == frames.Unsub(id=2, sub="f_1")


@given(st.text(max_size=60) | st.binary(max_size=60))
def test_any_text_is_a_frame_or_a_typed_error(text: str | bytes) -> None:
    def read() -> frames.ClientFrame | None:
        try:
            return decode_client(text, limit=LIMIT)
        except MalformedFrameError:
            return None

    frame = read()

    assert frame is None or decode_client(encode(frame), limit=LIMIT) == frame


@pytest.mark.parametrize(
    "frame",
    [
        frames.Hello(v=(1,), session="se_1", token="t", client=frames.ClientInfo(kind="desk")),
        frames.Auth(id="a", token="t"),
        frames.Sub(id=1, topics=("a.>",), start="now", where={"queue": ("q",)}),
        frames.Sub(id=1, topics=("a.>",), start=frames.Start(epoch="e", cursor="0" * 20)),
        frames.Unsub(id=2, sub="f_1"),
        frames.Ack(subs={"f_1": "0" * 20}),
        frames.Cmd(id=3, key="k", type="t", data={"a": 1}, personal={"text": "x"}, deadline="d"),
        frames.Req(id=4, method="history.v1", data={"interaction": "in_1"}),
        frames.Eph(topic="interaction.in_1.Typing", ttl_ms=6_000),
        frames.Bye(),
    ],
    ids=lambda frame: type(frame).__name__,
)
def test_client_frames_go_round(frame: frames.ClientFrame) -> None:
    text = encode(frame)

    assert decode_client(text, limit=LIMIT) == frame


@pytest.mark.parametrize(
    "frame",
    [
        frames.Res(id=1, ok={"a": 1}, cursor="0" * 20, replayed=False),
        frames.Res(id=1, err=frames.Problem(code="conflict", retryable=False)),
        frames.Ev(sub="f_1", prev="0" * 20, cursor="1" * 20, events=({"type": "x"},)),
        frames.Snap(sub="f_1", at="0" * 20, part=0, last=True, items=()),
        frames.Heard(topic="interaction.in_1.Typing", key="mei", ttl_ms=0),
        frames.Hb(time="now"),
        frames.Err(code="bad_frame"),
        frames.GoAway(reason="drain", after_ms=1),
    ],
    ids=lambda frame: type(frame).__name__,
)
def test_server_frames_go_round_and_may_grow(frame: frames.ServerFrame) -> None:
    text = encode(frame)

    assert decode_server(text) == frame
    assert decode_server(text[:-1] + ',"added":{"later":1}}') == frame


def test_checkpoint_shows_its_empty_events() -> None:
    text = encode(frames.Ev(sub="f_1", prev="0" * 20, cursor="0" * 20, events=()))

    assert text.endswith('"events":[]}')


def test_member_that_is_wrong_is_refused_with_its_path_from_the_frame() -> None:
    with pytest.raises(msgspec.ValidationError) as caught:
        msgspec.convert({"interaction": 7}, HistoryQuestion)

    with pytest.raises(InvalidRequestError) as refused:
        refuse(caught.value, root="data")

    assert refused.value.path == "data.interaction"


@given(st.integers(min_value=0, max_value=2**63 - 1), st.integers(min_value=0, max_value=2**63 - 1))
def test_positions_compare_as_text(one: int, other: int) -> None:
    texts = position_text(one), position_text(other)

    assert (texts[0] < texts[1]) == (one < other)
    assert len(texts[0]) == 20
    assert parse_position(texts[0]) == one


def test_schema_digest_is_the_same_each_time() -> None:
    digest = schema_digest()

    assert digest.startswith("sha256:")
    assert len(digest) == 7 + 64
