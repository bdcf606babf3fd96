"""The lease: one opener per log, and a witness of how far the log had come.

`<file>.lease` is locked by `flock` for the life of the center; the kernel gives the lock
back however the process ends. Its one record of 512 bytes says who holds it, and the
epoch and head of the log after the last commit, so that a log which lost its tail, its
`-wal` or was replaced by an old copy is not taken for a good one.

The record is written over in place after each commit and not synced then: a second sync
would double the price of a batch. Whoever kills the process cannot take back what the
kernel has; after a power cut the record may be older than the log, which is the harmless
direction, and 512 bytes are one sector, so it is never half written. It is synced where
syncs are rare: at opening, at a checkpoint and at closing.
"""

from __future__ import annotations

import fcntl
import os
from contextlib import suppress
from pathlib import Path

import msgspec

from ccsdk.errors import CorruptLogError, LogLockedError

__all__ = ["Lease", "LeaseRecord"]

RECORD_SIZE = 512


class LeaseRecord(msgspec.Struct, kw_only=True, frozen=True):
    """Say who holds a log, and what it had reached: `head` is its last position."""

    holder: str
    epoch: str = ""
    head: int = 0


class Lease:
    """Hold a log exclusively."""

    def __init__(self, path: Path) -> None:
        self._path = path.with_name(f"{path.name}.lease")
        self._log = str(path)
        self._file: int | None = None
        self._holder = f"process {os.getpid()} on {os.uname().nodename}"

    def take(self) -> LeaseRecord:
        """Lock the log and return what the holder before left.

        Raises:
            LogLockedError: Somebody else holds it; the error names them.
            CorruptLogError: The record is unreadable.
        """
        file = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(file)
            raise LogLockedError(path=self._log, holder=self._name_holder()) from None
        self._file = file
        try:
            return self.read() or LeaseRecord(holder=self._holder)
        except BaseException:
            self.release()
            raise

    def read(self) -> LeaseRecord | None:
        """Return the record, also beside a holder; None if nothing was ever written.

        Raises:
            CorruptLogError: The record is unreadable.
        """
        try:
            content = self._path.read_bytes()
        except FileNotFoundError:
            return None
        if not content:
            return None
        try:
            return msgspec.json.decode(content, type=LeaseRecord)
        except (msgspec.MsgspecError, UnicodeDecodeError) as error:
            problem = f"{self._path.name} is unreadable, so the log's length cannot be checked"
            raise CorruptLogError(path=self._log, position=0, problem=problem) from error

    def write(self, *, epoch: str, head: int) -> None:
        """Note how far the log has come; on disk only after `sync`."""
        assert self._file is not None, "a lease is written by its holder"
        record = LeaseRecord(holder=self._holder, epoch=epoch, head=head)
        content = msgspec.json.encode(record).ljust(RECORD_SIZE - 1) + b"\n"
        assert len(content) == RECORD_SIZE, "a record is one sector"
        # The commit it follows stands; an older record only proves less.
        with suppress(OSError):
            os.pwrite(self._file, content, 0)

    def sync(self) -> None:
        """Bring the record to disk."""
        assert self._file is not None, "a lease is synced by its holder"
        os.fsync(self._file)

    def release(self) -> None:
        """Give the log back; the record stays."""
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def _name_holder(self) -> str:
        try:
            record = self.read()
        except CorruptLogError:
            record = None
        return record.holder if record else "another process"
