"""One HTTP request to an ASGI application, without a socket."""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping
from typing import Any

import attrs

from ccsdk.hooks.contributions import AsgiApp

__all__ = ["HttpAnswer", "ask_http"]


@attrs.frozen(kw_only=True)
class HttpAnswer:
    """Hold what was answered; names of headers are small letters."""

    status: int
    headers: Mapping[str, str]
    content: bytes


async def ask_http(
    app: AsgiApp, method: str, path: str, *, headers: Mapping[str, str], body: bytes
) -> HttpAnswer:
    """Return what an application answers."""
    told: list[MutableMapping[str, Any]] = []
    parts: list[dict[str, Any]] = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> MutableMapping[str, Any]:
        return parts.pop() if parts else {"type": "http.disconnect"}

    async def send(message: MutableMapping[str, Any]) -> None:
        told.append(message)

    await app(_scope(method, path, headers, len(body)), receive, send)
    content = b"".join(each.get("body", b"") for each in told[1:])
    names = {name.decode(): value.decode("latin-1") for name, value in told[0]["headers"]}
    return HttpAnswer(status=told[0]["status"], headers=names, content=content)


def _scope(method: str, path: str, headers: Mapping[str, str], length: int) -> dict[str, Any]:
    given = {"host": "center.test", "content-length": str(length), **headers}
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "https",
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": b"",
        "headers": [(k.lower().encode(), v.encode("latin-1")) for k, v in given.items()],
        # RFC 5737: an address that nobody has.
        "client": ("192.0.2.1", 4711),
        "server": ("center.test", 443),
    }
