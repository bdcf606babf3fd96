"""Who is praised or blamed by a run of words, told from word classes, negation and ownership."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccsdk_coaching.clause import opening_of, subject_of
from ccsdk_coaching.lexicon.en import AUXILIARIES, WORK, is_adverb, lemma
from ccsdk_coaching.lexicon.polarity import (
    ACTIONS_FAULT,
    ACTIONS_GOOD,
    BEHAVIOUR_QUALITIES,
    EVALUATIVE,
    EVALUATIVE_ADVERBS,
    FAULTS,
    GENERIC_WORK,
    LIKED,
    NAMES_FOR_GOOD_PEOPLE,
    NEGATIONS,
    SKILLS,
)
from ccsdk_coaching.reading.people import person_at

if TYPE_CHECKING:
    from ccsdk_coaching.reading.document import Document
    from ccsdk_coaching.reading.tokens import Tokens

__all__ = ["STRONG", "WEAK", "charge", "judged", "names_behaviour", "praise_of_agent"]

WEAK, STRONG = 1, 2
_VIRTUES = frozenset(
    "warmth kindness patience empathy courtesy calm tact humour humor honesty clarity care "
    "compassion "
    "grace flair skill ease eye heart charm precision accuracy".split()
)
_GOOD = (
    _VIRTUES | EVALUATIVE | EVALUATIVE_ADVERBS | BEHAVIOUR_QUALITIES | LIKED | NAMES_FOR_GOOD_PEOPLE
)
_REACH = 4
_NO_GERUNDS = frozenset(
    "evening morning nothing something anything everything outstanding amazing during".split()
)
# Their good or bad happens by itself.
_NATURE = frozenset(
    "rain weather snow wind storm fog system systems server servers line lines network wifi "
    "computer screen phone app site website power traffic train bus ferry flight plane queue "
    "queues boat clock stock day shift morning night evening box lift elevator printer till "
    "shop office desk museum bank road tide sea crowd ship tram lights heating it there "
    "price prices fare fares rate rates offer sale tickets seats refund supplier parcel "
    "warehouse room rooms market world outcome result results".split()
)
# What a customer goes through when the agent has left something out.
_DEPRIVED = frozenset(
    "waited waiting guess guessing repeat repeated twice again alone confused confusing unsure "
    "unaware lost puzzled stranded hear heard know knew learn learned wondering asked".split()
)
# Doing these is good or bad by what is done with them.
_GOOD_BY_THEMSELVES = ACTIONS_GOOD - frozenset(
    "tell put make turn say use take give read open close send add look leave let move set go "
    "stand step speak stop reach return call own hand choose pick record count schedule cover "
    "refund "
    "write talk mention repeat work".split()
)
# Faults by themselves, whatever is done with them.
_FAULTY = ACTIONS_FAULT - frozenset(
    "wait look sound end talk jump hide push tap pass roll default transfer escalate cancel "
    "break eat "
    "drag trip leap race".split()
)
_THOUGHTS = LIKED | frozenset(
    "thanked praised said told called rated complimented wrote felt thought found happy pleased "
    "thrilled grateful satisfied".split()
)
_REGRETS = frozenset(
    "would 'd want wanted expected expect need wish missed worry wonder hoped".split()
)
_WISHES = frozenset(
    "next watch try remember please make don't avoid aim consider ensure work mind beware "
    "let's slow stop keep add check ask use say confirm read speak give take leave tell".split()
)
_ASKING = (
    "next time",
    "make sure",
    "work on",
    "room to",
    "room for",
    "could have",
    "could be",
    "could use",
    "might have",
    "would have been",
    "would be better",
    "would have liked",
    "i missed",
    "i wish",
    "want you to",
    "like you to",
    "love you to",
    "love to see",
    "like to see",
)
_MODALS = frozenset("should must need needs ought gotta better supposed".split())
_MORE = frozenset("more less fewer sooner earlier slower quicker shorter longer clearer".split())


def charge(words: list[str], begin: int, end: int) -> tuple[int, int]:
    """Return how many words speak well and how many ill; a negation turns what follows."""
    good = bad = 0
    turned = -_REACH - 1
    for place in range(begin, end):
        word = words[place]
        if word in NEGATIONS:
            if word == "not" and place + 1 < end and words[place + 1] in ("only", "just"):
                continue
            turned = place
            continue
        if word in ";:.!?,":
            turned = -_REACH - 1
            continue
        if word == "left" and words[place - 1] not in ("was", "were", "been", "is", "are"):
            continue
        is_turned = place - turned <= _REACH
        if word == "too" and place + 1 < end and words[place + 1] not in STOP_AFTER_TOO:
            bad += 1
            continue
        base = lemma(word)
        if base == "talk" and words[place + 1 : place + 2] in (["over"], ["past"], ["down"]):
            base = "interrupt"
        is_fault = word in FAULTS or (base in _FAULTY and word not in _GOOD)
        if is_fault:
            good, bad = (good + 1, bad) if is_turned else (good, bad + 1)
            turned = turned if not is_turned else -_REACH - 1
        elif word in _GOOD:
            good, bad = (good, bad + 1) if is_turned else (good + 1, bad)
            turned = turned if not is_turned else -_REACH - 1
    return good, bad


STOP_AFTER_TOO = frozenset(",.;!? and".split())


def praise_of_agent(document: Document, tokens: Tokens, begin: int, end: int) -> int:
    """Return how strongly a run of words praises the agent: 0, `WEAK` or `STRONG`."""
    words = tokens.words
    run = words[begin:end]
    if not run or "?" in run or "would" in run or run[0] in ("if", "please", "when", "could"):
        return 0
    if document.speaker_at(tokens.starts[begin]) != "writer":
        return 0
    good, bad = charge(words, begin, end)
    first = opening_of(document, tokens, begin)
    is_customers = first is not None and first.kind in ("customer", "other", "it")
    owned = _is_agents(document, tokens, begin, end)
    if first is not None and not owned:
        if first.kind in ("it", "writer") and good > bad and _about_work(run):
            return STRONG  # "that was a great call", "I loved the recap"
        if is_customers and not _names_work(words[first.head]):
            return 0
    if first is None and not owned and _NATURE & set(run):
        return 0
    if first is not None and first.kind == "customer" and _THOUGHTS & set(run):
        return 0  # what a customer thought of it
    if good > bad:
        if owned or first is None:
            return STRONG
        return STRONG if first.kind == "work" or _names_work(words[first.head]) else 0
    return WEAK if _does_something(document, tokens, begin, end) else 0


def _names_work(word: str) -> bool:
    """Return whether a noun is a part of the agent's work: "the welcome was warm"."""
    return (word in WORK or word in SKILLS) and word not in _NATURE


