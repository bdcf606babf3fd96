"""What is one plugin's own once its center is open: its store, its tasks, its commands.

A context is made when the plugin registers, before there is a loop or a store; the parts of
the center fill in here what they bring.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from typing import TypeVar

import attrs

from ccsdk.hooks.ports import Clock
from ccsdk.hooks.storage import Storage, Tasks
from ccsdk.model.command import Command
from ccsdk.model.request import Receipt

__all__ = ["Own", "there"]

T = TypeVar("T")
Commanding = Callable[[Command, str | None], Awaitable[Receipt | None]]


@attrs.define(eq=False)
class Own:
    """Hold what is one plugin's own; None before the center is open."""

    clock: Clock | None = None
    tasks: Tasks | None = None
    transaction: Callable[[], AbstractAsyncContextManager[Storage]] | None = None
    command: Commanding | None = None


def there(part: T | None, name: str) -> T:
    """Return a part that the center has filled in.

    Raises:
        RuntimeError: It has not yet.
    """
    if part is None:
        raise RuntimeError(f"ctx.{name} is there once the center is open, not in register()")
    return part
