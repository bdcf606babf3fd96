"""CL102: a duty laid on the agent or the agent's work.

The subject is looked for to the left, dropped ones too; then the guards: whose duty it is, a
named authority as its source, a guess rather than a duty, a condition, a question.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from ccsdk_coaching.authority import has_authority
from ccsdk_coaching.clause import Subject, subject_of
from ccsdk_coaching.config import CoachingConfig
from ccsdk_coaching.epistemic import is_guess, is_writers_own
from ccsdk_coaching.lexicon.en import (
    AUXILIARIES,
    DETERMINERS,
    NOT_VERBS,
    is_adverb,
)
from ccsdk_coaching.lexicon.turns import places_of
from ccsdk_coaching.model import Finding, SentenceRule, Suggestion
from ccsdk_coaching.obligation import laid_on
from ccsdk_coaching.reading.document import Document
from ccsdk_coaching.reading.sentences import Sentence
from ccsdk_coaching.reading.speakers import reporter
from ccsdk_coaching.reading.tokens import Tokens

__all__ = ["Modal"]

_MODALS = frozenset("should must gotta better supposed ought got need needs have has".split())
# In any sentence with a modal, one of these words or of these pairs stands.
_ALONE = frozenset("should shouldn must mustn gotta ought oughtn".split())
_PAIRS = re.compile(
    r"needs?\s+to|ha(?:ve\s+to|s\s+to|d\s*better)|got\s+to|supposed\s+to|'d\s*better"
)
# Their second words; with the marks of emphasis behind them, too, which are part of a word.
_SECOND = frozenset(word + marks for word in ("to", "better") for marks in ("", "_", "__"))
# "A must", "the need to"; but "for these must ..."
_BEFORE_NOUNS = DETERMINERS - frozenset("this that these those all both each many most few".split())
_HAVING = frozenset("need needs has have".split())
_ENDS = frozenset(",.;:!?)")
# Right before "have to" they leave no duty, or only the wish for one.
_FREEING = frozenset("no nothing nobody none should to would 'd did may might could".split())
_DENYING = frozenset("n't not never".split())
# "You had better luck."
_BETTER_THINGS = DETERMINERS.union(
    "luck results days news success weather ways ideas reasons times options control focus than "
    "things".split(),
)
_BEING = frozenset("is are 're 's was were be 'm am".split())
# "Only after the check should you open it."
_INVERTING = frozenset("only never nowhere not under".split())
# Behind a modal that opens a clause: "should you need ...", "mustn't ..."
# Before a clause that stands by itself.
_STARTS = frozenset((".", ";", "!", ":", "\u2014", "\u2013", "but", "so", "because"))
_TURNED = frozenset("you i we it he she they the your a this n't".split())
# The last mark of a question, or of one that is quoted.
_ASKING = frozenset('?"\u201d)')
_WH = frozenset("what how which where when why who whom whether".split())


class Modal(SentenceRule):
    """Find should, must, have to and their like where the agent is to obey."""

    code = "CL102"
    name = "authoritarian-modal"
    severity = "warning"
    is_local = True
    message = "{} demands; invite instead: It would be great if you could ..."
    triggers = {
        "en": tuple(
            "should must mustn't shouldn't need needs have has got gotta ought oughtn't better "
            "supposed".split()
        )
    }
    bad = (
        "You [must] read out the gate number.",
        "Your greeting [has to] carry the theatre's name.",
        "[Ought to] offer the lift.",
        "You opened warmly and now [need to] slow down.",
        "The advisor [should] have read the terms aloud.",
        "When the line drops, you [had better] ring back within the hour.",
        "The closing line [should] carry the pharmacy's hours.",
        "The claim number [should] be read back at the end.",
        "You and Bart [must] agree who opens the gate.",
    )
    good = (
        "I need to book us a room.",
        "Fire law says ushers must keep the aisle clear; you moved the buggy kindly.",
        "You must be exhausted after that queue.",
        "If you need to step out, wave to the desk.",
        "The parcel should arrive by Friday, as you told her.",
        "You got to the counter before the doors opened.",
        "Whatever you need to learn, we will find a course for it.",
        "You should see the card the twins drew for you.",
        "There is nothing you have to fix here.",
    )

    def check_sentence(
        self, document: Document, sentence: Sentence, config: CoachingConfig
    ) -> Iterable[Finding]:
        """Yield each modal whose duty is the agent's."""
        said = sentence.vocabulary
        if _ALONE.isdisjoint(said) and (
            _SECOND.isdisjoint(said) or not _PAIRS.search(sentence.low)
        ):
            return ()
        tokens = sentence.tokens
        found = []
        for first, last in _modals(tokens.words):
            if document.speaker_at(tokens.starts[first]) != "writer":
                continue
            subject = _obliged(document, tokens, first, last)
            if subject is not None:
                at = first if subject.is_dropped else subject.start
                if not _is_reported(document, tokens, at):
                    found.append((first, last, subject))
        if not found or has_authority(document, sentence, config):
            return ()
        return [self._finding(document, tokens, *each, config) for each in found]

    def _finding(
        self,
        document: Document,
        tokens: Tokens,
        first: int,
        last: int,
        subject: Subject,
        config: CoachingConfig,
    ) -> Finding:
        start, end = tokens.starts[first], tokens.ends[last]
        for name in config.allow_duties:
            if name.lower() in tokens_text(document, tokens):
                return Finding(
                    code=self.code,
                    start=start,
                    end=end,
                    message=f"A duty of the house: name the source ({name})",
                    severity="info",
                )
        invitation = _invitation(document, tokens, first, last, subject)
        message = self.message.format(f'"{document.text[start:end]}"')
        return self.finding(start, end, *invitation, message=message)


