"""Whether praise is specific: what it names of behaviour, beside itself or in a sentence near.

A contrast behind it, a reason behind a colon and a part of the work before "was" count as well;
papers and dates, what is only asked for, and faults do not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccsdk_coaching.lexicon.en import DETERMINERS, WORK
from ccsdk_coaching.lexicon.patterns import late
from ccsdk_coaching.lexicon.polarity import ACTIONS_GOOD, SKILLS
from ccsdk_coaching.polarity import NONE, names_behaviour, praise_of_agent
from ccsdk_coaching.tone import charge

if TYPE_CHECKING:
    from ccsdk_coaching.reading.document import Document
    from ccsdk_coaching.reading.sentences import Sentence
    from ccsdk_coaching.reading.tokens import Tokens

__all__ = ["is_specific"]

# "with the school class": where it was good.
_COMPLEMENT_MIN = 3
# What happens to a form, and how a letter ends.
_PAPERWORK = frozenset(
    "attached enclosed overleaf uploaded signed filed scheduled countersigned booked appended "
    "annexed archived follows approved granted rota roster payslip payslips bonus badge locker "
    "pay slips holiday swap headset invitation payroll tax pension hr canteen parking "
    "kettle fridge lockers "
    "lanyard uniform timesheet timesheets expenses overtime microwave toilets raffle pizza cake "
    "cakes birthday drinks socials".split()
)
_HEARINGS = frozenset("listened heard reviewed watched sampled went sat read checked".split())
_VISITS = frozenset("sat listened dropped popped tuned dialled dialed plugged looked".split())
_BESIDE = frozenset("in with beside alongside next by".split())
_SAMPLES = frozenset(
    "recordings recording calls call sample samples chats chat session sessions tape tapes emails "
    "transcripts hour afternoon line".split()
)
_LEAVES = frozenset("warm kind best warmest kindest sincerely yours regards".split())
_LEAVE_MAX = 6
_DUTIES = frozenset("must should need needs ought gotta".split())
_DUTY = late(r"\b(?:have|has|got) to\b|'d better\b|\bto improve\b")
_SAME_IN_PAST = frozenset("read put set let cut".split())
_DEEDS = ACTIONS_GOOD - frozenset("work listen talk watch read sit look see have let".split())
# What one is told to do it to.
_ORDERED = DETERMINERS | frozenset("me us him them it".split())
_AGENT = frozenset("you your".split())
_IS = frozenset("is was are were 's".split())
_PARTS = SKILLS | WORK
_STOPS = frozenset(".!,;")
# "Jo, nailed."
_OPENING_MAX = 2
_BY_OTHERS = (["by", "the"], ["from", "the"], ["by", "our"])
_BEFORE_REASONS = frozenset("by from : to".split())
_CLOSINGS = frozenset("regards wishes".split())
_CONTRASTS = frozenset("but however although though yet still ;".split())
_GIVING_WAY = _CLOSINGS | _CONTRASTS
_ASKS = frozenset("must should need needs have try please next begin start to".split())


def is_specific(document: Document, sentence: Sentence, first: int, last: int) -> bool:
    """Return whether behaviour is named beside praise, or in a neighbouring sentence."""
    tokens = sentence.tokens
    words = tokens.words
    behind = words[last + 1 : last + 3]
    if behind and behind[0] in _BEFORE_REASONS:
        if behind in _BY_OTHERS or (behind[0] == ":" and _tells(tokens, last + 2)):
            return True
        if behind[0] == "to" and behind[-1] in _DEEDS:
            return True  # "you did well to spot it"
    end = _end_of_praise(tokens, last + 1)
    # With no word behind it, praise may tell of a deed itself only where it opens a sentence.
    is_last = end - last < 2 or (end - last == 2 and words[last + 1] in _STOPS)
    if not (is_last and last > _OPENING_MAX) and names_behaviour(document, tokens, last + 1, end):
        return True
    if words[first - 1] in _IS and not _PARTS.isdisjoint(words[max(first - 5, 0) : first]):
        return True
    if end - last > _COMPLEMENT_MIN and _is_contrasted(document, sentence, end):
        return True
    is_led = first > 1 and not _AGENT.isdisjoint(words[:first])
    if is_led and _named_affirmatively(document, tokens, 0, first):
        return True
    return _is_named_near(document, sentence, -1) or _is_named_near(document, sentence, 1)


def _is_named_near(document: Document, sentence: Sentence, step: int) -> bool:
    """Return whether the sentence before or behind names behaviour, if it is not far away."""
    other = document.neighbour(sentence, step)
    if other is None or other.lang != "en" or abs(other.paragraph - sentence.paragraph) > 1:
        return False
    return document.holds("named-en", other, _is_named)


def _is_paperwork(words: list[str]) -> bool:
    """Return whether a sentence tells of papers, dates, or hearing the work; or takes its leave."""
    if words[0] in _LEAVES and len(words) <= _LEAVE_MAX:
        return True
    if words[0] in _VISITS and words[1:2] and words[1] in _BESIDE:
        return True
    is_heard = words[0] in ("i", "we") and not _HEARINGS.isdisjoint(words[1:5])
    if is_heard or words[0] in _HEARINGS:
        return not _SAMPLES.isdisjoint(words)
    return not _PAPERWORK.isdisjoint(words) and "you" not in words


def _is_named(document: Document, sentence: Sentence) -> bool:
    """Return whether a sentence names behaviour, to be asked of those beside praise."""
    if "?" in sentence.low:
        return False
    tokens = sentence.tokens
    if _is_paperwork(tokens.words):
        return False
    return _named_affirmatively(document, tokens, 0, len(tokens))


def _is_contrasted(document: Document, sentence: Sentence, end: int) -> bool:
    """Return whether a contrast follows: it tells the case that was good from the other."""
    if end < len(sentence.tokens):
        return True
    other = document.neighbour(sentence, 1)
    return other is not None and other.low.startswith(("but ", "however", "that said", "even so"))


def _tells(tokens: Tokens, begin: int) -> bool:
    """Return whether what follows a colon says what was good, rather than wish for more."""
    behind = tokens.words[begin:]
    return len(behind) > 2 and behind[0] not in ("keep", "thanks", "thank", "see", "you", "well")


def _end_of_praise(tokens: Tokens, begin: int) -> int:
    """Return where praise gives way to something else: at a contrast."""
    words = tokens.words
    if _GIVING_WAY.isdisjoint(words):
        return len(words)
    for place in range(begin, len(words)):
        if words[place] in _CLOSINGS and words[place - 1] in _LEAVES:
            return place - 1
        if words[place] in _CONTRASTS:
            return place
    return len(words)


def _named_affirmatively(document: Document, tokens: Tokens, begin: int, end: int) -> bool:
    """Return whether a run names behaviour without asking for it or finding fault."""
    words = tokens.words
    run = words[begin:end]
    if not run or "?" in run or document.speaker_at(tokens.starts[begin]) != "writer":
        return False
    if run[0] in _ASKS or not _DUTIES.isdisjoint(run) or _is_imperative(run):
        return False
    if ("to" in run or "'d" in run) and _DUTY.search(" ".join(run)):
        return False
    if not names_behaviour(document, tokens, begin, end):
        return False
    good, bad = charge(words, begin, end)
    return bad <= good or praise_of_agent(document, tokens, begin, end) != NONE


def _is_imperative(run: list[str]) -> bool:
    """Return whether a run asks for a deed: "don't forget the form", "send me the sheet"."""
    first = run[0]
    if len(run) < 2 or first not in ACTIONS_GOOD or first in _SAME_IN_PAST:
        return run[:2] == ["do", "n't"]
    return run[1] in _ORDERED or run[:2] == ["do", "n't"]
