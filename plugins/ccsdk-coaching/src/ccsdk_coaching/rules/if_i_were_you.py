"""CL103: the coach takes the agent's place to advise."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ccsdk_coaching.config import CoachingConfig
from ccsdk_coaching.lexicon.patterns import late
from ccsdk_coaching.model import Finding, SentenceRule, Suggestion
from ccsdk_coaching.naming import is_of_nobody
from ccsdk_coaching.reading.document import Document
from ccsdk_coaching.reading.sentences import Sentence
from ccsdk_coaching.reading.speakers import reporter

__all__ = ["IfIWereYou"]

_PLACE = r"(?:shoes|place|position|seat|chair|boots|situation|spot|role|stead)"
_FORMULA = late(
    r"\bif i (?:were|was) you\b(?! (?:and|or) )"
    r"|\bif i (?:were|was) (?:him|her)(?=,| i\b)"
    r"|\bif i(?:'d| had) been you\b"
    rf"|\bif i (?:were|was|stood|sat|found myself)(?: ever)? in your {_PLACE}\b"
    rf"|\b(?:were i|if i'd been|if i had been|had i been|putting myself|put me) in your {_PLACE}\b"
    r"|\bwere i you\b|\bhad i been you\b"
    r"|\bif (?:it|this|that) (?:were|was|had been) (?:me|my (?:call|chat|desk|shift|case))\b"
    r"|\bif (?:it|this) were up to me\b"
)
_IN_PLACE = late(rf"\b(?:standing |sitting )?in your {_PLACE}\b")
# In a file note on the agent; where the agent is addressed, it is a customer.
_OF_ANOTHER = late(r"if i (?:were|was) (?:him|her)")
_WOULD = late(
    r"\bi(?:'d|\s+would|\s+might| could)\b|\bwould i\b|\bi, [^.?!]{0,40}, would\b"
    r"|\bmy (?:first|own|next|only)?[^.?!]{0,30} would\b"
)
_ADVICE = late(r",? i(?:'d|\s+would) (?!have\b|be\b|not\b|never\b|want\b|rather\b)(?=[a-z])")


class IfIWereYou(SentenceRule):
    """Find If I were you, in your shoes I would, and their like."""

    code = "CL103"
    name = "if-i-were-you"
    severity = "warning"
    is_local = True
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
        "What would I do [in your position]? I'd ring the ward.",
        "[Had I been in your place], I'd have asked for the tracking number.",
    )
    good = (
        "If I were late for a show, I'd want your voice.",
        "If I were a pianist, I'd envy your timing.",
        "If I were the caller, I'd feel heard.",
        'The guest said: "If I were you, I\'d go home."',
        "She found the keys in your place by the door.",
        "If I were in her shoes, I would have been grateful for that call.",
        "You put yourself in his position before you answered.",
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
            if _OF_ANOTHER.match(match[0]) and not is_of_nobody(document):
                continue
            who = reporter(document, tokens, tokens.at(start))
            is_aside = low[: match.start()].endswith("you know, ")
            if who in ("customer", "other", "agent") and not is_aside:
                continue
            advice = _ADVICE.match(low, match.end())
            fixes = []
            # Of her, who may not read it, "you" would be somebody else.
            if advice and match.start() == 0 and not _OF_ANOTHER.match(match[0]):
                end = sentence.start + advice.end() - 1
                word = "You" if document.text[start].isupper() else "you"
                fixes = [Suggestion(start=start, end=end, text=f"{word} could")]
            yield self.finding(start, sentence.start + match.end(), *fixes)


def _formulas(low: str) -> Iterable[re.Match[str]]:
    found = list(_FORMULA.finditer(low))
    if found or not _WOULD.search(low):
        return found
    return list(_IN_PLACE.finditer(low))
