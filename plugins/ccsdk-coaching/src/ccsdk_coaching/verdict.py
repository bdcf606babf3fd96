"""What is said behind a contrast: criticism or a demand, praise, or a mere circumstance.

By its subject: what the weather, a machine or a house does is nobody's fault; what a customer
does is one only where the customer went without; of the agent, the agent's work and whatever
the agent handles, a negation, a fault or an excess is criticism.
"""

from __future__ import annotations

from enum import Enum
from itertools import pairwise
from typing import TYPE_CHECKING

from ccsdk_coaching.clause import Subject, opening_of, subject_of
from ccsdk_coaching.happening import idles, is_done, is_natural, is_passive
from ccsdk_coaching.lexicon.en import AUXILIARIES, DETERMINERS, is_adverb, lemma
from ccsdk_coaching.lexicon.faults import is_faulty
from ccsdk_coaching.lexicon.kept import kept
from ccsdk_coaching.lexicon.polarity import ACTIONS_FAULT, ACTIONS_GOOD, NEGATIONS, SUCCESSES
from ccsdk_coaching.tone import charge

if TYPE_CHECKING:
    from ccsdk_coaching.reading.document import Document
    from ccsdk_coaching.reading.tokens import Tokens

__all__ = ["Verdict", "judged"]


class Verdict(Enum):
    """Say what a run of words does to the praise before it."""

    CRITICISM = "criticism"
    PRAISE = "praise"
    CIRCUMSTANCE = "circumstance"
    UNCLEAR = "unclear"


# What a customer goes through when the agent has left something out.
_DEPRIVED = frozenset(
    "waited waiting guess guessing repeat repeated twice again alone confused confusing unsure "
    "unaware lost puzzled stranded hear heard learn learned wondering still baffled "
    "none-the-wiser paid suffered missed worried upset frightened embarrassed offended annoyed "
    "uneasy uncomfortable rushed".split()
)
_NEGLECTS = ("had to", "was left", "were left", "on hold", "in limbo", "in the dark")
_LEAVING = frozenset(
    "rang hung ended left leave leaves went go goes walked hung sailed drove paid".split()
)
_RECEIVED = frozenset(
    "hear heard hearing know knew known knowing get got getting learn learnt learned see saw seen "
    "receive received receiving understand understood find found told asked given offered shown "
    "feel felt catch caught".split()
)
_REGRETS = frozenset(
    "would 'd want wanted expected expect need wish missed worry wonder wondered hoped noticed "
    "struggled felt".split()
)
_WISHES = frozenset(
    "next watch try remember please make don't do avoid aim consider ensure work mind beware "
    "let's let slow stop add check ask use say confirm read speak give take leave tell maybe "
    "perhaps focus practise practice wait pause mention offer bring put write note start begin "
    "go look send think get".split()
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
    "would have helped",
    "would help",
    "would be better",
    "would have liked",
    "i missed",
    "i wish",
    "want you to",
    "like you to",
    "love you to",
    "love to see",
    "like to see",
    "needs attention",
    "attention to",
    "instead of",
    "was due",
    "is due",
)
# Each of them holds a word with one of these ends, or one of these beginnings.
_COMMON = frozenset("i is was".split())
_ASKING_ENDS = tuple({each.split()[0] for each in _ASKING} - _COMMON)
_ASKING_BEGINNINGS = tuple(each.split()[1] for each in _ASKING if each.split()[0] in _COMMON)
_DEEDS = ACTIONS_GOOD | ACTIONS_FAULT | {"mute"}
_OBJECTS = DETERMINERS | frozenset("ur it him them".split())
_MODALS = frozenset("should must need needs ought gotta better supposed".split())
_FILLED = frozenset("then that hey well ok okay um so , ; : - \u2014 \u2013".split())
_YOU = frozenset(("you", "your"))
_MOST = frozenset(("more", "most"))
_NEEDING = frozenset("needs need deserves".split())
_QUESTIONS = frozenset("where could did was were is who why".split())
# Kinds of subjects that choose nothing against the agent.
_AGENTS_OWN = frozenset("agent work none".split())
_SOMEBODY = frozenset("somebody someone anybody anyone one".split())
_VOLITION = frozenset(
    "preferred prefers wanted wants chose chooses decided decides declined declines refused "
    "refuses insisted insists wished asked likes kept changed".split()
)
_MORE = frozenset("more less fewer sooner earlier slower quicker shorter longer clearer".split())
# Without one of these nothing is demanded, but by an imperative.
_CUES = _MORE | _REGRETS | _NEEDING | _MODALS | {"could"}
_PRAISED_MORE = frozenset("more above also even best especially particularly".split())
# Of time and measure: on the wrong side of "but" they weigh.
_EXCESS = frozenset(
    "twice thrice again later minutes minute hours hour seconds lot bit little rather somewhat "
    "slightly loud aloud afterwards".split()
)
# "after three transfers", "for nine minutes".
_SPANS = frozenset("after for over".split())
_NUMBERS = frozenset("two three four five six seven eight nine ten eleven twelve several".split())
_BE = frozenset("was were is are been be being got get gets".split())
_BY_ITSELF = frozenset("already anyway outside meanwhile elsewhere".split())
# What it is good that nobody has to do.
_BURDENS = frozenset("wait waited complain complained mind minded notice noticed cry panic".split())
# Where a thing should not have gone, and what is said rather than a line that fails.
_PLACED = frozenset("where when what how as".split())
_THRIVING = frozenset("carries works worked lands landed suits suited pays paid sticks".split())
_AGAIN = (["this", "is", "the"], ["that", "is", "the"], ["that", "'s", "the"], ["it", "'s", "the"])
# What opens a turn of phrase.
_TURNING = frozenset("not this that it you nobody none no-one".split())
_ORDINALS = frozenset("second third fourth fifth sixth umpteenth nth".split())
_MALTREATED = frozenset(
    "cut disconnected bounced dropped interrupted ignored shunted rushed hurried overcharged "
    "double-charged mischarged misinformed misled misdirected passed talked".split()
)
_AT_HOME = frozenset("in there home around about up".split())
_NOBODY = frozenset("nobody none no-one".split())
_NO = _NOBODY | {"no", "neither"}
_THINGS = frozenset(("it", "that"))


