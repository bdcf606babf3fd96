"""Look at a plugin in a process of its own: what its import and its `register` do.

Nothing but the standard library is imported above: what the plugin itself brings along is to be
seen, and timed.
"""

from __future__ import annotations

import json
import os
import sys
import time
from importlib import import_module
from typing import Any

__all__ = ["print_inspection"]

# What neither an import nor `register` has any business with, as Python's audit events name it.
_BLOCKED = (
    "_thread.start_new_thread",
    "os.exec",
    "os.fork",
    "os.mkdir",
    "os.posix_spawn",
    "os.remove",
    "os.rename",
    "os.rmdir",
    "os.system",
    "shutil.",
    "socket.",
    "sqlite3.connect",
    "subprocess.",
    "time.sleep",
    "urllib.",
)
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


class _Guard:
    """Refuse I/O while it is up, and remember what was tried."""

    def __init__(self) -> None:
        self.is_up = False
        self.tried: list[str] = []
        sys.addaudithook(self._audit)

    def take(self) -> list[str]:
        """Lower the guard, and return what was tried."""
        self.is_up, tried, self.tried = False, self.tried, []
        return tried

    def _audit(self, event: str, details: tuple[Any, ...]) -> None:
        if not self.is_up or not (event.startswith(_BLOCKED) or _is_write(event, details)):
            return
        # What the guard itself does is nobody's I/O.
        self.is_up = False
        self.tried.append(f"{event} {details}"[:200])
        self.is_up = True
        raise PermissionError(f"no I/O here: {event}")


def _is_write(event: str, details: tuple[Any, ...]) -> bool:
    if event != "open":
        return False
    mode, flags = details[1], details[2]
    return bool(flags & _WRITING) if mode is None else any(each in mode for each in "wax+")


def print_inspection(plugin: str, beside: str, tables: str) -> None:
    """Print as JSON what a plugin does when it is imported, and when it registers, twice.

    Args:
        plugin: Its manifest, `module:attribute`.
        beside: The manifests of others that it needs, as a JSON list.
        tables: The center's, as JSON.
    """
    import ccsdk.hooks
    import ccsdk.model.command
    import ccsdk.model.event  # noqa: F401

    guard = _Guard()
    guard.is_up, started_ns = True, time.process_time_ns()
    import_problem, manifest = "", None
    try:
        manifest = _named(plugin)
        if isinstance(manifest.implementation, str):
            _named(manifest.implementation)
    except Exception as error:
        import_problem = f"{type(error).__name__}: {error}"
    import_ms = (time.process_time_ns() - started_ns) // 1_000_000
    found = {"import_ms": import_ms, "import": guard.take(), "import_problem": import_problem}
    if not import_problem:
        others = [_named(each) for each in json.loads(beside)]
        found |= _registered(guard, manifest, others, json.loads(tables))
    sys.stdout.write(json.dumps(found))


def _registered(guard: _Guard, manifest: Any, others: list[Any], tables: Any) -> dict[str, Any]:
    # Whatever the core does at its first use is none of the plugin's.
    from ccsdk.testing.conformance.contributed import contributions_of, described

    contributions_of([], {})
    guard.is_up = True
    problem, twice = "", []
    try:
        for _ in range(2):
            contributed = contributions_of([*others, manifest], tables)
            twice.append([described(each) for each in contributed.get(manifest.name, ())])
    except Exception as error:
        problem = f"{type(error).__name__}: {error}"
    return {"register": guard.take(), "register_problem": problem, "contributed": twice}


def _named(text: str) -> Any:
    module, _, attribute = text.partition(":")
    return getattr(import_module(module), attribute)
