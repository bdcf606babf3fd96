"""What a plugin may say of a customer, and what it cannot even put into words."""

from __future__ import annotations

from typing import Any

import pytest

from ccsdk.errors import ConfigurationError
from ccsdk.hooks import Attribute, Identity, Panel, ProfileField, ProfileFragment
from ccsdk.hooks.profile import EMPTY_PROFILE, FIELDS_MAX


@pytest.mark.parametrize(
    "field",
    [
        {"value": "Berlin"},
        {"kind": "number", "value": 3},
        {"kind": "number", "value": 3.5},
        {"kind": "date", "value": "2024-02-29"},
        {"kind": "money", "value": "129.90", "currency": "EUR"},
        {"kind": "link", "value": "https://shop.example/orders/7", "text": "LL-7"},
        {"value": "Gold", "labels": {"zh-Hant": "等級", "zh-Hans": "等级"}},
    ],
)
def test_a_field_is_what_it_says(field: dict[str, Any]) -> None:
    made = ProfileField(key="x", label="X", **field)

    assert {name: getattr(made, name) for name in field} == field


@pytest.mark.parametrize(
    ("field", "problem"),
    [
        ({"value": ""}, "1 to 1000 characters"),
        ({"value": "x" * 1_001}, "1 to 1000 characters"),
        ({"value": None}, "NoneType is no text"),
        ({"value": 3}, "int is no text"),
        ({"kind": "number", "value": "3"}, "a number is an int"),
        ({"kind": "number", "value": True}, "bool is no number"),
        ({"kind": "number", "value": float("nan")}, "at most 2 to the power of 53"),
        ({"kind": "number", "value": 2**60}, "at most 2 to the power of 53"),
        ({"kind": "link", "value": "http://shop.example"}, "begins with https://"),
        ({"kind": "link", "value": "javascript:alert(1)"}, "begins with https://"),
        ({"kind": "money", "value": "3"}, "money has a currency"),
        ({"kind": "money", "value": "3", "currency": "euro"}, "three capitals"),
        ({"value": "x", "currency": "EUR"}, "nothing else has"),
        ({"kind": "picture", "value": "x"}, "kind is one of"),
        ({"value": "x", "labels": {"zh": 1}}, "labels are texts"),
        ({"value": "x", "labels": "zh"}, "labels are texts"),
        ({"value": "x", "labels": {str(n): "x" for n in range(20)}}, "at most 8 languages"),
        ({"value": "x", "text": 3}, "text is to be a text"),
        ({"value": "x", "label": "x" * 201}, "at most 200"),
        ({"value": "x", "label": None}, "label is to be a text"),
        ({"value": "x", "key": "a key"}, "key is no code"),
        ({"value": "x", "key": 7}, "key is no code"),
    ],
)
def test_a_field_that_is_none_says_why(field: dict[str, Any], problem: str) -> None:
    with pytest.raises((TypeError, ValueError), match=problem):
        ProfileField(**{"key": "x", "label": "X", **field})


@pytest.mark.parametrize(
    ("fragment", "problem"),
    [
        ({"name": 3}, "name is to be a text"),
        ({"is_vip": "yes"}, "is_vip"),
        ({"fields": [ProfileField(key="x", label="X", value="x")]}, "tuple of ProfileField"),
        ({"fields": ("x",)}, "tuple of ProfileField"),
        ({"fields": (ProfileField(key="x", label="X", value="x"),) * 33}, "at most 32 fields"),
        ({"age_ms": "now"}, "age_ms"),
    ],
)
def test_a_fragment_that_is_none_says_why(fragment: dict[str, Any], problem: str) -> None:
    with pytest.raises((TypeError, ValueError), match=problem):
        ProfileFragment(**fragment)


def test_nothing_known_is_a_profile_too() -> None:
    assert (EMPTY_PROFILE.name, EMPTY_PROFILE.is_vip, EMPTY_PROFILE.fields) == (None, None, ())
    assert FIELDS_MAX == 32


def test_what_is_personal_is_in_no_log_that_prints_the_values() -> None:
    identity = Identity(
        account="web",
        channel="chat",
        customer="cu_1",
        external_id="customer-7",
        name="Lena",
        address="lena@shop.example",
    )
    fragment = ProfileFragment(
        name="Lena", fields=(ProfileField(key="city", label="City", value="Berlin"),)
    )

    shown = f"{identity!r} {fragment!r} {fragment.fields[0] if fragment.fields else ''}"

    assert not [word for word in ("customer-7", "Lena", "lena@", "Berlin") if word in shown]


@pytest.mark.parametrize(
    ("attribute", "path"),
    [
        ({"name": "a name"}, "Attribute.name"),
        ({"name": 7}, "Attribute.name"),
        ({"type": "float"}, "Attribute.type"),
        ({"source": "rumour"}, "Attribute.source"),
    ],
)
def test_an_attribute_that_is_none_is_refused_with_its_place(
    attribute: dict[str, Any], path: str
) -> None:
    with pytest.raises(ConfigurationError, match=path):
        Attribute(**{"name": "vip", "type": "bool", **attribute})


def test_a_panel_may_ask_for_the_profile_if_it_says_so() -> None:
    card = Panel(
        slot="context", tag="a-card", module="card.js", title="Card", requests=("profile.v1",)
    )

    assert card.requests == ("profile.v1",)
