"""CL102: a duty laid on the agent or the agent's work.

The subject is looked for to the left, dropped ones too; then the guards: whose duty it is, a
named authority as its source, a guess rather than a duty, a condition, a question.
"""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from ccsdk_coaching.clause import Subject, subject_of
from ccsdk_coaching.config import CoachingConfig
from ccsdk_coaching.epistemic import SOON, is_guess
from ccsdk_coaching.lexicon.en import (
    AUTHORITIES,
    AUXILIARIES,
    DETERMINERS,
    DUTY_VERBS,
    NOT_VERBS,
    is_adverb,
    lemma,
)
from ccsdk_coaching.model import Finding, SentenceRule, Suggestion
from ccsdk_coaching.reading.document import Document
from ccsdk_coaching.reading.sentences import Sentence
from ccsdk_coaching.reading.speakers import reporter
from ccsdk_coaching.reading.tokens import Tokens

__all__ = ["Modal"]

# By its first word: what has to follow for it to be a modal.
_TO = frozenset("need needs have has ought got supposed".split())
_SIMPLE = frozenset("should must gotta shall".split())
# What agents do with things: "the leak should have been reported".
_HANDLED = frozenset(
    "report log ask mention offer verify confirm check explain note record tell read spell name "
    "greet "
    "tag state write call send update warn inform reported asked told said mentioned stated".split()
)
# What leads to an authority as a source: "under the code", "by law".
_SOURCES = frozenset("under by per according because due line 's keeping comply complies".split())
_MODALS = frozenset("should must gotta better supposed ought got need needs have has".split())
_WH = frozenset("what how which where when why who whom whether".split())


class Modal(SentenceRule):
    """Find should, must, have to and their like where the agent is to obey."""

    code = "CL102"
    name = "authoritarian-modal"
    severity = "warning"
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
    )
    good = (
        "I need to book us a room.",
        "Fire law says ushers must keep the aisle clear; you moved the buggy kindly.",
        "You must be exhausted after that queue.",
        "If you need to step out, wave to the desk.",
        "The parcel should arrive by Friday, as you told her.",
        "You got to the counter before the doors opened.",
    )

    def check_sentence(
        self, document: Document, sentence: Sentence, config: CoachingConfig
    ) -> Iterable[Finding]:
        """Yield each modal whose duty is the agent's."""
        tokens = sentence.tokens
        for place, word in enumerate(tokens.words):
            if word not in _MODALS:
                continue
            span = _modal(tokens.words, place, word)
            if span is None:
                continue
            first, last = span
            if document.speaker_at(tokens.starts[place]) != "writer":
                continue
            subject = _obliged(document, tokens, first, last)
            if subject is None or reporter(document, tokens, first) in (
                "customer",
                "other",
                "agent",
            ):
                continue
            if _has_authority(document, sentence, config):
                continue
            yield self._finding(document, tokens, first, last, subject, config)

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
        said = document.text[start:end]
        found = self.finding(
            start,
            end,
            *_invitation(document, tokens, first, last, subject),
            message=self.message.format(f'"{said}"'),
        )
        house = [
            name for name in config.allow_duties if name.lower() in tokens_text(document, tokens)
        ]
        if house:
            return Finding(
                code=self.code,
                start=start,
                end=end,
                message=f"A duty of the house: name the source ({house[0]})",
                severity="info",
            )
        return found


def tokens_text(document: Document, tokens: Tokens) -> str:
    """Return the small letters that tokens stand for."""
    return document.low[tokens.starts[0] : tokens.ends[-1]]


def _modal(words: list[str], place: int, word: str) -> tuple[int, int] | None:
    """Return first and last index of the modal that begins at an index, None if none does."""
    following = words[place + 1] if place + 1 < len(words) else ""
    before = words[place - 1] if place else ""
    if word in ("should", "must"):
        if before in DETERMINERS or following in ("-", "be-") or (word == "must" and before == "a"):
            return None
        return place, place + 1 if following == "n't" else place
    if word == "gotta":
        return place, place
    if word == "better":
        if before in ("'d", "had") and following not in DETERMINERS:
            return place - 1, place
        return None
    if word == "supposed":
        return (place, place + 1) if following == "to" and _has_be(words, place) else None
    if word == "ought":
        return place, place + 1 if following in ("to", "n't", "not") else place
    if word == "got":
        if following != "to" or before not in ("'ve", "have", "has", "'s"):
            return None
        start = place - 1 if before in ("have", "has") else place
        return (start, place + 1) if _is_base(words, place + 2) else None
    if word in ("need", "needs", "have", "has"):
        if following != "to" or not _is_base(words, place + 2):
            return None
        if _frees(words, place) or before in DETERMINERS or before in ("may", "might", "could"):
            return None
        return place, place + 1
    return None


def _has_be(words: list[str], place: int) -> bool:
    return any(
        word in ("is", "are", "'re", "'s", "was", "were", "be", "'m", "am")
        for word in words[max(place - 3, 0) : place]
    )


