"""The session cookie: one name per center, and attributes that a browser enforces.

`__Host-` makes browsers insist on Secure, Path=/ and no Domain. Ports and mounts of one
host share cookies, so the center's name is part of the cookie's.
"""

from __future__ import annotations

__all__ = ["cookie_name", "expired_cookie", "read_cookie", "session_cookie"]


def cookie_name(center: str) -> str:
    """Return the name of a center's session cookie."""
    return f"__Host-ccsdk-{center}"


def session_cookie(center: str, token: str, *, life_s: int) -> str:
    """Return the Set-Cookie value that begins a session of at most `life_s` seconds.

    Source: RFC 6265bis, sections 4.1.2 and 4.1.3.2.
    """
    attributes = f"Max-Age={life_s}; Path=/; Secure; HttpOnly; SameSite=Strict"
    return f"{cookie_name(center)}={token}; {attributes}"


def expired_cookie(center: str) -> str:
    """Return the Set-Cookie value that takes the session's cookie back."""
    return session_cookie(center, "", life_s=0)


def read_cookie(center: str, headers: list[str]) -> str | None:
    """Return the session token among the Cookie headers, None if there is not exactly one."""
    name = cookie_name(center)
    pairs = [pair.strip().partition("=") for header in headers for pair in header.split(";")]
    values = [value for key, _, value in pairs if key == name]
    return values[0] if len(values) == 1 and values[0] else None
