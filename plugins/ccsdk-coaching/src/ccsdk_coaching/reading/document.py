"""One note, read once: its sentences, its zones, and who speaks where."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property
from typing import Any, Protocol

from ccsdk_coaching.config import CoachingConfig
from ccsdk_coaching.lexicon.people import NAMES
from ccsdk_coaching.reading.sentences import (
    Sentence,
    language_of,
    paragraph_spans,
    sentence_spans,
)
from ccsdk_coaching.reading.source import Source
from ccsdk_coaching.reading.speakers import speaker_of
from ccsdk_coaching.reading.zones import Ignore, Quote, comment_spans, ignores, quotes

__all__ = ["Document", "Reader"]

# "Jo, you ...", "Hi Jo,", "..., Jo." and "Jo: ...": a name that is called.
_VOCATIVE = re.compile(
    r"(?:^|[\n.!?]\s)(?:(?:Hi|Hello|Dear|Hey|Morning|Well done|Agent|Advisor|Adviser):?\s)?"
    r"([A-Z][a-z]{1,20})(?=, (?:you|your|I)\b|: |'s self)"
    r"|,\s([A-Z][a-z]{1,20})(?=[.!,])",
)


class Reader(Protocol):
    """Stand for a rule that asks for the sentences of its languages."""

    @property
    def languages(self) -> tuple[str, ...]:
        """Return en, zh or both."""


class Document:
    """Hold a note and all that rules ask about it.

    Args:
        text: As it was decoded; offsets everywhere are code points of it.
        config: Its language and the names of agents are read.
    """

    def __init__(self, text: str, config: CoachingConfig | None = None) -> None:
        self.text = text
        self.config = config or CoachingConfig()
        self.source = Source(text)
        self.low = lowered(text)
        self.comments = comment_spans(text)
        self.paragraphs = tuple(paragraph_spans(text, self.source.start))
        self.sentences = self._read_sentences()
        self._starts = [each.start for each in self.sentences]
        self._candidates: dict[int, list[int]] | None = None
        self._speakers: dict[int, str] = {}
        # What rules work out once and share, by their own keys.
        self.shared: dict[str, Any] = {}
        # Whether the note says "you" to somebody; found out when first asked.
        self.addresses: bool | None = None

    def _read_sentences(self) -> tuple[Sentence, ...]:
        lang = self.config.lang
        found: list[Sentence] = []
        is_mixed = lang == "auto" and not self.text.isascii()
        for number, (start, end) in enumerate(self.paragraphs):
            for left, right in sentence_spans(self.text, start, end):
                if self.comments and self.is_comment(left):
                    continue
                spoken = language_of(self.text[left:right]) if is_mixed else lang
                found.append(
                    Sentence(
                        self.text,
                        self.low,
                        left,
                        right,
                        lang="en" if spoken == "auto" else spoken,
                        paragraph=number,
                        index=len(found),
                    )
                )
        return tuple(found)

    def is_comment(self, offset: int) -> bool:
        """Return whether an offset lies in a comment."""
        return any(start <= offset < end for start, end in self.comments)

    @cached_property
    def agents(self) -> frozenset[str]:
        """Return the names of agents in small letters: the house's, and those spoken to."""
        called = (match[1] or match[2] for match in _VOCATIVE.finditer(self.text, 0, 20_000))
        names = {each.lower() for each in called}
        return frozenset(names & NAMES) | {each.lower() for each in self.config.agents}

    @cached_property
    def ignores(self) -> list[Ignore]:
        """Return the comments that ignore rules."""
        return ignores(self.text)

    @cached_property
    def quotes(self) -> list[Quote]:
        """Return the quotations, in order, none inside another."""
        return [quote for start, end in self.paragraphs for quote in quotes(self.text, start, end)]

    @cached_property
    def _quote_starts(self) -> list[int]:
        return [each.start for each in self.quotes]

    def quote_at(self, offset: int) -> Quote | None:
        """Return the quotation around an offset, None if there is none."""
        place = bisect_right(self._quote_starts, offset) - 1
        if place < 0 or offset >= self.quotes[place].end:
            return None
        return self.quotes[place]

    def speaker_at(self, offset: int) -> str:
        """Return whose words stand at an offset: writer, customer, agent or unknown."""
        quote = self.quote_at(offset)
        if quote is None:
            return "writer"
        if quote.start not in self._speakers:
            self._speakers[quote.start] = speaker_of(self, quote)
        return self._speakers[quote.start]

    def sentence_at(self, offset: int) -> Sentence | None:
        """Return the sentence around an offset, None between two."""
        place = bisect_right(self._starts, offset) - 1
        if place < 0 or offset >= self.sentences[place].end:
            return None
        return self.sentences[place]

    def neighbour(self, sentence: Sentence, step: int) -> Sentence | None:
        """Return the sentence some steps on, or back if negative; None beyond the ends."""
        place = sentence.index + step
        return self.sentences[place] if 0 <= place < len(self.sentences) else None

    def paragraph_of(self, offset: int) -> int:
        """Return the number of the paragraph at or before an offset."""
        return max(bisect_right(self.paragraphs, (offset, len(self.text))) - 1, 0)

    def candidates(self, rule: Reader) -> Sequence[Sentence]:
        """Return the sentences of a rule's languages that hold one of its triggers."""
        if self._candidates is not None and id(rule) in self._candidates:
            return [self.sentences[index] for index in self._candidates[id(rule)]]
        return [each for each in self.sentences if each.lang in rule.languages]

    def narrow(self, candidates: dict[int, list[int]]) -> None:
        """Take what the prefilter found: by rule, the sentences to look at."""
        self._candidates = candidates


def lowered(text: str) -> str:
    """Return a text in small letters with straight apostrophes, of the same length."""
    low = text.lower()
    if len(low) != len(text):
        low = "".join(small if len(small := each.lower()) == 1 else each for each in text)
    return low if low.isascii() else low.replace("\u2019", "'")
