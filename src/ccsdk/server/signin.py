"""Sign-in: which party a link, a cookie, a token or a host app speaks for, and until when.

A link is exchanged once for a session; a session lives in a cookie, which never opens a
socket; for each socket it yields a bus token, good for 30 seconds and one use. Bus
tokens are kept in memory: who loses one to a restart simply asks for another. A bus
token that comes twice was stolen, so its session ends.

Who bears no session of ours may have one of the host app: the `authenticate` hook says whose.
Such a session is the host's to end; here it is asked for each time, and nothing of it kept
but the bus tokens it yields.
"""

from __future__ import annotations

from collections.abc import Callable

import attrs
import structlog

from ccsdk.errors import (
    ForbiddenError,
    HookFailedError,
    SignInUnavailableError,
    TokenExpiredError,
    UnauthorizedError,
)
from ccsdk.hooks.authentication import Credentials
from ccsdk.hooks.ports import Credential
from ccsdk.model.principal import Principal, Role
from ccsdk.server.cookies import read_cookie
from ccsdk.server.http import Request
from ccsdk.server.origins import account_allows, is_own
from ccsdk.server.plugin_tokens import KIND, plugin_of
from ccsdk.server.port import CenterPort
from ccsdk.server.tokens import (
    SESSION_IDLE_MS,
    SESSION_LIFE_MS,
    VISITOR_LIFE_MS,
    Issued,
    digest_of,
    issue_session,
    issue_visitor_token,
    make_token,
    principal_of,
)

__all__ = ["Session", "SignIn", "SignedIn"]

BUS_TOKEN_LIFE_MS = 30_000
# A desk renews on its socket well before; a page that is gone is cut off then.
BUS_AUTH_LIFE_MS = 10 * 60_000
_SWEEP_EVERY_MS = 3_600_000
_KEPT_EXPIRED_MS = 24 * 3_600_000

_NEW_LINK = "this link is unknown, used or over; get a new one with ccsdk token --link"
_NEW_SESSION = "open a one-time link; ccsdk token --link makes one"
_NEW_TOKEN = "this token is unknown or not for this door; get a new one"
_OVER = "its time is over; get a new one"


_log = structlog.get_logger("ccsdk.server")


@attrs.frozen(kw_only=True)
class Session:
    """Hold a signed-in session of a member of staff, known by its cookie's digest.

    All sessions that a host app has with one person count as one, the host's.
    """

    digest: bytes = attrs.field(repr=False)
    principal: Principal
    expires_at_ms: int
    is_hosts: bool = False


@attrs.frozen(kw_only=True)
class SignedIn:
    """Say who may use a socket, until which instant, and by which session, if any."""

    principal: Principal
    expires_at_ms: int
    session: bytes | None = attrs.field(default=None, repr=False)


@attrs.define(kw_only=True)
class _BusToken:
    session: Session
    origin: str
    expires_at_ms: int
    is_used: bool = False


