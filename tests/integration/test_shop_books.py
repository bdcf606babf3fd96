"""The example shop's own books: who may read them, and that its center goes by them."""

from __future__ import annotations

import asyncio
import json
import tomllib
from importlib import import_module
from pathlib import Path
from typing import Any

import attrs
import pytest

from ccsdk import ContactCenter
from ccsdk.model.event import InteractionQueued, InteractionRouted
from ccsdk.model.request import Submission
from ccsdk_profile_http import plugin

pytestmark = [pytest.mark.integration]

SHOP = Path(__file__).resolve().parents[2] / "examples" / "shop"


@pytest.fixture
def shop(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return the shop's module of its books; it stands beside its program."""
    monkeypatch.syspath_prepend(str(SHOP))
    return import_module("books")


@pytest.mark.parametrize(
    ("customer", "authorization", "status"),
    [
        ("customer-7", "Bearer word", 200),
        ("customer-Anna", "Bearer word", 200),
        ("customer-nobody", "Bearer word", 404),
        ("customer-7", "Bearer other", 401),
        ("customer-7", "word", 401),
        ("customer-7", None, 401),
        ("customer-7", "Bearer wörd", 401),
    ],
)
def test_the_books_are_read_by_who_has_the_token(
    shop: Any, customer: str, authorization: str | None, status: int
) -> None:
    answered, body = shop.Books("word").answer(customer, authorization)

    assert answered == status
    assert ("name" in json.loads(body)) == (status == 200)


def test_the_token_is_made_once_and_for_its_owner_alone(shop: Any, tmp_path: Path) -> None:
    first, second = shop.books_token(tmp_path), shop.books_token(tmp_path)

    assert first.read_text() == second.read_text()
    assert first.stat().st_mode & 0o077 == 0


def test_lena_is_a_good_customer_because_the_books_say_so(shop: Any, tmp_path: Path) -> None:
    async def work() -> tuple[Any, Any]:
        server = await asyncio.start_server(served(shop.Books("word")), "127.0.0.1", 0)
        url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        made = ContactCenter.in_memory(tables(shop, tmp_path, url), plugins=[plugin])
        async with server, made as center:
            lena = attrs.evolve(
                center.visitor("web", "lena").principal, is_verified=True, external_id="customer-7"
            )
            hello = Submission(
                principal=lena,
                key="k",
                type="ccsdk.ReceiveInteraction.v1",
                data={"queue": "sales"},
                personal={"text": "Hello"},
            )
            interaction = (await center.submit(hello)).answer.interaction
            assert interaction is not None
            async with asyncio.timeout(10):
                while not (queued := await events(center, InteractionQueued)):
                    await asyncio.sleep(0)
            (routed,) = await events(center, InteractionRouted)
            return routed.attributes, queued[0].service_class

    assert asyncio.run(work()) == ({"vip": True, "open_orders": 2}, "vip")


async def events(center: ContactCenter, kind: type) -> list[Any]:
    return [entry.event async for entry in center.entries() if isinstance(entry.event, kind)]


def tables(shop: Any, folder: Path, url: str) -> dict[str, Any]:
    """Return the shop's center file as the demo adapts it, without plugins that others test."""
    token = folder / "books.token"
    token.write_text("word")
    text = shop.with_books((SHOP / "center.toml").read_text(encoding="utf-8"), url, token)
    found = tomllib.loads(text)
    own = found["plugins"]["profile-http"] | {"token": f"file:{token}"}
    kept = {name: found["plugins"][name] for name in ("chat", "desk")}
    return found | {"plugins": kept | {"profile-http": own}, "egress": {"private": [url]}}


def served(books: Any) -> Any:
    """Return what serves the books over a connection, one request each."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        lines = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        headers = dict(line.lower().split(": ", 1) for line in lines[1:] if line)
        customer = lines[0].split()[1].removeprefix("/books/")
        given = headers["authorization"].replace("bearer", "Bearer")
        status, body = books.answer(customer, given)
        head = f"HTTP/1.1 {status} X\r\ncontent-length: {len(body)}\r\n\r\n"
        writer.write(head.encode() + body)
        await writer.drain()
        writer.close()

    return serve
