"""Wording in a coach's note that closes people up, found; importing it does nothing.

The manifest is lazy (PEP 562): who lints a note outside of a center waits for no hook.
"""

from __future__ import annotations

from importlib import import_module

# Type checkers know this name by itself.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from ccsdk.hooks.manifest import Plugin

    plugin: Plugin

__all__ = ["plugin"]


def __getattr__(name: str) -> Plugin:
    if name == "plugin":
        found: Plugin = import_module("ccsdk_coaching.manifest").plugin
        return found
    message = f"module 'ccsdk_coaching' has no attribute {name!r}"
    raise AttributeError(message)
