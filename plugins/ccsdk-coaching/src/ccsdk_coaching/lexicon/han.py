"""Traditional Chinese folded to Simplified, character by character, so that offsets hold."""

from __future__ import annotations

from functools import cache

__all__ = ["fold"]

# What the table reads otherwise than a note means it: it knows no neighbours.
_IN_NOTES = {"么": "么", "麼": "么", "麽": "么", "妳": "你", "祇": "只", "姊": "姐", "覆": "复"}


def fold(text: str) -> str:
    """Return a text of the same length in Simplified Chinese."""
    if text.isascii():
        return text
    return text.translate(_table())


@cache
def _table() -> dict[int, int]:
    from importlib.resources import files  # who reads English only need not wait for it

    text = (files(__package__) / "han_table.txt").read_text(encoding="utf-8")
    pairs = "".join(line for line in text.splitlines() if not line.startswith("#"))
    table = {ord(each): ord(read) for each, read in zip(pairs[::2], pairs[1::2], strict=True)}
    table.update({ord(each): ord(read) for each, read in _IN_NOTES.items()})
    return table
