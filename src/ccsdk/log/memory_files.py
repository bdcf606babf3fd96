"""The files of messages without a disk: the same promises for as long as the object lives."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Sequence
from io import BytesIO
from typing import BinaryIO, TypeVar

import attrs

from ccsdk.errors import DrainingError, UnknownEntityError
from ccsdk.hooks.ports import FileDraft, FileInfo

__all__ = ["MemoryFileStore"]

T = TypeVar("T")

PART_BYTES = 65_536


class MemoryFileStore:
    """Keep files in memory, for scripts and tests; they survive `close` and a new `open`."""

    def __init__(self) -> None:
        self._is_open = False
        self._bytes: dict[str, bytes] = {}
        self._infos: dict[str, FileInfo] = {}
        self._previews: dict[str, bytes] = {}

    async def open(self) -> None:
        """Begin to take drafts."""
        self._is_open = True

    async def close(self) -> None:
        """Take no more drafts."""
        self._is_open = False

    async def begin(self) -> FileDraft:
        """Return a new draft."""
        if not self._is_open:
            raise DrainingError
        return _MemoryDraft(self._adopt)

    def _adopt(self, body: bytes, info: FileInfo) -> None:
        self._bytes[info.file] = body
        self._infos[info.file] = info

    def find(self, file: str) -> FileInfo | None:
        """Return what is known of a finished file, None if there is none."""
        return self._infos.get(file)

    def unsent(self) -> Sequence[FileInfo]:
        """Return the files that no message names, oldest first."""
        found = (info for info in self._infos.values() if not info.interactions)
        return sorted(found, key=lambda info: info.at_ms)

    def keep(self, file: str, interaction: str) -> None:
        """Note that a message of an Interaction names a file."""
        info = self._infos.get(file)
        if info is not None and interaction not in info.interactions:
            named = (*info.interactions, interaction)
            self._infos[file] = attrs.evolve(info, interactions=named)

    async def sync(self) -> None:
        """Do nothing: what was noted is as safe as the rest."""

    async def read(self, file: str) -> AsyncGenerator[bytes, None]:
        """Yield the bytes of a file in parts of 64 KiB."""
        body = self._body(file)
        for start in range(0, len(body), PART_BYTES):
            yield body[start : start + PART_BYTES]

    async def examine(self, file: str, look: Callable[[BinaryIO], T]) -> T:
        """Return what `look` makes of a file's bytes."""
        return await asyncio.to_thread(look, BytesIO(self._body(file)))

    async def preview(self, file: str) -> bytes | None:
        """Return the preview that was saved; empty if none can be made, None if none was."""
        return self._previews.get(file)

    async def save_preview(self, file: str, body: bytes) -> None:
        """Keep a preview beside its file; without the file it is dropped."""
        if file in self._infos:
            self._previews[file] = body

    async def forget(self, file: str) -> None:
        """Delete a file with what is known of it and its preview."""
        for part in (self._infos, self._bytes, self._previews):
            part.pop(file, None)

    def _body(self, file: str) -> bytes:
        if file not in self._bytes:
            raise UnknownEntityError(kind="file", id=file)
        return self._bytes[file]


class _MemoryDraft:
    def __init__(self, adopt: Callable[[bytes, FileInfo], None]) -> None:
        self._adopt = adopt
        self._parts = BytesIO()

    async def write(self, part: bytes) -> None:
        self._parts.write(part)

    async def examine(self, look: Callable[[BinaryIO], T]) -> T:
        return await asyncio.to_thread(look, BytesIO(self._parts.getvalue()))

    async def finish(self, info: FileInfo) -> None:
        self._adopt(self._parts.getvalue(), info)

    def discard(self) -> None:
        self._parts = BytesIO()
