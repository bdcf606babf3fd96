"""The center as a raw ASGI application: it mounts anywhere, below any path.

One table says which address speaks which methods; what is not in it does not exist.
Nothing is answered but 503 until the center takes commands, and an error of one request
ends that request only.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from functools import partial
from typing import Any

import structlog

from ccsdk.bus.trace import trace_of
from ccsdk.errors import UnknownEntityError
from ccsdk.server.control import ControlDoors
from ccsdk.server.doors import SignInDoors
from ccsdk.server.files import FileDoors
from ccsdk.server.http import Receive, Request, Response, Scope, Send, respond
from ccsdk.server.port import CenterPort, Phase
from ccsdk.server.problems import (
    absence,
    code_of,
    make_ref,
    method_not_allowed,
    problem,
    problem_of,
)
from ccsdk.server.routes import PLUGINS, PluginRoutes
from ccsdk.server.signin import SignIn
from ccsdk.server.socket import Sockets

__all__ = ["Application"]

Answer = Callable[[Request], Awaitable[Response]]
Lifespan = Callable[[], AbstractAsyncContextManager[object]]

HEADER_FIELDS_MAX = 64
DRAIN_WITHIN_MS = 1_000

_log = structlog.get_logger("ccsdk.server")


class Application:
    """Serve a center over WebSocket and HTTP, as one ASGI 3 application.

    Args:
        center: What is served; it may start later than this is mounted.
        control_token: Opens `/control/...` to this machine; None keeps it closed.
        lifespan: Entered when a server announces its start, left after its shutdown, for
            an application that nobody else starts. A mounted one is never announced.
    """

    def __init__(
        self,
        center: CenterPort,
        *,
        control_token: str | None = None,
        lifespan: Lifespan | None = None,
    ) -> None:
        self._center = center
        self._lifespan = lifespan
        self._is_noted = False
        self._signin = signin = SignIn(center)
        self._sockets = Sockets(center, signin)
        signin.on_session_end = self._sockets.end_session
        self._routes = PluginRoutes(center, signin)
        self._files = FileDoors(center, signin)
        revoke = partial(self._sockets.end_session, reason="the token was revoked")
        self._control = ControlDoors(center, control_token, revoke)
        self._doors = _doors(SignInDoors(center, signin), self._control)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection, as ASGI 3 asks."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
            return
        self._note_never_opened()
        request = Request(scope, receive, self._center.face.public_url)
        if scope["type"] == "websocket":
            await self._sockets.serve(request, send)
        else:
            await self._answer(request, send)

    async def drain(self, within_ms: int = DRAIN_WITHIN_MS) -> None:
        """Say goodbye to every socket, spread over `within_ms`, then close what stayed.

        Call it before the server stops: servers cut sockets before they say so.
        """
        await self._sockets.drain(within_ms)

    async def end_sessions(self, staff: str) -> None:
        """End all sessions of an Agent or Supervisor at once, with their sockets."""
        try:
            await self._signin.end_sessions(staff)
        finally:
            # Even where the store fails: what is open is the most urgent.
            self._sockets.end_sessions(staff)

    def open_control(self, token: str) -> None:
        """Open `/control/...` to who has this token, on this machine."""
        self._control.token = token

    def _note_never_opened(self) -> None:
        """Say it in the log once: it will not get better by itself."""
        if self._center.phase is Phase.NEW and not self._is_noted:
            self._is_noted = True
            hint = absence(Phase.NEW)
            _log.error("center.never_opened", center=self._center.name, hint=hint)

    async def _answer(self, request: Request, send: Send) -> None:
        started = False

        async def send_noted(message: MutableMapping[str, Any]) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self._route(request, send_noted)
        except Exception as error:
            ref = make_ref()
            code = code_of(error)
            if code == "internal":
                exception = trace_of(error)
                _log.error("http.failed", ref=ref, method=request.method, exception=exception)
            else:
                _log.info("http.refused", ref=ref, method=request.method, code=code)
            if not started:
                told = problem_of(error, ref=ref).adding(*self._files.shared(request))
                await respond(told, request, send)

    async def _route(self, request: Request, send: Send) -> None:
        if len(request.scope["headers"]) > HEADER_FIELDS_MAX:
            await respond(problem("too_many_fields"), request, send)
        elif request.path in ("/healthz", "/readyz"):
            await respond(self._health(request), request, send)
        elif not self._center.is_ready:
            await respond(self._absent(), request, send)
        elif request.path.startswith(PLUGINS):
            await self._routes.serve(request, send)
        elif self._files.takes(request.path):
            await self._files.serve(request, send)
        elif (methods := self._doors.get(request.path)) is None:
            raise UnknownEntityError(kind="page", id=request.path)
        elif (answer := methods.get(request.method)) is None:
            await respond(method_not_allowed(*methods), request, send)
        else:
            await respond(await answer(request), request, send)

    def _health(self, request: Request) -> Response:
        """Say whether the center lives, and, for `/readyz`, whether it takes new work."""
        is_ready = self._center.is_ready and not self._sockets.is_draining
        is_alive = self._center.is_ready or self._sockets.is_draining
        if not (is_alive if request.path == "/healthz" else is_ready):
            return self._absent()
        return Response.json({"center": self._center.name, "ready": is_ready})

    def _absent(self) -> Response:
        if self._sockets.is_draining:
            return problem("draining")
        return problem("unavailable", hint=absence(self._center.phase))

    async def _live(self, receive: Receive, send: Send) -> None:
        """Follow a server's start and shutdown.

        Source: ASGI specification, lifespan protocol 2.0.
        """
        await receive()
        async with AsyncExitStack() as stack:
            try:
                if self._lifespan is not None:
                    await stack.enter_async_context(self._lifespan())
            except Exception as error:
                _log.error("center.start_failed", exception=trace_of(error))
                await send({"type": "lifespan.startup.failed", "message": str(error)})
                return
            await send({"type": "lifespan.startup.complete"})
            await receive()
            await self.drain()
        await send({"type": "lifespan.shutdown.complete"})


def _doors(signin: SignInDoors, control: ControlDoors) -> dict[str, dict[str, Answer]]:
    return {
        "/auth/link": {
            "GET": signin.show_link,
            "HEAD": signin.show_link,
            "POST": signin.use_link,
        },
        "/auth/bus-token": {"POST": signin.make_bus_token},
        "/auth/sign-out": {"POST": signin.sign_out},
        "/visitor": {"POST": signin.make_visitor, "OPTIONS": signin.allow_visitor},
        "/control/token": {"POST": control.make_token},
        "/control/plugin-tokens": {"POST": control.plugin_tokens},
        "/control/ask": {"POST": control.ask},
        "/control/state": {"GET": control.show_state},
        "/control/plugins": {"GET": control.show_plugins},
        "/control/redrive": {"POST": control.redrive_plugin},
    }
