"""CL105: praise that names no behaviour, skill or quality, here or in a neighbouring sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ccsdk_coaching.appraisal import APPRAISAL_WORDS, appraisals_of
from ccsdk_coaching.config import CoachingConfig
from ccsdk_coaching.lexicon.appraisals import OUTER_NEUTRAL, WORKS
from ccsdk_coaching.lexicon.en import DETERMINERS, PRONOUNS
from ccsdk_coaching.lexicon.patterns import any_of, late
from ccsdk_coaching.lexicon.polarity import EVALUATIVE
from ccsdk_coaching.lexicon.praises import CLOSER, praises
from ccsdk_coaching.model import Finding, SentenceRule
from ccsdk_coaching.reading.document import Document
from ccsdk_coaching.reading.sentences import Sentence
from ccsdk_coaching.reading.speakers import reporter
from ccsdk_coaching.specific import is_specific

__all__ = ["GenericPraise"]

# What leads to a phrase that is no praise: a wish, a denial, where or whose it is.
_LEADS = tuple(
    "have,had,having,wish you,wishing you,enjoy,for,with,see you,until,thanks,thank you,thank,be,"
    "make,made,want,need,needs,not,n't,never,no,was it,if,hope,looking forward to,during,in,on,at,"
    "by,of,my,their,his,her,our,i,we,they,he,she,do,did,from,after,before,like,as,than,find,"
    "found".split(",")
)
_POINTING = (" a", " an", " the", " such", " that", " this")
_DENIALS = ("not", "n't", "if", "hope", "would be", "to be")
_BOASTS = frozenset("rock rocked crushed killed smashed ruled rule shine shone nailed".split())
_AMBIGUOUS = frozenset("fire form point roll".split())
_ENDS_WITH_ADJECTIVE = late(lambda: rf"\b(?:a|an|such) (?:{any_of(EVALUATIVE)})$")
_NOT_PRAISED = frozenset(
    "morning afternoon evening day night week weekend month season start time one ones turn".split()
)
_WISHES = frozenset("keep more".split())
_WORD = re.compile(r"\w+")
_OPENS_CLAUSE = PRONOUNS | DETERMINERS
# Who may have told the writer of the praise.
_OTHERS = frozenset("customer other agent".split())
_REPLIES = (["i", "'ll"], ["i", "will"], ["we", "'ll"], ["i", "can"], ["we", "will"])


def _triggers() -> tuple[str, ...]:
    """Return what praise is said with, no phrase that holds a word which calls the rule alone."""
    words = APPRAISAL_WORDS | praises().words
    found = {phrase for word in words for phrase in CLOSER.get(word, (word,))}
    parts = {phrase: _WORD.findall(phrase) for phrase in found}
    return tuple(
        sorted(each for each in found if parts[each] == [each] or found.isdisjoint(parts[each]))
    )


class GenericPraise(SentenceRule):
    """Find praise that teaches nothing."""

    code = "CL105"
    name = "generic-praise"
    severity = "info"
    is_local = True
    message = "This praise names no behaviour; say: When you ..., I noticed ..."
    triggers = {"en": _triggers()}
    bad = (
        "[Terrific shift]!",
        "[You were superb] tonight.",
        "[Well done] on the evening show.",
        "[You did a great job] with Mr Hall.",
        "[Keep up the good work]!",
        "[You're doing an excellent job].",
        "The verdict on your week: [first class].",
        "[You're crushing it], Dana!",
        "Noted for the year: [an outstanding agent] in every respect.",
        "Jo, [total marvel], see you at noon.",
        "[Couldn't be happier with you] this week.",
    )
    good = (
        "Terrific shift: you walked the blind couple to row D.",
        "Good evening, Jo, shall we start?",
        "Great job pausing after the price.",
        "You were superb. You let her finish each sentence.",
        "Have a great day.",
        "The guest said you were wonderful.",
        "According to the pilot you did a great job.",
        "That was a good laugh at lunch.",
        "You rocked the baby while his mother signed.",
        "Great to have you back.",
        "There is another way to go about it.",
        "Stellar work by the bell-ringers on Sunday.",
    )

    def check(self, document: Document, config: CoachingConfig) -> Iterable[Finding]:
        """Yield each praise that stands alone."""
        known = praises(document.lexicon.english("praise"))
        for sentence in document.candidates(self):
            matches = known.finditer(sentence.low, sentence.vocabulary)
            spans = _known(document, sentence, matches) if matches else []
            appraisals = appraisals_of(document, sentence)
            if appraisals:
                _add_appraised(document, sentence, appraisals, spans)
            if spans:
                for span in _joined(document, spans):
                    yield self.finding(*span)


def _joined(document: Document, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return spans from left to right, one for praise in two breaths, none over another."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if found and start < found[-1][1]:
            continue
        if found and document.text[found[-1][1] : start].strip() in ("", ",", "and"):
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


def _known(
    document: Document, sentence: Sentence, matches: Iterable[re.Match[str]]
) -> list[tuple[int, int]]:
    """Return where known turns praise the agent without a reason."""
    found = []
    low, offset = sentence.low, sentence.start
    for match in matches:
        if low.find("?", match.end() - 1) >= 0:
            continue
        begin = match.start() + (len(match[0]) - len(match[0].lstrip()))
        start, end = offset + begin, offset + match.end()
        if document.speaker_at(start) != "writer":
            continue
        tokens = sentence.tokens
        first, last = tokens.at(start), tokens.at(end - 1)
        if not _is_praise(document, sentence, match, first, last):
            continue
        if not is_specific(document, sentence, first, last):
            found.append((start, end))
    return found


def _add_appraised(
    document: Document,
    sentence: Sentence,
    appraisals: list[tuple[int, int]],
    found: list[tuple[int, int]],
) -> None:
    """Add where whole clauses praise the agent without a reason.

    Not what begins in a known turn that is found and tells it already.
    """
    tokens = sentence.tokens
    known = tuple(found)
    for first, last in appraisals:
        span = tokens.starts[first], tokens.ends[last]
        if known and any(each <= span and span[0] < each[1] for each in known):
            continue
        if _is_appraised(document, sentence, first, last):
            found.append(span)


def _is_appraised(document: Document, sentence: Sentence, first: int, last: int) -> bool:
    """Return whether a clause of evaluation praises the agent without a reason."""
    tokens = sentence.tokens
    words = tokens.words
    if words[first] in _WISHES and _praised_before(document, sentence, first):
        return False
    if document.speaker_at(tokens.starts[first]) != "writer":
        return False
    if reporter(document, tokens, first) in _OTHERS:
        return False
    following = words[last + 1] if last + 1 < len(words) else "."
    if (first == last and _goes_on(document, sentence)) or _is_reply(words, first, last, following):
        return False
    return not is_specific(document, sentence, first, last)


def _goes_on(document: Document, sentence: Sentence) -> bool:
    """Return whether the agent's deed follows, so that one word is no more than a call."""
    other = document.neighbour(sentence, 1)
    return other is not None and other.low.startswith("you ")


