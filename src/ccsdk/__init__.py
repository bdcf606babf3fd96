"""A contact center as a library: interactions, queues, routing and one event bus.

The public face is lazy (PEP 562): a name is imported from the module that owns it when
it is first used, so that `import ccsdk.model` loads no store and no event loop.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ccsdk.center import ContactCenter

__all__ = ["ContactCenter"]

_HOMES = {"ContactCenter": "ccsdk.center"}


def __getattr__(name: str) -> Any:
    if home := _HOMES.get(name):
        return getattr(import_module(home), name)
    message = f"module 'ccsdk' has no attribute {name!r}"
    raise AttributeError(message)


def __dir__() -> list[str]:
    return sorted([*globals(), *_HOMES])
