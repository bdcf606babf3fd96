"""One joined pattern per language says which rules look at a sentence at all."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from ccsdk_coaching.model import Rule
from ccsdk_coaching.reading.document import Document

__all__ = ["Prefilter"]


class Prefilter:
    """Join the triggers of all rules; it finds every place in one pass over the text."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._rules = [id(rule) for rule in rules]
        self._open = [rule for rule in rules if not all(map(rule.triggers.get, rule.languages))]
        english = _by_word(rules, "en")
        self._english = {
            word: {r for part, found in english.items() if _within(part, word) for r in found}
            for word in english
        }
        chinese = _by_word(rules, "zh")
        self._chinese = {
            word: {r for part, found in chinese.items() if word.startswith(part) for r in found}
            for word in chinese
        }
        self._english_words = _joined(english, r"(?<!\w){}(?!\w)")
        self._chinese_words = _joined(chinese, "(?=({}))")

    def apply(self, document: Document) -> None:
        """Tell a document which sentences each rule is to look at."""
        found: dict[int, list[int]] = {rule: [] for rule in self._rules}
        for rule in self._open:
            found.pop(id(rule))
        if self._english_words:
            self._note_english(document, found)
        if self._chinese_words and not document.text.isascii():
            self._note_chinese(document, found)
        document.narrow(found)

    def _note_english(self, document: Document, found: dict[int, list[int]]) -> None:
        assert self._english_words is not None
        sentences = document.sentences
        if not sentences:
            return
        place, last = 0, len(sentences) - 1
        for match in self._english_words.finditer(document.low):
            at = match.start()
            while place < last and sentences[place].end <= at:
                place += 1
            if sentences[place].lang == "en":
                _note(found, self._english[match[0]], place)

    def _note_chinese(self, document: Document, found: dict[int, list[int]]) -> None:
        assert self._chinese_words is not None
        for sentence in document.sentences:
            if sentence.lang == "zh":
                for match in self._chinese_words.finditer(sentence.hans):
                    _note(found, self._chinese[match[1]], sentence.index)


def _note(found: dict[int, list[int]], rules: Iterable[int], place: int) -> None:
    for rule in rules:
        places = found.get(rule)
        if places is not None and (not places or places[-1] != place):
            places.append(place)


def _by_word(rules: Sequence[Rule], lang: str) -> dict[str, set[int]]:
    words: dict[str, set[int]] = {}
    for rule in rules:
        if lang in rule.languages:
            for word in rule.triggers.get(lang, ()):
                words.setdefault(word, set()).add(id(rule))
    return words


def _within(part: str, word: str) -> bool:
    return f" {part} " in f" {word} "


def _joined(words: Iterable[str], frame: str) -> re.Pattern[str] | None:
    """Return a pattern of all words, longest first, branched by their first letters."""
    by_letter: dict[str, list[str]] = {}
    for word in sorted(words, key=lambda each: (-len(each), each)):
        by_letter.setdefault(word[0], []).append(re.escape(word[1:]))
    if not by_letter:
        return None
    branches = (f"{re.escape(letter)}(?:{'|'.join(ends)})" for letter, ends in by_letter.items())
    return re.compile(frame.format(f"(?:{'|'.join(branches)})"))
