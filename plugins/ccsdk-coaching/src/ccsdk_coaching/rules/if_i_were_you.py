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
from ccsdk_coaching.reading.tokens import Tokens

__all__ = ["IfIWereYou"]

_PLACE = r"(?:shoes|place|position|seat|chair|boots|situation|spot|role|stead)"
# Each begins with a letter, which `re` skips to, and looks back whether a word begins with it.
_FORMULA = late(
    r"i(?<=\bi)f (?:i (?:were|was) (?:you\b(?! (?:and|or) )|(?:him|her)(?=,| i\b))"
    rf"|i(?:'d| had) been (?:you|in your {_PLACE})\b"
    rf"|i (?:were|was|stood|sat|found myself)(?: ever)? in your {_PLACE}\b"
    r"|(?:it|this|that) (?:were|was|had been) (?:me|my (?:call|chat|desk|shift|case))\b"
    r"|(?:it|this) were up to me\b)"
    rf"|w(?<=\bw)ere i (?:you|in your {_PLACE})\b|h(?<=\bh)ad i been (?:you|in your {_PLACE})\b"
    rf"|p(?<=\bp)ut(?:ting myself| me) in your {_PLACE}\b"
)
# Each formula has one of these.
_HEADS = frozenset("if were had putting put".split())
_IN_PLACE = late(rf"i(?<=\bi)n your {_PLACE}\b|s(?<=\bs)(?:tand|itt)ing in your {_PLACE}\b")
# In a file note on the agent; where the agent is addressed, it is a customer.
_ANOTHER = (" him", " her")
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
        for match in _formulas(low, sentence.vocabulary):
            begin, end = match.span()
            start = sentence.start + begin
            if document.quote_at(start) is not None:
                continue
            is_of_another = match[0].endswith(_ANOTHER)
            if is_of_another and not is_of_nobody(document):
                continue
            # Where a formula opens a sentence, nobody is said to say it.
            if begin and _is_reported(document, sentence.tokens, start, low[:begin]):
                continue
            fixes = []
            # Of her, who may not read it, "you" would be somebody else.
            if begin == 0 and not is_of_another and (advice := _ADVICE.match(low, end)):
                word = "You" if document.text[start].isupper() else "you"
                stop = sentence.start + advice.end() - 1
                fixes = [Suggestion(start=start, end=stop, text=f"{word} could")]
            yield self.finding(start, sentence.start + end, *fixes)


def _is_reported(document: Document, tokens: Tokens, start: int, before: str) -> bool:
    """Return whether somebody else is said to say what stands at an offset."""
    who = reporter(document, tokens, tokens.at(start))
    return who in ("customer", "other", "agent") and not before.endswith("you know, ")


def _formulas(low: str, vocabulary: frozenset[str]) -> Iterable[re.Match[str]]:
    if not _HEADS.isdisjoint(vocabulary):
        found = [*_FORMULA.finditer(low)]
        if found:
            return found
    if "in your " in low and _may_wish(low) and _WOULD.search(low):
        return _IN_PLACE.finditer(low)
    return ()


def _may_wish(low: str) -> bool:
    """Return whether a sentence has what `_WOULD` looks for, in whatever place."""
    return "would" in low or "i'd" in low or " could" in low or "might" in low
