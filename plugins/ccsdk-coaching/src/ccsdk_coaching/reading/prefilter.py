"""Which rules look at a sentence at all: those one of whose triggers is in it.

A sentence is cut into words once, and the words that begin or make a trigger are picked out by
one intersection of sets; in Chinese the characters and the pairs of them do the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from itertools import chain
from operator import add

import attrs

from ccsdk_coaching.lexicon.classes import Lexicon
from ccsdk_coaching.model import Rule
from ccsdk_coaching.reading.sentences import Sentence

__all__ = ["Prefilter"]

_WORD = re.compile(r"\w+")
# Words that half of all sentences hold.
_FREQUENT = frozenset(
    "your you have with that this the of to in on at it is was for not no out one and so as they "
    "what when there were been her his from".split()
)


def _stands(phrase: str, text: str) -> bool:
    """Return whether a phrase stands in a text as whole words; patterns take long to make."""
    at = text.find(phrase)
    while at >= 0:
        end = at + len(phrase)
        if not (_is_letter(text[at - 1 : at]) or _is_letter(text[end : end + 1])):
            return True
        at = text.find(phrase, at + 1)
    return False


def _rarest(phrase: str) -> str:
    """Return the word of a phrase that fewest sentences hold, as far as words show it."""
    words: list[str] = _WORD.findall(phrase)
    return max(words, key=lambda word: (word not in _FREQUENT, len(word)))


def _is_letter(sign: str) -> bool:
    """Return whether a character is part of a word: a letter, a digit or _."""
    return sign == "_" or sign.isalnum()


# A trigger of several words or characters, a check that it stands as whole words, and its bits.
_Longer = tuple[str, Callable[[str], object], int]


@attrs.define
class _Triggers:
    """Hold the triggers of a language, as bits of the rules they call, by a word of each.

    Args:
        by_word: The bits of the word where it is a trigger itself, and longer ones that hold it.
        words: Those of `by_word`.
    """

    by_word: dict[str, tuple[int, list[_Longer]]] = attrs.field(factory=dict)
    words: frozenset[str] = frozenset()

    def bits_in(self, text: str, words: Iterable[str]) -> int:
        """Return the bits of the triggers that a sentence of these words holds."""
        bits = 0
        by_word = self.by_word
        for word in self.words.intersection(words):
            alone, longer = by_word[word]
            bits |= alone
            for phrase, found_in, own in longer:
                if own & ~bits and phrase in text and found_in(text):
                    bits |= own
        return bits

    def add(
        self, trigger: str, word: str, bit: int, found_in: Callable[[str], object] = bool
    ) -> None:
        """Add a trigger that has a word."""
        alone, longer = self.by_word.get(word, (0, []))
        if word == trigger:
            alone |= bit
        else:
            longer.append((trigger, found_in, bit))
        self.by_word[word] = alone, longer
        self.words |= {word}


class Prefilter:
    """Tell by the triggers of rules which sentences each is to look at.

    Args:
        rules: Those that are on.
        lexicon: Words of packs; an English one triggers what its model does.
    """

    def __init__(self, rules: Sequence[Rule], lexicon: Lexicon | None = None) -> None:
        bits = {id(rule): 1 << place for place, rule in enumerate(rules)}
        self._by_rule = {
            id(rule): bits[id(rule)]
            for rule in rules
            if all(map(rule.triggers.get, rule.languages))
        }
        self._english = _Triggers()
        self._chinese = _Triggers()
        for rule in rules:
            bit = bits[id(rule)]
            english = rule.triggers.get("en", ()) if "en" in rule.languages else ()
            for trigger in (*english, *(lexicon.beside(english) if lexicon else ())):
                whole = partial(_stands, trigger)
                self._english.add(trigger, _rarest(trigger), bit, whole)
            for trigger in rule.triggers.get("zh", ()) if "zh" in rule.languages else ():
                self._chinese.add(trigger, trigger[:2], bit)

    def bit_of(self, rule: Rule) -> int:
        """Return the bit of a rule; 0 if it looks at all sentences of a language."""
        return self._by_rule.get(id(rule), 0)

    def called(self, sentences: Sequence[Sentence]) -> dict[int, list[Sentence]]:
        """Return by `id` of a rule the sentences that it is to look at.

        A rule that any language is without triggers for is not among them: it looks at all.
        """
        found: dict[int, list[Sentence]] = {rule: [] for rule in self._by_rule}
        lists: dict[int, list[list[Sentence]]] = {0: []}
        english = self._english.bits_in
        for sentence in sentences:
            is_english = sentence.lang == "en"
            of = english(sentence.low, sentence.vocabulary) if is_english else self.bits(sentence)
            called = lists.get(of)
            if called is None:
                called = lists[of] = [
                    found[rule] for rule, bit in self._by_rule.items() if of & bit
                ]
            for each in called:
                each.append(sentence)
        return found

    def bits(self, sentence: Sentence) -> int:
        """Return the bits of the rules that are to look at a sentence."""
        if sentence.lang == "en":
            return self._english.bits_in(sentence.low, sentence.vocabulary)
        if self._chinese.words and sentence.lang == "zh":
            text = sentence.hans
            return self._chinese.bits_in(text, chain(text, map(add, text, text[1:])))
        return 0
