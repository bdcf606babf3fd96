"""CL104: a question that presupposes a failing."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ccsdk_coaching.config import CoachingConfig
from ccsdk_coaching.lexicon.people import CUSTOMERS
from ccsdk_coaching.model import Finding, SentenceRule, Suggestion
from ccsdk_coaching.reading.document import Document
from ccsdk_coaching.reading.sentences import Sentence
from ccsdk_coaching.reading.speakers import reporter

__all__ = ["PresupposingWhy"]

_AUX = r"(?:do|did|have|had|are|were|can|could|would|will|wo|ca|sha|should|must|has|is|was)"
_NEG = r"(?:n't|not|never)"
_ASK = (
    r"\b(?:why|how come|how is it(?: that)?|why is it(?: that)?|for what reason|what made it that)"
)
_ADV = r"(?: (?:really|still|even|just|simply|ever|then|again|on earth|actually))?"
_FORMS = re.compile(
    rf"{_ASK}{_ADV} (?:{_AUX}n't|cannot){_ADV} you\b"
    rf"|{_ASK}{_ADV} {_AUX} you{_ADV} {_NEG}\b"
    rf"|{_ASK}{_ADV} you{_ADV} (?:{_AUX}(?:n't| not| never)|cannot|never)\b"
    rf"|{_ASK}{_ADV} (?:do|did|must|are|were|have)? ?you{_ADV} (?:keep|kept|always|constantly|"
    rf"forever)\b"
    rf"|{_ASK}{_ADV} (?:{_AUX}n't|{_AUX} not) (?:the )?(?:advisor|adviser|agent)\b"
    rf"|\bwhat (?:stopped|kept|prevented) you from not\b"
)
_TOGETHER = re.compile(
    r" (?:and (?:i|me)\b|(?:just )?(?:join|sit|come|pair|walk|work|listen|sit down|practise|"
    r"practice)"
    r"[^.?!]{0,40}\b(?:me|us|with|along|together)\b)|[^.?!]{0,60}\b(?:with (?:me|us)|together)\b"
)
_SYMPATHY = re.compile(
    r"(?:understand|see|get|appreciate|know|understood|saw|clear|obvious|explains|imagine|that's"
    r"|this is|that is|which is|that was|reasons?|understandable|wonder at|wonders? little)"
    r"(?: (?:fully|exactly|perfectly|very well|completely|totally|quite|now|well))?,? ?$"
)
_DIRECT = re.compile(r"why don't you (?=[a-z])")


class PresupposingWhy(SentenceRule):
    """Find why didn't you, how come you never, why do you keep."""

    code = "CL104"
    name = "presupposing-why"
    severity = "warning"
    message = "This question presupposes a failing; ask: What would help you to ...?"
    triggers = {"en": ("why", "how come", "how is it", "for what reason")}
    bad = (
        "[Why don't you] show the seat map?",
        "I wonder [why you didn't] mention the matinee.",
        "[How come you never] offer the lift?",
        "[Why do you keep] closing the side door?",
        "[Why did you not] check the date?",
    )
    good = (
        "Why don't we walk the balcony together?",
        "Why did the usher wave you over?",
        "I understand why you couldn't take the call.",
        "The guest asked why you hadn't rung.",
        "Why don't you join us for the walk-through?",
    )

    def check_sentence(
        self, document: Document, sentence: Sentence, config: CoachingConfig
    ) -> Iterable[Finding]:
        """Yield each question that is the coach's own."""
        low = sentence.low
        for match in _FORMS.finditer(low):
            start = sentence.start + match.start()
            if document.speaker_at(start) != "writer":
                continue
            if _SYMPATHY.search(low[max(match.start() - 60, 0) : match.start()]):
                continue
            if _TOGETHER.match(low, match.end()):
                continue
            tokens = sentence.tokens
            if reporter(document, tokens, tokens.at(start)) in ("customer", "other"):
                continue
            before = tokens.words[max(tokens.at(start) - 1, 0)]
            if before in CUSTOMERS or before in ("him", "her", "them"):
                continue  # "it puzzled the guest why ..."
            fixes = []
            direct = _DIRECT.match(low, match.start())
            if direct and match.start() == 0 and low.endswith("?"):
                word = "What" if document.text[start].isupper() else "what"
                end = sentence.start + match.end()
                fixes = [Suggestion(start=start, end=end, text=f"{word} would help you to")]
            yield self.finding(start, sentence.start + match.end(), *fixes)
