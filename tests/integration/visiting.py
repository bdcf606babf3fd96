"""A browser as far as signing in goes: cookies, an Origin, no redirects followed, and a socket."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlencode

import attrs
from websockets.asyncio.client import connect

from tests.integration.serving import WITHIN_S, Raw

__all__ = ["Answer", "Visit"]


@attrs.frozen
class Answer:
    """What a server answered."""

    status: int
    headers: dict[str, str]
    text: str

    def json(self) -> Any:
        return json.loads(self.text)


@attrs.define
class Visit:
    """One browser at one address; `root` stands before every path."""

    port: int
    root: str = ""
    scheme: str = "http"
    cookies: dict[str, str] = attrs.field(factory=dict)
    host: str = "127.0.0.1"

    @property
    def origin(self) -> str:
        return f"{self.scheme}://127.0.0.1:{self.port}"

    async def get(self, path: str, **headers: str) -> Answer:
        return await asyncio.to_thread(self._ask, "GET", path, None, headers)

    async def page(self, path: str) -> Answer:
        """Open a page, as a person does."""
        return await self.get(path, accept="text/html")

    async def post(self, path: str, body: bytes = b"", **headers: str) -> Answer:
        return await asyncio.to_thread(
            self._ask, "POST", path, body, {"origin": self.origin, **headers}
        )

    async def submit(self, path: str, **fields: str) -> Answer:
        """Send a form."""
        kind = "application/x-www-form-urlencoded"
        return await self.post(path, urlencode(fields).encode(), **{"content-type": kind})

    async def bus_token(self, mount: str) -> str:
        answer = await self.post(f"{mount}/auth/bus-token")
        assert answer.status == 200, answer
        return str(answer.json()["token"])

    async def visitor_token(self, mount: str) -> str:
        answer = await self.post(f"{mount}/visitor", b'{"account": "web"}')
        assert answer.status == 200, answer
        return str(answer.json()["token"])

    @asynccontextmanager
    async def socket(self, mount: str, **options: Any) -> AsyncIterator[Raw]:
        url = f"ws://127.0.0.1:{self.port}{self.root}{mount}/bus"
        options.setdefault("origin", self.origin)
        async with connect(url, subprotocols=["ccsdk.v1"], proxy=None, **options) as socket:
            yield Raw(socket)

    def _ask(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> Answer:
        connection = HTTPConnection(self.host, self.port, timeout=WITHIN_S)
        try:
            kept = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
            sent = headers | ({"cookie": kept} if kept else {})
            connection.request(method, f"{self.root}{path}", body, sent)
            response = connection.getresponse()
            for cookie in response.headers.get_all("set-cookie", []):
                name, _, value = cookie.partition(";")[0].partition("=")
                self.cookies[name] = value.strip('"')
            found = {name.lower(): value for name, value in response.headers.items()}
            return Answer(response.status, found, response.read().decode())
        finally:
            connection.close()
