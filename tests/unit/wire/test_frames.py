"""Every inbound member has a bound, and what is beyond it is refused with its path."""

from __future__ import annotations

import json
from typing import Any

import pytest

from ccsdk.errors import MalformedFrameError
from ccsdk.wire.codec import decode_client

GOOD: dict[str, dict[str, Any]] = {
    "hello": {"v": [1], "session": "se_1", "token": "t", "client": {"kind": "desk"}},
    "auth": {"id": 1, "token": "t"},
    "sub": {"id": 1, "topics": ["a.>"], "where": {"queue": ["q"]}, "from": "now", "eph": True},
    "unsub": {"id": 1, "sub": "f_1"},
    "ack": {"subs": {"f_1": "0" * 20}},
    "cmd": {"id": 1, "key": "k", "type": "t", "data": {}, "personal": {}, "deadline": "d"},
    "req": {"id": 1, "method": "m", "data": {}},
    "eph": {"topic": "interaction.in_1.Typing", "ttl_ms": 6_000},
    "bye": {},
}


def read(op: str, **members: Any) -> object:
    frame = json.dumps({"op": op, **GOOD[op], **members})
    return decode_client(frame, limit=10**7)


@pytest.mark.parametrize("op", GOOD)
def test_good_frame_is_read(op: str) -> None:
    frame = read(op)

    assert type(frame).__name__.lower() == op


@pytest.mark.parametrize("op", GOOD)
def test_unknown_member_is_refused(op: str) -> None:
    with pytest.raises(MalformedFrameError) as caught:
        read(op, surprise=1)

    assert caught.value.path == "surprise"


@pytest.mark.parametrize(
    ("op", "member", "value", "path"),
    [
        ("hello", "v", [], "v"),
        ("hello", "v", list(range(9)), "v"),
        ("hello", "v", ["1"], "v[0]"),
        ("hello", "session", "", "session"),
        ("hello", "session", "x" * 65, "session"),
        ("hello", "session", "se 1", "session"),
        ("hello", "session", "se_1\n", "session"),
        ("hello", "token", "", "token"),
        ("hello", "token", "x" * 3_073, "token"),
        ("hello", "client", {"name": "x" * 65}, "client.name"),
        ("auth", "id", 1.5, "id"),
        ("auth", "id", 2**53, "id"),
        ("auth", "id", -(2**53), "id"),
        ("auth", "id", "", "id"),
        ("auth", "id", "x" * 65, "id"),
        ("auth", "id", None, "id"),
        ("auth", "id", True, "id"),
        ("sub", "topics", [], "topics"),
        ("sub", "topics", ["a"] * 65, "topics"),
        ("sub", "topics", ["x" * 513], "topics[0]"),
        ("sub", "topics", "a.>", "topics"),
        ("sub", "where", {str(n): ["x"] for n in range(9)}, "where"),
        ("sub", "where", {"queue": ["x"] * 257}, "where[...]"),
        ("sub", "where", {"queue": ["x" * 97]}, "where[...][0]"),
        ("sub", "where", {"queue": "x"}, "where[...]"),
        ("sub", "from", "later", "from"),
        ("sub", "from", {"epoch": "e"}, "from"),
        ("sub", "from", {"epoch": "e", "cursor": "7"}, "from.cursor"),
        ("sub", "from", {"epoch": "e", "cursor": "0" * 20 + "\n"}, "from.cursor"),
        ("sub", "from", {"epoch": "e", "cursor": "-" + "0" * 19}, "from.cursor"),
        ("sub", "from", {"epoch": "", "cursor": "0" * 20}, "from.epoch"),
        ("unsub", "sub", "", "sub"),
        ("ack", "subs", {"f_1": "260"}, "subs[...]"),
        ("ack", "subs", {str(n): "0" * 20 for n in range(257)}, "subs"),
        ("cmd", "key", "", "key"),
        ("cmd", "key", "x" * 65, "key"),
        ("cmd", "type", "", "type"),
        ("cmd", "data", [], "data"),
        ("cmd", "personal", "x", "personal"),
        ("cmd", "deadline", "x" * 41, "deadline"),
        ("cmd", "expect", {}, "expect"),
        ("req", "method", "", "method"),
        ("req", "data", None, "data"),
        ("sub", "eph", 1, "eph"),
        ("eph", "topic", "", "topic"),
        ("eph", "topic", "interaction.*.Typing", "topic"),
        ("eph", "topic", "interaction..Typing", "topic"),
        ("eph", "topic", "interaction.in_1.Typing\n", "topic"),
        ("eph", "topic", "x" * 513, "topic"),
        ("eph", "ttl_ms", -1, "ttl_ms"),
        ("eph", "ttl_ms", 10_001, "ttl_ms"),
        ("eph", "ttl_ms", 0.5, "ttl_ms"),
        ("eph", "key", "mei", "key"),
        ("eph", "data", {"text": "hi"}, "data"),
    ],
)
def test_member_beyond_its_bound_is_refused(op: str, member: str, value: Any, path: str) -> None:
    with pytest.raises(MalformedFrameError) as caught:
        read(op, **{member: value})

    assert caught.value.path == path
