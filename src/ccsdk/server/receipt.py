"""Bounds on what arrives, which uvicorn leaves to others.

A head that is not complete within 10 s ends its connection, an upgrade that brings a body
is refused before anybody could read that body as something else, and a message comes in
few fragments.
"""

from __future__ import annotations

import asyncio

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.frames import Frame

__all__ = ["ReceiptProtocol", "SocketProtocol"]

HEAD_WITHIN_S = 10.0
FRAGMENTS_MAX = 16
_TOO_LARGE = 1009


class ReceiptProtocol(H11Protocol):
    """Speak HTTP/1.1 as uvicorn does, with a deadline for each connection's first head."""

    _head_timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Start the clock of a new connection."""
        super().connection_made(transport)
        self._head_timer = self.loop.call_later(HEAD_WITHIN_S, self._end_if_headless)

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop the clock with the connection."""
        self._stop_timer()
        super().connection_lost(exc)

    def handle_websocket_upgrade(self, event: h11.Request) -> None:
        """Hand the connection over to the socket's protocol, unless a body follows.

        Source: RFC 6455, section 4.1: the handshake is a GET, and carries nothing.
        """
        self._stop_timer()
        names = {name for name, value in self.headers if value != b"0"}
        if names & {b"content-length", b"transfer-encoding"}:
            self.send_400_response("An upgrade carries no body.")
            return
        super().handle_websocket_upgrade(event)

    def _end_if_headless(self) -> None:
        # What uvicorn annotates as a scope is None until a head is complete.
        if not getattr(self, "headers", None):
            self.transport.close()

    def _stop_timer(self) -> None:
        if self._head_timer is not None:
            self._head_timer.cancel()
            self._head_timer = None


class SocketProtocol(WebSocketsSansIOProtocol):
    """Speak WebSocket as uvicorn's `websockets-sansio` does, in at most 16 fragments.

    The length of a message is bounded by uvicorn, but empty fragments have none.
    """

    def handle_cont(self, event: Frame) -> None:
        """Take one more fragment, or end the connection."""
        if len(self.frames) < FRAGMENTS_MAX:
            super().handle_cont(event)
        elif not self.close_sent:
            self.conn.fail(_TOO_LARGE, "too many fragments")
            self.handle_parser_exception()
