"""The one way out: requests of plugins to others' servers, held to what is allowed.

Rules, each checked before anything is sent: the manifest names the host; https, on port 443 or
one that is listed; the name is resolved once, every address it has is public, and the
connection goes to one of these very addresses, so that a name that points elsewhere a moment
later leads nowhere. Redirects are answers. Proxies of the environment are not asked. The
operator may list origins that are private or plain http.

There is a lint test that no other module of ours and no plugin opens a connection outward.

Source: OWASP, "Server-Side Request Forgery Prevention".
"""

from __future__ import annotations

import asyncio
import re
import ssl
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from ccsdk.errors import EgressFailedError, EgressRefusedError
from ccsdk.hooks.egress import EGRESS_TIMEOUT_MS, EgressAnswer
from ccsdk.hooks.ports import Clock
from ccsdk.plugins.addresses import LookUps, is_public, resolve
from ccsdk.plugins.egress_settings import EgressSettings
from ccsdk.plugins.egress_url import PORTS, Destination, hosts_of, read_url
from ccsdk.plugins.isolation import is_done

if TYPE_CHECKING:
    from ccsdk.plugins.exchange import Exchange

__all__ = ["REQUESTS_MAX", "TIMEOUT_MAX_MS", "EgressGate", "GuardedEgress"]

TIMEOUT_MAX_MS = 60_000
# Of one plugin, at a time; others wait for their turn within their time.
REQUESTS_MAX = 16
REQUEST_BYTES_MAX = 5 * 2**20

# Headers that say how the exchange goes are the exchange's.
_OURS = frozenset(
    "accept-encoding connection content-length expect host keep-alive te trailer "
    "transfer-encoding upgrade".split()
)
_METHODS = frozenset({"DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"})
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+", re.ASCII)
_VALUE = re.compile(r"[ -~\x80-\xff]*", re.ASCII)

Resolve = Callable[[str, int], list[str]]


class EgressGate:
    """Hold what is allowed in one center, and give each plugin its way out.

    Args:
        settings: The center file's `[egress]`.
        clock: The center's.
        resolve: Returns the addresses of a host, or raises OSError; it runs on a thread.
    """

    def __init__(
        self, settings: EgressSettings, clock: Clock, *, resolve: Resolve = resolve
    ) -> None:
        self.clock = clock
        self.ports = frozenset(settings.ports)
        self.private = frozenset(_normal(origin) for origin in settings.private)
        self.resolve = resolve
        self._ca_file = settings.ca_file
        self._tls: ssl.SSLContext | None = None
        self._ways: dict[str, GuardedEgress] = {}

    def of(self, plugin: str, *, hosts: Iterable[str], config: Any) -> GuardedEgress:
        """Return a plugin's way out.

        Args:
            plugin: Its name.
            hosts: `Capabilities.egress`.
            config: Its settings, for the hosts that these name.
        """
        if plugin not in self._ways:
            self._ways[plugin] = GuardedEgress(self, plugin, hosts_of(hosts, config))
        return self._ways[plugin]

    def tls(self) -> ssl.SSLContext:
        """Return whom to believe; this reads files.

        Raises:
            OSError: The file of further authorities cannot be read.
        """
        if self._tls is None:
            context = ssl.create_default_context()
            if self._ca_file is not None:
                try:
                    context.load_verify_locations(self._ca_file)
                except OSError as error:
                    raise OSError(f"[egress] ca_file {self._ca_file} cannot be read") from error
            self._tls = context
        return self._tls


