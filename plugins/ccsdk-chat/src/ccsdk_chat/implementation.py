"""Contribute the channels `chat` and `message`, and the widget's modules to pages of any origin.

There is no server side of its own but `settings.json`: the widget is an ordinary client of
the bus, whose grant is its visitor's own Interactions.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import msgspec

from ccsdk.hooks import Channel, Contribution, PluginContext, Routes, hookimpl
from ccsdk.hooks.contributions import AsgiApp
from ccsdk_chat.settings import ChatSettings, told

__all__ = ["Chat", "content_security_policy"]

STATIC = Path(__file__).parent / "static"
KINDS = ("chat", "message")
CAPABILITIES = frozenset({"text", "files"})
SETTINGS_PATH = "/settings.json"

Message = MutableMapping[str, Any]


class Chat:
    """Contribute the channels and the widget's routes."""

    @hookimpl
    def register(self, ctx: PluginContext) -> Iterable[Contribution]:
        """Declare two channels of text and files, and serve the widget to everybody.

        On `chat` a customer waits in front of the page; on `message` the answer is there
        when they come back. Pages of other origins load modules only with CORS, and without
        credentials. The policy counts for the one page there is, the frame: other files carry
        it in vain.
        """
        settings: ChatSettings = ctx.config or ChatSettings()
        return [
            *(Channel(kind=kind, capacity_class=kind, capabilities=CAPABILITIES) for kind in KINDS),
            Routes(
                static=STATIC,
                app=settings_app(settings),
                joined=("ccsdk-chat.js",),
                audience="public",
                cors=True,
                headers={
                    "cross-origin-resource-policy": "cross-origin",
                    "content-security-policy": content_security_policy(settings.frame_origins),
                    "referrer-policy": "no-referrer",
                },
            ),
        ]


def content_security_policy(frame_origins: Iterable[str]) -> str:
    """Return the policy of the frame's page: its own modules, and who may show it.

    Args:
        frame_origins: The sites on whose pages the frame may stand; none forbids them all.

    Source: Content Security Policy Level 3, section 6.4.2: every ancestor is held to it.
    """
    ancestors = " ".join(frame_origins) or "'none'"
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "connect-src 'self'",
            "style-src 'none'",
            "base-uri 'none'",
            "form-action 'none'",
            f"frame-ancestors {ancestors}",
            "require-trusted-types-for 'script'",
            "trusted-types 'none'",
        )
    )


def settings_app(settings: ChatSettings) -> AsgiApp:
    """Return an app that answers `settings.json?account=...&language=...` to any origin.

    It holds what every customer sees anyway. Everything else is 404.
    """

    async def app(
        scope: MutableMapping[str, Any],
        receive: Callable[[], Awaitable[Message]],
        send: Callable[[Message], Awaitable[None]],
    ) -> None:
        is_known = scope["path"].endswith(SETTINGS_PATH) and scope["method"] in ("GET", "HEAD")
        query = parse_qs(scope["query_string"].decode("latin-1"))
        account, language = (query.get(name, [""])[0] for name in ("account", "language"))
        value = told(settings, account, language) if is_known else {"code": "not_found"}
        body = msgspec.json.encode(value)
        headers = [
            (b"content-type", b"application/json"),
            (b"cache-control", b"no-cache"),
            (b"access-control-allow-origin", b"*"),
            (b"cross-origin-resource-policy", b"cross-origin"),
            (b"x-content-type-options", b"nosniff"),
            (b"content-length", str(len(body)).encode()),
        ]
        status = 200 if is_known else 404
        await send({"type": "http.response.start", "status": status, "headers": headers})
        shown = b"" if scope["method"] == "HEAD" else body
        await send({"type": "http.response.body", "body": shown})

    return app
