"""Who or what the subject of a clause is: the agent, the agent's work, the writer, or others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccsdk_coaching.lexicon.en import (
    AUXILIARIES,
    DETERMINERS,
    INTRODUCERS,
    PREPOSITIONS,
    PRONOUNS,
    STOPS,
    WORK,
    is_adverb,
)
from ccsdk_coaching.lexicon.people import CUSTOMERS, OTHERS, TITLES
from ccsdk_coaching.naming import is_obliged_name, is_of_nobody, names_agent
from ccsdk_coaching.reading.people import person_at

if TYPE_CHECKING:
    from ccsdk_coaching.reading.document import Document
    from ccsdk_coaching.reading.tokens import Tokens

__all__ = ["TITLED", "kind_of_subject"]

# Titles that a name follows.
TITLED = TITLES - frozenset("sir madam".split())
_NO_NAMES = PRONOUNS | PREPOSITIONS | STOPS | DETERMINERS | INTRODUCERS
_THEIRS = frozenset("his her their".split())
_POINTING = frozenset("it this that these those".split())
_UNNAMED = frozenset("there nobody someone".split())


def kind_of_subject(document: Document, tokens: Tokens, start: int, head: int, owner: str) -> str:
    """Return who or what a noun phrase means, as `clause.Subject` has it.

    Args:
        document: The note.
        tokens: Of the sentence.
        start: Index of the first word of the phrase.
        head: Index of its noun.
        owner: "your" and its like, or "'s" and where the owner stands; nothing if nobody owns it.
    """
    words = tokens.words
    word = words[head]
    if owner == "your":
        return "other" if word in CUSTOMERS or word in OTHERS else "work"
    if owner:
        kind = _kind_owned(document, tokens, start, head, owner)
        if kind:
            return kind
    if word in _UNNAMED:
        return "other"
    who = person_at(document, tokens, head)
    if who:
        return _kind_of_person(document, tokens, start, head, who)
    if start == head == 0 and is_obliged_name(document, tokens):
        return "agent"
    if word in WORK or (head > start and words[head - 1] in WORK):
        return "work"
    return "it" if word in _POINTING else "other"


def _kind_owned(document: Document, tokens: Tokens, start: int, head: int, owner: str) -> str:
    """Return whose a noun is, nothing if the owner does not tell."""
    word = tokens.words[head]
    if owner.startswith("'s"):
        who = person_at(document, tokens, int(owner[2:]))
        if who == "agent":
            return "work"
        return who if who and (word in CUSTOMERS or word in OTHERS) else "other"
    if owner in _THEIRS:
        place = next((p for p in range(start, head) if tokens.words[p] == owner), start)
        who = person_at(document, tokens, place)
        return "work" if who == "agent" and word not in CUSTOMERS else "other"
    return "writer" if owner in ("my", "our") else ""


def _kind_of_person(document: Document, tokens: Tokens, start: int, head: int, who: str) -> str:
    """Return who a subject is that means a person: most often that, sometimes the agent."""
    word = tokens.words[head]
    if word in ("he", "she") and (
        (who == "other" and is_of_nobody(document))
        or (who == "customer" and _is_agent_again(document, tokens, head))
    ):
        return "agent"
    if who == "customer" and not TITLED.isdisjoint(tokens.words[start : head + 1]):
        is_bare = head == start + 1 and is_of_nobody(document)
        return "agent" if is_bare and not names_agent(document) else who
    return who


def _is_agent_again(document: Document, tokens: Tokens, place: int) -> bool:
    """Return whether he or she, opening a sentence, is whom the one before opened with by name."""
    here = document.sentence_at(tokens.starts[place])
    before = document.neighbour(here, -1) if here is not None and place == 0 else None
    if before is None or before.lang != "en" or not before.tokens.is_capital(0):
        return False
    word = before.tokens.words[0]
    is_name = word.isalpha() and not (word in _NO_NAMES or is_adverb(word))
    follows = before.tokens.words[1:2] and before.tokens.words[1] in AUXILIARIES
    return is_name and bool(follows) and is_of_nobody(document)
