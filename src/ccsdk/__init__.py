"""A contact center as a library: interactions, queues, routing and one event bus.

The public face is lazy (PEP 562): a name is imported from the module that owns it when
it is first used, so that `import ccsdk.model` loads no store and no event loop.
"""

from __future__ import annotations

from importlib import import_module

# Type checkers know this name by itself; to import `typing` would take longer than all the rest.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ccsdk.center import ContactCenter
    from ccsdk.plugins.outbox import Outbox

__all__ = ["ContactCenter", "Outbox"]

_HOMES = {"ContactCenter": "ccsdk.center", "Outbox": "ccsdk.plugins.outbox"}


def __getattr__(name: str) -> Any:
    if home := _HOMES.get(name):
        return getattr(import_module(home), name)
    message = f"module 'ccsdk' has no attribute {name!r}"
    raise AttributeError(message)


def __dir__() -> list[str]:
    return sorted([*globals(), *_HOMES])
