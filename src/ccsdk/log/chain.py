"""The chain: each event's check covers the check before it and all of its immutable half.

A flipped byte, a removed row, a changed order: the first position whose check does not
follow from the one before it is where the log stops being trustworthy. Personal halves
are outside, so that they can be emptied.
"""

from __future__ import annotations

from hashlib import sha256

__all__ = ["GENESIS", "link"]

# What stands before the first event.
GENESIS = bytes(32)


def link(
    previous: bytes,
    position: int,
    at_ms: int,
    type: str,
    subject: str,
    version: int,
    cause: str | None,
    data: bytes,
) -> bytes:
    """Return the check of an event, 32 bytes, from the check before it and what is stored.

    `data` is JSON and holds no raw line break, so the line in front of it ends for certain.
    """
    line = f"{position} {at_ms} {type} {subject} {version} {cause or ''}\n"
    return sha256(previous + line.encode() + data).digest()
