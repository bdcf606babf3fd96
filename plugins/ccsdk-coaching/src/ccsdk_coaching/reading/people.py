"""Who a word means in this note: the agent, the customer, the writer, or somebody else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ccsdk_coaching.lexicon.people import AGENTS, CUSTOMERS, NAMES, OTHERS, TITLES

if TYPE_CHECKING:
    from ccsdk_coaching.reading.note import Note
    from ccsdk_coaching.reading.sentences import Sentence
    from ccsdk_coaching.reading.tokens import Tokens

__all__ = ["LOOK_BACK", "is_addressed", "is_file_note", "is_unlisted_name", "kind_of", "person_at"]

_PEOPLE = AGENTS | CUSTOMERS | OTHERS
# By a pronoun: whom it means; whom the third person means is found out.
_PRONOUNS = {
    **dict.fromkeys("you u ya y'all your yours yourself".split(), "agent"),
    **dict.fromkeys("i we me us my our mine ours myself".split(), "writer"),
    **dict.fromkeys("he she him her his hers they them their".split(), ""),
}
# By a noun: whom it means; an earlier class is overruled by a later one.
_NOUNS = {
    **dict.fromkeys(OTHERS, "other"),
    **dict.fromkeys(CUSTOMERS, "customer"),
    **dict.fromkeys(AGENTS, "agent"),
    **dict.fromkeys(TITLES, "titled"),
}
# Between a title and a name.
_BEFORE_NAMES = TITLES | {"."}
# They point at somebody or something, and name nobody.
_NAMELESS = frozenset("he she him her his hers they them their it we".split())
_NAMING = (frozenset(_NOUNS) - _NAMELESS) | NAMES
_ADDRESSED = re.compile(r"(?<![\w'])(?:you|your|yours)(?!\w)")
_WORD = re.compile(r"[^\W\d_]+")
_FILED_MAX = 20_000
_FILED = re.compile(
    r"\b(?:files?|assessment|appraisal|trainee|probation|review|session|reflection|coach(?:es|ing)?"
    r"|evaluation|recordings?|observed|observation|concern|colleague|sample|listened|monitoring"
    r"|audit|samples)\b"
)
# They open a sentence with a capital and are nobody: days, months, departments.
_NO_NAMES = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may "
    "june july august september october november december payroll billing dispatch finance legal "
    "logistics marketing reception security engineering warehouse accounts complaints the this "
    "that these those it there here nobody everybody everyone somebody someone nothing everything "
    "something anyone what who which you they and but yet also still head management training "
    "planning quality compliance support silence patience sometimes often english german french "
    "spanish italian chinese good bad great always never every each one has have had can will "
    "would could should must may might does did was were are".split()
)
# How far back a pronoun looks for whom it means.
LOOK_BACK = 300


def person_at(document: Note, tokens: Tokens, index: int) -> str:
    """Return agent, customer, writer, other, or nothing if a word is no person."""
    words = tokens.words
    word = words[index]
    meant = _PRONOUNS.get(word)
    if meant is not None:
        return meant or _meant_by_pronoun(document, tokens.starts[index])
    if index and words[index - 1] in _BEFORE_NAMES and _has_title(words, index):
        return _kind_of(document, word, capital=False, titled=True)
    if word in NAMES or word in document.agents:
        capital = tokens.source[tokens.starts[index]].isupper()
        return _kind_of(document, word, capital=capital, titled=False)
    kind = _NOUNS.get(word, "")
    return kind if kind != "titled" else _kind_of(document, word, capital=False, titled=True)


def _has_title(words: list[str], index: int) -> bool:
    """Return whether a title stands before a word: "Mr Hall", "Mr. Hall"."""
    return words[index - 1 if words[index - 1] != "." else index - 2] in TITLES


def kind_of(document: Note, word: str, *, capital: bool, titled: bool = False) -> str:
    """Return what a noun or a name means, see `person_at`."""
    return _kind_of(document, document.lexicon.read_word(word), capital=capital, titled=titled)


def _kind_of(document: Note, word: str, *, capital: bool, titled: bool) -> str:
    """Return what a word means that is read as the lexicon has it."""
    kind = "titled" if titled else _NOUNS.get(word, "")
    if kind == "titled":
        return "agent" if is_file_note(document) else "customer"
    if capital and kind != "agent":
        if word in document.agents:
            return "agent"
        if word in NAMES:
            return "customer" if is_addressed(document) else "agent"
    return kind


def is_addressed(document: Note) -> bool:
    """Return whether the note says "you" to the agent, so that names are others'."""
    if document.addresses is None:
        document.addresses = any(
            document.quote_at(match.start()) is None
            for match in _ADDRESSED.finditer(document.low, 0, 20_000)
        )
    return document.addresses


