"""Words that packs add: each is read as a model word of its class.

A rule never asks for the words of a pack. Where a note says "plating", and a pack has it as a
skill, every rule reads "tone": whatever a rule does with the plugin's own skills, it does with
those of a house, and a rule that is written tomorrow does, too. Offsets and messages are of the
note as it stands. A word of a pack has that one class, whatever the plugin takes it for.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import attrs

from ccsdk.errors import ConfigurationError
from ccsdk.model.spelling import nearest
from ccsdk_coaching.lexicon.han import fold
from ccsdk_coaching.lexicon.patterns import any_of, late
from ccsdk_coaching.reading.tokens import Tokens

__all__ = ["CLASSES", "WORD_MAX", "WORD_MIN", "Lexicon", "WordClass"]

WORD_MAX = 40
# One letter alone means too much to stand for one thing.
WORD_MIN = 2
_HAN = late("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


@attrs.frozen(kw_only=True)
class WordClass:
    """Say what the words of a class mean.

    Args:
        meaning: For who writes a pack.
        english: The word that an English sentence is read with.
        chinese: The words of two, three, ... letters that a Chinese one is read with.
        han_max: How many letters a Chinese word may have.
    """

    meaning: str
    english: str
    chinese: tuple[str, ...]
    han_max: int = WORD_MAX


CLASSES: Mapping[str, WordClass] = {
    "skill": WordClass(
        meaning="a part or a skill of the work: praise that names one is specific (CL105), a duty "
        "on it is one on the agent (CL102)",
        english="tone",
        chinese=("措辞", "开场白"),
    ),
    "quality": WordClass(
        meaning="an adjective or adverb that tells how something was done: praise with it is "
        "specific (CL105)",
        english="concise",
        chinese=("细致", "有条理"),
    ),
    "praise": WordClass(
        meaning="an adjective that only evaluates: alone it is empty praise (CL105), and a "
        "contrast takes it back (CL101)",
        english="superb",
        chinese=("出色", "一级棒", "可圈可点"),
        han_max=4,
    ),
    "fault": WordClass(
        meaning="an adjective, noun or participle of what went wrong (CL101, CL108)",
        english="sloppy",
        chinese=("马虎", "慢吞吞"),
    ),
    "authority": WordClass(
        meaning="a law, a regulator, a standard: a duty that comes from it is not the coach's "
        "(CL102)",
        english="statute",
        chinese=("法规", "监管法"),
    ),
    "system": WordClass(
        meaning="a thing that works or fails by itself: what it does is not the agent's doing "
        "(CL101, CL106)",
        english="system",
        chinese=("系统", "服务器"),
    ),
    "agent": WordClass(
        meaning="what those who are coached are called",
        english="advisor",
        chinese=("坐席", "接待员"),
    ),
    "customer": WordClass(
        meaning="what those who are served are called: their words and duties are theirs",
        english="customer",
        chinese=("客人", "来电者"),
    ),
    "colleague": WordClass(
        meaning="what others at work are called: their duties are not the agent's",
        english="technician",
        chinese=("同事", "工程师"),
    ),
}


class Lexicon:
    """Hold the words of packs, and read texts with them.

    Args:
        added: By pack, its words by class.

    Raises:
        ConfigurationError: A class is unknown, a word is none, or has two classes.
    """

    def __init__(self, added: Iterable[tuple[str, Mapping[str, Sequence[str]]]] = ()) -> None:
        self._classes: dict[str, str] = {}
        owners: dict[str, str] = {}
        for pack, lexicon in added:
            for name, words in lexicon.items():
                path = f"{pack}.lexicon.{name}"
                for word in _checked(path, name, words):
                    owner = owners.setdefault(word, path)
                    if self._classes.setdefault(word, name) != name:
                        problem = f"{word!r} is one of {owner}, too: a word has one class"
                        raise ConfigurationError(path=path, problem=problem)
        self._english = {
            name: tuple(word for word in self.words(name) if not _HAN.search(word))
            for name in CLASSES
        }
        self._phrases = self._english_phrases()
        self._in_chinese = _pattern(self._classes)

    def __bool__(self) -> bool:
        return bool(self._classes)

    def words(self, name: str) -> tuple[str, ...]:
        """Return the words of a class: small letters, Simplified."""
        return tuple(sorted(word for word, each in self._classes.items() if each == name))

    def english(self, name: str) -> tuple[str, ...]:
        """Return the words of a class that are not Chinese."""
        return self._english[name]

    def beside(self, words: Iterable[str]) -> tuple[str, ...]:
        """Return English words of packs that are read as one of these: they trigger as it does."""
        models = set(words)
        return tuple(
            word
            for name, each in CLASSES.items()
            if each.english in models
            for word in self.english(name)
        )

    def read_word(self, word: str) -> str:
        """Return what one English word in small letters is read as."""
        return CLASSES[self._classes[word]].english if word in self._classes else word

    def read_words(self, words: list[str]) -> list[str]:
        """Return as many words of an English sentence, those of packs as their models.

        Of several words that are one, the last is: "food safety code" ends in an authority.
        """
        if not self._phrases.keys() & set(words):
            return words
        read = list(words)
        for place, word in enumerate(words):
            for phrase, model in self._phrases.get(word, ()):
                if tuple(words[max(place + 1 - len(phrase), 0) : place + 1]) == phrase:
                    read[place] = model
        return read

    def read_chinese(self, text: str) -> str:
        """Return a Simplified text of the same length, the words of packs as their models."""
        if self._in_chinese is None:
            return text
        return self._in_chinese.sub(self._chinese_model, text)

    def _chinese_model(self, match: re.Match[str]) -> str:
        name = self._classes.get(match[0].lower())
        return _of_length(CLASSES[name].chinese, len(match[0])) if name else match[0]

    def _english_phrases(self) -> dict[str, list[tuple[tuple[str, ...], str]]]:
        """Return phrases and their models by the last word, so that one look tells most."""
        phrases: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for name, words in self._english.items():
            for word in words:
                parts = tuple(Tokens(word, word, 0).words)
                phrases.setdefault(parts[-1], []).append((parts, CLASSES[name].english))
        return phrases


def _checked(path: str, name: str, words: Any) -> Iterable[str]:
    """Yield the words of a class as they are compared.

    Raises:
        ConfigurationError: See `Lexicon`.
    """
    if name not in CLASSES:
        problem = f"{name!r} is no class of words; there are {', '.join(CLASSES)}"
        raise ConfigurationError(path=path, problem=problem, nearest=nearest(name, CLASSES))
    if isinstance(words, str) or not all(isinstance(each, str) for each in words):
        raise ConfigurationError(path=path, problem="it is a tuple of words")
    for given in words:
        word = fold(" ".join(given.lower().replace("\u2019", "'").split()))
        if problem := _problem_of(word, CLASSES[name]):
            raise ConfigurationError(path=path, problem=f"{given!r} {problem}")
        yield word


def _problem_of(word: str, of: WordClass) -> str:
    """Return what is wrong with a word, nothing if it is one."""
    if not any(letter.isalpha() for letter in word):
        return "is no word"
    longest = of.han_max if _HAN.search(word) else WORD_MAX
    if not WORD_MIN <= len(word) <= longest:
        return f"is to have {WORD_MIN} to {longest} letters"
    return ""


def _pattern(words: Collection[str]) -> re.Pattern[str] | None:
    """Return what finds the words in a Chinese sentence, the longest first; a Latin one whole."""
    chinese = [word for word in words if _HAN.search(word)]
    latin = [word for word in words if not _HAN.search(word)]
    parts = [any_of(chinese)] if chinese else []
    parts += [rf"(?<![a-z])(?:{any_of(latin)})(?![a-z])"] if latin else []
    return re.compile("|".join(parts), re.IGNORECASE) if parts else None


def _of_length(models: tuple[str, ...], length: int) -> str:
    """Return a model of so many letters: the one that has them, or several in a row."""
    exact = next((model for model in models if len(model) == length), None)
    if exact is not None:
        return exact
    pair, triple = models[0], models[1]
    odd = length % len(pair)
    return pair * ((length - len(triple) * odd) // len(pair)) + triple * odd