class GuardedEgress:
    """Reach what one plugin may, see `ccsdk.hooks.egress.Egress`."""

    def __init__(
        self, gate: EgressGate, plugin: str, hosts: frozenset[tuple[str, int | None]]
    ) -> None:
        self._gate = gate
        self._plugin = plugin
        self._hosts = hosts
        self._look_ups = LookUps()
        self._turns = asyncio.Semaphore(REQUESTS_MAX)

    async def request(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        content: bytes | None = None,
        timeout_ms: int = EGRESS_TIMEOUT_MS,
    ) -> EgressAnswer:
        """Send one request and return the whole answer."""
        destination = read_url(url)
        self._check(destination)
        exchange = _exchange(destination, method, headers or {}, content or b"", self._gate.clock)
        limit_ms = max(0, min(timeout_ms, TIMEOUT_MAX_MS))
        until_ms = self._gate.clock.monotonic_ms() + limit_ms
        running = asyncio.ensure_future(self._run(exchange))
        if not await is_done(running, self._gate.clock, until_ms):
            raise EgressFailedError(
                host=destination.host,
                problem=f"not done within {limit_ms} ms",
                is_sent=exchange.is_sent,
            )
        return running.result()

    async def _run(self, exchange: Exchange) -> EgressAnswer:
        async with self._turns:
            addresses, tls = await self._look_up(exchange.destination)
            return await exchange.run(addresses, tls)

    def _check(self, to: Destination) -> None:
        if not {(to.host, None), (to.host, to.port)} & self._hosts:
            problem = f"plugin {self._plugin!r} does not name this host in its capabilities"
            raise EgressRefusedError(host=to.host, problem=problem)
        if to.origin in self._gate.private:
            return
        if to.scheme != "https":
            problem = f"it is not https; {_permit(to)}"
            raise EgressRefusedError(host=to.host, problem=problem)
        named = {*self._gate.ports, PORTS["https"]}
        if to.port not in named and (to.host, to.port) not in self._hosts:
            problem = f"port {to.port} is not 443; list it in the center file's [egress] ports"
            raise EgressRefusedError(host=to.host, problem=problem)

    async def _look_up(self, to: Destination) -> tuple[list[str], ssl.SSLContext | None]:
        def look_up() -> tuple[list[str], ssl.SSLContext | None]:
            addresses = self._gate.resolve(to.host, to.port)
            return addresses, self._gate.tls() if to.scheme == "https" else None

        try:
            addresses, tls = await self._look_ups.ask(look_up)
        except (OSError, UnicodeError) as error:
            problem = f"it cannot be looked up: {getattr(error, 'strerror', None) or error}"
            raise EgressFailedError(host=to.host, problem=problem, is_sent=False) from error
        if to.origin not in self._gate.private:
            for address in addresses:
                if not is_public(address):
                    problem = f"its address {address} is not public; {_permit(to)}"
                    raise EgressRefusedError(host=to.host, problem=problem)
        return addresses, tls


def _permit(to: Destination) -> str:
    return f"if that is meant, list {to.origin!r} in the center file's [egress] private"


def _normal(origin: str) -> str:
    """Return an origin as `Destination.origin` writes it."""
    return read_url(origin).origin


def _exchange(
    to: Destination, method: str, headers: Mapping[str, str], content: bytes, clock: Clock
) -> Exchange:
    """Return what is to be exchanged, with the headers that are ours.

    Raises:
        EgressRefusedError: A header, the method or the body is none that can be sent.
    """
    try:
        from ccsdk.plugins.exchange import Exchange
    except ImportError as error:
        problem = "h11 is not installed: pip install 'ccsdk-core[egress]'"
        raise EgressRefusedError(host=to.host, problem=problem) from error
    if method not in _METHODS:
        problem = f"{method!r} is none of {', '.join(sorted(_METHODS))}"
        raise EgressRefusedError(host=to.host, problem=problem)
    if len(content) > REQUEST_BYTES_MAX:
        problem = f"the request is over {REQUEST_BYTES_MAX} bytes"
        raise EgressRefusedError(host=to.host, problem=problem)
    sent = {"host": to.authority, "user-agent": "ccsdk"}
    for name, value in headers.items():
        if not _TOKEN.fullmatch(name) or not _VALUE.fullmatch(value) or value != value.strip():
            problem = f"its header {name!r} has characters that no header has"
            raise EgressRefusedError(host=to.host, problem=problem)
        if name.lower() in _OURS:
            raise EgressRefusedError(host=to.host, problem=f"header {name!r} is not yours to say")
        sent[name.lower()] = value
    sent |= {"accept-encoding": "identity", "connection": "close"}
    if content or method in ("POST", "PUT", "PATCH"):
        sent["content-length"] = str(len(content))
    return Exchange(destination=to, method=method, headers=sent, content=content, clock=clock)
