"""The doors of signing in and out: `/auth/link`, `/auth/bus-token`, `/auth/sign-out`, `/visitor`.

What changes something asks for the center's own Origin besides its credential; the
visitor's door also for one on the account's list, and it alone answers other origins.
"""

from __future__ import annotations

from typing import Annotated

import attrs
import msgspec

from ccsdk.errors import ForbiddenError, UnauthorizedError, UnknownEntityError
from ccsdk.model.instant import to_rfc3339
from ccsdk.server.cookies import expired_cookie, session_cookie
from ccsdk.server.http import Request, Response
from ccsdk.server.identity import Identifier
from ccsdk.server.origins import account_allows, is_own, require_own
from ccsdk.server.page import link_page
from ccsdk.server.port import CenterPort
from ccsdk.server.problems import problem_of
from ccsdk.server.signin import SignIn
from ccsdk.server.static import find_file
from ccsdk.server.tokens import SESSION_LIFE_MS, Issued

__all__ = ["SignInDoors"]

_NO_CONTENT = 204
STATEMENT_LENGTH_MAX = 4_096


class _LinkBody(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    token: str


class _VisitorBody(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    account: str
    token: str | None = None
    statement: Annotated[str, msgspec.Meta(max_length=STATEMENT_LENGTH_MAX)] | None = None


@attrs.frozen
class SignInDoors:
    """Answer the HTTP requests by which people come in and leave."""

    _center: CenterPort
    _signin: SignIn
    _identifier: Identifier = attrs.field(init=False, repr=False)

    @_identifier.default
    def _make_identifier(self) -> Identifier:
        return Identifier(self._center)

    async def show_link(self, request: Request) -> Response:
        """Answer GET `/auth/link`: the page with the button; nothing is used up."""
        return link_page(self._center.name, post=f"{request.root}/auth/link")

    async def use_link(self, request: Request) -> Response:
        """Answer POST `/auth/link {token}`: set the session's cookie, say where to go next."""
        require_own(request)
        body = await request.json(_LinkBody)
        issued = await self._signin.open_session(body.token)
        cookie = session_cookie(self._center.name, issued.token, life_s=SESSION_LIFE_MS // 1000)
        return Response.json({"next": self._next(request)}, ("set-cookie", cookie))

    async def make_bus_token(self, request: Request) -> Response:
        """Answer POST `/auth/bus-token`: a token for one `hello` from this Origin."""
        origin = require_own(request)
        session = await self._signin.session(request)
        token, expires_at_ms = await self._signin.make_bus_token(session, origin)
        ends = to_rfc3339(session.expires_at_ms)
        answer = {"token": token, "expires": to_rfc3339(expires_at_ms), "session_expires": ends}
        return Response.json(answer)

    async def sign_out(self, request: Request) -> Response:
        """Answer POST `/auth/sign-out`: end the session and its sockets, take the cookie back."""
        require_own(request)
        await self._signin.sign_out(await self._signin.session(request))
        cookie = expired_cookie(self._center.name)
        return Response(status=_NO_CONTENT, headers=(("set-cookie", cookie),))

    async def allow_visitor(self, request: Request) -> Response:
        """Answer OPTIONS `/visitor`: whether a page of this origin may ask at all.

        A preflight names no account; the request itself is held to the account's own list.

        Source: WHATWG Fetch, section 3.2.
        """
        origin = request.header("origin")
        allowed = self._center.origins.values()
        if not any(account_allows(origin, each) for each in allowed) and not is_own(request):
            raise ForbiddenError(action="a visitor from this origin")
        return Response(
            status=_NO_CONTENT,
            headers=(
                *_shared_with(origin),
                ("access-control-allow-methods", "POST"),
                ("access-control-allow-headers", "content-type"),
                ("access-control-max-age", "600"),
            ),
        )

    async def make_visitor(self, request: Request) -> Response:
        """Answer POST `/visitor {account, token?, statement?}`: a visitor's token.

        A statement of the site makes it that of who it names, whoever had `token`.
        """
        body = await request.json(_VisitorBody)
        origin = request.header("origin")
        allowed = self._center.origins.get(body.account)
        if not account_allows(origin, allowed or ()) and not is_own(request):
            raise ForbiddenError(action="a visitor from this origin")
        if allowed is None:
            unknown = problem_of(UnknownEntityError(kind="account", id=body.account))
            return unknown.adding(*_shared_with(origin))
        try:
            issued = await self._issued(body)
        except UnauthorizedError as refusal:
            return problem_of(refusal).adding(*_shared_with(origin))
        told = {
            "visitor": issued.principal.id,
            "token": issued.token,
            "expires": to_rfc3339(issued.expires_at_ms),
            "channel": self._center.channels[body.account],
        }
        if issued.principal.name is not None:
            told["name"] = issued.principal.name
        return Response.json(told, *_shared_with(origin))

    async def _issued(self, body: _VisitorBody) -> Issued:
        if body.statement is not None:
            return await self._identifier.identify(body.account, body.statement)
        return await self._signin.visitor(body.account, body.token)

    def _next(self, request: Request) -> str:
        """Return the first place with a page that asks for a session, else our own root."""
        for name, routes in sorted(self._center.routes.items()):
            # A folder without an index holds parts of other pages, such as panels of a desk.
            has_page = routes.static is None or find_file(routes.static, "") is not None
            if routes.audience == "session" and has_page:
                return f"{request.root}/plugins/{name}/"
        return f"{request.root}/"


def _shared_with(origin: str | None) -> tuple[tuple[str, str], ...]:
    """Return the headers that let a page of this origin read the answer, never with cookies."""
    if origin is None:
        return ()
    return (("access-control-allow-origin", origin), ("vary", "origin"))
