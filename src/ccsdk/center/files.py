"""What a center keeps in its data folder."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from ccsdk.hooks.ports import CredentialStore, FileStore, LogStore
from ccsdk.log.folder import FolderFileStore
from ccsdk.log.memory_files import MemoryFileStore

__all__ = ["CenterStore", "file_store", "files_path", "log_path", "plugin_path"]


class CenterStore(LogStore, CredentialStore, Protocol):
    """Keep a center's log, and the credentials beside it."""


def log_path(data: Path) -> Path:
    """Return the file of a center's log; its `-wal`, `-shm` and `.lease` stand beside it."""
    return data / "center.sqlite3"


def files_path(data: Path) -> Path:
    """Return the folder of the files that messages name."""
    return data / "files"


def plugin_path(data: Path, plugin: str) -> Path:
    """Return the file that a plugin keeps its own in."""
    return data / "plugins" / f"{plugin}.sqlite3"


def file_store(data: Path | None) -> FileStore:
    """Return the store of a center's files: in its data folder, else in memory."""
    return FolderFileStore(files_path(data)) if data is not None else MemoryFileStore()
