"""Ports: what the center needs from a store and a clock, as Protocols."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Sequence
from typing import BinaryIO, Protocol, TypeVar

import attrs

from ccsdk.model.entry import Batch, CommandRow, Entry

__all__ = [
    "Clock",
    "Credential",
    "CredentialStore",
    "Fault",
    "FileDraft",
    "FileInfo",
    "FileStore",
    "LogStore",
    "StoreInfo",
    "no_fault",
]

T = TypeVar("T")

# Asked at a named point; true makes the part fail there as its surroundings would.
Fault = Callable[[str], bool]


def no_fault(point: str) -> bool:
    """Let nothing fail: what every part is given outside of tests."""
    return False


class Clock(Protocol):
    """Tell the time; the center has the only one."""

    def now_ms(self) -> int:
        """Return the wall clock, milliseconds since the Unix epoch."""

    def monotonic_ms(self) -> int:
        """Return milliseconds from an arbitrary start that never fall."""

    async def sleep_until(self, monotonic_ms: int) -> None:
        """Return when `monotonic_ms` is reached."""


@attrs.frozen(kw_only=True)
class StoreInfo:
    """Say what an opened store holds.

    `epoch` is random and as old as the file; `secret` keys the center's identity hashes
    (32 random bytes, made with the file); `last_at_ms` is the last entry's instant or 0.
    """

    epoch: str
    head: int
    last_at_ms: int
    secret: bytes = attrs.field(repr=False)


class LogStore(Protocol):
    """Keep one center's log: append-only, one writer, chained, exclusive.

    Every implementation passes `ccsdk.testing.conformance.log_store.LogStoreConformance`.
    """

    async def open(self) -> StoreInfo:
        """Take the lease, verify that nothing acknowledged is missing, and open.

        Raises:
            LogLockedError: Another opener holds the log.
            CorruptLogError: The file is cut or holds less than was acknowledged.
            SchemaTooNewError: A newer version wrote it.
        """

    async def reopen(self) -> StoreInfo:
        """Start over after `LogUnavailableError`, from what is on disk; the lease is kept.

        The batch whose outcome was unknown is there, whole, or it is not.

        Raises:
            CorruptLogError: Less is there than was acknowledged.
            LogUnavailableError: It cannot be opened again.
        """

    async def append(self, batch: Batch) -> None:
        """Append entries and command rows in one transaction; return once it is on disk.

        A batch without content writes all the same: it proves that the log can be written.

        Raises:
            LogFullError: No space, or read-only; nothing of the batch is there.
            LogUnavailableError: The outcome is unknown; reopen before anything else.
        """

    async def lookup(self, keys: Sequence[tuple[str, str]]) -> dict[tuple[str, str], CommandRow]:
        """Return the rows of those (principal, key) that were used before."""

    async def read(self, *, after: int, limit: int) -> list[Entry]:
        """Return at most `limit` entries behind position `after`, oldest first."""

    async def read_rows(self, *, after: int, limit: int) -> list[CommandRow]:
        """Return accepted commands with `first_position` > `after`, in log order."""

    async def read_subject(self, subject: str, *, before: int | None, limit: int) -> list[Entry]:
        """Return the newest `limit` entries of a subject with version < `before`, oldest first."""

    async def read_positions(self, positions: Sequence[int]) -> list[Entry]:
        """Return the entries at these positions, oldest first; none for one beyond the head."""

    async def close(self) -> None:
        """Finish the running commit, checkpoint, and give the lease back."""


@attrs.frozen(kw_only=True)
class Credential:
    """Remember a credential by the SHA-256 of its token; the token itself is never kept.

    `kind` is link, session, visitor, machine or plugin; `statement` for a site's signed word
    that was used up. `account` and `customer` are a visitor's; `is_verified` says that the
    site signed for them, `name` what it says they are called, `attributes` what else it says
    of them, as a JSON object, and `external_id` who they are in its own books. Of a plugin's
    token the attributes are what the plugin may.
    `used_at_ms` is set once for a link, and at each use of a session.
    """

    digest: bytes
    kind: str
    principal: str
    role: str
    created_at_ms: int
    expires_at_ms: int
    used_at_ms: int | None = None
    account: str | None = None
    customer: str | None = None
    is_verified: bool = False
    name: str | None = attrs.field(default=None, repr=False)
    attributes: str | None = attrs.field(default=None, repr=False)
    external_id: str | None = attrs.field(default=None, repr=False)


class CredentialStore(Protocol):
    """Keep credentials beside the log, written by its one writing connection."""

    async def save_credentials(self, credentials: Sequence[Credential]) -> None:
        """Store new credentials; return once they are on disk."""

    async def find_credential(self, digest: bytes) -> Credential | None:
        """Return the credential with this digest, expired or not."""

    async def use_credential(self, digest: bytes, *, at_ms: int) -> Credential | None:
        """Mark an unused credential as used; None if there is none or it was used."""

    async def touch_credential(self, digest: bytes, *, at_ms: int) -> None:
        """Note that a session was used, so that its idle time starts anew."""

    async def delete_credentials(self, *, expired_before_ms: int) -> None:
        """Forget credentials that expired before this instant."""

    async def revoke_credential(self, digest: bytes) -> None:
        """Forget one credential at once, for instance at sign-out."""

    async def list_credentials(self, principal: str, kind: str) -> list[Credential]:
        """Return a principal's credentials of one kind, oldest first, expired or not."""

    async def revoke_sessions(self, principal: str) -> None:
        """Forget all sessions of a principal at once; their other credentials stay."""


