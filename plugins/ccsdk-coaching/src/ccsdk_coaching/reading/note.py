"""What is asked of a note to find out who speaks in it; `Document` is one."""

from __future__ import annotations

from typing import Protocol

from ccsdk_coaching.lexicon.classes import Lexicon
from ccsdk_coaching.reading.sentences import Sentence
from ccsdk_coaching.reading.zones import Quote

__all__ = ["Note"]


class Note(Protocol):
    """Stand for a document where its own module cannot be imported."""

    text: str
    low: str
    addresses: bool | None
    is_filed: bool | None
    meant: dict[int, str]
    lexicon: Lexicon

    @property
    def agents(self) -> frozenset[str]:
        """Return the names of agents in small letters."""

    def quote_at(self, offset: int) -> Quote | None:
        """Return the quotation around an offset."""

    def sentence_at(self, offset: int) -> Sentence | None:
        """Return the sentence around an offset."""

    def neighbour(self, sentence: Sentence, step: int) -> Sentence | None:
        """Return the sentence some steps on, or back if negative."""
