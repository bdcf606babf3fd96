"""Who a word means in this note: the agent, the customer, the writer, or somebody else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ccsdk_coaching.lexicon.people import AGENTS, CUSTOMERS, NAMES, OTHERS, TITLES

if TYPE_CHECKING:
    from ccsdk_coaching.reading.note import Note
    from ccsdk_coaching.reading.tokens import Tokens

__all__ = ["kind_of", "person_at"]

_SECOND = frozenset("you u ya y'all your yours yourself".split())
_FIRST = frozenset("i we me us my our mine ours myself".split())
_THIRD = frozenset("he she him her his hers they them their".split())
_ADDRESSED = re.compile(r"(?<![\w'])(?:you|your|yours)(?!\w)")
_WORD = re.compile(r"[^\W\d_]+")
# How far back a pronoun looks for whom it means.
_LOOK_BACK = 300


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
    if titled or word in TITLES:
        return "customer"
    if word in AGENTS:
        return "agent"
    if capital and word in document.agents:
        return "agent"
    if capital and word in NAMES:
        return "customer" if _is_addressed(document) else "agent"
    if word in CUSTOMERS:
        return "customer"
    return "other" if word in OTHERS else ""


def _is_addressed(document: Note) -> bool:
    """Return whether the note says "you" to the agent, so that names are others'."""
    if document.addresses is None:
        document.addresses = any(
            document.quote_at(match.start()) is None
            for match in _ADDRESSED.finditer(document.low, 0, 20_000)
        )
    return document.addresses


def _meant_by_pronoun(document: Note, offset: int) -> str:
    """Return whom he, she or they mean: the person named last, the customer by default."""
    begin = max(offset - _LOOK_BACK, 0)
    found = ""
    before = ""
    for match in _WORD.finditer(document.low, begin, offset):
        word = match[0]
        if word in _THIRD or document.quote_at(match.start()) is not None:
            continue
        capital = document.text[match.start()].isupper()
        kind = kind_of(document, word, capital=capital, titled=before in TITLES)
        found = kind if kind in ("agent", "customer", "other") else found
        before = word
    return found or ("customer" if _is_addressed(document) else "agent")