def _is_base(words: list[str], place: int) -> bool:
    """Return whether a verb's base form may stand at an index."""
    while place < len(words) and is_adverb(words[place]):
        place += 1
    word = words[place] if place < len(words) else ""
    return bool(word) and word[0].isalpha() and word not in DETERMINERS | NOT_VERBS


def _frees(words: list[str], place: int) -> bool:
    """Return whether there is said to be no duty, or only a wish for one."""
    left = words[max(place - 4, 0) : place]
    if "n't" in left or "not" in left or "never" in left or "no" in left[-1:]:
        return True
    return bool(left) and left[-1] in ("should", "to", "would", "did", "may", "might", "n't")


def _obliged(document: Document, tokens: Tokens, first: int, last: int) -> Subject | None:
    """Return the subject if the modal lays a duty on the agent or the agent's work."""
    words = tokens.words
    following = words[last + 1] if last + 1 < len(words) else ""
    if _is_asked(document, tokens, first, last):
        return None
    subject = _laid_on(document, tokens, first, last)
    if subject.kind not in ("agent", "work") or subject.is_background:
        return None
    if not following or following in ",.;:!?)":
        # "as you must", "more than you should": the verb is elsewhere.
        return None
    if subject.is_dropped and following in ("say", "admit", "confess", "ask", "hand", "laugh"):
        return None
    if is_guess(words, first, last, is_work=subject.kind == "work"):
        return None
    return subject


def _laid_on(document: Document, tokens: Tokens, first: int, last: int) -> Subject:
    """Return the subject, or the agent's work where "it" or a passive stands for that."""
    subject = subject_of(document, tokens, first)
    words = tokens.words
    if subject.kind == "it" and words[subject.head] == "it" and "your" in words[: subject.start]:
        return attrs.evolve(subject, kind="work")
    if subject.kind == "other" and words[first] in ("should", "must", "ought"):
        verb = [word for word in words[last + 1 : last + 6] if not is_adverb(word)]
        if verb[:2] == ["have", "been"] and lemma(verb[2] if verb[2:] else "") in _HANDLED:
            return attrs.evolve(subject, kind="work")
        is_handled = verb[:1] == ["be"] and lemma(verb[1] if verb[1:] else "") in _HANDLED
        if is_handled and not SOON & set(words[last + 1 :]):
            return attrs.evolve(subject, kind="work")
    return subject


def _is_asked(document: Document, tokens: Tokens, first: int, last: int) -> bool:
    """Return whether the modal stands in a question, or turned round: `Should you need ...`."""
    words = tokens.words
    following = words[last + 1] if last + 1 < len(words) else ""
    place = first - 1
    while place >= 0 and is_adverb(words[place]):
        place -= 1
    at_start = place < 0 or not words[place][0].isalpha()
    if (
        at_start
        and words[first] in ("should", "must")
        and (
            following in ("you", "i", "we", "it", "he", "she", "they", "the", "your", "a", "this")
            or following == "n't"
        )
    ):
        return True
    ends_asking = words[-1] == "?" or (words[-1] in '"\u201d)' and words[-2:-1] == ["?"])
    if not ends_asking or words[max(first - 2, 0)] == "that":
        return False
    begin = first
    while begin > 0 and words[begin - 1] not in ".!;:\u2014,":
        begin -= 1
    return words[begin] in _WH or words[begin] in AUXILIARIES or words[begin] in ("should", "must")


def _has_authority(document: Document, sentence: Sentence, config: CoachingConfig) -> bool:
    """Return whether the sentence, or one beside it, names the source of the duty."""
    if _names_source(document, sentence, config):
        return True
    for step in (-1, 1):
        other = document.neighbour(sentence, step)
        if other is not None and other.lang == "en" and _names_source(document, other, config):
            return True
    return False


def _names_source(document: Document, sentence: Sentence, config: CoachingConfig) -> bool:
    for name in config.authorities:
        if name.lower() in sentence.low:
            return True
    if not AUTHORITIES & set(sentence.tokens.words):
        return False
    words = sentence.tokens.words
    for place, word in enumerate(words):
        if word not in AUTHORITIES:
            continue
        nearby = [each for each in words[place + 1 : place + 5] if not is_adverb(each)]
        if any(each in DUTY_VERBS for each in nearby[:3]):
            return True
        left = words[max(place - 5, 0) : place]
        if _SOURCES & set(left):
            return True
    return False


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
    verb = words[last + 1]
    if not is_plain or verb in ("not", "have", "be", "never", "n't") or not verb[0].isalpha():
        return
    opening = "It would be great if you could"
    if not document.text[tokens.starts[0]].isupper():
        opening = opening[0].lower() + opening[1:]
    yield Suggestion(start=tokens.starts[0], end=tokens.ends[last], text=opening)
