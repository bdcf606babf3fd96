"""The desk's modules come as one answer; a form that cannot be joined would show here."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from ccsdk import ContactCenter
from ccsdk.hooks import Credentials, Plugin, StaffSession, hookimpl
from ccsdk_desk import plugin as desk
from ccsdk_desk.implementation import STATIC

TABLES = {"queues": {"help": {}}, "agents": {"mei": {"queues": ["help"]}}}
# Loaded when the panel is first shown, by the address that the panel names.
ALONE = ("panels/", "vendor/")


class EverybodyIsMei:
    """Let whoever asks be signed in."""

    @hookimpl
    def authenticate(self, credentials: Credentials) -> StaffSession:
        return StaffSession(staff="mei")


HOST = Plugin(name="host", summary="A sign-in.", implementation=EverybodyIsMei)


async def get(app: Any, path: str) -> tuple[int, bytes]:
    """Return status and body of what a center answers."""
    headers = [(b"host", b"shop.example")]
    scope = {"type": "http", "method": "GET", "path": path, "headers": headers, "root_path": ""}
    scope |= {"query_string": b"", "scheme": "https", "raw_path": path.encode(), "state": {}}
    sent: list[Any] = []

    async def receive() -> Any:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    await app(scope, receive, send)
    return sent[0]["status"], b"".join(message.get("body", b"") for message in sent[1:])


def asked(name: str) -> tuple[int, bytes]:
    """Return what a center answers who asks for a file of the desk."""

    async def scene() -> tuple[int, bytes]:
        async with ContactCenter.in_memory(TABLES, plugins=[desk, HOST]) as center:
            return await get(center.asgi, f"/plugins/desk/{name}")

    return asyncio.run(scene())


def test_page_asks_once_for_all_modules_of_the_desk() -> None:
    status, body = asked("app.js.map")

    own = {str(path.relative_to(STATIC)) for path in STATIC.rglob("*.js")}
    at_once = set(json.loads(body)["sources"])
    later = set(json.loads(asked("routing.js.map")[1])["sources"])
    assert status == 200, "a module was written so that it cannot be joined"
    assert {name for name in own if not name.startswith(ALONE)} <= at_once | later
    assert at_once & later == set()


def test_what_comes_later_brings_its_own_modules_and_no_second_copy_of_the_others() -> None:
    status, body = asked("routing.js.map")
    text = asked("routing.js")[1].decode()

    later = {str(path.relative_to(STATIC)) for path in STATIC.glob("routing/*.js")}
    assert status == 200, "a module was written so that it cannot be joined"
    assert {*later, "routing.js"} <= set(json.loads(body)["sources"])
    assert 'from "./app.js"' in text