def is_file_note(document: Note) -> bool:
    """Return whether a note tells of the agent to a third: "To the file: Mr Hall ...".

    It says "you" to nobody, names nobody without a title, and speaks of how work was judged.
    """
    if document.is_filed is None:
        text = document.text[:_FILED_MAX]
        document.is_filed = (
            not is_addressed(document)
            and _FILED.search(document.low, 0, _FILED_MAX) is not None
            and not any(word[0].isupper() and word.lower() in NAMES for word in _WORD.findall(text))
        )
    return document.is_filed


def is_unlisted_name(document: Note, tokens: Tokens, index: int) -> bool:
    """Return whether a subject of one word is a name that no list holds, in a note about it."""
    word = tokens.words[index]
    if not tokens.is_capital(index) or len(word) < 3 or not word.isalpha():
        return False
    if index == 0 and (word.endswith(("s", "ing", "ed", "ly", "tion", "ment"))):
        return False
    if word in _NO_NAMES or word in _PEOPLE:
        return False
    place = tokens.starts[index]
    if document.text[place : place + len(word)].isupper():
        return False
    return not is_addressed(document)


def _meant_by_pronoun(document: Note, offset: int) -> str:
    """Return whom he, she or they mean: the person named last, the customer by default."""
    found = document.meant.get(offset)
    if found is None:
        found = document.meant[offset] = _last_named(document, offset) or (
            "customer" if is_addressed(document) else "agent"
        )
    return found


def _last_named(document: Note, offset: int) -> str:
    """Return who is named last within reach before an offset, other than by a pronoun.

    Of a name with a title, the title says who it is; it stands before the name.
    """
    named = ""
    sentence = document.sentence_at(offset)
    while sentence is not None and sentence.end > offset - LOOK_BACK:
        if named or _may_name(document, sentence):
            for word, start in _words_before(sentence, offset):
                if start < offset - LOOK_BACK:
                    return named
                capital = document.text[start].isupper()
                if not (capital or word in _NOUNS or (named and word[-1].isalpha())):
                    continue
                if word in _NAMELESS or document.quote_at(start) is not None:
                    continue
                if named and word not in TITLES:
                    return named
                named = _kind_of(document, word, capital=capital, titled=False)
                if word in TITLES:
                    return named
        sentence = document.neighbour(sentence, -1)
    return named


def _may_name(document: Note, sentence: Sentence) -> bool:
    """Return whether one of the words of a sentence may name somebody."""
    said = sentence.vocabulary
    if sentence.lexicon:
        return True
    return not (_NAMING.isdisjoint(said) and document.agents.isdisjoint(said))


def _words_before(sentence: Sentence, offset: int) -> Iterator[tuple[str, int]]:
    """Yield the words of a sentence before an offset, the last first, and their places.

    A word with hyphens is given part by part: "our ex-customer".
    """
    tokens = sentence.tokens
    for place in range(tokens.at(offset) - 1, -1, -1):
        word, start = tokens.words[place], tokens.starts[place]
        if "-" in word:
            for part in reversed(list(_WORD.finditer(word))):
                yield part[0], start + part.start()
        else:
            yield word, start
