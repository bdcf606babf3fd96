"""Who may speak to us from a browser: the center's own origin, and an account's list.

An origin is believed only because browsers set it; programs can write what they like.
It stops pages, and the credentials stop programs: every door asks for both.
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from ccsdk.errors import ForbiddenError
from ccsdk.server.http import Request

__all__ = [
    "account_allows",
    "is_own",
    "normal_origin",
    "origin_of",
    "public_origin",
    "require_own",
    "require_upgrade",
]

_PORTS = {"http": 80, "https": 443}


def normal_origin(origin: str) -> str | None:
    """Return an origin in its normal form, None for `null` and for what is no origin.

    Source: RFC 6454, section 6.2.
    """
    try:
        parts = urlsplit(origin)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in _PORTS or not parts.hostname or "@" in parts.netloc:
        return None
    if parts.path or parts.query or parts.fragment:
        return None
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    suffix = "" if port in (None, _PORTS[parts.scheme]) else f":{port}"
    return f"{parts.scheme}://{host}{suffix}"


def origin_of(url: str) -> str | None:
    """Return the origin of an address, whatever its path, in normal form."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return normal_origin(f"{parts.scheme}://{parts.netloc}")


def is_own(request: Request) -> bool:
    """Return whether the Origin header names the address that was asked, or the public one."""
    origin = normal_origin(request.header("origin") or "")
    return origin is not None and origin in (_public(request), _asked(request))


def public_origin(request: Request) -> str:
    """Return the origin that people reach us by; empty where nothing says it."""
    return _public(request) or _asked(request) or ""


def _public(request: Request) -> str | None:
    return origin_of(request.public_url) if request.public_url else None


def _asked(request: Request) -> str | None:
    host, scheme = request.header("host"), "https" if request.is_secure else "http"
    return normal_origin(f"{scheme}://{host}") if host else None


def account_allows(origin: str | None, allowed: tuple[str, ...]) -> bool:
    """Return whether an account's exact list holds this origin."""
    normal = normal_origin(origin) if origin else None
    return normal is not None and normal in {normal_origin(each) for each in allowed}


def require_own(request: Request) -> str:
    """Return the Origin if it is the center's own.

    Raises:
        ForbiddenError: There is none, or a foreign one.
    """
    if not is_own(request):
        raise ForbiddenError(action="a request from a foreign origin")
    return request.header("origin") or ""


def require_upgrade(request: Request, accounts: Mapping[str, tuple[str, ...]]) -> str | None:
    """Return the Origin with which a socket may be opened; None beside Authorization only.

    Whose list it must be on is known once the token is: `signin` asks again then.

    Raises:
        ForbiddenError: It is `null`, foreign, or absent without Authorization.
    """
    origin = request.header("origin")
    if origin is None and request.header("authorization") is not None:
        return None
    if is_own(request) or any(account_allows(origin, each) for each in accounts.values()):
        return origin
    raise ForbiddenError(action="a socket from this origin")
