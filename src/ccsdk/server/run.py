"""Serving for real: one uvicorn worker, a socket bound first, and a polite end."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import signal
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import attrs
import uvicorn

from ccsdk.errors import ConfigurationError
from ccsdk.server.asgi import Application
from ccsdk.server.control import is_loopback
from ccsdk.server.proxies import Proxies, ProxyDoor
from ccsdk.server.receipt import ReceiptProtocol, SocketProtocol

__all__ = ["Tls", "bind", "require_safe", "serve"]

Ready = Callable[[str, int], None]

# Together below the 10 s in which a service manager expects the end.
DRAIN_WITHIN_MS = 1_000
FORCE_AFTER_S = 4.0
FRAME_BYTES_MAX = 131_072
HEAD_BYTES_MAX = 16_384
BACKLOG = 2_048


@attrs.frozen(kw_only=True)
class Tls:
    """Name the files of a server's certificate chain and its key, both PEM."""

    cert: Path
    key: Path


def bind(host: str, port: int) -> socket.socket:
    """Return a socket bound to an address; port 0 takes a free one.

    Raises:
        ConfigurationError: The port is in use or not ours to take, or the host is none here.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        bound = socket.socket(family, kind, protocol)
    except OSError as error:
        problem = f"{host!r} is no address of this machine; use 127.0.0.1"
        raise ConfigurationError(path="serve.host", problem=problem) from error
    try:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind(address)
        # Listening is what finds a second server that bound the same port before us.
        bound.listen(BACKLOG)
        bound.setblocking(False)
    except OSError as error:
        bound.close()
        raise _bind_problem(host, port, error) from error
    return bound


def require_safe(bound: socket.socket, tls: Tls | None, proxies: Proxies | None = None) -> None:
    """Refuse to be reachable from other machines without TLS; closes the socket then.

    Behind proxies that settings name, TLS is theirs to speak; others are refused one by one.

    Raises:
        ConfigurationError: The address is not loopback, and there is no TLS, ours or theirs.
    """
    host = bound.getsockname()[0]
    if is_loopback(host) or tls is not None or (proxies is not None and proxies.trusted):
        return
    bound.close()
    problem = (
        f"{host} is reachable from other machines, and without TLS no cookie would be safe; "
        "set tls_cert and tls_key in [serve], or trusted_proxies if a proxy speaks TLS for it, "
        "or use 127.0.0.1"
    )
    raise ConfigurationError(path="serve.host", problem=problem)


async def serve(
    application: Application,
    bound: socket.socket,
    *,
    on_ready: Ready,
    tls: Tls | None = None,
    proxies: Proxies | None = None,
    stop: asyncio.Event | None = None,
) -> None:
    """Serve until SIGTERM, SIGINT or `stop`, then drain; return within 10 s of it.

    The center is started before and stopped after by the caller. `on_ready` is told the
    host and port as soon as connections are accepted.

    Raises:
        ConfigurationError: The address is not loopback, and there is no TLS, ours or theirs.
    """
    require_safe(bound, tls, proxies)
    host, port = bound.getsockname()[:2]
    door = ProxyDoor(
        app=application,
        proxies=proxies or Proxies(),
        is_required=tls is None and not is_loopback(host),
    )
    server = _Server(_config(door, tls), lambda: on_ready(host, port))
    stop = stop or asyncio.Event()
    with _on_signals(stop.set):
        serving = asyncio.create_task(server.serve(sockets=[bound]))
        stopping = asyncio.create_task(stop.wait())
        await asyncio.wait({serving, stopping}, return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        if not serving.done():
            await application.drain(DRAIN_WITHIN_MS)
            server.end()
            asyncio.get_running_loop().call_later(FORCE_AFTER_S, server.force)
        await serving


class _Server(uvicorn.Server):
    """Leave signals to us: uvicorn would cut sockets before they were said goodbye to."""

    def __init__(self, config: uvicorn.Config, on_started: Callable[[], None]) -> None:
        super().__init__(config)
        self._on_started = on_started
        self._ended = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to accept, then say so."""
        await super().startup(sockets)
        self._on_started()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Install no handlers."""
        yield

    async def main_loop(self) -> None:
        """Renew the Date header each second, and end as soon as told: uvicorn looks and waits."""
        while not await self.on_tick(0):
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(1):
                    await self._ended.wait()

    def end(self) -> None:
        """Stop accepting, and shut down."""
        self.should_exit = True
        self._ended.set()

    def force(self) -> None:
        """Stop waiting for requests that do not end."""
        self.force_exit = True


def _config(door: ProxyDoor, tls: Tls | None) -> uvicorn.Config:
    return uvicorn.Config(
        door,
        http=ReceiptProtocol,
        ws=SocketProtocol,
        ws_max_size=FRAME_BYTES_MAX,
        ws_per_message_deflate=False,
        ws_ping_interval=20,
        ws_ping_timeout=20,
        timeout_graceful_shutdown=10,
        workers=1,
        lifespan="off",
        # Its logs would print whole addresses, with whatever stands in their queries.
        access_log=False,
        log_config=None,
        log_level="warning",
        server_header=False,
        # Forwarded addresses are the business of our own door.
        proxy_headers=False,
        h11_max_incomplete_event_size=HEAD_BYTES_MAX,
        ssl_certfile=tls.cert if tls else None,
        ssl_keyfile=tls.key if tls else None,
    )


@contextlib.contextmanager
def _on_signals(act: Callable[[], None]) -> Iterator[None]:
    loop = asyncio.get_running_loop()
    signals = (signal.SIGTERM, signal.SIGINT)
    for each in signals:
        loop.add_signal_handler(each, act)
    try:
        yield
    finally:
        for each in signals:
            loop.remove_signal_handler(each)


def _bind_problem(host: str, port: int, error: OSError) -> ConfigurationError:
    if error.errno == errno.EADDRINUSE:
        problem = (
            f"port {port} on {host} is in use; stop the program that has it, "
            "or choose another with --port (0 takes a free one)"
        )
        return ConfigurationError(path="serve.port", problem=problem)
    if error.errno == errno.EACCES:
        problem = f"port {port} needs rights that we lack; choose one above 1023 with --port"
        return ConfigurationError(path="serve.port", problem=problem)
    problem = f"{host!r} is no address of this machine; use 127.0.0.1"
    return ConfigurationError(path="serve.host", problem=problem)
