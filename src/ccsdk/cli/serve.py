"""`ccsdk serve`: one center, one process, until it is told to stop or stops itself."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import os
import secrets
import signal
import socket
from collections.abc import Callable, Coroutine, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import click
import structlog

from ccsdk.center.center import ContactCenter
from ccsdk.center.clock import SystemClock
from ccsdk.center.policies import findings, policies_of
from ccsdk.cli.journal import start_journal
from ccsdk.cli.place import address_of, data_folder, draw
from ccsdk.cli.run_file import Running, published
from ccsdk.server.proxies import Proxies
from ccsdk.server.run import Tls, bind, require_safe
from ccsdk.server.run import serve as run
from ccsdk.server.tokens import issue_link

__all__ = ["serve", "serve_center", "spare_collector"]

_ENDING = (signal.SIGTERM, signal.SIGINT)

_log = structlog.get_logger("ccsdk.cli")


def serve(
    center: Path, data: Path | None, host: str | None, port: int | None, is_safe: bool
) -> None:
    """Open the center and serve it, with `is_safe` without plugins of third parties.

    Raises:
        ConfigurationError: The address is taken, or too open without TLS.
        LogLockedError: Another server holds the data.
        CenterStoppedError: The center stopped itself; the exit code is 70.
    """
    start_journal()
    spare_collector()
    blueprint = draw(center, is_safe=is_safe)
    for name in blueprint.left_out:
        _log.warning("safe.left_out", plugin=name)
    for problem in blueprint.missing:
        _log.warning("safe.missing", problem=problem)
    policies = policies_of(blueprint.settings, SystemClock().now_ms())
    for finding in findings(blueprint.settings, policies):
        _log.warning("policy.lint", path=finding.path, rule=finding.rule, problem=finding.problem)
    section = blueprint.settings.serve
    bound = bind(host or section.host, section.port if port is None else port)
    folder = data_folder(blueprint, data)
    with bound:
        asyncio.run(serve_center(ContactCenter(blueprint, data=folder), bound, folder))


def spare_collector() -> None:
    """Let Python look for reference cycles seldom; for a process that is ours alone.

    A batch of a thousand commands is alive at once, so that the default, a look per 700 new
    objects, walks it many times over and finds nothing: a fifth of the writer's time. What
    was imported is never looked at again.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


async def serve_center(center: ContactCenter, bound: socket.socket, folder: Path) -> None:
    """Serve a center on a bound socket; `folder` is where the command line finds it.

    Raises:
        CenterStoppedError: The center stopped itself.
    """
    tls, section = None, center.settings.serve
    if section.tls_cert and section.tls_key:
        tls = Tls(cert=section.tls_cert, key=section.tls_key)
    proxies = Proxies(trusted=section.trusted_proxies, root_path=section.root)
    # Before the log is opened, which would already say that the center goes on.
    require_safe(bound, tls, proxies)
    control_token = secrets.token_urlsafe(32)
    host, port = bound.getsockname()[:2]
    address = address_of(section, host, port)
    url = address_of(section, host, port, is_local=True)
    # At once, as a center that stopped itself: nothing else can be done in a process that hangs.
    center.watch.watchdog.on_hung = partial(os._exit, os.EX_SOFTWARE)
    with contextlib.ExitStack() as closing:
        async with center:
            position = center.hub.head
            _log.info("center.open", center=center.name, data=str(folder), position=position)
            links = [(staff, await issue_link(center, staff)) for staff in center.staff_ids()]

            def announce(host: str, port: int) -> None:
                for staff, link in links:
                    name = center.settings.staff_name(staff)
                    click.echo(f"log-in {staff} ({name}): {address}/auth/link#{link}", err=True)
                click.echo(f"ready {address}")

            center.asgi.open_control(control_token)
            serving = partial(run, center.asgi, bound, on_ready=announce, tls=tls, proxies=proxies)
            running = Running(url=url, address=address, control_token=control_token)
            with published(folder, running):
                await _until_stopped(center, serving)
            # A second signal must not cut short what the first one began.
            closing.enter_context(_deaf_to_signals())
    _log.info("center.closed", center=center.name)
    # Closing the center ends it in any case; raises if it had stopped itself.
    await center.wait_stopped()


async def _until_stopped(
    center: ContactCenter, serve_until: Callable[..., Coroutine[Any, Any, None]]
) -> None:
    """Serve until a signal comes, or the center stops itself."""
    stop = asyncio.Event()
    serving = asyncio.create_task(serve_until(stop=stop))
    stopping = asyncio.create_task(center.wait_stopped())
    await asyncio.wait({serving, stopping}, return_when=asyncio.FIRST_COMPLETED)
    stop.set()
    stopping.cancel()
    await serving


@contextlib.contextmanager
def _deaf_to_signals() -> Iterator[None]:
    before = {each: signal.signal(each, signal.SIG_IGN) for each in _ENDING}
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
