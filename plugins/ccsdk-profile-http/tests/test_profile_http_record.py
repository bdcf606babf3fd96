"""What the shop answers: read by the settings, whatever it holds."""

from __future__ import annotations

import json
from typing import Any

import pytest

from ccsdk_profile_http.pointer import read
from ccsdk_profile_http.record import BYTES_MAX, UnreadableError, record_of
from ccsdk_profile_http.settings import AttributeSettings, FieldSettings, ProfileSettings


def settings(**more: Any) -> ProfileSettings:
    return ProfileSettings(url="https://shop.example/{customer}", **more)


def field(kind: str, **more: Any) -> ProfileSettings:
    return settings(fields={"x": FieldSettings(label="X", at="/x", kind=kind, **more)})


def answer(value: Any) -> bytes:
    return json.dumps({"x": value}).encode()


@pytest.mark.parametrize(
    ("pointer", "expected"),
    [
        ("/orders/0/id", "LL-1"),
        ("/orders/1/id", None),
        ("/orders/00", {"id": "LL-1"}),
        ("/orders/-1", None),
        ("/orders/x", None),
        ("/orders/999999999999999999999", None),
        ("/a~1b", 1),
        ("/m~0n", 2),
        ("/", 3),
        ("/name/first", None),
        ("/nothing/at/all", None),
    ],
)
def test_a_pointer_leads_where_rfc_6901_says(pointer: str, expected: Any) -> None:
    record = {"orders": [{"id": "LL-1"}], "a/b": 1, "m~n": 2, "": 3, "name": "Lena"}

    assert read(record, pointer) == expected


@pytest.mark.parametrize(
    ("kind", "said", "expected"),
    [
        ("text", "Berlin", "Berlin"),
        ("text", 7, "7"),
        ("text", "two\nlines\x00", "two lines"),
        ("text", "x" * 2_000, "x" * 999 + "…"),
        ("number", 7, 7),
        ("number", 7.5, 7.5),
        ("date", "2024-02-29", "2024-02-29"),
        ("date", "2024-02-29T10:00:00Z", "2024-02-29T10:00:00+00:00"),
        ("link", "https://shop.example/o/7", "https://shop.example/o/7"),
    ],
)
def test_a_field_is_shown_as_its_kind(kind: str, said: Any, expected: Any) -> None:
    record = record_of(answer(said), field(kind))

    assert [each.value for each in record.fields] == [expected]
    assert record.unread == ()


@pytest.mark.parametrize(
    ("said", "expected"), [("129.90", "129.90"), (129.9, "129.9"), (3, "3"), ("-1e2", "-100")]
)
def test_money_is_a_decimal_in_its_currency(said: Any, expected: str) -> None:
    (shown,) = record_of(answer(said), field("money", currency="EUR")).fields

    assert (shown.value, shown.currency) == (expected, "EUR")


def test_a_currency_may_stand_in_the_answer() -> None:
    own = field("money", currency_at="/currency")

    good = record_of(b'{"x": 3, "currency": "TWD"}', own)
    bad = record_of(b'{"x": 3, "currency": {"code": "TWD"}}', own)

    assert [each.currency for each in good.fields] == ["TWD"]
    assert (bad.fields, bad.unread) == ((), ("fields.x",))


def test_a_link_may_be_called_what_the_answer_calls_it() -> None:
    own = field("link", text_at="/number")
    there = b'{"x": "https://shop.example/7", "number": "LL-7"}'

    assert [each.text for each in record_of(there, own).fields] == ["LL-7"]
    assert [each.text for each in record_of(answer("https://shop.example"), own).fields] == [None]


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("text", True),
        ("text", ["a"]),
        ("text", ""),
        ("number", "7"),
        ("number", True),
        ("number", 1e300),
        ("number", 2**60),
        ("date", "yesterday"),
        ("date", "2023-02-29"),
        ("date", "2024-02-29T10:00:00"),
        ("date", 1_700_000_000),
        ("link", "javascript:alert(1)"),
        ("link", "http://shop.example"),
        ("link", "https://user:word@shop.example"),
        ("link", "https://"),
        ("link", "https://[::"),
        ("link", "https://shop.example/\nx"),
        ("link", 7),
    ],
)
def test_what_is_not_of_its_kind_is_left_out_and_named(kind: str, said: Any) -> None:
    record = record_of(answer(said), field(kind))

    assert (record.fields, record.unread) == ((), ("fields.x",))


@pytest.mark.parametrize("said", ["NaN", "many", "1e99", "", True, {"a": 1}])
def test_what_is_no_money_is_left_out_and_named(said: Any) -> None:
    record = record_of(answer(said), field("money", currency="EUR"))

    assert (record.fields, record.unread) == ((), ("fields.x",))


def test_what_is_not_there_is_no_fault() -> None:
    own = field("number")

    for content in (b"{}", b'{"x": null}', b'{"y": 3}'):
        record = record_of(content, own)
        assert (record.fields, record.unread) == ((), ())


@pytest.mark.parametrize(
    ("said", "expected", "unread"),
    [
        (
            {"vip": True, "orders": 3, "tier": "gold"},
            {"vip": True, "orders": 3, "tier": "gold"},
            (),
        ),
        ({"vip": 1}, {}, ("attributes.vip",)),
        ({"orders": "3"}, {}, ("attributes.orders",)),
        ({"orders": True}, {}, ("attributes.orders",)),
        ({"tier": "brass"}, {}, ("attributes.tier",)),
        ({}, {}, ()),
    ],
)
def test_attributes_are_of_their_type_or_not_there(
    said: Any, expected: dict[str, Any], unread: tuple[str, ...]
) -> None:
    own = settings(
        attributes={
            "vip": AttributeSettings(at="/vip", type="bool"),
            "orders": AttributeSettings(at="/orders", type="int"),
            "tier": AttributeSettings(at="/tier", type="enum", values=("gold", "silver")),
        }
    )

    record = record_of(json.dumps(said).encode(), own)

    assert (record.attributes, record.unread) == (expected, unread)


def test_name_and_vip_stand_where_the_settings_say() -> None:
    own = settings(name="/who/name", vip="/who/vip")

    good = record_of(b'{"who": {"name": "Lena", "vip": false}}', own)
    bad = record_of(b'{"who": {"name": ["Lena"], "vip": "no"}}', own)

    assert (good.name, good.is_vip) == ("Lena", False)
    assert (bad.name, bad.is_vip, bad.unread) == (None, None, ("name", "vip"))


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "no JSON"),
        (b"<html>Welcome, Lena</html>", "no JSON"),
        (b"\xff\xfe", "no JSON"),
        (b'{"x": NaN}', "no JSON"),
        (b'{"x": "\xff"}', "no JSON"),
        (b"[" * 100_000, "no JSON"),
        (b'{"x":' * 20_000 + b"1" + b"}" * 20_000, "no JSON"),
        (b'["Lena"]', "no object"),
        (b"null", "no object"),
        (b'{"x": "' + b"a" * BYTES_MAX + b'"}', "more than 262144 bytes"),
    ],
)
def test_an_answer_that_cannot_be_read_is_told_without_a_word_of_it(
    content: bytes, problem: str
) -> None:
    with pytest.raises(UnreadableError, match=problem) as caught:
        record_of(content, field("text"))

    assert "Lena" not in str(caught.value)
