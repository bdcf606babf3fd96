"""One note, read once: its sentences, its zones, and who speaks where."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, Protocol

from ccsdk_coaching.config import CoachingConfig
from ccsdk_coaching.lexicon.classes import Lexicon
from ccsdk_coaching.lexicon.people import NAMES
from ccsdk_coaching.reading.paragraphs import Paragraph, Paragraphs, paragraph_of
from ccsdk_coaching.reading.readable import Readable
from ccsdk_coaching.reading.sentences import Sentence, paragraph_spans
from ccsdk_coaching.reading.speakers import speaker_of
from ccsdk_coaching.reading.zones import Ignore, Quote, comment_spans, ignores

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

    `text` is the note as it is read, see `Readable`, and offsets are code points of that;
    `readable` knows where these were written.

    Args:
        text: As it was decoded.
        config: Its language and the names of agents are read.
        lexicon: The words of packs.
        reader: What knows paragraphs already.
    """

    def __init__(
        self,
        text: str,
        config: CoachingConfig | None = None,
        lexicon: Lexicon | None = None,
        reader: Paragraphs | None = None,
    ) -> None:
        self.readable = Readable(text)
        self.text = text = self.readable.text
        self.config = config or CoachingConfig()
        self.lexicon = Lexicon() if lexicon is None else lexicon
        self.low, self.is_lowered_singly = lowered(text)
        self.comments = comment_spans(text)
        self._comment_starts = [start for start, _ in self.comments]
        self.paragraphs = tuple(paragraph_spans(text))
        self.parts = self._read_parts(reader)
        self._quote_starts, self._quote_ends = self._read_quotes()
        self.sentences = self._read_sentences()
        self._starts = [each.start for each in self.sentences]
        self._called: Mapping[int, Sequence[Sentence]] = {}
        self._scope: Sequence[Sentence] | None = None
        # By paragraph, what tests have said of it.
        self.told: list[dict[tuple[str, int], bool]] = [{} for _ in self.paragraphs]
        self._speakers: dict[int, str] = {}
        # What rules work out once and share, by their own keys.
        self.shared: dict[str, Any] = {}
        # Whom a pronoun means, by its place.
        self.meant: dict[int, str] = {}
        # Whether the note says "you" to somebody; found out when first asked.
        self.addresses: bool | None = None
        # Whether it tells of the agent to a third, likewise.
        self.is_filed: bool | None = None

    def _read_sentences(self) -> tuple[Sentence, ...]:
        text, low = self.text, self.low
        found: list[Sentence] = []
        self._firsts = [0]
        for number, paragraph in enumerate(self.parts):
            start = self.paragraphs[number][0]
            for left, right, lang in paragraph.sentences:
                index = len(found)
                found.append(Sentence(text, low, start + left, start + right, lang, number, index))
            self._firsts.append(len(found))
        if self.lexicon:
            for each in found:
                each.lexicon = self.lexicon
        return tuple(found)

    def _read_parts(self, reader: Paragraphs | None) -> list[Paragraph]:
        lang, text = self.config.lang, self.text
        return [
            reader.read(text[start:end], comments)
            if reader
            else paragraph_of(text[start:end], comments, lang)
            for start, end in self.paragraphs
            for comments in (self.comments_within(start, end) if self.comments else (),)
        ]

    def comments_within(self, start: int, end: int) -> tuple[tuple[int, int], ...]:
        """Return the comments that touch `start` to `end`, counted from `start`."""
        place = max(bisect_right(self._comment_starts, start) - 1, 0)
        found = []
        while place < len(self.comments) and self.comments[place][0] < end:
            left, right = self.comments[place]
            if right > start:
                found.append((left - start, right - start))
            place += 1
        return tuple(found)

    def is_comment(self, offset: int) -> bool:
        """Return whether an offset lies in a comment."""
        place = bisect_right(self._comment_starts, offset) - 1
        return place >= 0 and offset < self.comments[place][1]

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

    def _read_quotes(self) -> tuple[array[int], array[int]]:
        """Return where quotations begin and where they end, in order, none inside another."""
        starts, ends = array("q"), array("q")
        for (begin, _), part in zip(self.paragraphs, self.parts, strict=True):
            if part.quotes[0]:
                starts.extend([begin + each for each in part.quotes[0]])
                ends.extend([begin + each for each in part.quotes[1]])
        return starts, ends

    def quote_at(self, offset: int) -> Quote | None:
        """Return the quotation around an offset, None if there is none."""
        place = bisect_right(self._quote_starts, offset) - 1
        if place < 0 or offset >= self._quote_ends[place]:
            return None
        return Quote(self._quote_starts[place], self._quote_ends[place])

    def quotes_within(self, start: int, end: int) -> list[Quote]:
        """Return the quotations that touch `start` to `end`."""
        place = bisect_right(self._quote_ends, start)
        last = bisect_left(self._quote_starts, end)
        return list(map(Quote, self._quote_starts[place:last], self._quote_ends[place:last]))

    def speaker_at(self, offset: int) -> str:
        """Return whose words stand at an offset: writer, customer, agent or unknown."""
        place = bisect_right(self._quote_starts, offset) - 1
        if place < 0 or offset >= self._quote_ends[place]:
            return "writer"
        if place not in self._speakers:
            quote = Quote(self._quote_starts[place], self._quote_ends[place])
            self._speakers[place] = speaker_of(self, quote)
        return self._speakers[place]

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

    def start_of_paragraph(self, offset: int) -> int:
        """Return where the paragraph at or before an offset begins."""
        return self.paragraphs[self.paragraph_of(offset)][0]

    def paragraph_of(self, offset: int) -> int:
        """Return the number of the paragraph at or before an offset."""
        return max(bisect_right(self.paragraphs, (offset, len(self.text))) - 1, 0)

    def candidates(self, rule: Reader) -> Sequence[Sentence]:
        """Return the sentences that a rule is to look at now.

        They are of its languages and hold one of its triggers; a rule that looks no further than
        the neighbours of a sentence is told one part of a long text after another.
        """
        called = self._called.get(id(rule))
        if called is not None:
            return called
        scope = self.sentences if self._scope is None else self._scope
        return [each for each in scope if each.lang in rule.languages]

    def narrow(
        self, called: Mapping[int, Sequence[Sentence]], scope: Sequence[Sentence] | None = None
    ) -> None:
        """Take which sentences rules are to look at: by rule, and of which part of the text."""
        self._called = called
        self._scope = scope

    def sentences_of(self, paragraph: int) -> Sequence[Sentence]:
        """Return the sentences of a paragraph."""
        return self.sentences[self._firsts[paragraph] : self._firsts[paragraph + 1]]

    def portions(self, characters: int) -> Iterator[Sequence[Sentence]]:
        """Yield the sentences of the whole text, about so many characters at a time."""
        first = 0
        while first < len(self.sentences):
            stop = bisect_left(self._starts, self._starts[first] + characters)
            yield self.sentences[first:stop]
            first = stop

    def holds(
        self, name: str, sentence: Sentence, test: Callable[[Document, Sentence], bool]
    ) -> bool:
        """Return whether a test holds for a sentence; it is asked once.

        In a draft, what it said is known as long as nothing near is written.

        Args:
            name: Of the test, which is the same in every document.
            sentence: The sentence.
            test: Looks no further than a rule does that is local.
        """
        told = self.told[sentence.paragraph]
        key = name, sentence.index - self._firsts[sentence.paragraph]
        found = told.get(key)
        if found is None:
            found = told[key] = test(self, sentence)
        return found


def lowered(text: str) -> tuple[str, bool]:
    """Return a text in small letters with straight apostrophes, of the same length.

    Also whether it was lowered letter by letter, which keeps the length where one capital has
    two small letters.
    """
    low = text.lower()
    is_singly = len(low) != len(text)
    if is_singly:
        low = "".join(small if len(small := each.lower()) == 1 else each for each in text)
    return (low if low.isascii() else low.replace("\u2019", "'")), is_singly
