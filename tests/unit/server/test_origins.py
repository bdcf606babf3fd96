from __future__ import annotations

from typing import Any

import pytest

from ccsdk.errors import ForbiddenError
from ccsdk.server.http import Request
from ccsdk.server.origins import (
    account_allows,
    is_own,
    normal_origin,
    require_own,
    require_upgrade,
)
from tests.unit.server.fake_center import OWN, http_scope

ACCOUNTS = {"web": ("https://www.shop.example",), "app": ()}


def request_of(origin: str | None, *more: tuple[str, str], scheme: str = "http") -> Request:
    headers = ([] if origin is None else [("origin", origin)]) + list(more)

    async def receive() -> dict[str, Any]:
        raise AssertionError

    return Request(http_scope("GET", "/bus", headers) | {"scheme": scheme}, receive)


@pytest.mark.parametrize(
    ("origin", "expected"),
    [
        ("http://shop.example:80", "http://shop.example"),
        ("https://SHOP.example:443", "https://shop.example"),
        ("https://shop.example:8443", "https://shop.example:8443"),
        ("http://[::1]:8080", "http://[::1]:8080"),
        ("null", None),
        ("", None),
        ("https://shop.example/", None),
        ("https://me@shop.example", None),
        ("https://shop.example?x", None),
        ("file://shop.example", None),
        ("http://shop.example:port", None),
        ("http://[::1", None),
    ],
)
def test_origin_has_one_normal_form_or_none(origin: str, expected: str | None) -> None:
    assert normal_origin(origin) == expected


@pytest.mark.parametrize(
    ("origin", "scheme", "expected"),
    [
        (OWN, "http", True),
        (OWN, "ws", True),
        (OWN, "https", False),
        ("http://shop.example", "http", False),
        ("http://evil.example:8080", "http", False),
        ("null", "http", False),
        (None, "http", False),
    ],
)
def test_own_origin_is_the_very_address_asked(
    origin: str | None, scheme: str, expected: bool
) -> None:
    assert is_own(request_of(origin, scheme=scheme)) is expected


def test_request_without_own_origin_is_refused() -> None:
    with pytest.raises(ForbiddenError):
        require_own(request_of("https://www.shop.example"))


@pytest.mark.parametrize(
    ("origin", "expected"),
    [
        ("https://www.shop.example", True),
        ("https://www.shop.example:443", True),
        ("https://shop.example", False),
        ("https://www.shop.example.evil.example", False),
        ("http://www.shop.example", False),
        ("null", False),
        (None, False),
    ],
)
def test_account_allows_its_exact_list_only(origin: str | None, expected: bool) -> None:
    assert account_allows(origin, ACCOUNTS["web"]) is expected


@pytest.mark.parametrize("origin", [OWN, "https://www.shop.example"])
def test_a01_socket_opens_from_own_and_listed_origins(origin: str) -> None:
    assert require_upgrade(request_of(origin), ACCOUNTS) == origin


@pytest.mark.parametrize("origin", ["null", "https://evil.example", None])
def test_a01_socket_is_refused_from_null_foreign_and_absent_origin(origin: str | None) -> None:
    with pytest.raises(ForbiddenError):
        require_upgrade(request_of(origin), ACCOUNTS)


def test_a01_origin_may_be_absent_beside_authorization_only() -> None:
    bearer = ("authorization", "Bearer T")

    assert require_upgrade(request_of(None, bearer), ACCOUNTS) is None
    with pytest.raises(ForbiddenError):
        require_upgrade(request_of("null", bearer), ACCOUNTS)
    with pytest.raises(ForbiddenError):
        require_upgrade(request_of("https://evil.example", bearer), ACCOUNTS)
