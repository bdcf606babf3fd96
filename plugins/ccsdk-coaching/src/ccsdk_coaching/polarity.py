"""Who is praised by a run of words, told from word classes, negation and ownership.

A deed told of the agent counts as praise, weakly, unless it is a fault; one that succeeds
("calmed", "found", "kept her posted") counts strongly, whatever trouble it names as its object.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccsdk_coaching.clause import Subject, opening_of
from ccsdk_coaching.lexicon.en import (
    AUXILIARIES,
    CONJUNCTIONS,
    DETERMINERS,
    PREPOSITIONS,
    STOPS,
    WORK,
    is_adverb,
    lemma,
)
from ccsdk_coaching.lexicon.faults import is_faulty
from ccsdk_coaching.lexicon.nature import NATURE
from ccsdk_coaching.lexicon.polarity import (
    ACTIONS_GOOD,
    BEHAVIOUR_QUALITIES,
    DEEDS,
    EFFECTS,
    GENERIC_WORK,
    LIKED,
    NEGATIONS,
    SKILLS,
)
from ccsdk_coaching.reading.people import person_at
from ccsdk_coaching.tone import FAULTY_DEEDS, charge, is_noun, is_quality

if TYPE_CHECKING:
    from ccsdk_coaching.reading.document import Document
    from ccsdk_coaching.reading.tokens import Tokens

__all__ = [
    "NONE",
    "STRONG",
    "SUCCESSES",
    "WEAK",
    "is_on_work",
    "names_behaviour",
    "praise_of_agent",
]

NONE, WEAK, STRONG = 0, 1, 2
_NO_GERUNDS = frozenset(
    "evening morning nothing something anything everything outstanding amazing during doing going "
    "being having stunning smashing cracking crushing sterling killing spring string meeting "
    "meetings training briefing blinding belting corking storming jaw-dropping dazzling glittering "
    "recording recordings winning nailing acing bossing slaying rocking".split()
)
# Doing these is good by itself; the trouble they are done to is not the agent's.
SUCCESSES = frozenset(
    "calm soothe comfort reassure rescue save solve resolve fix repair sort settle spot catch "
    "notice defuse de-escalate find trace recover reunite thank greet welcome apologise apologize "
    "acknowledge recognise recognize empathise empathize listen remember handle manage master "
    "win earn help support encourage anticipate clarify simplify explain summarise summarize "
    "paraphrase recap double-check verify confirm care adapt cheer coax persuade warm steer "
    "untangle unravel deliver improve smile kneel volunteer praise congratulate accompany escort "
    "guide walk detect discover identify pinpoint diagnose prevent protect preserve restore "
    "convince satisfy delight charm build keep hold stay track offer carry share personalise "
    "personalize tailor brighten lighten prioritise prioritize invite introduce involve".split()
)
# What a customer says or thinks; as the opening subject's verb it makes the praise theirs.
_OPINIONS = (LIKED - frozenset("impressed")) | frozenset(
    "thanked praised said told called rated complimented wrote felt thought found happy pleased "
    "thrilled satisfied says writes described gave".split()
)
_TRUSTING = EFFECTS | frozenset("trusted trust asked thanks calmed opened understood heard".split())
_NOT_DEEDS = frozenset(
    "seem seems look looks want wants wonder worry feel feels think know-nothing hate sound like "
    "scored ranked rated did done had have was were been being supposed used need needed "
    "wanted want started tried".split()
)
# Between a subject and what it did.
_ORDINALS = frozenset("first second third fourth fifth sixth seventh last top bottom".split())
_LEADING = frozenset("and , 've have has had".split())
_IDLE_START = frozenset("if please when could unless whenever once after before try".split())


_SHOWN = frozenset(
    "tour talk lesson class workshop speech presentation call chat quote invoice label list plan "
    "sketch booking reasoning advice research judgement judgment".split()
)
_NAMING = (WORK | SKILLS | GENERIC_WORK | DEEDS) - NATURE


def praise_of_agent(document: Document, tokens: Tokens, begin: int, end: int) -> int:
    """Return how strongly a run of words praises the agent: `NONE`, `WEAK` or `STRONG`."""
    words = tokens.words
    run = words[begin:end]
    if not run or run[-1] == "?" or "would" in run or run[0] in _IDLE_START:
        return NONE
    if document.speaker_at(tokens.starts[begin]) != "writer":
        return NONE
    first = opening_of(document, tokens, begin)
    good, bad = charge(words, _predicate(words, first, begin, end), end)
    owned = _is_agents(document, tokens, begin, end)
    owned = owned or (first is not None and first.kind == "agent")
    if first is not None and first.kind in ("customer", "other"):
        behind = words[first.head + 1 : end][:3]
        is_opinion = bool(_OPINIONS & set(behind)) and "you" not in behind[:1]
        if is_opinion or first.kind == "customer":
            own = _own_clause(words, begin, end)
            if own is not None:
                return praise_of_agent(document, tokens, own, end)
            return NONE if is_opinion else _through_customer(run, good, bad, owned=owned)
    if first is not None and first.kind == "other" and not _has_verb(words, first.head, end):
        first = None
    deed = _deed(document, tokens, begin, end)
    if deed == STRONG:
        return STRONG
    if good > bad and _is_praised(words, run, first, owned=owned):
        return STRONG
    return deed


def _predicate(words: list[str], first: Subject | None, begin: int, end: int) -> int:
    """Return where it is told how the work is, behind what the work is about."""
    if first is None or first.kind != "work":
        return begin
    place = next((at for at in range(first.head + 1, end) if words[at] in AUXILIARIES), begin)
    return place if place - first.head > 1 else begin


def _own_clause(words: list[str], begin: int, end: int) -> int | None:
    """Return where the agent takes over from a customer: "she smiled, and you spoke slowly"."""
    for place in range(begin + 1, end):
        if words[place] == "you" and words[place - 1] in ("and", ";", ","):
            return place
    return None


def _is_praised(words: list[str], run: list[str], first: Subject | None, *, owned: bool) -> bool:
    """Return whether the good that a run says is said of the agent or the agent's work."""
    if owned:
        return True
    if first is None:
        return not _opens_with_nature(run)
    if first.kind in ("it", "writer") or run[0] in ("it", "this", "that"):
        return _about_work(run) or bool(
            BEHAVIOUR_QUALITIES & set(run)
        )  # "that was a great call", "I loved the recap"
    if first.kind == "work" or _names_work(words[first.head]) or words[first.head].endswith("ing"):
        return True
    return bool(DEEDS & set(run)) or any(
        run[at - 1] == "the" and _names_work(run[at]) for at in range(1, len(run))
    )