def judged(document: Document, tokens: Tokens, begin: int, end: int) -> Verdict:
    """Return what a run of words says of the agent's work."""
    words = tokens.words
    while begin < end and words[begin] in _FILLED:
        begin += 1
    run = words[begin:end]
    if not run:
        return Verdict.UNCLEAR
    opening = run[0]
    at_once = _turn(words, begin, run) if opening in _TURNING else None
    if at_once is not None:
        return at_once
    if _orders(run) or (opening in _QUESTIONS and "?" in run):  # "but where was the recap?"
        return Verdict.CRITICISM
    subject = opening_of(document, tokens, begin)
    kind = subject.kind if subject else "none"
    if not _CUES.isdisjoint(run) and (
        _demands(run, kind) or _obliges(document, tokens, begin, end)
    ):
        return Verdict.CRITICISM
    good, bad = charge(words, begin, end)
    negated = not NEGATIONS.isdisjoint(run)
    if kind == "customer" and subject is not None:
        if bad > good and _is_agent_again(document, tokens, subject):
            return Verdict.CRITICISM
        return _of_customer(run, bad, negated=negated, is_some=words[subject.start] == "some")
    if kind not in _AGENTS_OWN and not _VOLITION.isdisjoint(run[1:5]):
        return Verdict.CIRCUMSTANCE
    if _YOU.isdisjoint(run) and is_natural(words, begin, run, subject):
        return Verdict.CIRCUMSTANCE
    if not bad and (
        opening in _PRAISED_MORE or (opening == "what" and not _MOST.isdisjoint(run[1:5]))
    ):
        return Verdict.PRAISE
    if good and negated and not bad and _denies(words, begin, end):
        good = 0
    if kind in ("agent", "work"):
        return _of_agent(run, good, bad, negated=negated, is_agent=kind == "agent")
    return _of_thing(run, good, bad, negated=negated)


def _turn(words: list[str], begin: int, run: list[str]) -> Verdict | None:
    """Return what a turn of phrase that opens a run says, None if there is none."""
    if run[0] == "not" and run[1:2] and run[1] in _PLACED and "you" not in run:
        return Verdict.CIRCUMSTANCE  # "though not where she said it was"
    if run[:3] in _AGAIN and run[4:5] and run[3] in _ORDINALS and run[4] in ("one", "time"):
        return Verdict.CRITICISM
    if words[begin - 1] == "then" and "always" in run and run[0] == "you":
        return Verdict.PRAISE  # "but then you always do"
    if run[0] in _NOBODY and run[1:2] == ["was"] and run[2:3] and run[2] in _AT_HOME:
        return Verdict.CIRCUMSTANCE
    return None


def _denies(words: list[str], begin: int, end: int) -> bool:
    """Return whether a negation follows what speaks well: "patience won't shorten the queue"."""
    last = max(place for place in range(begin, end) if words[place] in NEGATIONS)
    return charge(words, max(last - 1, begin), end) == (0, 0)


def _of_agent(run: list[str], good: int, bad: int, *, negated: bool, is_agent: bool) -> Verdict:
    if bad > good:
        return Verdict.CRITICISM
    if negated and good <= bad:
        return Verdict.CRITICISM
    if _is_excessive(run):
        return Verdict.UNCLEAR if good else Verdict.CRITICISM
    if good > bad:
        return Verdict.PRAISE
    if is_agent and run[1:2] != ["also"] and _succeeds(run):
        return Verdict.PRAISE
    return Verdict.UNCLEAR