def _about_work(run: list[str]) -> bool:
    """Return whether a run names the agent's work, or a part of it."""
    named = (WORK | SKILLS | GENERIC_WORK) - _NATURE
    return any(word in named for word in run)


def _is_agents(document: Document, tokens: Tokens, begin: int, end: int) -> bool:
    words = tokens.words
    return any(
        words[place] in ("you", "your") or person_at(document, tokens, place) == "agent"
        for place in range(begin, end)
    )


def _does_something(document: Document, tokens: Tokens, begin: int, end: int) -> bool:
    """Return whether the agent is said to have done something, not negated."""
    words = tokens.words
    for place in range(begin + 1, end):
        word = words[place]
        if word in NEGATIONS:
            return False
        is_past = (word.endswith("ed") and len(word) > 4) or lemma(word) != word
        is_past = is_past or word in ACTIONS_GOOD
        if word in ("scored", "ranked", "rated", "did", "done", "had"):
            continue
        if is_past and word not in AUXILIARIES and lemma(word) not in ACTIONS_FAULT:
            before = place - 1
            while before > begin and is_adverb(words[before]):
                before -= 1
            if words[before] == "you" or person_at(document, tokens, before) == "agent":
                return True
            if "your" in words[max(before - 5, begin) : before] and lemma(word) in ACTIONS_GOOD:
                return True
    return False


def judged(document: Document, tokens: Tokens, begin: int, end: int) -> str:
    """Return what a run of words says: criticism, praise, circumstance or unclear."""
    words = tokens.words
    while begin < end and words[begin] in ",;:-":
        begin += 1
    run = words[begin:end]
    if not run:
        return "unclear"
    if _demands(document, tokens, begin, end):
        return "criticism"
    good, bad = charge(words, begin, end)
    subject = opening_of(document, tokens, begin)
    negated = any(word in NEGATIONS for word in run)
    kind = subject.kind if subject else "none"
    if kind in ("customer", "other", "it", "writer") and subject is not None:
        head = words[subject.head]
        if kind == "customer":
            return "criticism" if _is_deprived(run) else "circumstance"
        is_own = head == "it" and (bad or negated)  # the work that was praised
        if head in _NATURE and not is_own and "you" not in run and "your" not in run:
            return "circumstance"
    if run[0] in ("more", "above", "also", "even") and not bad:
        return "praise"
    if bad > good or (negated and good <= bad):
        return "criticism"
    if good > bad:
        return "praise"
    if kind == "agent" and any(lemma(word) in _GOOD_BY_THEMSELVES for word in run):
        return "praise"
    return "unclear"


def _is_deprived(run: list[str]) -> bool:
    """Return whether a customer went without something that the agent could have given."""
    if any(word in NEGATIONS for word in run):
        return any(lemma(w) in ("hear", "know", "get", "learn", "see", "receive") for w in run)
    joined = " ".join(run)
    if "had to" in joined or ("left " in joined and "was left" in joined) or "were left" in joined:
        return True
    return any(word in _DEPRIVED for word in run)


def _demands(document: Document, tokens: Tokens, begin: int, end: int) -> bool:
    """Return whether a run asks the agent for something: a modal, an imperative, a wish."""
    words = tokens.words
    run = words[begin:end]
    joined = " ".join(run)
    if (run[0] in _WISHES and run[0] != "keep") or any(phrase in joined for phrase in _ASKING):
        return True
    subject = opening_of(document, tokens, begin)
    kind = subject.kind if subject else "none"
    if kind == "writer" and _REGRETS & set(run):
        return True
    if "could" in run and kind in ("agent", "work", "other", "none"):
        return True
    if any(word in _MORE for word in run) and ("could" in run or "would" in run or "be" in run):
        return True
    for place in range(begin, end):
        if words[place] in _MODALS and subject_of(document, tokens, place).kind in (
            "agent",
            "work",
        ):
            return True
    return False


def names_behaviour(document: Document, tokens: Tokens, begin: int, end: int) -> bool:
    """Return whether a run names what was done, a skill, or a quality that describes."""
    words = tokens.words
    for place in range(begin, end):
        word = words[place]
        if word in SKILLS or word in WORK or word in BEHAVIOUR_QUALITIES:
            return True
        if word.endswith("ing") and len(word) > 5 and word not in _NO_GERUNDS:
            return True
    return _does_something(document, tokens, begin - 1 if begin else 0, end)
