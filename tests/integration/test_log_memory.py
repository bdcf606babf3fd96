"""The store in memory keeps what every store promises."""

from __future__ import annotations

from pathlib import Path

from ccsdk.hooks.ports import Fault
from ccsdk.log.memory import MemoryLogStore
from ccsdk.testing.conformance.log_store import LogStoreConformance, Store


class TestMemoryLogStore(LogStoreConformance):
    _store: MemoryLogStore | None = None

    def make_store(self, place: Path, fault: Fault) -> Store:
        # What lives in memory lives in the object: a second opener has the same one.
        if self._store is None:
            self._store = MemoryLogStore(fault=fault)
        return self._store
