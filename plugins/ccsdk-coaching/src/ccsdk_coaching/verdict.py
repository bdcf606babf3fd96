"""What is said behind a contrast: criticism or a demand, praise, or a mere circumstance.

By its subject: what the weather, a machine or a house does is nobody's fault; what a customer
does is one only where the customer went without; of the agent, the agent's work and whatever
the agent handles, a negation, a fault or an excess is criticism.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from ccsdk_coaching.clause import Subject, opening_of, subject_of
from ccsdk_coaching.lexicon.en import AUXILIARIES, DETERMINERS, is_adverb, lemma
from ccsdk_coaching.lexicon.faults import is_faulty
from ccsdk_coaching.lexicon.nature import NATURE
from ccsdk_coaching.lexicon.polarity import ACTIONS_FAULT, ACTIONS_GOOD, NEGATIONS
from ccsdk_coaching.polarity import SUCCESSES
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
_LEAVING = frozenset("left leave leaves went go goes walked hung sailed drove paid".split())
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
    "go look send think get keep".split()
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
_MODALS = frozenset("should must need needs ought gotta better supposed".split())
_FILLED = frozenset("then that hey well ok okay um so".split())
_SOMEBODY = frozenset("somebody someone anybody anyone one".split())
_VOLITION = frozenset(
    "preferred prefers wanted wants chose chooses decided decides declined declines refused "
    "refuses insisted insists wished asked likes kept changed".split()
)
_MORE = frozenset("more less fewer sooner earlier slower quicker shorter longer clearer".split())
_PRAISED_MORE = frozenset("more above also even best especially particularly".split())
# Of time and measure: on the wrong side of "but" they weigh.
_EXCESS = frozenset(
    "twice thrice again later minutes minute hours hour seconds lot bit little rather somewhat "
    "slightly loud aloud afterwards".split()
)
# "after three transfers", "for nine minutes".
_SPANS = frozenset("after for over".split())
_NUMBERS = frozenset("two three four five six seven eight nine ten eleven twelve several".split())
# Done to a thing, by whoever was to do it.
_HANDLED = (ACTIONS_GOOD | frozenset("do give sign tell pay ask".split())) - frozenset(
    "close cancel stop book open take".split()
)
_BE = frozenset("was were is are been be being got get gets".split())
_BY_ITSELF = frozenset("already anyway outside meanwhile elsewhere".split())
# What things do or fail to do by themselves.
_MACHINE_VERBS = frozenset(
    "work load start connect respond arrive fit open print answer pick come live want reply die "
    "crash run freeze stop refuse help reopen exist turn show".split()
)
_WEATHER = ("rain", "snow", "hail", "pour", "thunder", "storm", "freeze", "froze", "dark", "drizzl")
# What it is good that nobody has to do.
_BURDENS = frozenset("wait waited complain complained mind minded notice noticed cry panic".split())
_NOBODY = frozenset("nobody none no-one".split())


def judged(document: Document, tokens: Tokens, begin: int, end: int) -> Verdict:
    """Return what a run of words says of the agent's work."""
    words = tokens.words
    while begin < end and (words[begin] in ",;:-\u2014\u2013" or words[begin] in _FILLED):
        begin += 1
    run = words[begin:end]
    if not run:
        return Verdict.UNCLEAR
    if _demands(document, tokens, begin, end) or _asks_back(run):
        return Verdict.CRITICISM
    good, bad = charge(words, begin, end)
    subject = opening_of(document, tokens, begin)
    kind = subject.kind if subject else "none"
    if kind == "customer" and subject is not None:
        if _is_agent_again(document, tokens, subject) and bad > good:
            return Verdict.CRITICISM
        return _of_customer(run, bad=bad)
    if kind not in ("agent", "work", "none") and _VOLITION & set(run[1:5]):
        return Verdict.CIRCUMSTANCE
    if _is_natural(words, begin, run, subject):
        return Verdict.CIRCUMSTANCE
    if run[0] == "what" and {"more", "most"} & set(run[1:5]) and not bad:
        return Verdict.PRAISE
    if run[0] in _PRAISED_MORE and not bad:
        return Verdict.PRAISE
    negated = any(word in NEGATIONS for word in run)
    if negated and not bad and _denies(words, begin, end):
        good = 0
    if kind in ("agent", "work"):
        return _of_agent(run, good, bad, negated=negated, is_agent=kind == "agent")
    return _of_thing(run, good, bad, negated=negated)


def _denies(words: list[str], begin: int, end: int) -> bool:
    """Return whether a negation follows what speaks well: "patience won't shorten the queue"."""
    last = max(place for place in range(begin, end) if words[place] in NEGATIONS)
    return charge(words, max(last - 1, begin), end) == (0, 0)


def _asks_back(run: list[str]) -> bool:
    """Return whether a rhetorical question finds fault: "but where was the recap?"."""
    return "?" in run and run[0] in ("where", "could", "did", "was", "were", "is", "who", "why")


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
    is_idle = negated and "you" not in run and not _is_passive(run) and _idles(run)
    if run[0] == "no" and _is_done(run):
        return Verdict.CRITICISM
    if run[0] == "neither":
        return Verdict.CIRCUMSTANCE  # of what was offered
    if run[0] in _NOBODY or run[:2] == ["no", "one"]:
        if any(lemma(word) in _BURDENS or word in _BURDENS for word in run):
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
    if _BY_ITSELF & set(run) and not _is_passive(run):
        return Verdict.CIRCUMSTANCE
    return Verdict.UNCLEAR


