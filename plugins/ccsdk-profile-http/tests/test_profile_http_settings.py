"""The settings: what they say, and what cannot be meant, with its path."""

from __future__ import annotations

from typing import Any

import pytest

from ccsdk import ContactCenter
from ccsdk.errors import CcsdkError, SettingsError
from ccsdk_profile_http import plugin
from ccsdk_profile_http.settings import ProfileSettings

URL = "https://shop.example/customers/{customer}"


def problem_with(**settings: Any) -> str:
    with pytest.raises(SettingsError) as caught:
        ContactCenter.in_memory(
            {"plugins": {"profile-http": {"url": URL, **settings}}}, plugins=[plugin]
        )
    return str(caught.value)


@pytest.mark.parametrize(
    ("settings", "problem"),
    [
        ({"url": "shop.example/{customer}"}, "is no address such as"),
        ({"url": "ftp://shop.example/{customer}"}, "is no address such as"),
        ({"url": "https://{customer}.example/x"}, "is no address such as"),
        ({"url": "https://shop.example/"}, "is to hold {customer} once"),
        ({"url": "https://shop.example/{customer}/{customer}"}, "is to hold {customer} once"),
        ({"uri": "x"}, "plugins.profile-http.uri"),
        ({"token": "secret"}, "a secret is written as ${env:NAME} or file:PATH"),
        ({"timeout": "1 h"}, "plugins.profile-http.timeout"),
        ({"name": "name"}, "'name' is no place such as"),
        ({"vip": "/~2"}, "neither ~0 nor ~1"),
        ({"fields": {"x": {"label": "X", "at": "/x", "kind": "picture"}}}, "fields.x.kind"),
        ({"fields": {"x": {"label": "X", "at": "/x", "kind": "money"}}}, "money has a currency"),
        ({"fields": {"x": {"label": "X", "at": "/x", "currency": "EUR"}}}, "money has a currency"),
        (
            {"fields": {"x": {"label": "X", "at": "/x", "kind": "money", "currency": "euro"}}},
            "'euro' is no code",
        ),
        ({"fields": {"x": {"label": "X", "at": "/x", "text_at": "/y"}}}, "only a link"),
        ({"fields": {"x": {"at": "/x"}}}, "fields.x.label is missing"),
        ({"fields": {f"x{n}": {"label": "X", "at": "/x"} for n in range(33)}}, "at most 32"),
        ({"attributes": {"vip": {"at": "/vip", "type": "enum"}}}, "an enum lists them"),
        ({"attributes": {"vip": {"at": "vip", "type": "bool"}}}, "'vip' is no place"),
        ({"attributes": {"vip": {"at": "/vip", "type": "float"}}}, "attributes.vip.type"),
    ],
)
def test_what_cannot_be_meant_is_told_with_its_place(
    settings: dict[str, Any], problem: str
) -> None:
    assert problem in problem_with(**settings).replace(": is missing", " is missing")


def test_without_an_address_it_says_so() -> None:
    with pytest.raises(CcsdkError, match="url"):
        ContactCenter.in_memory({"plugins": {"profile-http": {}}}, plugins=[plugin])


@pytest.mark.parametrize(
    ("customer", "address"),
    [
        ("7", "https://shop.example/customers/7"),
        ("a/b?c#d", "https://shop.example/customers/a%2Fb%3Fc%23d"),
        ("李 雷", "https://shop.example/customers/%E6%9D%8E%20%E9%9B%B7"),
        ("a\r\nb", "https://shop.example/customers/a%0D%0Ab"),
        ("..", None),
        (".", None),
    ],
)
def test_an_id_stays_where_the_address_has_its_place(customer: str, address: str | None) -> None:
    assert ProfileSettings(url=URL).address_of(customer) == address


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        (URL, "https://shop.example"),
        ("http://127.0.0.1:9100/who?id={customer}", "http://127.0.0.1:9100"),
    ],
)
def test_the_one_place_that_is_reached_is_the_addresss_own(url: str, origin: str) -> None:
    assert ProfileSettings(url=url).origin == origin
