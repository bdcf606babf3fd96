"""Credentials beside the log: statements for the connection that writes it."""

from __future__ import annotations

import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from typing import TypeVar

import attrs

from ccsdk.hooks.ports import Credential
from ccsdk.log.reading import find_credential, list_credentials
from ccsdk.log.statements import SQL

__all__ = ["CredentialTable"]

T = TypeVar("T")


class CredentialTable(ABC):
    """Keep credentials by the SHA-256 of their tokens."""

    @abstractmethod
    async def _write(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Run `work` as one transaction and return once it is on disk."""

    @abstractmethod
    async def _query(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Run `work` on a connection that shows what is on disk."""

    async def save_credentials(self, credentials: Sequence[Credential]) -> None:
        """Store new credentials; return once they are on disk."""
        # The statement names its columns in the order of the class.
        rows = [attrs.astuple(credential) for credential in credentials]
        await self._write(lambda c: c.executemany(SQL["save_credential"], rows).close())

    async def find_credential(self, digest: bytes) -> Credential | None:
        """Return the credential with this digest, expired or not."""
        return await self._query(lambda c: find_credential(c, digest))

    async def use_credential(self, digest: bytes, *, at_ms: int) -> Credential | None:
        """Mark an unused credential as used; None if there is none or it was used."""

        def use(connection: sqlite3.Connection) -> Credential | None:
            used = connection.execute(SQL["use_credential"], (at_ms, digest)).rowcount
            return find_credential(connection, digest) if used else None

        return await self._write(use)

    async def touch_credential(self, digest: bytes, *, at_ms: int) -> None:
        """Note that a session was used, so that its idle time starts anew."""
        await self._write(lambda c: c.execute(SQL["touch_credential"], (at_ms, digest)).close())

    async def delete_credentials(self, *, expired_before_ms: int) -> None:
        """Forget credentials that expired before this instant."""
        before = (expired_before_ms,)
        await self._write(lambda c: c.execute(SQL["delete_credentials"], before).close())

    async def revoke_credential(self, digest: bytes) -> None:
        """Forget one credential at once, for instance at sign-out."""
        await self._write(lambda c: c.execute(SQL["revoke_credential"], (digest,)).close())

    async def list_credentials(self, principal: str, kind: str) -> list[Credential]:
        """Return a principal's credentials of one kind, oldest first, expired or not."""
        return await self._query(lambda c: list_credentials(c, principal, kind))

    async def revoke_sessions(self, principal: str) -> None:
        """Forget all sessions of a principal at once; their other credentials stay."""
        await self._write(lambda c: c.execute(SQL["revoke_sessions"], (principal,)).close())
