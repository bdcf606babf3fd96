"""The composition root: settings, plugins, log, engine, bus and server made one center.

Lazy like the public face: who only reads settings loads no server and no store.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ccsdk.center.center import ContactCenter

__all__ = ["ContactCenter"]


def __getattr__(name: str) -> Any:
    if name == "ContactCenter":
        from ccsdk.center.center import ContactCenter

        return ContactCenter
    message = f"module 'ccsdk.center' has no attribute {name!r}"
    raise AttributeError(message)
