"""Provide the store by its scheme."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from ccsdk.hooks import Contribution, PluginContext, Provide, hookimpl
from ccsdk.hooks.ports import LogStore
from first_store.store import Store

__all__ = ["FirstStore"]


class FirstStore:
    """Hold the plugin's behaviour; there is one of it in each center."""

    def __init__(self) -> None:
        self._stores: dict[str, Store] = {}

    @hookimpl
    def register(self, ctx: PluginContext) -> Iterable[Contribution]:
        """Say what the plugin contributes; no I/O here."""
        return [Provide(port=LogStore, scheme="first-store", factory=self.make)]

    def make(self, address: str, data: Path) -> Store:
        """Return the store of an address; connect in its `open`, not here."""
        return self._stores.setdefault(address, Store(address))
