"""The text of a file, or why there is none: what cannot be read must not look clean."""

from __future__ import annotations

import sys
from pathlib import Path

from ccsdk_coaching.output.report import Problem
from ccsdk_coaching.reading.source import NotTextError, decode

__all__ = ["STDIN", "read_text"]

STDIN = "-"
_LOOKED_AT = 8192
# A stray NUL is a letter like any other; half of a text are those of UTF-16.
_NULS_PER_BYTE_MAX = 0.3
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


def read_text(path: str) -> str | Problem:
    """Return the text of a file or of standard input, or say why it has none."""
    try:
        content = sys.stdin.buffer.read() if path == STDIN else Path(path).read_bytes()
    except OSError as error:
        return Problem(path=path, text=error.strerror or str(error))
    except ValueError as error:  # a NUL in the name
        return Problem(path=path, text=str(error))
    head = content[:_LOOKED_AT]
    try:
        text = decode(content)
    except NotTextError as error:
        return Problem(path=path, text=_told(error, head))
    nuls = head.count(0)
    if nuls > len(head) * _NULS_PER_BYTE_MAX:
        problem = f"it looks binary, or like UTF-16: {nuls} of its first {len(head)} bytes are NUL"
        return Problem(path=path, text=problem)
    return text


def _told(error: NotTextError, head: bytes) -> str:
    if head[:2] in _UTF_16:
        return f"{error}; it looks like UTF-16: save it as UTF-8"
    return f"{error}; it looks binary" if b"\0" in head else f"{error}: save it as UTF-8"
