"""The command line: `ccsdk serve`, `token`, `log`, `check`, `state`.

What these commands print, and how they exit, is a contract that others script against.
"""

from __future__ import annotations

from ccsdk.cli.program import main

__all__ = ["main"]
