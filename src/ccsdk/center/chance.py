"""The only chance in a center: short random ids, which come in with commands."""

from __future__ import annotations

import secrets

__all__ = ["random_id"]

_ID_BYTES = 10


def random_id() -> str:
    """Return a short random id of 20 hexadecimal digits."""
    return secrets.token_hex(_ID_BYTES)
