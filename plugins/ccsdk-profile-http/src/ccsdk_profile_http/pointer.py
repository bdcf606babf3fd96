"""JSON pointers: where in the shop's answer something stands.

Source: RFC 6901.
"""

from __future__ import annotations

import re
from typing import Any

__all__ = ["problem_of", "read"]

LENGTH_MAX = 200
_BAD_ESCAPE = re.compile(r"~(?![01])")


def problem_of(pointer: str) -> str | None:
    """Return what is wrong with a pointer, None if nothing is."""
    if not pointer.startswith("/") or len(pointer) > LENGTH_MAX:
        return f"{pointer!r} is no place such as '/orders/open'"
    if _BAD_ESCAPE.search(pointer):
        return f"{pointer!r} has a ~ that is neither ~0 nor ~1"
    return None


def read(record: Any, pointer: str) -> Any:
    """Return what stands there, None if nothing does."""
    found = record
    for part in pointer.split("/")[1:]:
        name = part.replace("~1", "/").replace("~0", "~")
        if isinstance(found, dict):
            found = found.get(name)
        elif isinstance(found, list) and name.isascii() and name.isdigit():
            found = found[int(name)] if len(name) < 6 and int(name) < len(found) else None
        else:
            return None
    return found
