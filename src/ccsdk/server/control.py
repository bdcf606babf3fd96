"""The doors of the command line, `/control/...`: tokens, state, and how the plugins are.

Loopback only, by a bearer token that lives as long as one run of the server and stands
in a file that only its owner can read. A browser's request never gets in.
"""

from __future__ import annotations

import hmac
import ipaddress
from collections.abc import Callable
from typing import Annotated, Any, Literal

import attrs
import msgspec

from ccsdk.errors import (
    ForbiddenError,
    InvalidRequestError,
    UnauthorizedError,
    UnsupportedError,
)
from ccsdk.model.instant import to_rfc3339
from ccsdk.model.principal import Principal, Role
from ccsdk.model.request import PluginQuestion, is_plugin_method
from ccsdk.server.http import Request, Response
from ccsdk.server.plugin_tokens import (
    PLUGIN_LIFE_MS,
    issue_plugin_token,
    plugin_tokens,
    revoke_plugin_tokens,
    told,
)
from ccsdk.server.port import CenterPort
from ccsdk.server.tokens import (
    LINK_LIFE_MS,
    MACHINE_LIFE_MS,
    VISITOR_LIFE_MS,
    issue_link,
    issue_machine_token,
    issue_visitor_token,
)

__all__ = [
    "OPERATOR",
    "AskRequest",
    "ControlDoors",
    "PluginTokensRequest",
    "RedriveRequest",
    "TokenRequest",
    "is_loopback",
]

# Whoever has the control token: a supervisor to plugins, and nobody that state knows.
OPERATOR = "operator"
_ROLES = {"agent": Role.AGENT, "supervisor": Role.SUPERVISOR}


class TokenRequest(msgspec.Struct, kw_only=True, forbid_unknown_fields=True, frozen=True):
    """Ask for a token; `link` for a one-time link's instead of a bearer's.

    `id` is a person's, or the plugin's name. `account` is a visitor's and may be left out
    where there is only one. `ttl_ms` is at most 366 days; it does not apply to links.
    """

    role: Literal["agent", "supervisor", "visitor", "plugin"]
    id: str | None = None
    account: str | None = None
    ttl_ms: Annotated[int, msgspec.Meta(ge=1_000, le=31_622_400_000)] | None = None
    link: bool = False


class PluginTokensRequest(msgspec.Struct, kw_only=True, forbid_unknown_fields=True, frozen=True):
    """Ask for a plugin's tokens; `revoke` makes the one that is called so void, or `all`."""

    plugin: str
    revoke: str | None = None


class AskRequest(msgspec.Struct, kw_only=True, forbid_unknown_fields=True, frozen=True):
    """Ask what a plugin answers to supervisors: a method's name, and the question."""

    method: Annotated[str, msgspec.Meta(min_length=1, max_length=100)]
    data: dict[str, Any] = {}


class RedriveRequest(msgspec.Struct, kw_only=True, forbid_unknown_fields=True, frozen=True):
    """Let a parked plugin go on; `skip` passes over the one delivery that it is parked at."""

    plugin: str
    skip: bool = False


def is_loopback(host: str) -> bool:
    """Return whether an address is this machine's own."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host == "localhost"
    mapped = getattr(address, "ipv4_mapped", None)
    return (mapped or address).is_loopback


@attrs.define
class ControlDoors:
    """Answer what `ccsdk token` and `ccsdk state` ask the running server.

    `token` opens them; without one they are closed. `on_revoked` is told the digest of a
    token that is void from now on.
    """

    _center: CenterPort
    token: str | None = attrs.field(repr=False)
    on_revoked: Callable[[bytes], None] = lambda digest: None

    async def make_token(self, request: Request) -> Response:
        """Answer POST `/control/token`: a new token and, unless it is a link's, its end."""
        self._admit(request)
        body = await request.json(TokenRequest)
        if body.role == "visitor":
            account = body.account or self._only_account()
            ttl_ms = body.ttl_ms or VISITOR_LIFE_MS
            issued = await issue_visitor_token(self._center, account, body.id, ttl_ms)
        elif body.id is None:
            raise InvalidRequestError(path="id", problem=f"say which {body.role}")
        elif body.role == "plugin":
            ttl_ms = body.ttl_ms or PLUGIN_LIFE_MS
            issued = await issue_plugin_token(self._center, body.id, ttl_ms)
        else:
            if body.link:
                expires_at_ms = self._center.clock.now_ms() + LINK_LIFE_MS
                token = await issue_link(self._center, body.id)
                return Response.json({"token": token, "expires": to_rfc3339(expires_at_ms)})
            role, ttl_ms = _ROLES[body.role], body.ttl_ms or MACHINE_LIFE_MS
            issued = await issue_machine_token(self._center, role, body.id, ttl_ms)
        return Response.json({"token": issued.token, "expires": to_rfc3339(issued.expires_at_ms)})

    async def plugin_tokens(self, request: Request) -> Response:
        """Answer POST `/control/plugin-tokens`: the good tokens of a plugin, or those revoked."""
        self._admit(request)
        body = await request.json(PluginTokensRequest)
        if body.revoke is None:
            found = await plugin_tokens(self._center, body.plugin)
        else:
            which = None if body.revoke == "all" else body.revoke
            found = await revoke_plugin_tokens(self._center, body.plugin, which)
            for each in found:
                self.on_revoked(each.digest)
        return Response.json({"tokens": [told(each) for each in found]})

    async def ask(self, request: Request) -> Response:
        """Answer POST `/control/ask`: what a plugin answers whoever runs the center."""
        self._admit(request)
        body = await request.json(AskRequest)
        if not is_plugin_method(body.method):
            raise UnsupportedError(what=f"method {body.method!r} of a plugin")
        asker = Principal(id=OPERATOR, role=Role.SUPERVISOR, center=self._center.name)
        question = PluginQuestion(name=body.method, data=body.data)
        return Response.json(await self._center.ask(asker, question))

    async def show_state(self, request: Request) -> Response:
        """Answer GET `/control/state`: the fingerprint of the committed state."""
        self._admit(request)
        return Response.json({"hash": await self._center.state_hash()})

    async def show_plugins(self, request: Request) -> Response:
        """Answer GET `/control/plugins`: how each plugin is."""
        self._admit(request)
        rows = [each.row() for each in await self._center.observers.standing()]
        return Response.json({"plugins": rows})

    async def redrive_plugin(self, request: Request) -> Response:
        """Answer POST `/control/redrive`: a parked plugin goes on."""
        self._admit(request)
        body = await request.json(RedriveRequest)
        self._center.observers.redrive(body.plugin, skip=body.skip)
        return Response.json({"plugin": body.plugin})

    def _admit(self, request: Request) -> None:
        """Let the bearer of the control token in, from this machine, by no browser.

        Raises:
            ForbiddenError: It comes from elsewhere, or from a page.
            UnauthorizedError: The token is missing or wrong.
        """
        if not is_loopback(request.client_host) or request.header("origin") is not None:
            raise ForbiddenError(action="control from anywhere but this machine's command line")
        scheme, _, token = (request.header("authorization") or "").partition(" ")
        is_bearer = self.token is not None and scheme.lower() == "bearer"
        if not is_bearer or not hmac.compare_digest(token.encode(), (self.token or "").encode()):
            raise UnauthorizedError(hint="use the control token of this run, from run.json")

    def _only_account(self) -> str:
        accounts = sorted(self._center.origins)
        if len(accounts) != 1:
            known = ", ".join(accounts) or "none"
            raise InvalidRequestError(path="account", problem=f"say which one: {known}")
        return accounts[0]
