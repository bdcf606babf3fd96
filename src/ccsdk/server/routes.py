"""What plugins serve below `/plugins/<name>/`: their files, then their own ASGI app."""

from __future__ import annotations

from pathlib import Path

import attrs

from ccsdk.errors import UnauthorizedError, UnknownEntityError
from ccsdk.hooks.contributions import Routes
from ccsdk.model.principal import Principal
from ccsdk.server.http import Request, Response, Send, respond
from ccsdk.server.origins import require_own
from ccsdk.server.page import link_page
from ccsdk.server.port import CenterPort
from ccsdk.server.problems import method_not_allowed
from ccsdk.server.signin import SignIn
from ccsdk.server.static import find_client_module, find_file, serve_file

__all__ = ["PLUGINS", "PluginRoutes"]

PLUGINS = "/plugins/"
_SAFE = ("GET", "HEAD", "OPTIONS")
_MOVED = 308
_NOT_SIGNED_IN = 401


@attrs.frozen
class PluginRoutes:
    """Serve each enabled plugin's routes, and nothing of a plugin that is off."""

    _center: CenterPort
    _signin: SignIn

    async def serve(self, request: Request, send: Send) -> None:
        """Answer a request below `/plugins/`.

        Raises:
            UnknownEntityError: There is no such plugin, file or app.
            UnauthorizedError: The place asks for a session, and there is none.
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
        except UnauthorizedError:
            if "text/html" not in (request.header("accept") or ""):
                raise
            post = f"{request.root}/auth/link"
            page = link_page(self._center.name, post=post, status=_NOT_SIGNED_IN)
            await respond(page, request, send)
            return
        own = find_file(routes.static, rest) if routes.static else None
        file = own or find_client_module(rest)
        if file is not None:
            await respond(await _file_answer(file, routes, request), request, send)
        elif routes.app is not None:
            await routes.app(_below(request, name, principal), request.receive, send)
        else:
            raise UnknownEntityError(kind="page", id=request.path)

    async def _admit(self, routes: Routes, request: Request) -> Principal | None:
        if routes.audience == "public":
            return None
        session = await self._signin.session(request)
        if request.method not in _SAFE:
            require_own(request)
        return session.principal

    @staticmethod
    def _moved(request: Request) -> Response:
        # Without the slash a page's relative addresses would miss its folder.
        return Response(status=_MOVED, headers=(("location", f"{request.root}{request.path}/"),))


async def _file_answer(file: Path, routes: Routes, request: Request) -> Response:
    if request.method not in ("GET", "HEAD"):
        return method_not_allowed("GET", "HEAD")
    headers = tuple((name.lower(), value) for name, value in routes.headers.items())
    if routes.cors:
        headers += (("access-control-allow-origin", "*"),)
    return await serve_file(file, request, headers)


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
