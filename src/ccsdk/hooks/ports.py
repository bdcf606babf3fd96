"""Ports: what the center needs from a store and a clock, as Protocols."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

import attrs

from ccsdk.model.entry import Batch, CommandRow, Entry

__all__ = [
    "Clock",
    "Credential",
    "CredentialStore",
    "Fault",
    "LogStore",
    "StoreInfo",
    "no_fault",
]

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

    async def close(self) -> None:
        """Finish the running commit, checkpoint, and give the lease back."""


@attrs.frozen(kw_only=True)
class Credential:
    """Remember a credential by the SHA-256 of its token; the token itself is never kept.

    `kind` is link, session, visitor or machine. `account` and `customer` are a visitor's.
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
