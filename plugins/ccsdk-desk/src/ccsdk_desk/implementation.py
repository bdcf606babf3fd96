"""Serve the desk's files, with the headers that let nothing else run, settings and panels.

The page itself holds no data: everything people see arrives over the bus, by grant. It is
served to signed-in sessions, so that who is not gets the page that signs them in.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Awaitable, Callable, Iterable, MutableMapping, Sequence
from pathlib import Path
from typing import Any

import attrs
import msgspec

from ccsdk.hooks import Contribution, Panel, PluginContext, QueryHandler, Routes, hookimpl
from ccsdk.hooks.contributions import AsgiApp
from ccsdk.model.principal import Principal
from ccsdk_desk.settings import DeskSettings

__all__ = ["Desk", "content_security_policy"]

STATIC = Path(__file__).parent / "static"
SETTINGS_PATH = "/settings.json"
# What the page loads when it is first wanted.
LATER = ("reviewing.js", "routing.js", "supervisor.js", "why.js")

_IMPORT_MAP = re.compile(r'<script type="importmap">(.*?)</script>', re.DOTALL)

# What any plugin may contribute, the desk contributes by the same door.
CUSTOMER_CARD = Panel(
    slot="context",
    tag="ccsdk-customer-card",
    module="panels/customer-card.js",
    title="Customer",
)

Message = MutableMapping[str, Any]


class Desk:
    """Contribute the desk's routes and its customer card."""

    @hookimpl
    def register(self, ctx: PluginContext) -> Iterable[Contribution]:
        """Serve the page, and beside it who is signed in and what there is to choose from."""
        index = (STATIC / "index.html").read_text(encoding="utf-8")
        headers = {
            "content-security-policy": content_security_policy(index),
            "referrer-policy": "no-referrer",
        }
        app = settings_app(ctx)
        return [
            Routes(
                static=STATIC,
                headers=headers,
                app=app,
                audience="session",
                joined=("app.js",),
                later=LATER,
            ),
            CUSTOMER_CARD,
        ]


def content_security_policy(index: str) -> str:
    """Return the policy of a page: its own files and its one import map, nothing else.

    Args:
        index: The page's HTML, with exactly one inline import map.

    Source: Content Security Policy Level 3, section 8.4; the hash covers the script's
        text between its tags, byte for byte.
    """
    (import_map,) = _IMPORT_MAP.findall(index)
    digest = base64.b64encode(hashlib.sha256(import_map.encode()).digest()).decode()
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src 'self' 'sha256-{digest}'",
            "style-src 'self'",
            "connect-src 'self'",
            "img-src 'self' blob: data:",
            "frame-src 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
            "require-trusted-types-for 'script'",
        )
    )


def settings_app(ctx: PluginContext) -> AsgiApp:
    """Return an app that answers `settings.json`: the principal, the choices, the panels.

    Everything else is 404. The principal's id says whose drafts the browser may show.
    """
    choices = attrs.asdict(ctx.config or DeskSettings())

    async def app(
        scope: MutableMapping[str, Any],
        receive: Callable[[], Awaitable[Message]],
        send: Callable[[Message], Awaitable[None]],
    ) -> None:
        if scope["path"].endswith(SETTINGS_PATH) and scope["method"] in ("GET", "HEAD"):
            principal: Principal = scope["state"]["principal"]
            who = {"id": principal.id, "role": principal.role.value, "center": ctx.center}
            found = sorted(ctx.contributions(Panel), key=lambda each: each[0] != ctx.name)
            handlers = [handler for _, handler in ctx.contributions(QueryHandler)]
            panels = [_told(plugin, panel, handlers) for plugin, panel in found]
            status, value = 200, {"principal": who, **choices, "panels": panels}
        else:
            status, value = 404, {"code": "not_found"}
        body = msgspec.json.encode(value)
        headers = [
            (b"content-type", b"application/json"),
            (b"cache-control", b"no-store"),
            (b"content-length", str(len(body)).encode()),
        ]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        shown = b"" if scope["method"] == "HEAD" else body
        await send({"type": "http.response.body", "body": shown})

    return app


def _told(plugin: str, panel: Panel, handlers: Sequence[QueryHandler]) -> dict[str, Any]:
    """Return a panel as the page reads it, its module's address relative to the page.

    Of its requests the page knows which are about the Interaction that it is shown with.
    """
    subjects = {each.name: "interaction" in each.request.__struct_fields__ for each in handlers}
    return {
        "plugin": plugin,
        "slot": panel.slot,
        "tag": panel.tag,
        "module": f"../{plugin}/{panel.module}",
        "title": panel.title,
        "titles": dict(panel.titles),
        "topics": panel.topics,
        "commands": panel.commands,
        "requests": {name: subjects.get(name, True) for name in panel.requests},
    }
