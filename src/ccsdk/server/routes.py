"""What plugins serve below `/plugins/<name>/`: their files, then their own ASGI app."""

from __future__ import annotations

import asyncio
from pathlib import Path
from urllib.parse import quote, urlencode

import attrs

from ccsdk.errors import (
    ForbiddenError,
    SignInUnavailableError,
    UnauthorizedError,
    UnknownEntityError,
)
from ccsdk.hooks.contributions import Routes
from ccsdk.model.principal import Principal
from ccsdk.server.http import Request, Response, Send, respond
from ccsdk.server.joining import Joiner
from ccsdk.server.origins import public_origin, require_own
from ccsdk.server.page import link_page, notice_page
from ccsdk.server.port import CenterPort
from ccsdk.server.problems import RETRY_AFTER_S, method_not_allowed
from ccsdk.server.signin import SignIn
from ccsdk.server.static import find_client_module, find_file, serve_body, serve_file

__all__ = ["PLUGINS", "PluginRoutes"]

PLUGINS = "/plugins/"
_SAFE = ("GET", "HEAD", "OPTIONS")
_MOVED = 308
_SEE_OTHER = 303
_NOT_SIGNED_IN = 401
_FORBIDDEN = 403
_UNAVAILABLE = 503
_NO_STORE = ("cache-control", "no-store")


@attrs.frozen
class PluginRoutes:
    """Serve each enabled plugin's routes, and nothing of a plugin that is off."""

    _center: CenterPort
    _signin: SignIn
    _joiner: Joiner = attrs.field(factory=Joiner)

    async def serve(self, request: Request, send: Send) -> None:
        """Answer a request below `/plugins/`.

        Raises:
            UnknownEntityError: There is no such plugin, file or app.
            UnauthorizedError: The place asks for a session, and there is none.
            SignInUnavailableError: Whether there is one cannot be found out now.
            ForbiddenError: A foreign page wants to change something with a session.
        """
        name, slash, rest = request.path.removeprefix(PLUGINS).partition("/")
        routes = self._center.routes.get(name)
        if routes is None:
            raise UnknownEntityError(kind="page", id=request.path)
        if not slash:
            await respond(self._moved(request), request, send)
            return
        try:
            principal = await self._admit(routes, request)
        except (UnauthorizedError, ForbiddenError, SignInUnavailableError) as error:
            # A person in a browser, not a program.
            if request.method not in _SAFE or "text/html" not in (request.header("accept") or ""):
                raise
            await respond(self._turned_away(error, request), request, send)
            return
        joined = await asyncio.to_thread(self._joined, name, routes, rest)
        file = _found(routes, rest)
        if joined is not None:
            await respond(await _answer(joined, routes, request), request, send)
        elif file is not None:
            await respond(await _answer(file, routes, request), request, send)
        elif routes.app is not None:
            await routes.app(_below(request, name, principal), request.receive, send)
        else:
            raise UnknownEntityError(kind="page", id=request.path)

    def _joined(self, plugin: str, routes: Routes, path: str) -> tuple[bytes, str] | None:
        """Return text and suffix of a joined module, or of its map; None for anything else."""
        entry = path.removesuffix(".map")
        if entry not in (*routes.joined, *routes.later):
            return None
        within = routes.joined[0] if routes.later and entry not in routes.joined[1:] else None
        made = self._joiner.joined(plugin, entry, lambda name: _found(routes, name), within=within)
        if made is None:
            return None
        return (made.text if path == entry else made.map).encode(), Path(path).suffix

    async def _admit(self, routes: Routes, request: Request) -> Principal | None:
        if routes.audience == "public":
            return None
        session = await self._signin.session(request)
        if request.method not in _SAFE:
            require_own(request)
        return session.principal

    def _turned_away(self, error: Exception, request: Request) -> Response:
        """Return the page for somebody without a session, or the way to the host's sign-in."""
        if isinstance(error, ForbiddenError):
            text = "You are signed in, but this desk does not know you. Ask who set it up."
            return notice_page("Not for you yet", text, status=_FORBIDDEN)
        if isinstance(error, SignInUnavailableError):
            # Not to the sign-in: who is signed in would come back from there at once.
            text = "Who you are cannot be found out right now. Load this page again in a moment."
            page = notice_page("One moment", text, status=_UNAVAILABLE)
            return page.adding(("retry-after", str(RETRY_AFTER_S)))
        face = self._center.face
        if face.sign_in_url is None:
            post = f"{request.root}/auth/link"
            return link_page(self._center.name, post=post, status=_NOT_SIGNED_IN)
        back = f"{request.root}{quote(request.path)}"
        if not face.sign_in_url.startswith("/"):
            # Another site has no use for a path of ours.
            back = f"{public_origin(request)}{back}"
        joint = "&" if "?" in face.sign_in_url else "?"
        there = f"{face.sign_in_url}{joint}{urlencode({'next': back})}"
        return Response(status=_SEE_OTHER, headers=(("location", there), _NO_STORE))

    @staticmethod
    def _moved(request: Request) -> Response:
        # Without the slash a page's relative addresses would miss its folder.
        return Response(status=_MOVED, headers=(("location", f"{request.root}{request.path}/"),))


def _found(routes: Routes, path: str) -> Path | None:
    """Return the file behind a path: the plugin's own, or the center's browser module."""
    own = find_file(routes.static, path) if routes.static else None
    return own or find_client_module(path)


async def _answer(content: Path | tuple[bytes, str], routes: Routes, request: Request) -> Response:
    if request.method not in ("GET", "HEAD"):
        return method_not_allowed("GET", "HEAD")
    headers = tuple((name.lower(), value) for name, value in routes.headers.items())
    if routes.cors:
        headers += (("access-control-allow-origin", "*"),)
    if isinstance(content, Path):
        return await serve_file(content, request, headers)
    return await serve_body(*content, request, headers)


def _below(request: Request, name: str, principal: Principal | None) -> dict[str, object]:
    """Return the scope as an app mounted at the plugin's place sees it.

    Source: ASGI specification, HTTP connection scope: `path` holds `root_path`.
    """
    state = dict(request.scope.get("state") or {})
    if principal is not None:
        state["principal"] = principal
    return {
        **request.scope,
        "root_path": f"{request.root}{PLUGINS}{name}",
        "path": f"{request.root}{request.path}",
        "state": state,
    }
