"""A client in the same process: real frames, a real session, no socket."""

from __future__ import annotations

import asyncio
from types import TracebackType

from ccsdk.bus.connection import Admission, CenterDoor, Connection, RemotePlugins
from ccsdk.bus.hub import Hub
from ccsdk.errors import ConnectionRefusedByServerError, UnauthorizedError
from ccsdk.model.instant import INSTANT_MAX_MS
from ccsdk.model.principal import Principal
from ccsdk.wire.codec import decode_server, encode
from ccsdk.wire.frames import VERSION, Hello, Inbound, PluginInfo, ServerFrame
from ccsdk.wire.settings import SessionSettings

__all__ = ["MemoryClient"]


class _Pipe:
    """Carry frames by a queue; the last thing in it is how it was closed."""

    def __init__(self) -> None:
        self.frames: asyncio.Queue[str | tuple[int, str]] = asyncio.Queue()

    async def send(self, frame: str) -> None:
        self.frames.put_nowait(frame)

    async def close(self, code: int, reason: str) -> None:
        self.frames.put_nowait((code, reason))


class MemoryClient:
    """Speak frames with a center in the same process, as one principal.

    Use it with `async with`: entering says hello and waits for the welcome.

    Args:
        hub: The center's hub.
        center: The center.
        principal: Who this is; the process vouches for it.
        session: The name of this client's session.
        settings: The session's bounds.
        plugin: What it answers, if it is a plugin.
        plugins: Takes it then.
    """

    def __init__(
        self,
        *,
        hub: Hub,
        center: CenterDoor,
        principal: Principal,
        session: str = "se_memory",
        settings: SessionSettings | None = None,
        plugin: PluginInfo | None = None,
        plugins: RemotePlugins | None = None,
    ) -> None:
        self._principal = principal
        self._hello = Hello(v=(VERSION,), session=session, plugin=plugin)
        self._pipe = _Pipe()
        self._connection = Connection(
            hub=hub,
            center=center,
            authenticate=self._vouch,
            transport=self._pipe,
            settings=settings,
            plugins=plugins,
        )

    async def _vouch(self, token: str | None) -> Admission:
        if token is not None:
            raise UnauthorizedError(hint="a client in the same process needs no token")
        return Admission(principal=self._principal, expires_at_ms=INSTANT_MAX_MS)

    async def __aenter__(self) -> MemoryClient:
        self._connection.open()
        self.send(self._hello)
        await self.receive()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._connection.closed()

    def send(self, frame: Inbound | str) -> None:
        """Send a frame, or any text."""
        self._connection.receive(frame if isinstance(frame, str) else encode(frame))

    @property
    def is_idle(self) -> bool:
        """Return whether no frame waits to be received."""
        return self._pipe.frames.empty()

    async def receive(self) -> ServerFrame:
        """Return the next frame of the server.

        Raises:
            ConnectionRefusedByServerError: The server closed; code and reason say why.
        """
        return decode_server(await self.receive_text())

    async def receive_text(self) -> str:
        """Return the next frame as the text it came as; raises as `receive` does."""
        got = await self._pipe.frames.get()
        if isinstance(got, tuple):
            code, reason = got
            raise ConnectionRefusedByServerError(close_code=code, problem=reason)
        return got
