"""A reverse proxy on a real port: it strips a path, ends a pretended TLS, and passes bytes on."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

__all__ = ["proxied"]

HEAD_END = b"\r\n\r\n"


@asynccontextmanager
async def proxied(upstream: int, *, prefix: str = "", says: str = "https") -> AsyncIterator[int]:
    """Return the port of a proxy before a server; `prefix` is taken off each path."""
    tasks: set[asyncio.Task[None]] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        tasks.add(task)
        with suppress(OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            head = _rewritten(await reader.readuntil(HEAD_END), writer, prefix, says)
            there_reader, there_writer = await asyncio.open_connection("127.0.0.1", upstream)
            there_writer.write(head)
            try:
                await asyncio.gather(_pipe(reader, there_writer), _pipe(there_reader, writer))
            finally:
                there_writer.close()
        writer.close()
        tasks.discard(task)

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        for task in tuple(tasks):
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _rewritten(head: bytes, writer: asyncio.StreamWriter, prefix: str, says: str) -> bytes:
    """Return a request's head as this proxy sends it on, one request per connection."""
    first, *fields = head.removesuffix(HEAD_END).decode("latin-1").split("\r\n")
    method, target, version = first.split(" ")
    assert target.startswith(f"{prefix}/"), target
    pairs = [field.partition(":") for field in fields]
    given = {name.lower(): value.strip() for name, _, value in pairs}
    hops = [given.pop("x-forwarded-for", ""), str(writer.get_extra_info("peername")[0])]
    given["x-forwarded-for"] = ", ".join(hop for hop in hops if hop)
    given["x-forwarded-proto"] = says
    if "upgrade" not in given:
        given["connection"] = "close"
    lines = [f"{method} {target.removeprefix(prefix)} {version}"]
    lines += [f"{name}: {value}" for name, value in given.items()]
    return "\r\n".join(lines).encode("latin-1") + HEAD_END


async def _pipe(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while data := await reader.read(65_536):
        writer.write(data)
        await writer.drain()
    with suppress(OSError):
        writer.write_eof()
