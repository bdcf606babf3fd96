"""Who is praised by a run of words, told from word classes, negation and ownership.

A deed told of the agent counts as praise, weakly, unless it is a fault; one that succeeds
("calmed", "found", "kept her posted") counts strongly, whatever trouble it names as its object.
"""

from __future__ import annotations

from itertools import compress
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
from ccsdk_coaching.lexicon.kept import kept
from ccsdk_coaching.lexicon.nature import NATURE
from ccsdk_coaching.lexicon.people import CUSTOMERS
from ccsdk_coaching.lexicon.polarity import (
    ACTIONS_GOOD,
    BEHAVIOUR_QUALITIES,
    DEEDS,
    EFFECTS,
    GENERIC_WORK,
    LIKED,
    NEGATIONS,
    SKILLS,
    SUCCESSES,
)
from ccsdk_coaching.reading.people import person_at
from ccsdk_coaching.tone import FAULTY_DEEDS, charge, is_noun, is_quality

if TYPE_CHECKING:
    from ccsdk_coaching.reading.document import Document
    from ccsdk_coaching.reading.tokens import Tokens

__all__ = [
    "NONE",
    "STRONG",
    "WEAK",
    "is_on_work",
    "names_behaviour",
    "praise_of_agent",
]

NONE, WEAK, STRONG = 0, 1, 2
_NO_GERUNDS = frozenset(
    "evening morning nothing something anything everything outstanding amazing during doing going "
    "being having stunning smashing cracking crushing sterling killing spring string meeting "
    "meetings vending parking building ceiling wedding shopping heating lighting plumbing dining "
    "pudding railing landing clothing bedding painting paintings savings earring training "
    "briefing blinding belting corking storming jaw-dropping dazzling glittering "
    "recording recordings winning nailing acing bossing slaying rocking".split()
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
_YOU = frozenset(("you", "your"))
# What a writer says by the way.
_COMMENTS = frozenset("honestly frankly simply clearly genuinely sincerely fairly".split())
_BEFORE_CLAUSES = STOPS | CONJUNCTIONS
_AFTER_CALL = frozenset((",", ":", "-", "\u2014", "\u2013"))
# "Nobody", "no one", "few people", "which not many would".
# "Bless you for staying late", "credit to you for the second call".
_THANKS = frozenset("bless kudos props respect credit bravo hats thanks thank chapeau".split())
_FEW = frozenset("nobody few none many others one people".split())
_AS_YOU = frozenset("like as than how".split())
_NO_VERBS = PREPOSITIONS | DETERMINERS
# Of a deed, in its own clause: how many words on its quality is looked for, and what ends that.
_REACH = 10
_BREAKS = NEGATIONS | {";", ":", "."}
# What the agent may be said to have done without "you", and with something of "yours".
_DROPPING = ACTIONS_GOOD - {"take"}
_HANDLED = ACTIONS_GOOD - {"stand", "stay", "move", "return"}
# What a word is for `_deed`: it tells no deed unless "you" stands before it, or not even then; it
# ends what was done, is told as done, or is "you".
_OTHER, _IDLE, _ENDS, _DONE, _YOURS = range(5)
_PRESENT = (_OTHER, _YOURS)
_IDLE_START = frozenset("if please when could unless whenever once after before try".split())
_OPENING = _IDLE_START | _THANKS | _FEW


_SHOWN = frozenset(
    "tour talk lesson class workshop speech presentation call chat quote invoice label list plan "
    "sketch booking reasoning advice research judgement judgment".split()
)
_NAMING = (WORK | SKILLS | GENERIC_WORK | DEEDS) - NATURE


def praise_of_agent(document: Document, tokens: Tokens, begin: int, end: int) -> int:
    """Return how strongly a run of words praises the agent: `NONE`, `WEAK` or `STRONG`."""
    words = tokens.words
    if not begin and end > 2 and words[1] in _AFTER_CALL:
        begin = _behind_call(tokens)
    run = words[begin:end]
    if not run or run[-1] == "?":
        return NONE
    if "would" in run and run[run.index("would") - 1] not in _FEW:
        return NONE
    if document.quote_at(tokens.starts[begin]) is not None:
        return NONE
    if not _OPENING.isdisjoint(run[:2]):
        if run[0] in _IDLE_START:
            return NONE
        if run[0] in _THANKS and "for" in run[1:5]:
            return STRONG
        if not _FEW.isdisjoint(run[:2]) and _compares(run):
            return STRONG
    first = opening_of(document, tokens, begin)
    start = begin
    if first is not None:
        kind = first.kind
        if kind == "customer" or kind == "other":
            behind = words[first.head + 1 : end][:3]
            is_opinion = not _OPINIONS.isdisjoint(behind) and behind[0] != "you"
            if is_opinion or kind == "customer":
                return _of_customer(document, tokens, begin, end, is_opinion=is_opinion)
            if not _has_verb(words, first.head, end):
                first = None
        elif kind == "work":
            start = _predicate(words, first.head, begin, end)
    good, bad = charge(words, start, end)
    if good > bad and _is_praised(document, tokens, first, begin, end):
        return STRONG
    return _deed(document, tokens, begin, end)


def _of_customer(
    document: Document, tokens: Tokens, begin: int, end: int, *, is_opinion: bool
) -> int:
    """Return how strongly it praises the agent to tell what a customer did or thought."""
    own = _own_clause(tokens.words, begin, end)
    if own is not None:
        return praise_of_agent(document, tokens, own, end)
    return NONE if is_opinion else _through_customer(document, tokens, begin, end)


def _behind_call(tokens: Tokens) -> int:
    """Return where a run begins behind the name that it may call: "Joel, a clear recap"."""
    words = tokens.words
    if not tokens.is_capital(0) or not words[0].isalpha():
        return 0
    if not CUSTOMERS.isdisjoint(words[2:5]):
        return 0
    return 0 if words[0] in NEGATIONS or words[0] in _IDLE_START else 2


def _compares(run: list[str]) -> bool:
    """Return whether nobody does it like the agent: "nobody explains it the way you do"."""
    if "could" in run[1:3] and any(
        word == "fault" or (word.endswith("er") and is_quality(word)) for word in run
    ):
        return True
    return any(
        word == "you"
        and (run[at - 1] in _AS_YOU or run[at - 2 : at] == ["the", "way"])
        and run[at + 1 : at + 2] != ["were"]
        for at, word in enumerate(run)
        if at > 1
    )


def _predicate(words: list[str], head: int, begin: int, end: int) -> int:
    """Return where it is told how the work is, behind what the work is about."""
    behind = words[head + 1 : end]
    # Most often its verb is there at once.
    if not behind or behind[0] in AUXILIARIES or AUXILIARIES.isdisjoint(behind):
        return begin
    return next(at for at, word in enumerate(behind, head + 1) if word in AUXILIARIES)


def _own_clause(words: list[str], begin: int, end: int) -> int | None:
    """Return where the agent takes over from a customer: "she smiled, and you spoke slowly"."""
    for place in range(begin + 1, end):
        if words[place] == "you" and words[place - 1] in ("and", ";", ","):
            return place
    return None


def _is_praised(
    document: Document, tokens: Tokens, first: Subject | None, begin: int, end: int
) -> bool:
    """Return whether the good that a run says is said of the agent or the agent's work."""
    run = tokens.words[begin:end]
    if not _YOU.isdisjoint(run):
        return True
    if first is None:
        is_theirs = not _opens_with_nature(run)
    elif first.kind in ("it", "writer") or run[0] in ("it", "this", "that"):
        # "that was a great call", "I loved the recap"
        is_theirs = _about_work(run) or not BEHAVIOUR_QUALITIES.isdisjoint(run)
    else:
        head = tokens.words[first.head]
        is_theirs = (
            first.kind in ("agent", "work")
            or _names_work(head)
            or head.endswith("ing")
            or not DEEDS.isdisjoint(run)
            or any(run[at - 1] == "the" and _names_work(run[at]) for at in range(1, len(run)))
        )
    return is_theirs or _is_agents(document, tokens, begin, end)


def is_on_work(document: Document, tokens: Tokens, begin: int, end: int) -> bool:
    """Return whether a run tells of a part of the agent's work without finding fault."""
    words = tokens.words
    run = words[begin:end]
    if not run or "?" in run or "would" in run or not NEGATIONS.isdisjoint(run):
        return False
    good, bad = charge(words, begin, end)
    if bad:
        return False
    first = opening_of(document, tokens, begin)
    if first is None:
        return good > 0 and _about_work(run)
    return (good > 0 and first.kind == "work") or _names_work(words[first.head])


def _opens_with_nature(run: list[str]) -> bool:
    """Return whether a fragment evaluates what nobody does: "great weather today"."""
    place = next((at for at, word in enumerate(run) if is_quality(word)), 0)
    return any(word in NATURE for word in run[place + 1 : place + 2])


def _through_customer(document: Document, tokens: Tokens, begin: int, end: int) -> int:
    """Return how strongly it praises the agent to tell what the agent did to a customer."""
    run = tokens.words[begin:end]
    if not _OPINIONS.isdisjoint(run[:8]):
        return NONE  # what a customer thought of it
    start = begin + run.index("your") if "your" in run else begin
    good, bad = charge(tokens.words, start, end)
    is_moved = not bad and NEGATIONS.isdisjoint(run) and not _TRUSTING.isdisjoint(run)
    if (good > bad or is_moved) and _is_agents(document, tokens, begin, end):
        return STRONG
    return NONE


def _names_work(word: str) -> bool:
    """Return whether a noun is a part of the agent's work: "the welcome was warm"."""
    word = word.replace("-", "") if word.replace("-", "") in WORK else word
    return (word in WORK or word in SKILLS or word in _SHOWN) and word not in NATURE


def _has_verb(words: list[str], begin: int, end: int) -> bool:
    """Return whether a run is a sentence, rather than a phrase such as "a neat report"."""
    run = words[begin:end]
    return not AUXILIARIES.isdisjoint(run) or [*map(lemma, run)] != run


def _about_work(run: list[str]) -> bool:
    """Return whether a run names the agent's work, or a part of it."""
    return not _NAMING.isdisjoint(run)


def _is_agents(document: Document, tokens: Tokens, begin: int, end: int) -> bool:
    """Return whether the agent is among whom a run speaks of."""
    return not _YOU.isdisjoint(tokens.words[begin:end]) or any(
        person_at(document, tokens, place) == "agent" for place in range(begin, end)
    )


def _deed(document: Document, tokens: Tokens, begin: int, end: int) -> int:
    """Return how much praise lies in what the agent is said to have done; faults are none."""
    words = tokens.words
    found = NONE
    forms = [*map(_form, words[begin:end])]
    for place in compress(range(begin, end), forms):
        form = forms[place - begin]
        at = place
        if form == _IDLE:
            continue
        if form == _ENDS:
            break
        if form == _YOURS:
            # What follows "you" may be told in the present: "you know every fern".
            at += 1
            if at == end or forms[at - begin] not in _PRESENT or not _is_present(words, begin, at):
                continue
        if at + 1 < end and words[at + 1] in _ORDINALS:
            continue  # "you came second" names no behaviour
        if not _is_done_by_agent(document, tokens, begin, at):
            continue
        word = words[at]
        base = lemma(word)
        if base in FAULTY_DEEDS or is_faulty(word):
            break
        if base in SUCCESSES or _is_managed(words, at, end):
            return STRONG
        found = WEAK
    return found


@kept
def _form(word: str) -> int:
    """Return whether a word ends what was done, tells no deed, tells one, or what else it is."""
    if word == "you":
        return _YOURS
    if word in NEGATIONS or word in ("could", "might"):
        return _ENDS
    if word in AUXILIARIES or word in _NOT_DEEDS:
        return _IDLE
    is_past = (word.endswith("ed") and len(word) > 4) or lemma(word) != word
    return _DONE if is_past or word in ACTIONS_GOOD else _OTHER


def _is_present(words: list[str], begin: int, place: int) -> bool:
    """Return whether a word behind "you" opens a clause with it: "you know every fern"."""
    word = words[place]
    if place == begin or not word.isalpha() or word in _NO_VERBS or is_adverb(word):
        return False
    return place - 1 == begin or words[place - 2] in _BEFORE_CLAUSES


def _is_managed(words: list[str], place: int, end: int) -> bool:
    """Return whether a deed is told with how well it was done, in its own clause."""
    behind = words[place + 1 : min(place + _REACH, end)]
    if not any(map(is_quality, behind)):
        return False
    return next(word for word in behind if word in _BREAKS or is_quality(word)) not in _BREAKS


def _is_done_by_agent(document: Document, tokens: Tokens, begin: int, place: int) -> bool:
    words = tokens.words
    before = place - 1
    while before > begin and (words[before] in _LEADING or is_adverb(words[before])):
        before -= 1
    if before < begin:
        # "Kept your voice level"
        is_dropped = (
            place == begin
            and (not begin or _is_called(words, begin))
            and words[place] not in ACTIONS_GOOD
        )
        return is_dropped and lemma(words[place]) in _DROPPING
    if words[before] == "you":
        return True
    if words[before] != "your" and person_at(document, tokens, before) == "agent":
        return True
    if before <= begin + 1:
        first = opening_of(document, tokens, begin)
        if first is not None and first.kind == "agent" and first.head == before:
            return True
    your = "your" in words[max(before - 5, begin) : before]
    return your and lemma(words[place]) in _HANDLED


def _is_called(words: list[str], begin: int) -> bool:
    """Return whether only a name that is called stands before a run."""
    return begin == 2 and words[1] in _AFTER_CALL


@kept
def _names_part(word: str) -> bool:
    """Return whether a word is a part of the work, or what somebody does: "mirroring"."""
    is_gerund = word.endswith("ing") and len(word) > 5 and word not in _NO_GERUNDS
    return is_gerund or word in SKILLS or word in WORK


def _is_apart(words: list[str], place: int) -> bool:
    """Return whether a word stands alone between marks: "great stuff, honestly"."""
    return (not place or not words[place - 1].isalnum()) and not any(
        each.isalnum() for each in words[place + 1 : place + 2]
    )


def names_behaviour(document: Document, tokens: Tokens, begin: int, end: int) -> bool:
    """Return whether a run names what was done, a skill, or a quality that describes."""
    words = tokens.words
    run = words[begin:end]
    if any(map(_names_part, run)):
        return True
    if not BEHAVIOUR_QUALITIES.isdisjoint(run) and any(
        words[place] in BEHAVIOUR_QUALITIES
        and not is_noun(words, place)
        and not (words[place] in _COMMENTS and _is_apart(words, place))
        for place in range(begin, end)
    ):
        return True
    return _deed(document, tokens, begin - 1 if begin else 0, end) != NONE
