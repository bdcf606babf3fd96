"""The back office's own sign-in: people, passwords, sessions, and what the center asks of it."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from collections.abc import MutableMapping
from typing import Any

from ccsdk.hooks import Credentials, Plugin, StaffSession, hookimpl
from ccsdk.hooks.contributions import AsgiApp, Receive, Send

COOKIE = "office"
# Who is signed in, by the token in their cookie. A real shop keeps this in its database.
SESSIONS: dict[str, str] = {}


def _hashed(password: str, salt: bytes) -> bytes:
    return hashlib.scrypt(password.encode(), salt=salt, n=2**14, r=8, p=1)


def _account(password: str) -> tuple[bytes, bytes]:
    salt = os.urandom(16)
    return salt, _hashed(password, salt)


# Mei serves customers, Ada supervises, and Pat of accounting has no business on the desk.
PEOPLE = {"mei": _account("tea"), "ada": _account("tea"), "pat": _account("tea")}


def sign_in(name: str, password: str) -> str | None:
    """Return the token of a new session, None if the password is wrong."""
    salt, wanted = PEOPLE.get(name, (b"nobody", b""))
    if not hmac.compare_digest(_hashed(password, salt), wanted):
        return None
    token = secrets.token_urlsafe(32)
    SESSIONS[token] = name
    return token


class SignedIn:
    """ASGI middleware: put who is signed in where every view, and the center, finds it."""

    def __init__(self, app: AsgiApp) -> None:
        self.app = app

    async def __call__(self, scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        if scope["type"] != "lifespan":
            token = Credentials(scope).cookies.get(COOKIE, "")
            scope["office"] = {"token": token, "name": SESSIONS.get(token)}
        await self.app(scope, receive, send)


class OfficeStaff:
    """Tell the center who is signed in at the back office."""

    @hookimpl
    async def authenticate(self, credentials: Credentials) -> StaffSession | None:
        name = credentials.scope["office"]["name"]
        return StaffSession(staff=name) if name else None


OFFICE = Plugin(name="office", summary="Our own sign-in.", implementation=OfficeStaff)
