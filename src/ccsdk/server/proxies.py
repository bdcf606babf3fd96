"""Proxies: who really asks, and by which address, where a proxy stands before us.

Anybody can write `X-Forwarded-For`, so such headers are believed only from the proxies that
settings name, and taken away from what everybody else sends.

- Each proxy appends to `X-Forwarded-For` whom it heard. Read from the right, the first
  address that is no proxy of ours is the client; what stands left of it the client wrote.
- `X-Forwarded-Proto` and `X-Forwarded-Host` have one value per proxy that appends, or one
  in all, of the proxy that overwrites: the same count from the right finds the client's.
- `Forwarded` (RFC 7239) says the same and is never believed. The usual proxies neither
  write it nor take it out, so a client's own would pass through one that we trust.

uvicorn's middleware for this believes the leftmost client where all are proxies, takes what
is no address for one, knows no host and no IPv4 in IPv6, and strips nothing.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable, Sequence

import attrs
import structlog

from ccsdk.hooks.contributions import AsgiApp
from ccsdk.server.control import is_loopback
from ccsdk.server.http import Receive, Request, Scope, Send, respond
from ccsdk.server.origins import normal_origin
from ccsdk.server.page import notice_page

__all__ = ["Proxies", "ProxyDoor", "parse_network"]

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

_BELIEVED = (b"x-forwarded-for", b"x-forwarded-proto", b"x-forwarded-host")
_STRIPPED = frozenset((*_BELIEVED, b"forwarded"))
_FORBIDDEN = 403
_HOST = re.compile(r"[A-Za-z0-9._:\[\]-]+")
_SCHEMES = {"http": "ws", "https": "wss"}

_log = structlog.get_logger("ccsdk.server")


def parse_network(text: str) -> Network:
    """Return an address or a network such as `10.0.0.0/8`.

    Raises:
        ValueError: It is neither, or has bits beyond its prefix.
    """
    return ipaddress.ip_network(text)


def _parse_all(texts: Iterable[str]) -> tuple[Network, ...]:
    return tuple(parse_network(text) for text in texts)


@attrs.frozen(kw_only=True)
class Proxies:
    """Describe the proxies before a server.

    `trusted` are their addresses and networks, `root_path` is what they take off the front
    of each path, such as `/desk`.
    """

    trusted: tuple[Network, ...] = attrs.field(default=(), converter=_parse_all)
    root_path: str = ""


@attrs.frozen(kw_only=True)
class ProxyDoor:
    """Stand before an application and tell it who asks.

    `is_required` refuses who comes past the proxies from another machine.
    """

    app: AsgiApp
    proxies: Proxies
    is_required: bool = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection, as ASGI 3 asks."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        client = scope.get("client")
        peer = str(client[0]) if client else ""
        stripped = [(name, value) for name, value in scope["headers"] if name not in _STRIPPED]
        seen = {**scope, "headers": stripped}
        if self.proxies.root_path:
            seen["root_path"] = self.proxies.root_path
        if self._trusts(_address(peer)):
            self._believe(scope["headers"], seen, peer)
        elif self.is_required and not is_loopback(peer):
            await self._refuse(seen, receive, send)
            return
        await self.app(seen, receive, send)

    def _believe(self, headers: Iterable[tuple[bytes, bytes]], seen: Scope, peer: str) -> None:
        given = {name: _values(headers, name) for name in _BELIEVED}
        hops = given[b"x-forwarded-for"]
        count, found = self._client(hops)
        if found is not None:
            seen["client"] = (str(found), 0)
        scheme = _counted(given[b"x-forwarded-proto"], count).lower()
        if scheme in _SCHEMES:
            seen["scheme"] = _SCHEMES[scheme] if seen["type"] == "websocket" else scheme
        host = _counted(given[b"x-forwarded-host"], count)
        if _HOST.fullmatch(host) and normal_origin(f"https://{host}") is not None:
            others = [(name, value) for name, value in seen["headers"] if name != b"host"]
            seen["headers"] = [*others, (b"host", host.encode("latin-1"))]

    def _client(self, hops: Sequence[str]) -> tuple[int, Address | None]:
        """Return the client, and how many entries from the right it stands; at least 1.

        What is no address ends the search at the last proxy that is one.
        """
        found: Address | None = None
        for count, hop in enumerate(reversed(hops), start=1):
            address = _address(_without_port(hop))
            if address is None:
                return count, found
            found = address
            if not self._trusts(address):
                return count, found
        return max(1, len(hops)), found

    def _trusts(self, address: Address | None) -> bool:
        return address is not None and any(address in network for network in self.proxies.trusted)

    @staticmethod
    async def _refuse(scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse as a page, before anything is said; a socket's upgrade becomes a plain 403."""
        request = Request(scope, receive)
        _log.info("proxy.passed_by", client=request.client_host)
        if scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 1008})
            return
        text = "This server answers through its proxy only. Use the address you were given."
        await respond(notice_page("Not this way", text, status=_FORBIDDEN), request, send)


def _values(headers: Iterable[tuple[bytes, bytes]], wanted: bytes) -> list[str]:
    joined = b",".join(value for name, value in headers if name == wanted).decode("latin-1")
    return [each.strip() for each in joined.split(",") if each.strip()]


def _counted(values: Sequence[str], count: int) -> str:
    """Return the value `count` from the right, the first if there are fewer."""
    return values[-min(count, len(values))] if values else ""


def _without_port(hop: str) -> str:
    if hop.startswith("["):
        return hop[1:].partition("]")[0]
    return hop.partition(":")[0] if hop.count(":") == 1 else hop


def _address(text: str) -> Address | None:
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    # A socket that listens for both families sees IPv4 peers so.
    return getattr(address, "ipv4_mapped", None) or address
