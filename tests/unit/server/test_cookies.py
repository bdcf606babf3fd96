from __future__ import annotations

import pytest

from ccsdk.server.cookies import cookie_name, expired_cookie, read_cookie, session_cookie


def test_session_cookie_is_locked_to_host_and_script_cannot_read_it() -> None:
    cookie = session_cookie("shop", "T", life_s=60)

    attributes = cookie.split("; ")

    assert attributes[0] == "__Host-ccsdk-shop=T"
    assert {"Secure", "HttpOnly", "SameSite=Strict", "Path=/", "Max-Age=60"} == {*attributes[1:]}


def test_expired_cookie_has_no_value_and_no_life() -> None:
    cookie = expired_cookie("shop")

    assert cookie.startswith("__Host-ccsdk-shop=; Max-Age=0; ")


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ([f"{cookie_name('shop')}=T"], "T"),
        (["a=b; __Host-ccsdk-shop=T; c=d"], "T"),
        (["a=b", "__Host-ccsdk-shop=T"], "T"),
        ([], None),
        (["__Host-ccsdk-other=T"], None),
        (["__Host-ccsdk-shop="], None),
        (["__Host-ccsdk-shop=T; __Host-ccsdk-shop=U"], None),
        (["__Host-ccsdk-shop"], None),
    ],
)
def test_cookie_is_read_where_there_is_exactly_one(
    headers: list[str], expected: str | None
) -> None:
    assert read_cookie("shop", headers) == expected
