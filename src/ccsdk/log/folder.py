"""The files of messages in a folder: each whole, or not there.

Names in the folder, and nothing else of ours:

- `tmp_*`: something being written. Whoever dies leaves only these; `open` drops them.
- `fi_<id>`: the bytes. They count once a record stands beside them.
- `fi_<id>.new`: the record of a file that no message names yet.
- `fi_<id>.json`: the record of one that a message names; it outranks `.new`.
- `fi_<id>.webp`: a preview; empty where none can be made.

Bytes and record are synced under temporary names, then renamed, then the folder is synced;
at `open` bytes without a record, and records and previews without bytes, are dropped. An
erasure removes the record first, for the same reason.

Unsent files are known in memory, they are few; a record of the others is read when it is
asked for. That is one small file, cheaper than a hop to a thread.
"""

from __future__ import annotations

import asyncio
import os
import re
import secrets
import shutil
from collections import defaultdict
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, TypeVar

import attrs
import msgspec
import structlog

from ccsdk.errors import DrainingError, UnknownEntityError
from ccsdk.hooks.ports import FileDraft, FileInfo
from ccsdk.log.drafts import FolderDraft, disk_full, refusal_of, write_synced
from ccsdk.log.files import prepare_folder, refuse_wide_mode, sync_folder

__all__ = ["FREE_BYTES_MIN", "FREE_SHARE_MIN", "FolderFileStore", "Space"]

T = TypeVar("T")

# Uploads stop while the log still has room: at the smaller of a GiB and a twentieth.
FREE_BYTES_MIN = 2**30
FREE_SHARE_MIN = 0.05
PART_BYTES = 65_536
_FILE = re.compile(r"fi_[0-9a-f]{32}")
_OURS = re.compile(r"(fi_[0-9a-f]{32})(|\.new|\.json|\.webp)")
_TEMPORARY = "tmp_"

_log = structlog.get_logger("ccsdk.files")


@attrs.frozen
class Space:
    """Say how many bytes a disk has, and how many are free."""

    total: int
    free: int


def space_of(folder: Path) -> Space:
    """Return the space of the disk that a folder lies on."""
    usage = shutil.disk_usage(folder)
    return Space(usage.total, usage.free)