def tokens_text(document: Document, tokens: Tokens) -> str:
    """Return the small letters that tokens stand for."""
    return document.low[tokens.starts[0] : tokens.ends[-1]]


def _modals(words: list[str]) -> list[tuple[int, int]]:
    """Return first and last index of each modal."""
    spans = []
    for place in places_of(words, _MODALS):
        span = _modal(words, place)
        if span is not None:
            spans.append(span)
    return spans


def _modal(words: list[str], place: int) -> tuple[int, int] | None:
    """Return first and last index of the modal that begins at an index, None if none does."""
    word = words[place]
    following = words[place + 1] if place + 1 < len(words) else ""
    if word in _HAVING:
        if following != "to":
            return None
        before = words[place - 1] if place else ""
        if before in _BEFORE_NOUNS or before in _FREEING or _is_denied(words, place):
            return None
        if not _is_base(words, place + 2) and not _ENDS.issuperset(words[place + 2 : place + 3]):
            return None
        return place, place + 1
    before = words[place - 1] if place else ""
    if word == "should" or word == "must":
        if before in _BEFORE_NOUNS or following == "-" or following == "be-":
            return None
        return place, place + 1 if following == "n't" else place
    if word == "better":
        is_duty = before in ("'d", "had") and following not in _BETTER_THINGS
        return (place - 1, place) if is_duty else None
    if word == "got":
        if following != "to" or before not in ("'ve", "have", "has", "'s"):
            return None
        start = place - 1 if before in ("have", "has") else place
        return (start, place + 1) if _is_base(words, place + 2) else None
    if word == "supposed":
        is_duty = following == "to" and not _BEING.isdisjoint(words[max(place - 3, 0) : place])
        return (place, place + 1) if is_duty else None
    is_ought = word == "ought" and following in ("to", "n't", "not")
    return place, place + is_ought


def _is_base(words: list[str], place: int) -> bool:
    """Return whether a verb's base form may stand at an index."""
    while place < len(words) and is_adverb(words[place]):
        place += 1
    word = words[place] if place < len(words) else ""
    return bool(word) and word[0].isalpha() and word not in DETERMINERS and word not in NOT_VERBS


def _is_denied(words: list[str], place: int) -> bool:
    """Return whether there is said to be no duty."""
    return not _DENYING.isdisjoint(words[max(place - 4, 0) : place])