def _idles(run: list[str]) -> bool:
    """Return whether a thing fails to do what it does by itself: "the code did not work"."""
    for place, word in enumerate(run):
        if word not in NEGATIONS or word in ("no", "without"):
            continue
        behind = [each for each in run[place + 1 : place + 5] if not is_adverb(each)]
        verb, particle = (*behind, "", "")[:2]
        if lemma(verb) in _MACHINE_VERBS or verb.removesuffix("ed") in _MACHINE_VERBS:
            return particle not in ("up", "across", "out") or verb.startswith(("pick", "show"))
    return False


def _is_passive(run: list[str]) -> bool:
    """Return whether something was done, or was to be done, to what a run begins with."""
    if any(run[at] == "by" and NATURE & set(run[at + 1 : at + 3]) for at in range(len(run))):
        return False  # "was held up by snow"
    for place, word in enumerate(run[:-1]):
        if word in _BE:
            behind = next(
                (w for w in run[place + 1 :] if w not in NEGATIONS and not is_adverb(w)), ""
            )
            is_participle = behind != lemma(behind) or behind in ("put", "set", "read", "cut")
            return (lemma(behind) in _HANDLED and is_participle) or behind == "left"
    return False


def _is_done(run: list[str]) -> bool:
    """Return whether a run is in the passive, whatever is done: "no plumber was booked"."""
    return any(
        word in ("was", "were", "got", "been") and run[place + 1].endswith(("ed", "en", "t", "ld"))
        for place, word in enumerate(run[:-1])
    )


def _is_excessive(run: list[str]) -> bool:
    """Return whether a run measures time or trouble: "an hour late", "after three calls"."""
    if _EXCESS & set(run) or "only" in run[1:]:
        return True
    return any(
        word in _SPANS and run[place + 1 : place + 2] and run[place + 1] in _NUMBERS
        for place, word in enumerate(run)
    )


def _is_natural(words: list[str], begin: int, run: list[str], subject: Subject | None) -> bool:
    """Return whether a run tells what happens by itself, and to nobody's blame."""
    if {"you", "your"} & set(run) or _is_passive(run) or (run[0] == "no" and _is_done(run)):
        return False
    if run[0] == "it" and any(word.startswith(_WEATHER) for word in run[1:4]):
        return True
    if "had" in run[:6] and {"just", "already"} & set(run[:8]):
        return True
    if "by" in run and "then" in run[run.index("by") :]:
        return True
    if subject is not None:
        return words[subject.head] in NATURE and words[subject.start] != "its"
    start = begin
    while start < begin + 3 and start < len(words) and is_adverb(words[start]):
        start += 1
    return any(word in NATURE for word in words[start : min(start + 2, begin + len(run))])


def _is_agent_again(document: Document, tokens: Tokens, subject: Subject) -> bool:
    """Return whether he or she may be the agent whom the sentence opened with, by name."""
    if tokens.words[subject.head] not in ("he", "she", "they"):
        return False
    first = opening_of(document, tokens, 0)
    return first is not None and first.kind == "agent" and tokens.words[first.head] != "you"


def _of_customer(run: list[str], *, bad: int) -> Verdict:
    """Return criticism where a customer went without what the agent could have given."""
    joined = " ".join(run)
    if {"you", "your"} & set(run[1:5]):
        return Verdict.CIRCUMSTANCE  # what the customer did to the agent
    is_given = any(word in _RECEIVED for word in run)
    if any(word in NEGATIONS for word in run):
        is_deprived = is_given or ("without" in run and bool(_LEAVING & set(run)))
    else:
        is_deprived = (
            (is_given and any(is_faulty(word) for word in run))
            or (bad > 0 and _is_passive(run))
            or any(phrase in joined for phrase in ("had to", "was left", "were left"))
            or any(word in _DEPRIVED for word in run)
        )
    return Verdict.CRITICISM if is_deprived else Verdict.CIRCUMSTANCE


def _demands(document: Document, tokens: Tokens, begin: int, end: int) -> bool:
    """Return whether a run asks the agent for something: a modal, an imperative, a wish."""
    words = tokens.words
    run = words[begin:end]
    joined = " ".join(run)
    if (run[0] in _WISHES and run[0] != "keep") or any(phrase in joined for phrase in _ASKING):
        return True
    is_verb = run[0] in ACTIONS_GOOD or run[0] in ACTIONS_FAULT or run[0] == "mute"
    if is_verb and run[1:2] and (run[1] in DETERMINERS or run[1] in ("ur", "it", "him", "them")):
        return True
    subject = opening_of(document, tokens, begin)
    kind = subject.kind if subject else "none"
    if kind == "writer" and _REGRETS & set(run):
        return True
    if "could" in run and kind in ("agent", "work", "other", "none"):
        return True
    if kind not in ("customer", "writer", "agent") and {"needs", "need", "deserves"} & set(run[:5]):
        return True
    if any(word in _MORE for word in run) and ("could" in run or "would" in run or "be" in run):
        return True
    return any(
        words[place] in _MODALS
        and (
            words[place - 1] in _SOMEBODY
            or subject_of(document, tokens, place).kind in ("agent", "work")
        )
        for place in range(begin, end)
    )
