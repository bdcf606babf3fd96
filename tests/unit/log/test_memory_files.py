from __future__ import annotations

from pathlib import Path

import pytest

from ccsdk.hooks.ports import FileStore
from ccsdk.log.memory_files import MemoryFileStore
from ccsdk.testing.conformance.file_store import FileStoreConformance


class TestMemoryFileStore(FileStoreConformance):
    @pytest.fixture(autouse=True)
    def store(self) -> None:
        self.only = MemoryFileStore()

    def make_store(self, place: Path) -> FileStore:
        return self.only
