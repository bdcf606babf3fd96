"""CL104: a question that presupposes a failing."""

from __future__ import annotations

from collections.abc import Iterable

from ccsdk_coaching.config import CoachingConfig
from ccsdk_coaching.lexicon.patterns import late
from ccsdk_coaching.lexicon.people import CUSTOMERS
from ccsdk_coaching.model import Finding, SentenceRule, Suggestion
from ccsdk_coaching.reading.document import Document
from ccsdk_coaching.reading.people import person_at
from ccsdk_coaching.reading.sentences import Sentence
from ccsdk_coaching.reading.speakers import reporter
from ccsdk_coaching.reading.tokens import Tokens

__all__ = ["PresupposingWhy"]

_AUX = r"(?:do|did|have|had|are|were|can|could|would|will|wo|ca|sha|should|must|has|is|was)"
_NEG = r"(?:n't|not|never)"
_ADV = r"(?: (?:really|still|even|just|simply|ever|then|again|on earth|actually))?"
_FORMS = late(
    r"\b(?:why|how come|how is it(?: that)?|why is it(?: that)?|why it is(?: that)?|"
    rf"for what reason|what made it that){_ADV} (?:"
    rf"(?:{_AUX}n't|cannot){_ADV} you\b"
    rf"|{_AUX} you{_ADV} {_NEG}\b"
    rf"|you{_ADV} (?:{_AUX}(?:n't| not| never)|cannot|never)\b"
    rf"|(?:do|did|must|are|were|have)? ?you{_ADV} (?:keep|kept|always|constantly|forever)\b"
    rf"|(?:{_AUX}n't|{_AUX} not) (?:the )?(?:advisor|adviser|agent)\b)"
    r"|\bwhat (?:stopped|kept|prevented) you from not\b"
)
# Each form holds one of either.
_ASKED_OF = frozenset("you advisor adviser agent".split())
_FAILING = frozenset("t not never cannot keep kept always constantly forever".split())
_TOGETHER = late(
    r" (?:and (?:i|me)\b|(?:just )?(?:join|sit|come|pair|walk|work|listen|sit down|practise|"
    r"practice)"
    r"[^.?!]{0,40}\b(?:me|us|along|together)\b)|[^.?!]{0,60}\b(?:with (?:me|us)|together)\b"
)
_SYMPATHY = late(
    r"(?:understand|see|get|appreciate|know|understood|saw|clear|obvious|explains|imagine|that's"
    r"|this is|that is|which is|that was|reasons?|understandable|wonder at|wonders? little)"
    r"(?: (?:fully|exactly|perfectly|very well|completely|totally|quite|now|well))?,? ?$"
)
# "I don't understand why", "help me see why": these ask.
_ASKED = late(
    r"(?:n't|\bnot|\bnever|\bcannot|\bhelp (?:me|us)(?: to)?|\btrying to|\btry to|\bwant to|"
    r"\blike to|\bneed to|\blove to)(?: really| fully| quite| yet| ever)? "
    r"(?:understand|see|get|know|appreciate|imagine)(?: exactly| fully)?,? ?$"
)
_DIRECT = late(r"why don't you (?=[a-z])")


_ASKING = frozenset("asking wondering demanding".split())


class PresupposingWhy(SentenceRule):
    """Find why didn't you, how come you never, why do you keep."""

    code = "CL104"
    name = "presupposing-why"
    severity = "warning"
    is_local = True
    message = "This question presupposes a failing; ask: What would help you to ...?"
    triggers = {"en": ("why", "how come", "how is it", "for what reason")}
    bad = (
        "[Why don't you] show the seat map?",
        "I wonder [why you didn't] mention the matinee.",
        "[How come you never] offer the lift?",
        "[Why do you keep] closing the side door?",
        "[Why did you not] check the date?",
        "I don't understand [why you don't] use the checklist.",
        "And [why do you always] sit with your back to the door?",
    )
    good = (
        "Why don't we walk the balcony together?",
        "Why did the usher wave you over?",
        "I understand why you couldn't take the call.",
        "The guest asked why you hadn't rung.",
        "Why don't you join us for the walk-through?",
        "It is easy to see why you couldn't hear him with that drill next door.",
        "That is why so many regulars ask for your desk.",
    )

    def check_sentence(
        self, document: Document, sentence: Sentence, config: CoachingConfig
    ) -> Iterable[Finding]:
        """Yield each question that is the coach's own."""
        said = sentence.vocabulary
        if _FAILING.isdisjoint(said) or _ASKED_OF.isdisjoint(said):
            return
        low = sentence.low
        for match in _FORMS.finditer(low):
            start = sentence.start + match.start()
            if document.speaker_at(start) != "writer":
                continue
            before = low[max(match.start() - 60, 0) : match.start()]
            if _SYMPATHY.search(before) and not _ASKED.search(before):
                continue
            if "n't" in match[0] and _TOGETHER.match(low, match.end()):
                continue
            tokens = sentence.tokens
            if reporter(document, tokens, tokens.at(start)) in ("customer", "other"):
                continue
            puzzled = tokens.words[max(tokens.at(start) - 1, 0)]
            if puzzled in _ASKING and _asks(document, tokens, tokens.at(start) - 1):
                continue
            if puzzled in CUSTOMERS or puzzled in ("him", "her", "them"):
                continue  # "it puzzled the guest why ..."
            fixes = []
            direct = _DIRECT.match(low, match.start())
            if direct and match.start() == 0 and low.endswith("?"):
                word = "What" if document.text[start].isupper() else "what"
                end = sentence.start + match.end()
                fixes = [Suggestion(start=start, end=end, text=f"{word} would help you to")]
            yield self.finding(start, sentence.start + match.end(), *fixes)


def _asks(document: Document, tokens: Tokens, verb: int) -> bool:
    """Return whether somebody else asks: "the passenger kept asking why ..."."""
    left = range(max(verb - 4, 0), verb)
    return any(person_at(document, tokens, place) in ("customer", "other") for place in left)
