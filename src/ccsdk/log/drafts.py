"""Drafts: uploads on their way to disk, under names that nobody is told."""

from __future__ import annotations

import asyncio
import errno
import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, TypeVar

from ccsdk.errors import OverloadedError
from ccsdk.hooks.ports import FileInfo

__all__ = ["FolderDraft", "disk_full", "refusal_of", "write_synced"]

T = TypeVar("T")

_RETRY_AFTER_MS = 60_000
_FULL = (errno.ENOSPC, errno.EDQUOT)


def disk_full() -> OverloadedError:
    """Return the refusal of an upload for want of space."""
    return OverloadedError(retry_after_ms=_RETRY_AFTER_MS, problem="too little disk space is free")


def refusal_of(error: OSError) -> Exception:
    """Return what to tell about a failed write: that there is no space, or the failure itself."""
    return disk_full() if error.errno in _FULL else error


def write_synced(path: Path, body: bytes) -> None:
    """Write a new file that only its owner may read, and bring it to disk."""
    with open_new(path) as file:
        file.write(body)
        file.flush()
        os.fsync(file.fileno())


def open_new(path: Path) -> BinaryIO:
    """Open a file that was not there before, for writing and reading, mode 0600."""
    return os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600), "w+b")


class FolderDraft:
    """Write an upload to a temporary file.

    Args:
        path: Where; the file is made at once.
        adopt: Called on a thread with the synced file to give it its name.
    """

    def __init__(self, path: Path, adopt: Callable[[Path, FileInfo], None]) -> None:
        self._path = path
        self._adopt = adopt
        self._file = open_new(path)
        # Who stops waiting for a write does not stop it; the file is closed after it.
        self._busy = threading.Lock()
        self._is_finished = False

    async def write(self, part: bytes) -> None:
        """Append some bytes."""
        await self._run(lambda: self._file.write(part))

    async def examine(self, look: Callable[[BinaryIO], T]) -> T:
        """Return what `look` makes of the bytes so far."""

        def work() -> T:
            self._file.flush()
            self._file.seek(0)
            try:
                return look(self._file)
            finally:
                self._file.seek(0, os.SEEK_END)

        return await self._run(work)

    async def finish(self, info: FileInfo) -> None:
        """Make it a file."""

        def work() -> None:
            self._file.flush()
            os.fsync(self._file.fileno())
            self._adopt(self._path, info)
            self._is_finished = True

        await self._run(work)

    def discard(self) -> None:
        """Close it and, unless it is finished, drop it."""
        with self._busy:
            self._file.close()
            if not self._is_finished:
                self._path.unlink(missing_ok=True)

    async def _run(self, work: Callable[[], T]) -> T:
        def guarded() -> T:
            with self._busy:
                return work()

        try:
            return await asyncio.to_thread(guarded)
        except OSError as error:
            raise refusal_of(error) from error