def _is_praise(
    document: Document, sentence: Sentence, match: re.Match[str], first: int, last: int
) -> bool:
    """Return whether the phrase praises the agent, rather than greet, wish, ask or tell."""
    tokens = sentence.tokens
    words = tokens.words
    before = sentence.low[: match.start()].rstrip(" ,;:-")
    following = words[last + 1] if last + 1 < len(words) else "."
    if following[0].isalpha() and _ENDS_WITH_ADJECTIVE.search(match[0]):
        return False  # "that was a good laugh": what is praised is something else
    if words[last] in ("thing", "things", "moment", "part") and following in _OPENS_CLAUSE:
        return False  # "the best thing you could do"
    if "according to" in before or before.endswith((" what", " how")):
        return False
    is_fragment = match.lastgroup is not None
    if (is_fragment or before.endswith(_DENIALS)) and _is_led(before):
        return False
    if is_fragment:
        noun = words[last]
        if noun in _NOT_PRAISED and (first == 0 and noun != "one") and words[last - 1] == "good":
            return noun not in ("morning", "afternoon", "evening", "day", "night", "time", "start")
        if first and not _opens_clause(words, first) and not _has_praising_verb(words, first):
            return False
        if words[first] == "best" and following[0].isalpha():
            return False  # "best call time"
        if any(tokens.is_capital(place) for place in range(first + 1, last + 1)):
            return False  # a name or a title
        if last + 1 < len(words) and words[last + 1] in ("to", "that", "for", "-"):
            return words[last + 1] == "for" and words[last + 2 : last + 3] in (["you"], ["today"])
    if _has_other_sense(words, last, following) or (words[first] == "what" and following == "for"):
        return False
    if _is_reply(words, first, last, following):
        return False
    if words[first] in _WISHES and _praised_before(document, sentence, first):
        return False
    return reporter(document, tokens, first) not in _OTHERS


def _is_reply(words: list[str], first: int, last: int, following: str) -> bool:
    """Return whether "that's great" only answers, or "it's good that" tells of something."""
    if words[first] not in ("it", "that", "this") or last + 2 >= len(words):
        return False
    if following == "," and words[last + 2 : last + 4] in _REPLIES:
        return True  # "that's great, I'll tell them"
    return following in ("to", "that", "how", "when", "of")


def _is_led(before: str) -> bool:
    """Return whether what stands before a phrase makes it no praise: "have a", "not such a"."""
    while before.endswith(_POINTING):
        before = before.rpartition(" ")[0]
    return before.endswith(_LEADS)


def _has_other_sense(words: list[str], last: int, following: str) -> bool:
    """Return whether what follows gives a word of praise another sense, or names a skill."""
    if words[last] == "good" and following in ("with", "at"):
        return True  # "you are so good with children"
    if words[last] in _AMBIGUOUS and following.isalpha() and following not in OUTER_NEUTRAL:
        return True  # "on fire watch"
    is_thing = following in DETERMINERS and not WORKS & set(words[last + 1 : last + 4])
    return words[last] in _BOASTS and (is_thing or following in ("him", "her"))


def _praised_before(document: Document, sentence: Sentence, first: int) -> bool:
    """Return whether a wish for more only goes on with the praise before it."""
    before = sentence.low[: sentence.tokens.starts[first] - sentence.start]
    if praises().search(before, sentence.vocabulary) or any(
        last < first for _, last in appraisals_of(document, sentence)
    ):
        return True
    other = document.neighbour(sentence, -1)
    return other is not None and (
        praises().search(other.low, other.vocabulary) is not None
        or any(appraisals_of(document, other))
    )


def _opens_clause(words: list[str], first: int) -> bool:
    if words[first - 1] in ",;:!.-\u2014\u2013*)":
        return True
    return words[first - 1] in ("and", "but", "so", "again", "was", "is", "'s", "such", "overall")


def _has_praising_verb(words: list[str], first: int) -> bool:
    before = words[max(first - 3, 0) : first]
    return "you" in before and bool(
        {"did", "do", "had", "made", "put", "'ve", "done"} & set(before)
    )
