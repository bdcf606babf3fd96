"""A provider that a plugin talks to over HTTP: it takes what comes, and answers as it is told."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress

import attrs

__all__ = ["Provider", "ProviderRequest"]

# In real seconds: the requests are.
PATIENCE_S = 10.0


@attrs.frozen(kw_only=True)
class ProviderRequest:
    """Hold a request as it came; names of headers are small letters."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes


class Provider:
    """Listen on a free port of this machine.

    `status` is what the next requests are answered with, `requests` those that came. While
    `is_away` a connection ends without an answer.
    """

    def __init__(self) -> None:
        self.requests: list[ProviderRequest] = []
        self.status = 200
        self.is_away = False
        self.url = ""

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[Provider]:
        """Take requests at `url` while the block runs."""
        server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        try:
            yield self
        finally:
            server.close()
            await server.wait_closed()

    async def received(self, count: int) -> list[ProviderRequest]:
        """Return the requests once there are so many.

        Raises:
            AssertionError: They did not come.
        """
        until = time.monotonic() + PATIENCE_S
        while len(self.requests) < count:
            assert time.monotonic() < until, f"{len(self.requests)} of {count} requests came"
            await asyncio.sleep(0)
        return self.requests

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(asyncio.IncompleteReadError, ConnectionError):
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            first, *lines = head.rstrip().split("\r\n")
            pairs = (line.partition(":") for line in lines)
            headers = {name.lower(): value.strip() for name, _, value in pairs}
            body = await reader.readexactly(int(headers.get("content-length", "0")))
            method, path, _ = first.split(" ")
            request = ProviderRequest(method=method, path=path, headers=headers, body=body)
            self.requests.append(request)
            if not self.is_away:
                answer = f"HTTP/1.1 {self.status} Told\r\nContent-Length: 0\r\n"
                writer.write(f"{answer}Connection: close\r\n\r\n".encode())
                await writer.drain()
        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()
