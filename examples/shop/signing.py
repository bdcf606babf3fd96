"""What the shop's server signs about a customer who is signed in at the shop."""

from __future__ import annotations

import secrets
import time
from pathlib import Path

import attrs
import jwt

__all__ = ["KEY_ID", "Signer", "site_key"]

KEY_ID = "shop"
# The center's name and the account, as its file has them.
AUDIENCE = "linden-loft/web"
LIFE_S = 120


def site_key(data: Path) -> Path:
    """Return the file of the key that the shop and its center share; make it once."""
    path = data / "site.key"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(32), encoding="ascii")
    return path


@attrs.frozen
class Signer:
    """Sign who a customer is, so that the center may believe it."""

    key: str = attrs.field(repr=False)

    def statement(self, customer: str, name: str) -> str:
        """Return a statement that counts once, and for two minutes."""
        now_s = int(time.time())
        claims = {
            "sub": customer,
            "name": name,
            "aud": AUDIENCE,
            "iat": now_s,
            "exp": now_s + LIFE_S,
            "jti": secrets.token_hex(16),
        }
        return jwt.encode(claims, self.key, algorithm="HS256", headers={"kid": KEY_ID})
