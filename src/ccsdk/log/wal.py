"""How much the write-ahead log holds: what SQLite tells only in answer to a checkpoint.

A frame is live if its salts are those of the file's header; a checkpoint that moved all
frames makes SQLite begin anew with other salts. So two short reads tell whether frame n
has been written since. SQLite takes no locks on `-wal`, hence opening it besides is safe.

Source: https://www.sqlite.org/fileformat2.html#the_write_ahead_log
"""

from __future__ import annotations

import os
from pathlib import Path

__all__ = ["WalGauge"]

HEADER_SIZE = 32
FRAME_HEADER_SIZE = 24
SALTS_SIZE = 8


class WalGauge:
    """Tell whether a write-ahead log has grown to a number of pages."""

    def __init__(self, wal: Path, *, page_size: int) -> None:
        self._file = os.open(wal, os.O_RDONLY)
        self._frame_size = FRAME_HEADER_SIZE + page_size

    def has_pages(self, count: int) -> bool:
        """Return whether at least `count` pages, 1 or more, wait for a checkpoint."""
        salts = os.pread(self._file, SALTS_SIZE, 16)
        at = HEADER_SIZE + (count - 1) * self._frame_size + 8
        return len(salts) == SALTS_SIZE and os.pread(self._file, SALTS_SIZE, at) == salts

    def close(self) -> None:
        """Close the file."""
        os.close(self._file)
