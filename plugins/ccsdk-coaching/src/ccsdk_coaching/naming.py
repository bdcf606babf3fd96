"""Whether a name that no list holds is the agent's, and whom a note speaks to."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ccsdk_coaching.lexicon.en import (
    ADVERBS,
    AUTHORITIES,
    AUXILIARIES,
    CONJUNCTIONS,
    DETERMINERS,
    INTRODUCERS,
    PREPOSITIONS,
    SUBORDINATORS,
    WORK,
    is_adverb,
    lemma,
)
from ccsdk_coaching.lexicon.nature import NATURE
from ccsdk_coaching.lexicon.people import AGENTS, NAMES
from ccsdk_coaching.lexicon.polarity import ACTIONS_FAULT, ACTIONS_GOOD
from ccsdk_coaching.reading.people import kind_of

if TYPE_CHECKING:
    from ccsdk_coaching.reading.document import Document
    from ccsdk_coaching.reading.tokens import Tokens

__all__ = ["is_obliged_name", "is_of_nobody", "is_unknown_name", "names_agent"]

# Where nobody is called "you", it stands for the agent, as any name does.
_ANY_NAME = "anna"
_WORD = re.compile(r"[^\W\d_]+")
_OF_DUTY = frozenset("to not n't need needs got ought supposed better".split())
# They open a sentence with a capital, and are no names.
_KNOWN = NATURE.union(
    *(AUTHORITIES, PREPOSITIONS, INTRODUCERS, CONJUNCTIONS, SUBORDINATORS, DETERMINERS, WORK),
    ADVERBS,
)
# What things do as well as people.
_OF_THINGS = frozenset(
    "stay hold arrive open close work begin finish set move stop sit turn".split()
)


def is_obliged_name(document: Document, tokens: Tokens) -> bool:
    """Return whether a name that no list holds is to do something: "Tove must not guess"."""
    words = tokens.words
    behind = [word for word in words[1:6] if word not in AUXILIARIES and not is_adverb(word)]
    verb = next((word for word in behind if word not in _OF_DUTY), "")
    is_deed = verb in ACTIONS_GOOD or verb in ACTIONS_FAULT
    return is_deed and verb not in _OF_THINGS and _may_be_name(document, tokens)


def is_of_nobody(document: Document) -> bool:
    """Return whether a note says "you" to nobody, so that who is named is the agent."""
    return kind_of(document, _ANY_NAME, capital=True) == "agent"


def names_agent(document: Document) -> bool:
    """Return whether a note names the agent, so that Mr and Mrs are others; found once."""
    if "names-agent" not in document.shared:
        words = (match[0] for match in _WORD.finditer(document.text, 0, 20_000))
        document.shared["names-agent"] = any(
            word.lower() in AGENTS or (word[0].isupper() and word.lower() in NAMES)
            for word in words
        )
    return bool(document.shared["names-agent"])


def _may_be_name(document: Document, tokens: Tokens) -> bool:
    """Return whether a sentence opens with what may be an agent's name."""
    word = tokens.words[0]
    if not tokens.is_capital(0) or len(word) < 3 or not word.isalpha():
        return False
    if word in _KNOWN or word.endswith(("s", "ing", "ed", "ly")):
        return False
    return is_of_nobody(document)


def is_unknown_name(document: Document, tokens: Tokens) -> bool:
    """Return whether a sentence opens with a name that no list holds: "Marek soothed her"."""
    words = tokens.words
    if len(words) < 3 or lemma(words[1]) == words[1]:
        return False
    if words[1] in AUXILIARIES or words[1].endswith("ing"):
        return False
    return _may_be_name(document, tokens)
