"""CL201: an improvement heading stands before the strengths heading."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ccsdk_coaching.config import CoachingConfig
from ccsdk_coaching.model import Finding, SentenceRule
from ccsdk_coaching.reading.document import Document

__all__ = ["BeginBeforeContinue", "headings_of"]

_FRAME = (
    r"(?:(?:^|[\r\n])[ \t]*(?:[-*+\u2022>][ \t]+|\d{{1,2}}[.)][ \t]*)*(?:#{{1,6}}[ \t]+)?"
    r"|[.!?;][ \t]+|[\u2014\u2013|/][ \t]*)"
    r"(?:\*\*|__)?(?P<head>(?:{words}))(?:\*\*|__)?"
    r"(?:(?P<colon>[ \t]*(?::|[\u2014\u2013]| -))(?:\*\*|__)?|(?=[ \t]*(?:[\r\n]|$)))"
)
_AREA = (
    r"(?:(?:key|main|some|one|two|three|top|your|my|possible|the|further|other|next|a few|biggest|"
    r"what|\d) )*"
)
_IMPROVE = (
    rf"{_AREA}(?:(?:areas?|points?|things?|room|scope|ideas?|opportunit(?:y|ies)|suggestions?|"
    rf"goals?|focus|"
    r"skills?|what) (?:for|to|of|needing|that need|needs) (?:improve(?:ment)?s?|develop(?:ment)?|"
    r"grow(?:th)?|"
    r"work on|change|work|begin|start|fix|attention|try|do differently|stop|practi[sc]e)"
    r"|(?:to|could|can|needs? to|should) (?:be )?(?:improve|changed?|develop|work on|begin|start|"
    r"fix|grow|"
    r"better|do differently|do better|stop|try|practi[sc]e|improved|strengthen|sharpen|tweak|"
    r"polish|adjust)(?: on)?(?: next time)?"
    r"|improvements?|improve|development(?: areas?| points?)?|growth(?: areas?| points?| edge)?|"
    r"grow|grows|opportunit(?:y|ies)|weak(?:nesses| points| spots)|even better if|ebi|"
    r"begin(?: doing)?|"
    r"start(?: doing)?|stop(?: doing)?|change|changes|challenges|gaps|deltas?|less of|do less|"
    r"(?:areas|points) (?:of|for) (?:growth|focus|concern)|didn't (?:go well|work)|"
    r"what didn't (?:go so well|go well|work)|"
    r"what (?:could|to|went) (?:be better|improve|change|wrong|have gone better)|"
    r"what could (?:go|be|have been) better|"
    r"went (?:less well|wrong|badly)|not so good|missed|needs (?:work|attention|improvement)|"
    r"wishes|next level|"
    r"next time|less (?:good|strong|well)|(?:points|things) to (?:work on|improve|change)|"
    r"do differently|work on|stretch|focus areas?|negatives?|cons|minus(?:es)?|concerns|lowlights?|"
    r"(?:corrections?|fixes|issues|problems|to-?do|misses|bad|weak)|(?:could|can) (?:be|go|"
    r"do) better|"
    r"room for (?:improvement|growth)|next steps?|from now on|tips)"
)
_STRONG = (
    rf"{_AREA}(?:strengths?|strong(?: points?| sides?| moments?)?|went (?:well|right|great)|"
    rf"worked(?: well)?|"
    r"what (?:went (?:well|right)|worked(?: well)?|you did well|was good|shone|stood out|i liked|"
    r"i loved|to keep|"
    r"to continue|was strong)|continue(?: doing)?|keep(?: doing| it| up)?|to (?:keep|continue)|"
    r"positives?|highlights?|highs?|"
    r"bright spots?|wins?|glows?|done well|did well|doing well|good(?: points| things| moments|"
    r" work)?|well done|"
    r"liked|pluses|plus|pros|best (?:bits|moments|parts)|successes|more of|do more|worth keeping|"
    r"praise|kudos|stars?|achievements?|proud of|what's working|going well|works well|"
    r"(?:points|things) to (?:keep|continue)|(?:keep|carry) on|appreciated|high points?|"
    r"celebrations?|celebrate)"
)
_HEADINGS = re.compile(
    _FRAME.format(words=rf"(?P<improve>{_IMPROVE})|(?P<strong>{_STRONG})"), re.MULTILINE
)
_TIME = re.compile(r"[ \t]*(?:at )?\d{1,2}(?:[:.h]\d{2}|\s*(?:am|pm|o'clock))")
_DATED = re.compile(
    r"[ \t]*(?:on )?(?:\d{1,4}[./-]\d|(?:mon|tues|wednes|thurs|fri|satur|sun)day\b)"
)


class BeginBeforeContinue(SentenceRule):
    """Find a note whose improvements stand before its strengths."""

    code = "CL201"
    name = "begin-before-continue"
    severity = "info"
    message = "Strengths first: move this part behind them"
    triggers = {}
    bad = (
        "[To change:] fewer keys. Worked well: the torch.",
        "[Begin:] name the interval. Continue: the wave at the door.",
        "[Areas for improvement:]\n- the recap\nStrengths:\n- your tone",
        "## [Even better if]\nthe form is signed\n\n## Went well\nthe smile",
        "[Could be better:] the hold.\nKeep: the greeting.",
    )
    good = (
        "Continue: the wave at the door. Begin: name the interval.",
        "The show begins at 19:30. Strong: the torch.",
        "Begin: 19:30. Strengths: the torch.",
        "Strengths: the torch. To improve: the keys. Keep: the smile.",
        "To improve: the keys.",
    )

    def check(self, document: Document, config: CoachingConfig) -> Iterable[Finding]:
        """Yield the first improvement heading if a strengths heading follows."""
        if ":" not in document.text and "\n" not in document.text and "\u2014" not in document.text:
            return
        first: tuple[int, int] | None = None
        for kind, start, end in headings_of(document):
            if kind == "strong":
                if first is not None:
                    yield self.finding(*first)
                return
            if first is None:
                first = (start, end)


def headings_of(document: Document) -> list[tuple[str, int, int]]:
    """Return the headings of a note: improve or strong, with the colon, in order."""
    if "headings" not in document.shared:
        document.shared["headings"] = list(_headings(document))
    found: list[tuple[str, int, int]] = document.shared["headings"]
    return found


def _headings(document: Document) -> Iterable[tuple[str, int, int]]:
    low = document.low
    for match in _HEADINGS.finditer(low, document.source.start):
        start = match.start("head")
        if document.quote_at(start) is not None or document.is_comment(start):
            continue
        end = match.end("colon") if match["colon"] else match.end("head")
        if _TIME.match(low, end) or _DATED.match(low, end):
            continue
        yield ("improve" if match["improve"] else "strong"), start, end
