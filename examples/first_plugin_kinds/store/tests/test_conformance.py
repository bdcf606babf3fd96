"""The plugin keeps what a center counts on in every plugin, and in every store."""

from __future__ import annotations

from pathlib import Path

from ccsdk.hooks.ports import Fault
from ccsdk.testing.conformance.log_store import LogStoreConformance
from ccsdk.testing.conformance.log_store import Store as AnyStore
from ccsdk.testing.conformance.plugin import PluginConformance
from first_store.store import Store


class TestConformance(PluginConformance):
    plugin = "first_store:plugin"
    in_process = "The center's own writer works on it."


class TestStore(LogStoreConformance):
    _store: Store | None = None

    def make_store(self, place: Path, fault: Fault) -> AnyStore:
        """Return a store; with a database, a new one that opens the same log for the same place."""
        if self._store is None:
            self._store = Store(str(place), fault=fault)
        return self._store
