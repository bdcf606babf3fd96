"""CL103: the coach takes the agent's place to advise."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ccsdk_coaching.config import CoachingConfig
from ccsdk_coaching.model import Finding, SentenceRule, Suggestion
from ccsdk_coaching.reading.document import Document
from ccsdk_coaching.reading.sentences import Sentence
from ccsdk_coaching.reading.speakers import reporter

__all__ = ["IfIWereYou"]

_PLACE = r"(?:shoes|place|position|seat|chair|boots|situation|spot|role|stead)"
_FORMULA = re.compile(
    r"\bif i (?:were|was) you\b(?! (?:and|or) )"
    r"|\bif i(?:'d| had) been you\b"
    rf"|\bif i (?:were|was|stood|sat|found myself)(?: ever)? in your {_PLACE}\b"
    rf"|\b(?:were i|if i'd been|if i had been|had i been|putting myself|put me) in your {_PLACE}\b"
    r"|\bwere i you\b|\bhad i been you\b"
    r"|\bif (?:it|this|that) (?:were|was|had been) (?:me|my (?:call|chat|desk|shift|case))\b"
    r"|\bif (?:it|this) were up to me\b"
)
_IN_PLACE = re.compile(rf"\b(?:standing |sitting )?in your {_PLACE}\b")
_WOULD = re.compile(
    r"\bi(?:'d|\s+would|\s+might| could)\b|\bmy (?:first|own|next|only)?[^.?!]{0,30} would\b"
)
_ADVICE = re.compile(r",? i(?:'d|\s+would) (?!have\b|be\b|not\b|never\b|want\b|rather\b)(?=[a-z])")


class IfIWereYou(SentenceRule):
    """Find If I were you, in your shoes I would, and their like."""

    code = "CL103"
    name = "if-i-were-you"
    severity = "warning"
    message = "This takes the agent's place; ask: What could you do ...?"
    triggers = {
        "en": ("if i", "were i", "had i", "if it", "if this", "if that", "in your", "put me")
    }
    bad = (
        "[If I were you], I'd sketch the stairs.",
        "[In your position] I would have opened box two.",
        "I'd ring her first [if I were in your shoes].",
        "[Were I you], I'd leave the torch off.",
        "[If it were me], I would ask for the booking code.",
    )
    good = (
        "If I were late for a show, I'd want your voice.",
        "If I were a pianist, I'd envy your timing.",
        "If I were the caller, I'd feel heard.",
        'The guest said: "If I were you, I\'d go home."',
        "She found the keys in your place by the door.",
    )

    def check_sentence(
        self, document: Document, sentence: Sentence, config: CoachingConfig
    ) -> Iterable[Finding]:
        """Yield each formula that is the coach's."""
        low = sentence.low
        for match in _formulas(low):
            start = sentence.start + match.start()
            if document.speaker_at(start) != "writer":
                continue
            tokens = sentence.tokens
            if reporter(document, tokens, tokens.at(start)) in ("customer", "other", "agent"):
                continue
            advice = _ADVICE.match(low, match.end())
            fixes = []
            if advice and match.start() == 0:
                end = sentence.start + advice.end() - 1
                word = "You" if document.text[start].isupper() else "you"
                fixes = [Suggestion(start=start, end=end, text=f"{word} could")]
            yield self.finding(start, sentence.start + match.end(), *fixes)


def _formulas(low: str) -> Iterable[re.Match[str]]:
    found = list(_FORMULA.finditer(low))
    if found or not _WOULD.search(low):
        return found
    return list(_IN_PLACE.finditer(low))