@attrs.define
class SignIn:
    """Turn credentials into principals; one per center.

    `on_session_end` is told the digest of a session that ends before its time.
    """

    _center: CenterPort
    on_session_end: Callable[[bytes], None] = lambda digest: None
    _bus_tokens: dict[bytes, _BusToken] = attrs.field(factory=dict, init=False, repr=False)
    _sweep_due_at_ms: int = attrs.field(default=0, init=False)
    # How often sessions were ended, and at which count each person's were last.
    _ends: int = attrs.field(default=0, init=False)
    _ended: dict[str, int] = attrs.field(factory=dict, init=False)

    async def open_session(self, link: str) -> Issued:
        """Exchange a one-time link for a new session.

        Raises:
            UnauthorizedError: The link is unknown or was used.
            TokenExpiredError: The link is older than 15 minutes.
        """
        digest, now_ms = digest_of(link), self._center.clock.now_ms()
        await self._sweep(now_ms)
        credential = await self._center.credentials.find_credential(digest)
        if credential is None or credential.kind != "link" or credential.used_at_ms is not None:
            raise UnauthorizedError(hint=_NEW_LINK)
        self._check_time(credential, now_ms)
        # Of two that post the same link at once, the store lets one through.
        if await self._center.credentials.use_credential(digest, at_ms=now_ms) is None:
            raise UnauthorizedError(hint=_NEW_LINK)
        return await issue_session(self._center, self._principal(credential))

    async def session(self, request: Request) -> Session:
        """Return the session of a request's cookie, else the host app's.

        Raises:
            UnauthorizedError: There is no such session.
            TokenExpiredError: The session is over, or nothing used it for 30 minutes.
            ForbiddenError: The host app knows who it is, but the center does not.
            SignInUnavailableError: The host app could not be asked.
        """
        cookie, begun = read_cookie(self._center.name, request.headers("cookie")), self._ends
        refusal = UnauthorizedError(hint=_NEW_SESSION)
        if cookie is not None:
            try:
                return await self._session(digest_of(cookie))
            except UnauthorizedError as error:
                refusal = error
        session = await self._hosts_session(request)
        if session is None:
            raise refusal
        self._require_not_ended(session.principal, begun)
        return session

    async def sign_out(self, session: Session) -> None:
        """End a session, with all its sockets; one of the host app loses its sockets only."""
        await self._end_session(session.digest)

    async def end_sessions(self, staff: str) -> None:
        """End all sessions of an Agent or Supervisor, and void what is on its way to them."""
        self._ends += 1
        self._ended[staff] = self._ends
        self._bus_tokens = {
            digest: kept
            for digest, kept in self._bus_tokens.items()
            if kept.session.principal.id != staff
        }
        await self._center.credentials.revoke_sessions(staff)

    async def make_bus_token(self, session: Session, origin: str) -> tuple[str, int]:
        """Return a token for one `hello` or `auth` from this origin, and when it ends."""
        now_ms = self._center.clock.now_ms()
        self._bus_tokens = {
            digest: kept for digest, kept in self._bus_tokens.items() if kept.expires_at_ms > now_ms
        }
        # A live desk asks each ten minutes, so the idle time counts from its last socket.
        if not session.is_hosts:
            await self._center.credentials.touch_credential(session.digest, at_ms=now_ms)
        token, expires_at_ms = make_token(), now_ms + BUS_TOKEN_LIFE_MS
        self._bus_tokens[digest_of(token)] = _BusToken(
            session=session, origin=origin, expires_at_ms=expires_at_ms
        )
        return token, expires_at_ms

    async def visitor(self, account: str, token: str | None) -> Issued:
        """Return a visitor's token: the same for the same visitor, else of a new one.

        Raises:
            UnknownEntityError: There is no such account.
        """
        now_ms = self._center.clock.now_ms()
        await self._sweep(now_ms)
        known = None
        if token is not None:
            known = await self._center.credentials.find_credential(digest_of(token))
        if (
            token is None
            or known is None
            or (known.kind, known.account) != ("visitor", account)
            or known.expires_at_ms <= now_ms
        ):
            return await issue_visitor_token(self._center, account)
        if known.expires_at_ms - now_ms > VISITOR_LIFE_MS // 2:
            principal = principal_of(self._center, known)
            return Issued(token=token, principal=principal, expires_at_ms=known.expires_at_ms)
        return await issue_visitor_token(
            self._center,
            account,
            known.principal,
            is_verified=known.is_verified,
            name=known.name,
            external_id=known.external_id,
            attributes=principal_of(self._center, known).attributes,
        )

    async def bearer(self, request: Request) -> SignedIn | None:
        """Return who the Authorization header speaks for, None if there is none.

        Raises:
            UnauthorizedError: It is no valid bearer token, or a cookie stands beside it.
            TokenExpiredError: Its time is over.
            ForbiddenError: It does not belong on a page of the request's origin.
        """
        header = request.header("authorization")
        if header is None:
            return None
        if request.header("cookie") is not None:
            raise UnauthorizedError(hint="send Authorization or a cookie, not both")
        scheme, _, token = header.partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise UnauthorizedError(hint="write `Authorization: Bearer TOKEN`")
        return await self._by_stored_token(token, request)

    async def by_token(self, token: str, request: Request) -> SignedIn:
        """Return who a token of `hello` or `auth` speaks for; `request` is the upgrade.

        Raises:
            UnauthorizedError: It is unknown, was used, or is of a kind that opens no socket.
            TokenExpiredError: Its time is over.
            ForbiddenError: It does not belong on a page of the request's origin.
        """
        bus_token = self._bus_tokens.get(digest_of(token))
        if bus_token is None:
            return await self._by_stored_token(token, request)
        if bus_token.is_used:
            await self._end_session(bus_token.session.digest)
            raise UnauthorizedError(hint="this token was used before; sign in again")
        bus_token.is_used = True
        now_ms = self._center.clock.now_ms()
        if bus_token.expires_at_ms <= now_ms:
            raise TokenExpiredError(hint=_OVER)
        if bus_token.origin != request.header("origin"):
            raise ForbiddenError(action="a token of another origin")
        session, begun = bus_token.session, self._ends
        if not session.is_hosts:
            session = await self._session(session.digest)
            self._require_not_ended(session.principal, begun)
        elif session.expires_at_ms <= now_ms:
            raise TokenExpiredError(hint=_OVER)
        return SignedIn(
            principal=session.principal,
            expires_at_ms=min(session.expires_at_ms, now_ms + BUS_AUTH_LIFE_MS),
            session=session.digest,
        )

    async def _by_stored_token(self, token: str, request: Request) -> SignedIn:
        credential = await self._center.credentials.find_credential(digest_of(token))
        if credential is None or credential.kind not in ("machine", "visitor", KIND):
            raise UnauthorizedError(hint=_NEW_TOKEN)
        self._check_time(credential, self._center.clock.now_ms())
        self._check_origin(credential, request)
        principal = self._principal(credential)
        return SignedIn(
            principal=principal,
            expires_at_ms=credential.expires_at_ms,
            # By it the socket of a token that is revoked is found.
            session=credential.digest if credential.kind == KIND else None,
        )

    def _check_origin(self, credential: Credential, request: Request) -> None:
        origin = request.header("origin")
        if origin is None or is_own(request):
            return
        allowed = self._center.origins.get(credential.account or "", ())
        if credential.kind != "visitor" or not account_allows(origin, allowed):
            raise ForbiddenError(action="this token on a page of this origin")

    async def _session(self, digest: bytes) -> Session:
        credential = await self._center.credentials.find_credential(digest)
        if credential is None or credential.kind != "session":
            raise UnauthorizedError(hint=_NEW_SESSION)
        now_ms = self._center.clock.now_ms()
        self._check_time(credential, now_ms)
        if now_ms - (credential.used_at_ms or credential.created_at_ms) > SESSION_IDLE_MS:
            raise TokenExpiredError(hint=_NEW_SESSION)
        principal = self._principal(credential)
        return Session(digest=digest, principal=principal, expires_at_ms=credential.expires_at_ms)

    async def _hosts_session(self, request: Request) -> Session | None:
        """Return the session that a host app vouches for, None if there is none.

        Raises:
            ForbiddenError: It is of somebody the center does not know.
            SignInUnavailableError: The host app could not be asked.
        """
        try:
            found = await self._center.authenticate(Credentials(request.scope))
        except HookFailedError as failure:
            raise SignInUnavailableError from failure
        now_ms = self._center.clock.now_ms()
        if found is None or (found.until_ms is not None and found.until_ms <= now_ms):
            return None
        role = self._center.staff_role(found.staff)
        if role is None:
            hint = f"define [agents.{found.staff}] or [supervisors.{found.staff}]"
            _log.warning("signin.unknown_staff", staff=found.staff, hint=hint)
            raise ForbiddenError(action="the desk for who is neither agent nor supervisor here")
        until_ms = now_ms + SESSION_LIFE_MS
        return Session(
            digest=digest_of(f"host\0{found.staff}"),
            principal=Principal(id=found.staff, role=role, center=self._center.name),
            expires_at_ms=min(until_ms, found.until_ms or until_ms),
            is_hosts=True,
        )

    def _require_not_ended(self, principal: Principal, begun: int) -> None:
        """Refuse a session that was ended while we waited for it."""
        if self._ended.get(principal.id, 0) > begun:
            raise UnauthorizedError(hint=_NEW_SESSION)

    def _principal(self, credential: Credential) -> Principal:
        """Return who it speaks for, if that person is still who they were."""
        if credential.kind == KIND:
            plugin = plugin_of(self._center, credential)
            if plugin is None:
                raise UnauthorizedError(hint=_NEW_TOKEN)
            return plugin
        principal = principal_of(self._center, credential)
        if principal.role is Role.VISITOR:
            is_known = principal.account in self._center.origins
        else:
            is_known = self._center.staff_role(principal.id) is principal.role
        if not is_known:
            raise UnauthorizedError(hint=_NEW_TOKEN)
        return principal

    @staticmethod
    def _check_time(credential: Credential, now_ms: int) -> None:
        if credential.expires_at_ms <= now_ms:
            raise TokenExpiredError(hint=_OVER)

    async def _end_session(self, digest: bytes) -> None:
        await self._center.credentials.revoke_credential(digest)
        self.on_session_end(digest)

    async def _sweep(self, now_ms: int) -> None:
        """Forget long expired credentials, at most once an hour."""
        if now_ms >= self._sweep_due_at_ms:
            self._sweep_due_at_ms = now_ms + _SWEEP_EVERY_MS
            before_ms = now_ms - _KEPT_EXPIRED_MS
            await self._center.credentials.delete_credentials(expired_before_ms=before_ms)
