"""Which addresses are public, and what a name resolves to.

An address is public if it is of the open internet by the registries, and so is an IPv4 address
inside it, where it carries one for a gateway. Tunnels of old (6to4, Teredo) are not.

Source: the IANA registries of special-purpose addresses, as of 2026; RFC 6052 for NAT64.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import TypeVar

import attrs

__all__ = ["LOOKUPS_MAX", "LookUps", "is_public", "resolve"]

T = TypeVar("T")

# A resolver that hangs holds its thread as long as it likes.
LOOKUPS_MAX = 4

# Besides what `is_global` knows: it depends on the version of Python.
_RESERVED = tuple(
    ipaddress.ip_network(text)
    for text in (
        "0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 "
        "192.0.2.0/24 192.31.196.0/24 192.52.193.0/24 192.88.99.0/24 192.168.0.0/16 "
        "192.175.48.0/24 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4 "
        "2001::/23 2001:db8::/32 2002::/16 2620:4f:8000::/48 3fff::/20"
    ).split()
)
_UNICAST = ipaddress.IPv6Network("2000::/3")
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


def is_public(text: str) -> bool:
    """Return whether an address is one of the open internet."""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped
        if address in _NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)
        if inner is not None:
            return is_public(str(inner))
        if address.scope_id is not None or address not in _UNICAST:
            return False
    return address.is_global and not any(address in each for each in _RESERVED)


def resolve(host: str, port: int) -> list[str]:
    """Return the addresses of a host, in the order in which to try them; this blocks.

    Raises:
        OSError: It has none.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(each[4][0]) for each in found))


@attrs.define(eq=False)
class LookUps:
    """Ask what blocks on threads of its own, at most `LOOKUPS_MAX` at a time; others wait.

    Whoever stops waiting leaves the thread behind, which counts until it ends. Those of the event
    loop's executor are joined when it closes, so one that hangs would keep the process from ending.
    """

    _free: asyncio.Semaphore = attrs.field(
        factory=lambda: asyncio.Semaphore(LOOKUPS_MAX), init=False
    )

    async def ask(self, work: Callable[[], T]) -> T:
        """Return what a function returns, or raise what it raises."""
        await self._free.acquire()
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[T] = loop.create_future()

        def run() -> None:
            try:
                settle = partial(self._answer, answer, work())
            except Exception as error:
                settle = partial(self._fail, answer, error)
            # A loop that has ended meanwhile wants to hear nothing.
            with suppress(RuntimeError):
                loop.call_soon_threadsafe(settle)

        threading.Thread(target=run, name="ccsdk-look-up", daemon=True).start()
        return await answer

    def _answer(self, answer: asyncio.Future[T], result: T) -> None:
        self._free.release()
        if not answer.done():
            answer.set_result(result)

    def _fail(self, answer: asyncio.Future[T], error: Exception) -> None:
        self._free.release()
        if not answer.done():
            answer.set_exception(error)
