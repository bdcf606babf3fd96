"""Fitting: what an answer leaves out so that one frame holds it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

__all__ = ["ANSWER_BYTES_MAX", "fitting"]

# A frame of 256 KiB, less room for what stands around the answer.
ANSWER_BYTES_MAX = 255 * 2**10


def fitting(
    answer: dict[str, Any], lists: Sequence[str], *, most: int = ANSWER_BYTES_MAX
) -> dict[str, Any]:
    """Return an answer that one frame holds: of too long lists the oldest rows are left out.

    `more` says so.

    Args:
        answer: What would be told.
        lists: Which members are lists of rows, oldest first, that may be cut.
        most: So many bytes of JSON at most, if cutting can do it.
    """
    told = dict(answer)
    while (size := len(msgspec.json.encode(told))) > most:
        longest = max(lists, key=lambda name: len(told[name]))
        rows = told[longest]
        if not rows:
            break
        # In steps of about what is too much, so that few are needed.
        left_out = max(1, len(rows) - int(len(rows) * most / size))
        told[longest] = rows[left_out:]
        told["more"] = True
    return told
