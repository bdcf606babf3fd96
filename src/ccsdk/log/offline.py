"""Reading a log beside its server, or without one: no lease, nothing changed."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from types import TracebackType

from ccsdk.errors import CorruptLogError
from ccsdk.hooks.ports import StoreInfo
from ccsdk.log import reading
from ccsdk.log.connection import READER_PRAGMAS, apply_pragmas, reader_uri, translate
from ccsdk.log.lease import Lease
from ccsdk.model.entry import CommandRow, Entry

__all__ = ["OfflineLog"]


class OfflineLog:
    """Read a log file, whoever else has it open; a context manager.

    Raises:
        CorruptLogError: The file is no log, is cut, or is shorter than what its lease
            file says was acknowledged.
        SchemaTooNewError: A newer version wrote it.
        FileNotFoundError: There is no such file.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> OfflineLog:
        # First the record, then the log: beside a running server the log may only be longer.
        record = Lease(self._path).read()
        if not self._path.exists() and record is None:
            raise FileNotFoundError(self._path)
        try:
            self._connection = sqlite3.connect(
                reader_uri(self._path), uri=True, isolation_level=None
            )
        except sqlite3.Error as error:
            raise translate(error, self._path) from error
        try:
            self._prepare(record.head if record else 0)
        except BaseException:
            self._connection.close()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._connection.close()

    def _prepare(self, acknowledged: int) -> None:
        try:
            apply_pragmas(self._connection, READER_PRAGMAS, path=self._path)
            reading.check_schema(self._connection, self._path)
            self.info = reading.read_info(self._connection, self._path)
        except sqlite3.Error as error:
            raise translate(error, self._path) from error
        if self.info.head < acknowledged:
            problem = f"it ends at {self.info.head}, but {acknowledged} had been acknowledged"
            position = self.info.head + 1
            raise CorruptLogError(path=str(self._path), position=position, problem=problem)

    info: StoreInfo
    """What the file held when it was opened."""

    def read(self, *, after: int, limit: int) -> list[Entry]:
        """Return at most `limit` entries behind position `after`, checked, oldest first."""
        return reading.read_entries(self._connection, self._path, after=after, limit=limit)

    def read_rows(self, *, after: int, limit: int) -> list[CommandRow]:
        """Return accepted commands with `first_position` > `after`, in log order."""
        return reading.read_rows(self._connection, self._path, after=after, limit=limit)

    def verify(self) -> int:
        """Check every event against the chain and return the head.

        Raises:
            CorruptLogError: An event is missing or changed; names the first.
        """
        return reading.verify_chain(self._connection, self._path)