def is_on_work(document: Document, tokens: Tokens, begin: int, end: int) -> bool:
    """Return whether a run tells of a part of the agent's work without finding fault."""
    words = tokens.words
    run = words[begin:end]
    good, bad = charge(words, begin, end)
    if bad or not run or "?" in run or "would" in run or any(word in NEGATIONS for word in run):
        return False
    first = opening_of(document, tokens, begin)
    if first is None:
        return good > 0 and _about_work(run)
    return (good > 0 and first.kind == "work") or _names_work(words[first.head])


def _opens_with_nature(run: list[str]) -> bool:
    """Return whether a fragment evaluates what nobody does: "great weather today"."""
    place = next((at for at, word in enumerate(run) if is_quality(word)), 0)
    return any(word in NATURE for word in run[place + 1 : place + 2])


def _through_customer(run: list[str], good: int, bad: int, *, owned: bool) -> int:
    """Return how strongly it praises the agent to tell what the agent did to a customer."""
    if _OPINIONS & set(run[:8]):
        return NONE  # what a customer thought of it
    if owned and good > bad:
        return STRONG
    is_moved = bool(_TRUSTING & set(run)) and not any(word in NEGATIONS for word in run)
    return STRONG if is_moved and owned and not bad else NONE


def _names_work(word: str) -> bool:
    """Return whether a noun is a part of the agent's work: "the welcome was warm"."""
    word = word.replace("-", "") if word.replace("-", "") in WORK else word
    return (word in WORK or word in SKILLS or word in _SHOWN) and word not in NATURE


