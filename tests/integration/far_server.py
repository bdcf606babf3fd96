"""A server of somebody else, on loopback: it takes raw bytes and answers as a test says."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import attrs

Answer = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@attrs.define
class FarServer:
    """Hold where it listens and the heads of the requests that came."""

    port: int = 0
    requests: list[str] = attrs.field(factory=list)


def saying(text: bytes) -> Answer:
    """Answer with these very bytes."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(text)

    return answer


@asynccontextmanager
async def far_server(
    answer: Answer, *, tls: ssl.SSLContext | None = None
) -> AsyncIterator[FarServer]:
    server = FarServer()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            server.requests.append(head.decode("latin-1"))
            await answer(reader, writer)
            await writer.drain()
        except (OSError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.transport.abort() if writer.is_closing() else writer.close()

    listener = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=tls)
    server.port = listener.sockets[0].getsockname()[1]
    async with listener:
        yield server
