"""A center in front of a host app: below one path the center answers, everywhere else the app.

Both lives are run, the center's around the host's, so that the host can use the center from
its own start to its own end. Hosts that know no lifespan, such as Django's, are left alone,
as the ASGI specification wants it: they raise, or return without a word.
"""

from __future__ import annotations

import asyncio
import inspect
import re

import attrs
import structlog

from ccsdk.bus.trace import trace_of
from ccsdk.errors import ConfigurationError
from ccsdk.hooks.contributions import AsgiApp, Message
from ccsdk.server.asgi import Application
from ccsdk.server.http import Receive, Scope, Send, local_path

__all__ = ["Attachment"]

_PATH = re.compile(r"(/[A-Za-z0-9._~-]+)+")
_STARTUP = "lifespan.startup"
_SHUTDOWN = "lifespan.shutdown"

_log = structlog.get_logger("ccsdk.server")


@attrs.frozen
class Attachment:
    """Serve a center below a path and a host app elsewhere, as one ASGI 3 application.

    Raises:
        ConfigurationError: The path is none, or the whole site.
        TypeError: The host is no ASGI 3 application.
    """

    center: Application
    host: AsgiApp
    path: str

    def __attrs_post_init__(self) -> None:
        _check_path(self.path)
        _check_host(self.host)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection, as ASGI 3 asks."""
        if scope["type"] == "lifespan":
            await self._live(scope, receive, send)
            return
        path = local_path(scope)
        if path != self.path and not path.startswith(f"{self.path}/"):
            await self.host(scope, receive, send)
            return
        root = scope.get("root_path", "").rstrip("/")
        # Source: ASGI specification, HTTP connection scope: `path` holds `root_path`.
        below = {**scope, "root_path": f"{root}{self.path}", "path": f"{root}{path}"}
        await self.center(below, receive, send)

    async def _live(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Follow a server's start and shutdown, and let the host follow them within.

        Source: ASGI specification, lifespan protocol 2.0.
        """
        host = _HostLife(self.host, scope)
        inner = asyncio.Queue[Message]()
        answers = asyncio.Queue[Message]()
        center = asyncio.ensure_future(self.center(scope, inner.get, answers.put))
        try:
            inner.put_nowait(await receive())
            answer = await answers.get()
            if answer["type"] == f"{_STARTUP}.complete":
                failure = await host.start()
                if failure is not None:
                    inner.put_nowait({"type": _SHUTDOWN})
                    await answers.get()
                    answer = {"type": f"{_STARTUP}.failed", "message": failure}
            await send(answer)
            if answer["type"] == f"{_STARTUP}.complete":
                message = await receive()
                failure = await host.stop()
                inner.put_nowait(message)
                answer = await answers.get()
                if failure is not None:
                    answer = {"type": f"{_SHUTDOWN}.failed", "message": failure}
                await send(answer)
            await center
        finally:
            host.leave()
            center.cancel()


class _HostLife:
    """Run a host's lifespan as a server would, in a task of its own."""

    def __init__(self, host: AsgiApp, scope: Scope) -> None:
        self._host = host
        self._scope = scope
        self._told = asyncio.Queue[Message]()
        self._said = asyncio.Queue[Message]()
        self._task: asyncio.Task[None] | None = None
        self._is_started = False

    async def start(self) -> str | None:
        """Start the host; return why it did not, None if it did or wants no lifespan."""
        self._task = asyncio.create_task(self._run())
        answer = await self._tell(_STARTUP)
        if answer is None:
            return None
        if answer["type"] == f"{_STARTUP}.failed":
            return str(answer.get("message") or "the host app did not start")
        self._is_started = True
        return None

    async def stop(self) -> str | None:
        """Stop the host; return what went wrong."""
        if self._task is None or self._task.done():
            return None
        answer = await self._tell(_SHUTDOWN)
        is_failed = answer is not None and answer["type"] == f"{_SHUTDOWN}.failed"
        return str(answer.get("message", "")) if answer is not None and is_failed else None

    def leave(self) -> None:
        """Wait no longer."""
        if self._task is not None:
            self._task.cancel()

    async def _tell(self, type_: str) -> Message | None:
        """Return the host's answer, None if it ends without one."""
        assert self._task is not None, "it was started"
        self._told.put_nowait({"type": type_})
        answer = asyncio.ensure_future(self._said.get())
        await asyncio.wait({answer, self._task}, return_when=asyncio.FIRST_COMPLETED)
        if answer.done():
            return answer.result()
        answer.cancel()
        return None if self._said.empty() else self._said.get_nowait()

    async def _run(self) -> None:
        try:
            await self._host(self._scope, self._told.get, self._said.put)
        except Exception as error:
            # Before it has started, this says only that it knows no lifespan.
            if self._is_started:
                _log.error("host.lifespan_failed", exception=trace_of(error))


def _check_path(path: str) -> None:
    if path in ("", "/"):
        problem = "there the host app would never be asked; serve center.asgi itself instead"
        raise ConfigurationError(path="attach.path", problem=problem)
    if not _PATH.fullmatch(path) or {".", ".."} & set(path.split("/")):
        problem = f"{path!r} is no path such as /cc, without a slash at its end"
        raise ConfigurationError(path="attach.path", problem=problem)


def _check_host(host: AsgiApp) -> None:
    try:
        inspect.signature(host).bind({}, None, None)
    except ValueError:
        return  # written in C, perhaps: it cannot be told
    except TypeError as error:
        problem = (
            f"{host!r} is no ASGI 3 application; a WSGI application needs an adapter such as "
            "a2wsgi, Django's is django.core.asgi.get_asgi_application()"
        )
        raise TypeError(problem) from error
