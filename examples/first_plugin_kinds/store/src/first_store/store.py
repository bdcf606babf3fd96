"""The store: put your database in the place of the lists, method by method.

What has to hold is in the conformance class, and in the docstrings of the port.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence

import attrs

from ccsdk.errors import LogLockedError, LogUnavailableError
from ccsdk.hooks.ports import Credential, Fault, StoreInfo, no_fault
from ccsdk.model.entry import Batch, CommandRow, Entry

__all__ = ["Store"]


class Store:
    """Keep one center's log, and beside it credentials.

    Args:
        name: What errors call it.
        fault: Asked at `log.append.before_commit` and `log.append.after_commit`; true makes the
            write fail there. The conformance tests use it; have it fail as your database would.
    """

    def __init__(self, name: str, *, fault: Fault = no_fault) -> None:
        self._name = name
        self._fault = fault
        # As old as the log: made with it, and kept with it.
        self._epoch = secrets.token_hex(16)
        self._secret = secrets.token_bytes(32)
        self._is_open = False
        self._has_failed = False
        self._entries: list[Entry] = []
        self._rows: list[CommandRow] = []
        self._by_key: dict[tuple[str, str], CommandRow] = {}
        self._by_subject: dict[str, list[Entry]] = {}
        self._credentials: dict[bytes, Credential] = {}

    async def open(self) -> StoreInfo:
        """Take the store; refuse a second opener."""
        if self._is_open:
            raise LogLockedError(path=self._name, holder="another center in this process")
        self._is_open = True
        return await self.reopen()

    async def reopen(self) -> StoreInfo:
        """Go on after a failure, with what was committed."""
        self._has_failed = False
        last_at_ms = self._entries[-1].at_ms if self._entries else 0
        return StoreInfo(
            epoch=self._epoch,
            head=len(self._entries),
            last_at_ms=last_at_ms,
            secret=self._secret,
        )

    async def close(self) -> None:
        """Give the store back; its content stays."""
        self._is_open = False

    async def append(self, batch: Batch) -> None:
        """Append entries and command rows, all or none."""
        assert self._is_open, "a store is opened before it is written"
        self._refuse_misfit(batch)
        if self._has_failed:
            raise LogUnavailableError(
                path=self._name, problem="it failed before and was not reopened"
            )
        self._fail_if(self._fault("log.append.before_commit"))
        for entry in batch.entries:
            self._entries.append(entry)
            self._by_subject.setdefault(entry.subject, []).append(entry)
        for row in batch.rows:
            self._rows.append(row)
            self._by_key[row.principal, row.key] = row
        self._fail_if(self._fault("log.append.after_commit"))

    def _refuse_misfit(self, batch: Batch) -> None:
        head = len(self._entries)
        for position, entry in enumerate(batch.entries, start=head + 1):
            assert entry.position == position, f"position {entry.position} follows {position - 1}"
        keys = [(row.principal, row.key) for row in batch.rows]
        is_new = len(set(keys)) == len(keys) and not self._by_key.keys() & set(keys)
        assert is_new, "a key is stored once"

    def _fail_if(self, is_faulty: bool) -> None:
        if is_faulty:
            self._has_failed = True
            raise LogUnavailableError(path=self._name, problem="a fault was injected")

    async def lookup(self, keys: Sequence[tuple[str, str]]) -> dict[tuple[str, str], CommandRow]:
        """Return the rows of those (principal, key) that were used before."""
        return {key: self._by_key[key] for key in keys if key in self._by_key}

    async def read(self, *, after: int, limit: int) -> list[Entry]:
        """Return at most `limit` entries behind position `after`, oldest first."""
        return self._entries[after : after + limit]

    async def read_rows(self, *, after: int, limit: int) -> list[CommandRow]:
        """Return accepted commands with `first_position` > `after`, in log order."""
        found = [row for row in self._rows if row.first_position > after]
        if not found[:limit]:
            return []
        last = found[:limit][-1].first_position
        return [row for row in found if row.first_position <= last]

    async def read_subject(self, subject: str, *, before: int | None, limit: int) -> list[Entry]:
        """Return the newest `limit` entries of a subject with version < `before`, oldest first."""
        entries = self._by_subject.get(subject, [])
        found = [e for e in entries if before is None or e.version < before]
        return found[max(0, len(found) - limit) :]

    async def read_positions(self, positions: Sequence[int]) -> list[Entry]:
        """Return the entries at these positions, oldest first; none for one beyond the head."""
        head = len(self._entries)
        return [self._entries[each - 1] for each in sorted(set(positions)) if 0 < each <= head]

    async def save_credentials(self, credentials: Sequence[Credential]) -> None:
        """Store new credentials."""
        self._credentials.update({c.digest: c for c in credentials})

    async def find_credential(self, digest: bytes) -> Credential | None:
        """Return the credential with this digest, expired or not."""
        return self._credentials.get(digest)

    async def use_credential(self, digest: bytes, *, at_ms: int) -> Credential | None:
        """Mark an unused credential as used; None if there is none or it was used."""
        found = self._credentials.get(digest)
        if found is None or found.used_at_ms is not None:
            return None
        await self.touch_credential(digest, at_ms=at_ms)
        return self._credentials[digest]

    async def touch_credential(self, digest: bytes, *, at_ms: int) -> None:
        """Note that a session was used, so that its idle time starts anew."""
        if digest in self._credentials:
            found = self._credentials[digest]
            self._credentials[digest] = attrs.evolve(found, used_at_ms=at_ms)

    async def delete_credentials(self, *, expired_before_ms: int) -> None:
        """Forget credentials that expired before this instant."""
        kept = {d: c for d, c in self._credentials.items() if c.expires_at_ms >= expired_before_ms}
        self._credentials = kept

    async def revoke_credential(self, digest: bytes) -> None:
        """Forget one credential at once, for instance at sign-out."""
        self._credentials.pop(digest, None)

    async def list_credentials(self, principal: str, kind: str) -> list[Credential]:
        """Return a principal's credentials of one kind, oldest first, expired or not."""
        found = [
            c for c in self._credentials.values() if (c.principal, c.kind) == (principal, kind)
        ]
        return sorted(found, key=lambda each: (each.created_at_ms, each.digest))

    async def revoke_sessions(self, principal: str) -> None:
        """Forget all sessions of a principal at once; their other credentials stay."""
        kept = {
            digest: each
            for digest, each in self._credentials.items()
            if (each.kind, each.principal) != ("session", principal)
        }
        self._credentials = kept
