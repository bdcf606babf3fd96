"""What the gateway delivers: one HTTP request for each message that a customer sends."""

from __future__ import annotations

import hmac
from typing import Annotated, Any

import msgspec

from ccsdk.errors import RequestRefusedError
from ccsdk.hooks import Inbound, PluginContext

__all__ = ["Delivered", "InboundApp"]

# A text message is short; whoever sends more is not the gateway.
BODY_BYTES_MAX = 16_384

Given = Annotated[str, msgspec.Meta(min_length=1, max_length=64)]


class Delivered(msgspec.Struct, kw_only=True, frozen=True):
    """Hold a message as the gateway tells it; what else it says is passed over."""

    id: Given
    number: Given
    text: str


class InboundApp:
    """Take messages at `/plugins/first-channel/inbound`; an ASGI application."""

    def __init__(self, ctx: PluginContext) -> None:
        self._ctx = ctx

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer one request."""
        status = await self._answer(scope, receive)
        await send({"type": "http.response.start", "status": status, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    async def _answer(self, scope: Any, receive: Any) -> int:
        if not scope["path"].endswith("/inbound") or scope["method"] != "POST":
            return 404
        # First of all, and in constant time: nothing that a stranger sends is even read.
        given = dict(scope["headers"]).get(b"authorization", b"")
        wanted = f"Bearer {self._ctx.config.secret.reveal()}".encode()
        if not hmac.compare_digest(given, wanted):
            return 401
        try:
            delivered = msgspec.json.decode(await _body(receive), type=Delivered)
            message = Inbound(
                account=self._ctx.config.account,
                sender=delivered.number,
                id=delivered.id,
                text=delivered.text,
                address=delivered.number,
            )
        except ValueError:
            return 400
        try:
            await self._ctx.receive(message)
        except RequestRefusedError as error:
            # The gateway delivers again what we could not take now.
            return 503 if error.is_retryable else 422
        # It is on disk: only now the gateway hears that we have it.
        return 204


async def _body(receive: Any) -> bytes:
    """Return the whole body.

    Raises:
        ValueError: It is too long.
    """
    body, is_more = b"", True
    while is_more:
        part = await receive()
        body += part.get("body", b"")
        is_more = part.get("more_body", False)
        if len(body) > BODY_BYTES_MAX:
            raise ValueError("too long")
    return body
