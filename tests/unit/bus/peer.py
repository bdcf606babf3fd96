"""A peer: the transport of a connection and the client behind it."""

from __future__ import annotations

import asyncio

from ccsdk.bus.connection import Admission, Connection
from ccsdk.model.principal import Principal
from ccsdk.wire import frames
from ccsdk.wire.codec import decode_server, encode
from tests.unit.bus.fakes import ANA, BEN, MEI, SAM, START_MS, TOM, World, settle

__all__ = ["HELLO", "Peer", "hello"]

HELLO = frames.Hello(v=(1,), session="se_1", token="mei")
PRINCIPALS = {each.id: each for each in (MEI, TOM, SAM, ANA, BEN)}


class Peer:
    """Be the transport, and the client behind it."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.got: list[frames.ServerFrame] = []
        self.closes: list[tuple[int, str]] = []
        self.tokens: list[str | None] = []
        self.refusal: Exception | None = None
        self.gate: asyncio.Future[None] | None = None
        self.expires_at_ms = START_MS + 600_000
        self.connection = Connection(
            hub=world.hub, center=world.center, authenticate=self.authenticate, transport=self
        )
        self.connection.open()

    async def authenticate(self, token: str | None) -> Admission:
        self.tokens.append(token)
        if self.gate is not None:
            await self.gate
        if self.refusal is not None:
            raise self.refusal
        return Admission(principal=PRINCIPALS[token or "mei"], expires_at_ms=self.expires_at_ms)

    async def send(self, frame: str) -> None:
        self.got.append(decode_server(frame))

    async def close(self, code: int, reason: str) -> None:
        self.closes.append((code, reason))

    async def say(self, *sent: frames.Inbound) -> list[frames.ServerFrame]:
        """Send frames; return what came back."""
        self.got.clear()
        for frame in sent:
            self.connection.receive(encode(frame))
        await settle()
        return list(self.got)


def hello(principal: Principal = MEI, session: str = "se_1") -> frames.Hello:
    return frames.Hello(v=(1,), session=session, token=principal.id)