def _obliged(document: Document, tokens: Tokens, first: int, last: int) -> Subject | None:
    """Return the subject if the modal lays a duty on the agent or the agent's work."""
    words = tokens.words
    following = words[last + 1] if last + 1 < len(words) else ""
    if following == "you" and words[0] in _INVERTING and first:
        return Subject("agent", last + 1, last + 1)
    is_put_in = following == "," and "," in words[last + 2 : last + 7]  # "must, I think, be"
    if not following or (following in _ENDS and not is_put_in):
        return _obliged_briefly(document, tokens, first)
    if words[first - 1] == "only" and words[first] in _HAVING and first:
        return None  # "you only have to hear it once"
    if following == "have" and words[last] == "n't" and words[last + 2 : last + 3] == ["to"]:
        return None  # "you shouldn't have to deal with that"
    if (words[-1] in _ASKING or following in _TURNED) and _is_asked(tokens, first, last):
        return None
    subject = laid_on(document, tokens, first, last)
    if subject.kind not in ("agent", "work") or subject.is_background:
        return None
    if subject.is_dropped and is_writers_own(words, first, last):
        return None
    if is_guess(words, first, last, is_work=subject.kind == "work"):
        return None
    return subject


def _obliged_briefly(document: Document, tokens: Tokens, first: int) -> Subject | None:
    """Return the agent of a duty whose verb was said before: "you need to", alone.

    In "as you must" and "more than you should" it obliges nobody.
    """
    words = tokens.words
    subject = subject_of(document, tokens, first)
    if subject.is_dropped or subject.is_background or subject.kind != "agent" or "?" in words:
        return None
    before = words[subject.start - 1] if subject.start else "."
    if before in ("and", ","):
        return None
    return subject if before in _STARTS and not _is_asked(tokens, first, first) else None


def _is_reported(document: Document, tokens: Tokens, first: int) -> bool:
    """Return whether somebody else says so; what "you know" is the coach's own claim."""
    who = reporter(document, tokens, first)
    if who == "agent":
        words = tokens.words[:first]
        return not any(
            word in ("know", "agree", "remember", "realise", "realize") and words[at - 1] == "you"
            for at, word in enumerate(words)
        )
    return who in ("customer", "other")


def _is_asked(tokens: Tokens, first: int, last: int) -> bool:
    """Return whether the modal stands in a question, or turned round: `Should you need ...`."""
    words = tokens.words
    following = words[last + 1] if last + 1 < len(words) else ""
    place = first - 1
    while place >= 0 and is_adverb(words[place]):
        place -= 1
    at_start = place < 0 or not words[place][0].isalpha()
    if at_start and words[first] in ("should", "must") and following in _TURNED:
        return True
    ends_asking = words[-1] == "?" or (words[-1] in '"\u201d)' and words[-2:-1] == ["?"])
    if not ends_asking or words[max(first - 2, 0)] == "that":
        return False
    begin = first
    while begin > 0 and words[begin - 1] not in ".!;:\u2014,":
        begin -= 1
    return words[begin] in _WH or words[begin] in AUXILIARIES


def _invitation(
    document: Document, tokens: Tokens, first: int, last: int, subject: Subject
) -> Iterable[Suggestion]:
    """Yield "It would be great if you could" where the verb behind it keeps its form."""
    words = tokens.words
    is_plain = (
        subject.start == 0
        and subject.head == 0
        and words[0] == "you"
        and first == 1
        and not subject.is_dropped
        and words[first] in ("must", "should", "need", "have", "ought")
        and words[last] in ("must", "should", "to")
    )
    verb = "".join(words[last + 1 : last + 2])
    if not is_plain or verb in ("not", "have", "be", "never", "n't") or not verb[:1].isalpha():
        return
    opening = "It would be great if you could"
    if not document.text[tokens.starts[0]].isupper():
        opening = opening[0].lower() + opening[1:]
    yield Suggestion(start=tokens.starts[0], end=tokens.ends[last], text=opening)
