from __future__ import annotations

import asyncio
from typing import Any

import msgspec
import pytest

from ccsdk.errors import DeadlineExceededError, FrameTooLargeError, InvalidRequestError
from ccsdk.server import http
from ccsdk.server.http import Request, local_path
from tests.unit.server.fake_center import http_scope


class Shape(msgspec.Struct, forbid_unknown_fields=True):
    account: str


def request_with(*parts: bytes, headers: tuple[tuple[str, str], ...] = ()) -> Request:
    messages = [
        {"type": "http.request", "body": part, "more_body": number < len(parts)}
        for number, part in enumerate(parts, start=1)
    ]

    async def receive() -> dict[str, Any]:
        return messages.pop(0)

    return Request(http_scope("POST", "/visitor", headers), receive)


@pytest.mark.parametrize(
    ("path", "root", "expected"),
    [
        ("/bus", "", "/bus"),
        ("/x/bus", "/x", "/bus"),
        ("/bus", "/x", "/bus"),
        ("/xyz/bus", "/x", "/xyz/bus"),
        ("/x", "/x", "/"),
        ("/x/bus", "/x/", "/bus"),
        ("", "", "/"),
        ("/a/b/bus", "/a/b", "/bus"),
    ],
)
def test_path_is_counted_from_the_mount(path: str, root: str, expected: str) -> None:
    assert local_path({"path": path, "root_path": root}) == expected


def test_body_is_joined_from_its_parts() -> None:
    request = request_with(b'{"account"', b':"web"}')

    value = asyncio.run(request.json(Shape))

    assert value == Shape(account="web")


@pytest.mark.parametrize(
    ("body", "path"),
    [
        (b"", ""),
        (b"{", ""),
        (b"\xff", ""),
        (b"[" * 100_000, ""),
        (b"[]", ""),
        (b'{"account": 1}', "account"),
        (b'{"account": "web", "role": "supervisor"}', "role"),
        (b'{"account": "\xed\xa0\x80"}', ""),
    ],
)
def test_body_of_another_shape_is_refused_by_its_member(body: bytes, path: str) -> None:
    request = request_with(body)

    with pytest.raises(InvalidRequestError) as caught:
        asyncio.run(request.json(Shape))

    assert caught.value.path == path


def test_body_over_the_limit_is_refused_while_it_arrives() -> None:
    half = b" " * (http.BODY_BYTES_MAX // 2 + 1)
    request = request_with(half, half, b"never read")

    with pytest.raises(FrameTooLargeError):
        asyncio.run(request.body())


def test_body_that_does_not_arrive_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http, "BODY_WITHIN_S", 0.01)

    async def receive() -> dict[str, Any]:
        await asyncio.Event().wait()
        raise AssertionError

    request = Request(http_scope("POST", "/visitor"), receive)

    with pytest.raises(DeadlineExceededError):
        asyncio.run(request.body())


def test_body_that_breaks_off_is_malformed() -> None:
    async def receive() -> dict[str, Any]:
        return {"type": "http.disconnect"}

    request = Request(http_scope("POST", "/visitor"), receive)

    with pytest.raises(InvalidRequestError):
        asyncio.run(request.body())


def test_header_given_twice_is_refused() -> None:
    request = request_with(b"", headers=(("origin", "http://a"), ("Origin", "http://b")))

    with pytest.raises(InvalidRequestError, match="origin"):
        request.header("origin")


def test_header_is_found_in_any_case() -> None:
    request = request_with(b"", headers=(("X-Thing", "a"),))

    assert request.header("x-thing") == "a"
    assert request.header("x-other") is None
