"""The desk's modules come as one answer; a form that cannot be joined would show here."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from ccsdk import ContactCenter
from ccsdk.hooks import Credentials, Plugin, StaffSession, hookimpl
from ccsdk_desk import plugin as desk
from ccsdk_desk.implementation import LATER, STATIC

TABLES = {"queues": {"help": {}}, "agents": {"mei": {"queues": ["help"]}}}
# Loaded when the panel is first shown, by the address that the panel names.
ALONE = ("panels/", "vendor/")
# What there may be but one of, whichever part wants it.
STATEFUL = ("session.js", "store.js", "commands.js", "i18n.js", "metrics.js", "history.js")


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


def test_page_asks_once_for_all_modules_of_the_desk() -> None:
    parts = ("app.js", *LATER)

    async def scene() -> list[tuple[int, bytes]]:
        async with ContactCenter.in_memory(TABLES, plugins=[desk, HOST]) as center:
            return [await get(center.asgi, f"/plugins/desk/{name}.map") for name in parts]

    answers = asyncio.run(scene())

    own = {str(path.relative_to(STATIC)) for path in STATIC.rglob("*.js")}
    joined = {name for name in own if not name.startswith(ALONE)}
    sources = [json.loads(body)["sources"] for status, body in answers if status == 200]
    assert len(sources) == len(parts), "a module was written so that it cannot be joined"
    assert joined <= {name for each in sources for name in each}
    assert [name for name in STATEFUL if sum(name in each for each in sources) != 1] == []