@attrs.frozen(kw_only=True)
class FileInfo:
    """Say what a stored file is.

    `principal` is who uploaded it: a visitor's Customer id, else the Agent's id. `media` is
    what its bytes say. `interactions` are those with a message that names it; without any it
    is unsent, its uploader's only, and swept some time after `at_ms`.
    """

    file: str
    principal: str
    name: str = attrs.field(repr=False)
    media: str
    bytes: int
    at_ms: int
    interactions: tuple[str, ...] = ()


class FileDraft(Protocol):
    """Take an upload, of which nobody sees anything until it is finished.

    Discard what is not finished; a store that finds a draft when it opens does so itself.
    """

    async def write(self, part: bytes) -> None:
        """Append some bytes.

        Raises:
            OverloadedError: The disk is full.
        """

    async def examine(self, look: Callable[[BinaryIO], T]) -> T:
        """Return what `look` makes of the bytes so far; it runs on a thread and only reads."""

    async def finish(self, info: FileInfo) -> None:
        """Make it a file; return once bytes and info are on disk, never one without the other.

        Raises:
            OverloadedError: The disk is full.
        """

    def discard(self) -> None:
        """Drop it; does nothing once it is finished."""


class FileStore(Protocol):
    """Keep the files of messages, under random names, beside the log.

    Every implementation passes `ccsdk.testing.conformance.file_store.FileStoreConformance`.
    The log's lease is what keeps a second opener out.
    """

    async def open(self) -> None:
        """Drop what is half there, and know what is unsent.

        Raises:
            ConfigurationError: Others may read the folder.
        """

    async def begin(self) -> FileDraft:
        """Return a new draft.

        Raises:
            OverloadedError: Too little space is free.
            DrainingError: The store is closed.
        """

    def find(self, file: str) -> FileInfo | None:
        """Return what is known of a finished file, None if there is none."""

    def unsent(self) -> Sequence[FileInfo]:
        """Return the files that no message names, oldest first."""

    def keep(self, file: str, interaction: str) -> None:
        """Note that a message of an Interaction names a file: found at once, on disk by `sync`.

        Repeating it changes nothing; a file that is not there is passed over.
        """

    async def sync(self) -> None:
        """Bring what was noted to disk.

        Raises:
            OSError: It stays noted; try again.
        """

    def read(self, file: str) -> AsyncGenerator[bytes, None]:
        """Yield the bytes of a file in parts.

        Raises:
            UnknownEntityError: There is none; before the first part.
        """

    async def examine(self, file: str, look: Callable[[BinaryIO], T]) -> T:
        """Return what `look` makes of a file's bytes; it runs on a thread and only reads.

        Raises:
            UnknownEntityError: There is none.
        """

    async def preview(self, file: str) -> bytes | None:
        """Return the preview that was saved; empty if none can be made, None if none was."""

    async def save_preview(self, file: str, body: bytes) -> None:
        """Keep a preview beside its file; without the file it is dropped."""

    async def forget(self, file: str) -> None:
        """Delete a file with what is known of it and its preview, for a sweep or an erasure."""

    async def close(self) -> None:
        """Take no more drafts; call `sync` before."""
