"""Signatures of Standard Webhooks: who sent it, when, and that nobody changed it.

Source: Standard Webhooks 1.0, https://www.standardwebhooks.com: HMAC-SHA256 over
`id.timestamp.body`, the key in Base64 behind `whsec_`.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets
from collections.abc import Iterable

__all__ = ["PREFIX", "key_of", "new_secret", "signed_headers"]

PREFIX = "whsec_"
KEY_BYTES_MIN, KEY_BYTES_MAX = 24, 64


def new_secret() -> str:
    """Return a new secret, at random."""
    return PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()


def key_of(secret: str) -> bytes:
    """Return the key that a secret holds.

    Raises:
        ValueError: It is no such secret; the words tell nothing of it.
    """
    problem = (
        f"a secret is {PREFIX} and {KEY_BYTES_MIN} to {KEY_BYTES_MAX} bytes in Base64; "
        "`ccsdk webhooks secret` makes one"
    )
    if not secret.startswith(PREFIX):
        raise ValueError(problem)
    try:
        key = base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    except (binascii.Error, ValueError):
        raise ValueError(problem) from None
    if not KEY_BYTES_MIN <= len(key) <= KEY_BYTES_MAX:
        raise ValueError(problem)
    return key


def signed_headers(keys: Iterable[bytes], *, id: str, at_ms: int, body: bytes) -> dict[str, str]:
    """Return the three headers by which a receiver tells that a message is ours.

    Args:
        keys: Each adds a signature, so that a receiver may know an old one or a new one.
        id: Of the message, the same at every attempt.
        at_ms: Of this attempt, milliseconds since the Unix epoch.
        body: The very bytes that are sent.
    """
    timestamp = str(at_ms // 1_000)
    content = b".".join((id.encode(), timestamp.encode(), body))
    marks = [hmac.new(key, content, hashlib.sha256).digest() for key in keys]
    return {
        "webhook-id": id,
        "webhook-timestamp": timestamp,
        "webhook-signature": " ".join(f"v1,{base64.b64encode(each).decode()}" for each in marks),
    }
