"""Tracebacks for the log: where it went wrong, never with what.

A renderer that shows local variables, as structlog's for consoles does, would print tokens
and what people wrote. So the log gets text, not the exception.
"""

from __future__ import annotations

import traceback

__all__ = ["trace_of"]


def trace_of(error: BaseException) -> str:
    """Return an error's traceback, causes included, without the values of variables."""
    return "".join(traceback.format_exception(error))
