"""CL107: an evaluation's score, mark, grade or rank, told to the agent."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ccsdk_coaching.config import CoachingConfig
from ccsdk_coaching.model import Finding, SentenceRule
from ccsdk_coaching.reading.document import Document
from ccsdk_coaching.reading.sentences import Sentence
from ccsdk_coaching.reading.speakers import reporter

__all__ = ["ScoreSharing"]

_DIGITS = r"(?:\d{1,3}(?:[.,]\d{1,2})?)"
_WORDS = (
    r"(?:(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[- ](?:one|two|three|four|"
    r"five|"
    r"six|seven|eight|nine))?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|"
    r"fifteen|zero|half|a hundred)"
)
_NUMBER = rf"(?:{_DIGITS}|{_WORDS})"
_ORDINAL = (
    r"(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|last|bottom|top|"
    r"\d{1,3}(?:st|nd|rd|th)|second to last|#\d+|number (?:one|two|\d+)|no\. ?\d+)"
)
_GRADE = (
    r"(?:(?:an? )?(?:straight |solid |strong |low |high )?"
    r"[a-f](?:[+\u2212-]| minus| plus|\b(?! \w))|a [b-d]\b|an a\b"
    r"|(?:a )?(?:pass|fail|distinction|merit))"
)
_OF = (
    r"(?: ?(?:%|percent|per cent|points?|marks?|stars?)"
    rf"|(?: ?/ ?| out of | of ){_NUMBER}| over {_NUMBER})"
)
_VALUE = rf"(?:{_NUMBER}{_OF}?|{_GRADE})"
_SCORE = (
    r"(?:(?:qa|quality|audit|evaluation|call|coaching|overall|total|final|weekly|monthly|average|"
    r"compliance|soft-skills?|empathy|greeting|monthly qa|call-quality)[ -])*"
    r"(?:scores?|marks?|grades?|ratings?|rank|ranking|result|evaluation|scorecard|total|average|"
    r"points|percentage|qa|assessment)"
)
_LINK = (
    r"(?: (?:for|on|in|from|at|of|this|last|the|your|that|today|gala|\w+)){0,5}?"
    r"(?:'s| is| was| came (?:out )?(?:in )?(?:at|to|as)| came| stands? at| stood at| fell to|"
    r" dropped to|"
    r" rose to| (?:dropped|rose|fell|went|moved|climbed)(?: up| down)?(?: from [\w.%]+)? to|"
    r" went (?:up |down )?(?:to|from)| reads| of| at|:| =| \u2013| -|, )"
)
_ADV = (
    r"(?: (?:now|only|just|a|an|at|about|exactly|still|up|down|to|barely|in|as|around|out|"
    r"currently|again|overall))*"
)
_FORMS = re.compile(
    rf"\b(?:your|the|this call's|today's|this week's|overall|final|qa|quality|"
    rf"total)? ?\b{_SCORE}{_LINK}{_ADV} {_VALUE}"
    rf"|^\W*{_SCORE}(?: |: ?|= ?){_VALUE}"
    rf"|\byou(?:'ve| have)? ?(?:scored|rated|earned|received|got|achieved|averaged|were (?:given|"
    rf"graded|marked|"
    rf"rated|scored|awarded)|are (?:graded|rated|marked|at|on)|came in at|score|dropped to|"
    rf"are down to|average|get|collected|notched)"
    rf"{_ADV} (?:{_NUMBER}{_OF}|{_GRADE}(?= (?:on|for|in|this|from)|[.,!;]|$)|(?:full|top|low|"
    rf"high|perfect|zero|no) (?:marks|scores?|points))"
    rf"|\byou(?:'ve| have)? ?(?:scored|were (?:graded|marked|rated|scored)|rated|averaged|"
    rf"score){_ADV} {_VALUE}"
    rf"|\b(?:an? {_NUMBER}|{_GRADE})(?: out of {_NUMBER})? from me\b"
    rf"|\boverall:? {_NUMBER} ?(?:%|percent|per cent)"
    rf"|(?<!you )\b(?:scored|graded|marked|rated)(?: (?:you|this(?: call| one| chat)?|it|that|"
    rf"the (?:call|"
    rf"chat)))?{_ADV} {_VALUE}"
    rf"|\bi(?:'d|'ve|'m| have| would| am)? ?(?:give|gave|giving|given|mark|marked|score|scored|"
    rf"grade|graded|rate|rated|put|award|awarded)"
    rf" (?:you|this|it|that|the|your)(?: (?:\w+))?{_ADV} {_VALUE}"
    rf"|\b(?:{_NUMBER}|a|half a|some) (?:points?|marks?)(?: (?:were|was|are|is|have been|"
    rf"had to be|got))? "
    rf"(?:off|lost|deducted|docked|down|taken|knocked|gone|away|missing|short|dropped)\b(?: off|"
    rf" away)?"
    rf"|\b(?:lost|lose|loses|cost|costs|dropped|minus|docked|deducted|took off|taking|take|"
    rf"knocked off|down)(?: you)?(?: you)?"
    rf" {_NUMBER} (?:points?|marks?)"
    rf"|\byou(?:'re| are| were| now| currently| came| finished| ended| placed| stand| rank|"
    rf" ranked| sit| have| 've)+"
    rf"(?: (?:in|ranked|now|at|the|currently|down|up|only))* {_ORDINAL}(?: place| out of \w+|"
    rf" of \w+| in| on| among|"
    rf" from)?(?: (?:the|our|your|all))? (?:team|floor|table|leaderboard|list|ranking|rankings|"
    rf"league|board|agents|department|group|"
    rf"site|place|month|week|advisers|advisors|\d+|twelve|ten|twenty|desk|shift|office)"
    rf"|\b(?:ranked?|ranks|ranking|placed|finished) {_ORDINAL}\b(?: (?:out )?of \w+)?"
    rf"|\byour (?:rank|ranking|position|place)(?: \w+){{0,3}}(?: is| was|:|'s) {_ORDINAL}"
    rf"|\b(?:this|that|the|your|it|call|chat)(?: (?:call|chat|one|shift|email|greeting|recap|"
    rf"session))? ?(?:gets|got|earns|earned|scores|scored|rates|is worth|was worth|deserves|merits)"
    rf"{_ADV} {_VALUE}"
    rf"|\b{_NUMBER}(?: points?| marks?| ?%| percent) puts? you\b"
    rf"|\byou(?:'ve| have)? (?:dropped|moved|climbed|rose|slipped|fell|slid|jumped|went)(?: up|"
    rf" down| back)? to {_ORDINAL}\b(?: place)?"
    rf"|\byou (?:failed|passed)(?: (?:the|your|this))? (?:\w+ )?(?:evaluation|audit|assessment|"
    rf"qa|quality check)\b(?: with {_VALUE})?"
    rf"|\b{_NUMBER}{_OF} (?:for|on|in) (?:the |your |this |that )?(?:\w+[ -])?(?:greeting|recap|"
    rf"tone|empathy|call|evaluation|scorecard|audit|qa|chat|closing|"
    rf"opening|shift|compliance|knowledge|listening|email|quality|score|review|assessment|"
    rf"summary|verification|hold)"
)
_OTHERS = re.compile(
    r"\b(?:customer|caller|guest|client|member|visitor|passenger|patient|she|he|they|his|her|their|"
    r"credit|energy|nps|csat|survey|tripadvisor|google|app store|match|game|exam|school|football|"
    r"hotel's|"
    r"restaurant|film|team's|average handle|booking|page|row|seat|gate|platform|bus|flight|room|"
    r"mr|mrs|ms|loyalty|bonus points|reward|air miles|points card|discount|interest|hotel|"
    r"product|film|book)\b"
)
_UNITS = re.compile(
    r"^ ?(?:-?(?:calls?|minutes?|mins?|seconds?|secs?|hours?|days?|weeks?|guests?|chats?|emails?|"
    r"tickets?|"
    r"people|customers?|callers?|bookings?|times?|orders?|cases?|euros?|pounds?|dollars?|pages?|"
    r"questions?|items?|criteria|sections?|o'clock|am|pm|km|kg|degrees|refunds?|claims?|steps|"
    r"things|parts))\b"
)
_LEFT_OUT = re.compile(
    r"\b(?:no|without|not|n't|never|leave|left|skip|hide|keep)(?: \w+){0,3} (?:scores?|marks?|"
    r"grades?|points|number|ratings?|rank)\b"
    r"|\b(?:scores?|marks?|grades?) (?:are|is|were|stay|stays|left)(?: \w+)? (?:out|aside|hidden|"
    r"off)"
)


class ScoreSharing(SentenceRule):
    """Find scores, grades and ranks of the agent."""

    code = "CL107"
    name = "score-sharing"
    severity = "warning"
    message = "A score closes the talk; describe the behaviour behind it"
    triggers = {
        "en": tuple(
            "score scores scored mark marks marked grade grades graded rating ratings rated rank "
            "ranked ranks ranking result evaluation evaluations scorecard total points point "
            "percentage percent qa assessment audit averaged average got gets earned earns "
            "received came placed finished table leaderboard bottom overall from give gave "
            "given award awarded failed passed lost minus docked deducted off league "
            "fourth fifth second third per stars out".split()
        )
    }
    bad = (
        "[Your mark is 64] for the gala.",
        "[Two points off] for the cloakroom.",
        "[You scored 87%] on this one.",
        "[You ranked third] in October.",
        "[I gave this call a 7] for the ending.",
    )
    good = (
        "You seated 64 guests in 18 minutes.",
        "Row 9, seat 14 was double-sold; you caught it.",
        "The guest rated us 9 out of 10.",
        "No score today: let's talk about the greeting.",
        "The scorecard has 12 questions.",
    )

    def check(self, document: Document, config: CoachingConfig) -> Iterable[Finding]:
        """Yield nothing where scores are allowed."""
        if not config.allow_scores:
            yield from super().check(document, config)

    def check_sentence(
        self, document: Document, sentence: Sentence, config: CoachingConfig
    ) -> Iterable[Finding]:
        """Yield each statement of a score."""
        low = sentence.low
        if not _SCORING.search(low) or _LEFT_OUT.search(low):
            return
        for match in _FORMS.finditer(low):
            begin = match.start()
            while begin < match.end() and not low[begin].isalnum() and low[begin] != "#":
                begin += 1
            text = low[begin : match.end()]
            start = sentence.start + begin
            if document.speaker_at(start) != "writer" or _UNITS.match(low[match.end() :]):
                continue
            if _OTHERS.search(text) or _OTHERS.search(low[max(begin - 24, 0) : begin]):
                continue
            tokens = sentence.tokens
            if reporter(document, tokens, tokens.at(start)) in ("customer", "other"):
                continue
            if not re.search(
                r"[\d%]|" + _WORDS + "|" + _ORDINAL + "|" + _GRADE + "|marks|pass|fail", text
            ):
                continue
            yield self.finding(start, start + len(text.rstrip()))


# Without a number, a grade or an ordinal there is no score; most sentences end here.
_SCORING = re.compile(
    rf"\d|\b(?:{_WORDS}|{_ORDINAL}|{_GRADE}|a (?:point|mark)|full marks|failed|passed)",
)
