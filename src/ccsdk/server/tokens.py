"""Tokens: 256 random bits each, kept as their SHA-256; and who they speak for.

The functions here issue what outlives a process: one-time links, sessions, visitor and
machine tokens. Rows go to the center's `CredentialStore`; the token goes to its bearer,
once, and nowhere else.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from collections.abc import Mapping, Sequence

import attrs
import msgspec

from ccsdk.errors import InvalidRequestError, UnknownEntityError
from ccsdk.hooks.ports import Credential
from ccsdk.model.principal import SYSTEM, Principal, Role
from ccsdk.server.port import CenterPort

__all__ = [
    "LINK_LIFE_MS",
    "MACHINE_LIFE_MS",
    "SESSION_IDLE_MS",
    "SESSION_LIFE_MS",
    "VISITOR_LIFE_MS",
    "Issued",
    "customer_of",
    "digest_of",
    "identity_of",
    "issue_link",
    "issue_machine_token",
    "issue_session",
    "issue_visitor_token",
    "make_token",
    "principal_of",
]

LINK_LIFE_MS = 15 * 60_000
SESSION_LIFE_MS = 12 * 3_600_000
SESSION_IDLE_MS = 30 * 60_000
MACHINE_LIFE_MS = 24 * 3_600_000
VISITOR_LIFE_MS = 30 * 24 * 3_600_000

_TOKEN_BYTES = 32
_ID = re.compile(r"[A-Za-z0-9_.-]{1,96}")


@attrs.frozen(kw_only=True)
class Issued:
    """Hand over a new token; `expires_at_ms` is an instant of the center's clock."""

    token: str = attrs.field(repr=False)
    principal: Principal
    expires_at_ms: int


def make_token() -> str:
    """Return a new token: 256 random bits in 43 characters that any header may carry."""
    return secrets.token_urlsafe(_TOKEN_BYTES)


def digest_of(token: str) -> bytes:
    """Return the SHA-256 under which a token is known.

    A plain hash suffices: nobody can guess 256 random bits, with or without the rows.
    """
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()


def identity_of(secret: bytes, account: str, visitor: str) -> str:
    """Return the keyed hash of an account's visitor, in hex.

    Args:
        secret: The center's key, 32 bytes.
        account: The account the visitor came by.
        visitor: The visitor's random id.

    Source: docs/explanation/architecture.md; RFC 2104 with SHA-256.
    """
    message = f"{account}\0{visitor}".encode()
    return hmac.new(secret, message, hashlib.sha256).hexdigest()


def customer_of(identity: str) -> str:
    """Return the Customer id that follows from an identity, as the engine derives it."""
    return f"cu_{identity[:24]}"


def principal_of(center: CenterPort, credential: Credential) -> Principal:
    """Return the party a stored credential speaks for."""
    return Principal(
        id=credential.principal,
        role=Role(credential.role),
        center=center.name,
        account=credential.account,
        customer=credential.customer,
        is_verified=credential.is_verified,
        name=credential.name,
        external_id=credential.external_id,
        attributes=msgspec.json.decode(credential.attributes or "{}"),
    )


async def issue_link(center: CenterPort, staff: str) -> str:
    """Return a one-time token for `/auth/link#TOKEN`, good for 15 minutes.

    Raises:
        UnknownEntityError: There is no such Agent or Supervisor.
    """
    principal = _staff(center, staff, None)
    return (await _issue(center, "link", principal, LINK_LIFE_MS)).token


async def issue_session(center: CenterPort, principal: Principal) -> Issued:
    """Return a new session of a member of staff, 12 hours at most."""
    return await _issue(center, "session", principal, SESSION_LIFE_MS)


async def issue_machine_token(
    center: CenterPort, role: Role, staff: str, ttl_ms: int = MACHINE_LIFE_MS
) -> Issued:
    """Return a bearer token that acts as an Agent or Supervisor for `ttl_ms`.

    Raises:
        UnknownEntityError: There is nobody of that id in that role.
    """
    return await _issue(center, "machine", _staff(center, staff, role), ttl_ms)


async def issue_visitor_token(
    center: CenterPort,
    account: str,
    visitor: str | None = None,
    ttl_ms: int = VISITOR_LIFE_MS,
    *,
    is_verified: bool = False,
    name: str | None = None,
    external_id: str | None = None,
    attributes: Mapping[str, bool | int | str] | None = None,
    beside: Sequence[Credential] = (),
) -> Issued:
    """Return a token of an account's visitor; without an id, of a new one.

    Args:
        is_verified: Whether the site signed for them; `name` is what it calls them,
            `external_id` who they are in its own books, `attributes` what else it says of them.
        beside: Rows that are stored with the token, or not at all.

    Raises:
        UnknownEntityError: There is no such account.
        InvalidRequestError: The visitor's id is none.
    """
    if account not in center.origins:
        raise UnknownEntityError(kind="account", id=account)
    visitor = visitor or f"vi_{secrets.token_hex(16)}"
    _require_visitor(center, visitor)
    principal = Principal(
        id=visitor,
        role=Role.VISITOR,
        center=center.name,
        account=account,
        customer=customer_of(identity_of(center.secret, account, visitor)),
        is_verified=is_verified,
        name=name,
        external_id=external_id,
        attributes=attributes or {},
    )
    return await _issue(center, "visitor", principal, ttl_ms, beside)


def _require_visitor(center: CenterPort, visitor: str) -> None:
    if not _ID.fullmatch(visitor):
        raise InvalidRequestError(path="id", problem="letters, digits and _.- only, at most 96")
    if visitor == SYSTEM.id or center.staff_role(visitor) is not None:
        raise InvalidRequestError(path="id", problem="this id is somebody else's; choose another")


def _json(attributes: Mapping[str, bool | int | str]) -> str | None:
    return msgspec.json.encode(attributes).decode() if attributes else None


def _staff(center: CenterPort, staff: str, role: Role | None) -> Principal:
    found = center.staff_role(staff)
    if found is None or role not in (None, found):
        raise UnknownEntityError(kind=role.value if role else "agent or supervisor", id=staff)
    return Principal(id=staff, role=found, center=center.name)


async def _issue(
    center: CenterPort,
    kind: str,
    principal: Principal,
    life_ms: int,
    beside: Sequence[Credential] = (),
) -> Issued:
    token, now_ms = make_token(), center.clock.now_ms()
    credential = Credential(
        digest=digest_of(token),
        kind=kind,
        principal=principal.id,
        role=principal.role.value,
        created_at_ms=now_ms,
        expires_at_ms=now_ms + life_ms,
        account=principal.account,
        customer=principal.customer,
        is_verified=principal.is_verified,
        name=principal.name,
        attributes=_json(principal.attributes),
        external_id=principal.external_id,
    )
    await center.credentials.save_credentials([credential, *beside])
    return Issued(token=token, principal=principal, expires_at_ms=credential.expires_at_ms)
