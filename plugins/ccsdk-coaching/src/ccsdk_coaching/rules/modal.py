"""CL102: a duty laid on the agent or the agent's work.

The subject is looked for to the left, dropped ones too; then the guards: whose duty it is, a
named authority as its source, a guess rather than a duty, a condition, a question.
"""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from ccsdk_coaching.authority import has_authority
from ccsdk_coaching.clause import Subject, subject_of
from ccsdk_coaching.config import CoachingConfig
from ccsdk_coaching.epistemic import SOON, is_guess
from ccsdk_coaching.lexicon.en import (
    AUXILIARIES,
    DETERMINERS,
    NOT_VERBS,
    WORK,
    is_adverb,
    lemma,
)
from ccsdk_coaching.lexicon.people import OTHERS
from ccsdk_coaching.lexicon.polarity import SKILLS
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
    "tag state write call send update warn inform reported asked told said mentioned stated pass "
    "route escalate transfer close sign file answer handle keep do make give repeat save document "
    "document summarise summarize acknowledge address complete enter attach copy quote quoted "
    "logged filed said done made given kept signed passed taken take raise flag flagged put hand "
    "apologise read-back double-check fill filled spell tell label weigh wipe lock count".split()
)
_SOONER = frozenset("first earlier sooner before last".split())
# "Only after the check should you open it."
_INVERTING = frozenset("only never nowhere not under".split())
_INTO = frozenset("in into on at".split())
_PLACES = WORK | frozenset("line subject sentence ticket file record form email".split())
# What notes and labels do that somebody writes.
_SAYING = frozenset("say state show name carry list mention include contain".split())
_MODALS = frozenset("should must gotta better supposed ought got need needs have has".split())
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
            if subject is None or _is_reported(document, tokens, first):
                continue
            if has_authority(document, sentence, config):
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
    return bool(left) and left[-1] in (
        "nothing",
        "nobody",
        "none",
        "should",
        "to",
        "would",
        "did",
        "may",
        "might",
        "n't",
    )


def _obliged(document: Document, tokens: Tokens, first: int, last: int) -> Subject | None:
    """Return the subject if the modal lays a duty on the agent or the agent's work."""
    words = tokens.words
    following = words[last + 1] if last + 1 < len(words) else ""
    if following == "you" and words[0] in _INVERTING and first:
        return Subject("agent", last + 1, last + 1)
    if _is_asked(document, tokens, first, last):
        return None
    subject = _laid_on(document, tokens, first, last)
    if subject.kind not in ("agent", "work") or subject.is_background:
        return None
    if not following or following in ",.;:!?)":
        # "as you must", "more than you should": the verb is elsewhere.
        return None
    is_own = words[first] in ("must", "have") and following in ("say", "admit", "confess", "laugh")
    if subject.is_dropped and is_own:
        return None
    if is_guess(words, first, last, is_work=subject.kind == "work"):
        return None
    return subject


def _is_before_you(words: list[str], last: int, behind: list[str]) -> bool:
    """Return whether it is to be done before "you" do something, and so by you."""
    is_passive = behind[:1] == ["be"] and behind[1:2] and behind[1].endswith(("ed", "en", "d", "t"))
    return bool(is_passive) and any(
        words[at] in ("before", "when", "as", "until") and words[at + 1 : at + 2] == ["you"]
        for at in range(last + 1, len(words))
    )


def _stands_in_work(behind: list[str]) -> bool:
    """Return whether it is to stand in the agent's work: "the date should open your note"."""
    if SOON & set(behind):
        return False
    return any(
        word in ("your", "the")
        and behind[at - 1] in _INTO
        and _PLACES & set(behind[at + 1 : at + 4])
        for at, word in enumerate(behind)
    ) or any(
        word == "your" and (WORK | SKILLS) & set(behind[at + 1 : at + 4])
        for at, word in enumerate(behind)
    )


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


def _laid_on(document: Document, tokens: Tokens, first: int, last: int) -> Subject:
    """Return the subject, or the agent's work where "it" or a passive stands for that."""
    subject = subject_of(document, tokens, first)
    words = tokens.words
    told = words[: subject.start]
    if words[subject.head] == "it" and subject.start == 0:
        here = document.sentence_at(tokens.starts[0])
        before = document.neighbour(here, -1) if here is not None else None
        told = before.tokens.words if before is not None and before.lang == "en" else told
    if words[subject.head] == "it" and "your" in told:
        return attrs.evolve(subject, kind="work")
    behind = [word for word in words[last + 1 : last + 6] if not is_adverb(word)]
    if subject.kind in ("other", "it") and words[first] in ("should", "must", "ought"):
        if behind[:2] == ["have", "been"] and lemma((*behind, "", "")[2]) in _HANDLED:
            return attrs.evolve(subject, kind="work")
        is_handled = behind[:1] == ["be"] and lemma((*behind, "")[1]) in _HANDLED
        is_timed = bool(SOON & set(words[last + 1 :])) and "before" not in words[last:]
        if is_handled and not is_timed:
            return attrs.evolve(subject, kind="work")
    if words[subject.head] == "there" and words[first] in ("need", "needs", "has", "have"):
        return attrs.evolve(subject, kind="work")
    if ["from", "you"] in (words[first - 2 : first], words[first - 3 : first - 1]):
        return attrs.evolve(subject, kind="agent", is_background=False)
    is_ordered = behind[:1] == ["have"] and bool(_SOONER & set(words[last + 2 : last + 7]))
    if subject.kind in ("other", "it") and (is_ordered or _is_before_you(words, last, behind)):
        return attrs.evolve(subject, kind="work", is_background=False)
    if any(words[at : at + 2] == ["by", "you"] for at in range(last + 1, len(words))):
        return attrs.evolve(subject, kind="agent")
    is_thing = subject.kind == "other" and words[subject.head] not in OTHERS
    is_content = bool(behind) and behind[0] in _SAYING and not tokens.is_capital(subject.head)
    if is_thing and (is_content or _stands_in_work(words[last + 1 :])):
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
