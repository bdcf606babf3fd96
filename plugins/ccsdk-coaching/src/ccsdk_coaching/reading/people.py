"""Who a word means in this note: the agent, the customer, the writer, or somebody else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ccsdk_coaching.lexicon.people import AGENTS, CUSTOMERS, NAMES, OTHERS, TITLES

if TYPE_CHECKING:
    from ccsdk_coaching.reading.note import Note
    from ccsdk_coaching.reading.tokens import Tokens

__all__ = ["LOOK_BACK", "is_addressed", "is_file_note", "is_unlisted_name", "kind_of", "person_at"]

_SECOND = frozenset("you u ya y'all your yours yourself".split())
_FIRST = frozenset("i we me us my our mine ours myself".split())
_THIRD = frozenset("he she him her his hers they them their".split())
_PEOPLE = AGENTS | CUSTOMERS | OTHERS
# They point at somebody or something, and name nobody.
_NAMELESS = _THIRD | {"it", "we"}
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
    word = tokens.words[index]
    if word in _SECOND:
        return "agent"
    if word in _FIRST:
        return "writer"
    if word in _THIRD:
        return _meant_by_pronoun(document, tokens.starts[index])
    capital = tokens.is_capital(index)
    return kind_of(
        document,
        word,
        capital=capital,
        titled=index > 0
        and tokens.words[index - 1 if tokens.words[index - 1] != "." else index - 2] in TITLES,
        opens=index == 0,
    )


def kind_of(
    document: Note, word: str, *, capital: bool, titled: bool = False, opens: bool = False
) -> str:
    """Return what a noun or a name means, see `person_at`."""
    word = document.lexicon.read_word(word)
    if titled or word in TITLES:
        return "agent" if is_file_note(document) else "customer"
    if not capital and word not in _PEOPLE:
        return ""
    if word in AGENTS:
        return "agent"
    if capital and word in document.agents:
        return "agent"
    if capital and word in NAMES:
        return "customer" if is_addressed(document) else "agent"
    if word in CUSTOMERS:
        return "customer"
    return "other" if word in OTHERS else ""


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
    """Return who is named last within reach before an offset, other than by a pronoun."""
    words = list(_WORD.finditer(document.low, max(offset - LOOK_BACK, 0), offset))
    while words:
        word = words.pop()
        if not _is_read(document, word):
            continue
        while words and not _is_read(document, words[-1]):
            words.pop()
        kind = kind_of(
            document,
            word[0],
            capital=document.text[word.start()].isupper(),
            titled=bool(words) and words[-1][0] in TITLES,
        )
        if kind in ("agent", "customer", "other"):
            return kind
    return ""


def _is_read(document: Note, word: re.Match[str]) -> bool:
    """Return whether a word may name somebody: no pronoun, and not in a quotation."""
    return word[0] not in _NAMELESS and document.quote_at(word.start()) is None