def _succeeds(run: list[str]) -> bool:
    """Return whether the main verb of a clause such as "you found her a seat" is a success."""
    verbs = [word for word in run[1:6] if not is_adverb(word) and word not in AUXILIARIES]
    return bool(verbs) and lemma(verbs[0]) in SUCCESSES


def _of_thing(run: list[str], good: int, bad: int, *, negated: bool) -> Verdict:
    opening = run[0]
    if opening in _THINGS and not (bad or negated) and len(run) > 1 and run[1] in _THRIVING:
        return Verdict.PRAISE
    is_idle = negated and "you" not in run and not is_passive(run) and idles(run)
    if opening in _NO:
        if opening == "no" and is_done(run):
            return Verdict.CRITICISM
        if opening == "neither":
            return Verdict.CIRCUMSTANCE  # of what was offered
        if opening in _NOBODY or run[:2] == ["no", "one"]:
            if any(word in _BURDENS or lemma(word) in _BURDENS for word in run):
                return Verdict.PRAISE
            return Verdict.CIRCUMSTANCE if is_idle else Verdict.CRITICISM
    if bad > good:
        return Verdict.CRITICISM
    if is_idle and not good:
        return Verdict.CIRCUMSTANCE
    if negated and good <= bad:
        return Verdict.CRITICISM
    if good > bad:
        return Verdict.PRAISE
    if _is_excessive(run):
        return Verdict.CRITICISM
    if not _BY_ITSELF.isdisjoint(run) and not is_passive(run):
        return Verdict.CIRCUMSTANCE
    return Verdict.UNCLEAR


def _is_excessive(run: list[str]) -> bool:
    """Return whether a run measures time or trouble: "an hour late", "after three calls"."""
    if not _EXCESS.isdisjoint(run) or "only" in run[1:]:
        return True
    return not _NUMBERS.isdisjoint(run) and any(
        word in _NUMBERS and run[place] in _SPANS for place, word in enumerate(run[1:])
    )


def _is_agent_again(document: Document, tokens: Tokens, subject: Subject) -> bool:
    """Return whether he or she may be the agent whom the sentence opened with, by name."""
    if tokens.words[subject.head] not in ("he", "she", "they"):
        return False
    first = opening_of(document, tokens, 0)
    return first is not None and first.kind == "agent" and tokens.words[first.head] != "you"


def _of_customer(run: list[str], bad: int, *, negated: bool, is_some: bool) -> Verdict:
    """Return criticism where a customer went without what the agent could have given."""
    if is_some and "you" in run:
        return Verdict.CRITICISM if negated else Verdict.UNCLEAR  # "and you're one of them"
    if not _YOU.isdisjoint(run[1:5]) or ("so", "you") in pairwise(run):
        return Verdict.CIRCUMSTANCE  # what the customer did to the agent, or the agent mended
    is_given = not _RECEIVED.isdisjoint(run)
    if negated:
        is_deprived = is_given or ("without" in run and not _LEAVING.isdisjoint(run))
    else:
        joined = " ".join(run)
        is_deprived = (
            not _DEPRIVED.isdisjoint(run)
            or any(phrase in joined for phrase in _NEGLECTS)
            or (is_given and any(map(is_faulty, run)))
            or (bad > 0 and is_passive(run))
            or any(word in _BE and each in _MALTREATED for word, each in pairwise(run))
        )
    return Verdict.CRITICISM if is_deprived else Verdict.CIRCUMSTANCE


def _orders(run: list[str]) -> bool:
    """Return whether a run asks for something, of whomever: an imperative, a wish."""
    if run[0] in _WISHES:
        return True
    if run[0] in _DEEDS and len(run) > 1 and run[1] in _OBJECTS:
        return True
    if any(map(_may_ask, run)):
        joined = " ".join(run)
        return any(phrase in joined for phrase in _ASKING)
    return False


@kept
def _may_ask(word: str) -> bool:
    """Return whether a word may be of a phrase that asks for something; few are."""
    return word.endswith(_ASKING_ENDS) or word.startswith(_ASKING_BEGINNINGS)


def _demands(run: list[str], kind: str) -> bool:
    """Return whether a run asks the agent for something, by the kind of its subject."""
    if not _MORE.isdisjoint(run) and ("could" in run or "would" in run or "be" in run):
        return True
    if kind == "writer":
        return not _REGRETS.isdisjoint(run)
    if kind not in ("customer", "agent") and not _NEEDING.isdisjoint(run[:5]):
        return True
    return "could" in run and kind in ("agent", "work", "other", "none")


def _obliges(document: Document, tokens: Tokens, begin: int, end: int) -> bool:
    """Return whether a modal lays something on the agent, or on anybody."""
    words = tokens.words
    if _MODALS.isdisjoint(words[begin:end]):
        return False
    return any(
        words[place] in _MODALS
        and (
            words[place - 1] in _SOMEBODY
            or subject_of(document, tokens, place).kind in ("agent", "work")
        )
        for place in range(begin, end)
    )