class FolderFileStore:
    """Keep files in one folder, made with the first of them.

    Args:
        folder: Readable by its owner only, on a local disk.
        space: Tells how full the disk is.
    """

    def __init__(self, folder: Path, *, space: Callable[[Path], Space] = space_of) -> None:
        self._folder = folder
        self._space = space
        self._is_open = False
        self._unsent: dict[str, FileInfo] = {}
        # Noted by `keep` and not yet on disk.
        self._noted: dict[str, FileInfo] = {}

    async def open(self) -> None:
        """Drop what is half there, and know what is unsent."""
        if self._folder.exists():
            refuse_wide_mode(self._folder)
            self._unsent = await asyncio.to_thread(self._sweep)
        self._is_open = True

    async def close(self) -> None:
        """Take no more drafts."""
        self._is_open = False

    async def begin(self) -> FileDraft:
        """Return a new draft, if the disk has room beside what the log may need."""
        if not self._is_open:
            raise DrainingError
        return await self._run(self._begin)

    def find(self, file: str) -> FileInfo | None:
        """Return what is known of a finished file, None if there is none."""
        if not _FILE.fullmatch(file):
            return None
        return self._noted.get(file) or self._unsent.get(file) or self._record(file, ".json")

    def unsent(self) -> Sequence[FileInfo]:
        """Return the files that no message names, oldest first."""
        return tuple(self._unsent.values())

    def keep(self, file: str, interaction: str) -> None:
        """Note that a message of an Interaction names a file."""
        found = self.find(file)
        if found is None or interaction in found.interactions:
            return
        self._noted[file] = attrs.evolve(found, interactions=(*found.interactions, interaction))
        self._unsent.pop(file, None)

    async def sync(self) -> None:
        """Bring what was noted to disk."""
        noted = dict(self._noted)
        if not noted:
            return
        await asyncio.to_thread(self._write_records, noted)
        for file, info in noted.items():
            if self._noted.get(file) is info:
                del self._noted[file]

    async def read(self, file: str) -> AsyncGenerator[bytes, None]:
        """Yield the bytes of a file in parts of 64 KiB."""
        with await asyncio.to_thread(self._opened, file) as opened:
            while part := await asyncio.to_thread(opened.read, PART_BYTES):
                yield part

    async def examine(self, file: str, look: Callable[[BinaryIO], T]) -> T:
        """Return what `look` makes of a file's bytes."""

        def work() -> T:
            with self._opened(file) as opened:
                return look(opened)

        return await asyncio.to_thread(work)

    async def preview(self, file: str) -> bytes | None:
        """Return the preview that was saved; empty if none can be made, None if none was."""
        with suppress(FileNotFoundError):
            return await asyncio.to_thread(self._path(file, ".webp").read_bytes)
        return None

    async def save_preview(self, file: str, body: bytes) -> None:
        """Keep a preview beside its file; without the file it is dropped."""

        def save() -> None:
            if self.find(file) is not None:
                self._write(self._path(file, ".webp"), body)

        await self._run(save)

    async def forget(self, file: str) -> None:
        """Delete a file with what is known of it and its preview."""
        self._noted.pop(file, None)
        self._unsent.pop(file, None)
        await asyncio.to_thread(self._delete, file)

    # --- on threads ---------------------------------------------------------------------------

    async def _run(self, work: Callable[[], T]) -> T:
        try:
            return await asyncio.to_thread(work)
        except OSError as error:
            raise refusal_of(error) from error

    def _begin(self) -> FileDraft:
        prepare_folder(self._folder)
        space = self._space(self._folder)
        if space.free < min(FREE_BYTES_MIN, space.total * FREE_SHARE_MIN):
            raise disk_full()
        return FolderDraft(self._temporary(), self._adopt)

    def _adopt(self, bytes_at: Path, info: FileInfo) -> None:
        """Give a draft's bytes their name, and write the record beside them."""
        record = self._temporary()
        try:
            write_synced(record, msgspec.json.encode(info))
            bytes_at.rename(self._path(info.file))
            record.rename(self._path(info.file, ".new"))
        finally:
            record.unlink(missing_ok=True)
        sync_folder(self._folder)
        self._unsent[info.file] = info

    def _write_records(self, noted: dict[str, FileInfo]) -> None:
        for file, info in noted.items():
            # Erased meanwhile: a record would outlive its file until the next start.
            if self._path(file).exists():
                self._write(self._path(file, ".json"), msgspec.json.encode(info))
                self._path(file, ".new").unlink(missing_ok=True)
        sync_folder(self._folder)

    def _write(self, target: Path, body: bytes) -> None:
        draft = self._temporary()
        try:
            write_synced(draft, body)
            draft.rename(target)
        except BaseException:
            draft.unlink(missing_ok=True)
            raise

    def _opened(self, file: str) -> BinaryIO:
        if self.find(file) is None:
            raise UnknownEntityError(kind="file", id=file)
        try:
            return self._path(file).open("rb")
        except FileNotFoundError:
            raise UnknownEntityError(kind="file", id=file) from None

    def _record(self, file: str, suffix: str) -> FileInfo | None:
        try:
            return msgspec.json.decode(self._path(file, suffix).read_bytes(), type=FileInfo)
        except FileNotFoundError:
            return None
        except msgspec.MsgspecError as error:
            _log.error("file.unreadable", file=file, error=str(error))
            return None

    def _delete(self, file: str) -> None:
        if self._folder.exists():
            for suffix in (".json", ".new", ".webp", ""):
                self._path(file, suffix).unlink(missing_ok=True)
            sync_folder(self._folder)

    def _sweep(self) -> dict[str, FileInfo]:
        """Drop what a crash left, and return what is unsent, oldest first."""
        names: defaultdict[str, set[str]] = defaultdict(set)
        for entry in os.scandir(self._folder):
            if match := _OURS.fullmatch(entry.name):
                names[match[1]].add(match[2])
            elif entry.name.startswith(_TEMPORARY):
                Path(entry.path).unlink()
        for file, suffixes in names.items():
            for suffix in (dropped := _leftovers(suffixes)):
                self._path(file, suffix).unlink()
            suffixes.difference_update(dropped)
        found = (self._record(f, ".new") for f, suffixes in names.items() if ".new" in suffixes)
        unsent = sorted((i for i in found if i is not None), key=lambda info: info.at_ms)
        return {info.file: info for info in unsent}

    def _path(self, file: str, suffix: str = "") -> Path:
        if not _FILE.fullmatch(file):
            raise UnknownEntityError(kind="file", id=file)
        return self._folder / f"{file}{suffix}"

    def _temporary(self) -> Path:
        return self._folder / f"{_TEMPORARY}{secrets.token_hex(16)}"


def _leftovers(suffixes: set[str]) -> set[str]:
    """Return which of a file's names a crash left behind."""
    if "" not in suffixes or not suffixes & {".new", ".json"}:
        return set(suffixes)
    return {".new"} if {".new", ".json"} <= suffixes else set()
