"""The widget's modules come as one answer; a form that cannot be joined would show here."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from ccsdk import ContactCenter
from ccsdk_chat import plugin as chat

TABLES = {"queues": {"help": {}}, "accounts": {"web": {"channel": "chat", "queues": ["help"]}}}


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


def test_page_asks_once_for_what_the_widget_needs_at_first() -> None:
    async def scene() -> tuple[int, bytes]:
        async with ContactCenter.in_memory(TABLES, plugins=[chat]) as center:
            return await get(center.asgi, "/plugins/chat/ccsdk-chat.js.map")

    status, body = asyncio.run(scene())

    assert status == 200, "a module was written so that it cannot be joined"
    sources = set(json.loads(body)["sources"])
    assert {"ccsdk-chat.js", "chat-session.js", "chat-view.js", "ccsdk.js"} <= sources
    assert "chat-extras.js" not in sources, "what is loaded later stays apart"
