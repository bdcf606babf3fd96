"""One socket of the Python client, from its handshake to its close."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator

import msgspec
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidStatus
from websockets.typing import Origin, Subprotocol

from ccsdk.client.refusal import is_final, refused
from ccsdk.errors import ConnectionRefusedByServerError, MalformedFrameError
from ccsdk.wire.codec import decode_server, encode
from ccsdk.wire.frames import (
    SUBPROTOCOL,
    VERSION,
    ClientInfo,
    Err,
    Hello,
    Inbound,
    PluginInfo,
    ServerFrame,
    Welcome,
)
from ccsdk.wire.refusal import CloseCode

__all__ = ["Connection", "LostError", "open_connection"]

OPEN_WITHIN_S = 10.0
FRAME_BYTES_MAX = 1_048_576
SILENT_BEATS = 2.5

# Refusals of the handshake that another attempt with the same credential only repeats.
_FINAL_STATUSES = {
    400: CloseCode.PROTOCOL,
    401: CloseCode.UNAUTHORIZED,
    403: CloseCode.UNAUTHORIZED,
    404: CloseCode.PROTOCOL,
}


class LostError(Exception):
    """Say that a connection was lost, or not reached, for a reason that may pass."""


class Connection:
    """Speak with one server over one socket; made by `open_connection`."""

    def __init__(self, socket: ClientConnection, welcome: Welcome) -> None:
        self._socket = socket
        self._last: Err | None = None
        self.welcome = welcome

    async def frames(self) -> AsyncIterator[ServerFrame]:
        """Yield what the server sends; end when we closed.

        Raises:
            LostError: The server went away or fell silent; connect again.
            ConnectionRefusedByServerError: It ended the connection for good.
        """
        silent_s = SILENT_BEATS * self.welcome.hb_ms / 1000
        try:
            while True:
                async with asyncio.timeout(silent_s):
                    frame = await _receive(self._socket)
                if isinstance(frame, Err) and frame.sub is None:
                    self._last = frame
                yield frame
        except TimeoutError as error:
            raise LostError("the server fell silent") from error
        except ConnectionClosed as error:
            raise _lost(error, self._last) from error

    async def send(self, frame: Inbound) -> None:
        """Send a frame; what a lost connection swallows is sent again by the next one."""
        with contextlib.suppress(ConnectionClosed):
            await self._socket.send(encode(frame))

    async def close(self) -> None:
        """Close from our side."""
        await self._socket.close()


async def open_connection(
    url: str,
    *,
    token: str,
    session: str,
    origin: str | None,
    client: ClientInfo,
    plugin: PluginInfo | None = None,
) -> Connection:
    """Connect and say hello.

    With an `origin` the token travels in `hello`, as from a page; else in `Authorization`. A
    `plugin` says what it answers.

    Raises:
        LostError: Nobody answered, or not now.
        ConnectionRefusedByServerError: The server will not have us.
    """
    socket = await _socket(url, token=token, origin=origin)
    hello = Hello(
        v=(VERSION,),
        session=session,
        token=token if origin else None,
        client=client,
        plugin=plugin,
    )
    try:
        return Connection(socket, await _greet(socket, hello))
    except BaseException:
        await socket.close()
        raise


async def _socket(url: str, *, token: str, origin: str | None) -> ClientConnection:
    """Open a socket.

    Raises:
        LostError: Nobody answered, or not now.
        ConnectionRefusedByServerError: The server will not have us.
    """
    headers = {} if origin else {"Authorization": f"Bearer {token}"}
    try:
        return await connect(
            url,
            origin=Origin(origin) if origin else None,
            subprotocols=[Subprotocol(SUBPROTOCOL)],
            additional_headers=headers,
            compression=None,
            proxy=None,
            open_timeout=OPEN_WITHIN_S,
            ping_interval=None,
            close_timeout=1,
            max_size=FRAME_BYTES_MAX,
        )
    except InvalidStatus as error:
        raise _turned_away(error) from error
    except (OSError, TimeoutError, InvalidHandshake) as error:
        raise LostError(f"{url} does not answer: {error}") from error


async def _greet(socket: ClientConnection, hello: Hello) -> Welcome:
    last: Err | None = None
    try:
        async with asyncio.timeout(OPEN_WITHIN_S):
            await socket.send(encode(hello))
            while not isinstance(frame := await _receive(socket), Welcome):
                last = frame if isinstance(frame, Err) else last
            return frame
    except TimeoutError as error:
        raise LostError("the server did not welcome us in time") from error
    except ConnectionClosed as error:
        raise _lost(error, last) from error


async def _receive(socket: ClientConnection) -> ServerFrame:
    while True:
        # A frame of a newer server that we do not know is no reason to leave.
        with contextlib.suppress(MalformedFrameError):
            return decode_server(await socket.recv(), limit=FRAME_BYTES_MAX)


def _lost(error: ConnectionClosed, last: Err | None) -> Exception:
    code = error.rcvd.code if error.rcvd else int(CloseCode.INTERNAL)
    reason = error.rcvd.reason if error.rcvd else ""
    return refused(code, reason, last) if is_final(code) else LostError(f"closed with {code}")


def _turned_away(error: InvalidStatus) -> Exception:
    status = error.response.status_code
    code = _FINAL_STATUSES.get(status)
    if code is None:
        return LostError(f"the server answered {status}")
    problem = f"HTTP {status}"
    with contextlib.suppress(msgspec.DecodeError, TypeError, KeyError):
        problem = str(msgspec.json.decode(error.response.body or b"")["detail"])
    return ConnectionRefusedByServerError(close_code=code, problem=problem)
