"""The files of messages: kept once a message that names them is committed, swept if none is.

That a file is kept follows from the log, so nothing is lost by a crash in between: at the
next start every committed message notes its files again, which changes nothing where it was
done. In memory a file is its Interaction's before anybody hears of the message.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Iterable
from contextlib import suppress
from typing import Protocol

import structlog

from ccsdk.center.history import access_of
from ccsdk.center.writer import Writer
from ccsdk.errors import UnknownEntityError
from ccsdk.hooks.ports import Clock, FileInfo, FileStore
from ccsdk.model.entry import Entry
from ccsdk.model.event import MessageReceived, MessageSent
from ccsdk.model.principal import Principal
from ccsdk.server.quota import uploader_of

__all__ = ["FileKeeper", "FileRules"]

SWEEP_EVERY_MS = 3_600_000
RETRY_AFTER_MS = 5_000
# A message that names a file in its last moment is committed long before the file is swept.
SWEPT_LATER_MS = 600_000
# Who reads an Interaction without its text does not read its files either.
_CLASS = "text"

_log = structlog.get_logger("ccsdk.center")


class FileRules(Protocol):
    """Say which files are taken, and how long those that no message names stay."""

    @property
    def bytes_max(self) -> int:
        """Return how large one may be."""

    @property
    def accept(self) -> tuple[str, ...]:
        """Return the media types that are taken."""

    @property
    def keep_unsent_ms(self) -> int:
        """Return how long an upload waits for its message."""


class FileKeeper:
    """Keep one center's files, and say who may have them.

    Call `note` with every committed entry, from the first on; `open` once the log was
    replayed, and `stop` before its lease is given back.

    Args:
        writer: Lets committed state be read.
    """

    def __init__(self, store: FileStore, rules: FileRules, *, clock: Clock, writer: Writer) -> None:
        self.store = store
        self._rules = rules
        self._clock = clock
        self._writer = writer
        # What the log said before the store was open.
        self._early: dict[tuple[str, str], None] | None = {}
        self._noted = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []

    @property
    def bytes_max(self) -> int:
        """Return how large a file may be."""
        return self._rules.bytes_max

    @property
    def accept(self) -> frozenset[str]:
        """Return the media types that are taken."""
        return frozenset(self._rules.accept)

    def note(self, entries: Iterable[Entry]) -> None:
        """Take committed entries, in log order."""
        for entry in entries:
            event = entry.event
            if isinstance(event, MessageReceived | MessageSent):
                for attachment in event.files:
                    self._keep(attachment.file, event.interaction)

    def _keep(self, file: str, interaction: str) -> None:
        if self._early is not None:
            self._early[file, interaction] = None
        else:
            self.store.keep(file, interaction)
            self._noted.set()

    async def open(self) -> None:
        """Open the store, bring it in line with the log, and begin to sweep.

        Raises:
            ConfigurationError: Others may read its folder.
        """
        await self.store.open()
        early, self._early = self._early or {}, None
        for file, interaction in early:
            self.store.keep(file, interaction)
        self._noted.set()
        self._tasks = [asyncio.create_task(work()) for work in (self._save, self._sweep)]

    async def stop(self) -> None:
        """Take no more uploads, and bring to disk what was noted."""
        for task in self._tasks:
            task.cancel()
        for task in self._tasks:
            with suppress(asyncio.CancelledError):
                await task
        await self._tried(self.store.sync())
        await self.store.close()

    def file_of(self, file: str, principal: Principal) -> FileInfo | None:
        """Return what is known of a file that this principal uploaded and may still send."""
        info = self.store.find(file)
        if info is None or info.principal != uploader_of(principal):
            return None
        is_over = not info.interactions and self._age_ms(info) > self._rules.keep_unsent_ms
        return None if is_over else info

    async def access(self, principal: Principal, interaction: str, file: str) -> FileInfo:
        """Return what is known of a file, if this principal may read its Interaction's text.

        Raises:
            UnknownEntityError: There is none, not in this Interaction, or not for this reader.
        """
        access = await self._writer.read(lambda state: access_of(state, principal, interaction))
        is_reader = access.profile is not None and _CLASS in access.profile.classes
        info = self.store.find(file) if is_reader else None
        if info is None or interaction not in info.interactions:
            raise UnknownEntityError(kind="file", id=file)
        return info

    async def _save(self) -> None:
        """Bring what was noted to disk, soon."""
        while True:
            await self._noted.wait()
            self._noted.clear()
            if not await self._tried(self.store.sync()):
                self._noted.set()
                await self._clock.sleep_until(self._clock.monotonic_ms() + RETRY_AFTER_MS)

    async def _sweep(self) -> None:
        """Delete what nobody sent, each hour."""
        while True:
            over_ms = self._rules.keep_unsent_ms + SWEPT_LATER_MS
            for info in self.store.unsent():
                if self._age_ms(info) > over_ms and await self._tried(self.store.forget(info.file)):
                    _log.info("file.swept", file=info.file)
            await self._clock.sleep_until(self._clock.monotonic_ms() + SWEEP_EVERY_MS)

    def _age_ms(self, info: FileInfo) -> int:
        return self._clock.now_ms() - info.at_ms

    @staticmethod
    async def _tried(work: Awaitable[None]) -> bool:
        """Return whether some work on the disk succeeded; it is tried again later."""
        try:
            await work
        except OSError as error:
            _log.error("file.disk_failed", error=str(error))
            return False
        return True