def _has_verb(words: list[str], begin: int, end: int) -> bool:
    """Return whether a run is a sentence, rather than a phrase such as "a neat report"."""
    return any(
        words[at] in AUXILIARIES or lemma(words[at]) != words[at] for at in range(begin, end)
    )


def _about_work(run: list[str]) -> bool:
    """Return whether a run names the agent's work, or a part of it."""
    return not _NAMING.isdisjoint(run)


def _is_agents(document: Document, tokens: Tokens, begin: int, end: int) -> bool:
    words = tokens.words
    return any(
        words[place] in ("you", "your") or person_at(document, tokens, place) == "agent"
        for place in range(begin, end)
    )


def _deed(document: Document, tokens: Tokens, begin: int, end: int) -> int:
    """Return how much praise lies in what the agent is said to have done; faults are none."""
    words = tokens.words
    found = NONE
    for place in range(begin, end):
        word = words[place]
        if word in NEGATIONS or word in ("could", "might"):
            return found
        if place + 1 < end and words[place + 1] in _ORDINALS:
            continue  # "you came second" names no behaviour
        base = lemma(word)
        is_past = (word.endswith("ed") and len(word) > 4) or base != word or word in ACTIONS_GOOD
        is_past = is_past or _is_present(words, begin, place)
        if not is_past or word in AUXILIARIES or word in _NOT_DEEDS:
            continue
        if not _is_done_by_agent(document, tokens, begin, place):
            continue
        if base in FAULTY_DEEDS or is_faulty(word):
            return found
        if base in SUCCESSES or _is_managed(words, place, end):
            return STRONG
        found = WEAK
    return found


def _is_present(words: list[str], begin: int, place: int) -> bool:
    """Return whether a word is what "you" opens a clause with: "you know every fern"."""
    word = words[place]
    if place == begin or words[place - 1] != "you" or not word.isalpha():
        return False
    opens = place - 1 == begin or words[place - 2] in STOPS or words[place - 2] in CONJUNCTIONS
    return opens and not (word in PREPOSITIONS or word in DETERMINERS or is_adverb(word))


def _is_managed(words: list[str], place: int, end: int) -> bool:
    """Return whether a deed is told with how well it was done, in its own clause."""
    for word in words[place + 1 : min(place + 10, end)]:
        if word in ";:." or word in NEGATIONS:
            return False
        if is_quality(word):
            return True
    return False


def _is_done_by_agent(document: Document, tokens: Tokens, begin: int, place: int) -> bool:
    words = tokens.words
    before = place - 1
    while before > begin and (is_adverb(words[before]) or words[before] in _LEADING):
        before -= 1
    if before < begin:
        # "Kept your voice level"
        is_dropped = place == begin == 0 and words[place] not in ACTIONS_GOOD
        return is_dropped and lemma(words[place]) in ACTIONS_GOOD - {"take"}
    if words[before] == "you":
        return True
    if words[before] != "your" and person_at(document, tokens, before) == "agent":
        return True
    if before <= begin + 1:
        first = opening_of(document, tokens, begin)
        if first is not None and first.kind == "agent" and first.head == before:
            return True
    your = "your" in words[max(before - 5, begin) : before]
    return your and lemma(words[place]) in ACTIONS_GOOD - {"stand", "stay", "move", "return"}


def names_behaviour(document: Document, tokens: Tokens, begin: int, end: int) -> bool:
    """Return whether a run names what was done, a skill, or a quality that describes."""
    words = tokens.words
    for place in range(begin, end):
        word = words[place]
        if word in SKILLS or word in WORK:
            return True
        if word in BEHAVIOUR_QUALITIES and not is_noun(words, place):
            return True
        if word.endswith("ing") and len(word) > 5 and word not in _NO_GERUNDS:
            return True
    return _deed(document, tokens, begin - 1 if begin else 0, end) != NONE
