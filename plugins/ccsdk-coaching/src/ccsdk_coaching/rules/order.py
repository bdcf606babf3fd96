"""CL201: an improvement heading stands before the strengths heading.

A heading is a short run of words before a colon or a dash, or alone on its line, all of them
known: one that speaks of strengths or of improvement, the others fillers such as "areas for".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ccsdk_coaching.config import CoachingConfig
from ccsdk_coaching.lexicon.patterns import late
from ccsdk_coaching.model import Finding, SentenceRule
from ccsdk_coaching.reading.document import Document

__all__ = ["BeginBeforeContinue", "headings_of"]

WORDS_MAX = 9
# Where a heading may end, but for the end of its line: at a colon that is in no time of day, or a
# dash; a hyphen is one between blanks.
_END = late(r"[:\u2014\u2013-](?:(?<!-)(?!(?<=\d:)\d)|(?<= -)(?=\s))")
_LINE = r"[ \t]*(?:[-*+\u2022>][ \t]+|\d{1,2}[.)][ \t]*)*(?:#{1,6}[ \t]+)?"
_HEAD = r"(?P<head>[a-z0-9][a-z0-9' ,&/-]{0,50})\Z"
_FIRST_HEADING = late(rf"(?P<line>{_LINE}){_HEAD}")
# `re` skips to what may stand before one.
_HEADING = late(
    rf"[\n.!?;\u2014\u2013|/](?:(?P<line>(?<=\n){_LINE})|(?<=[.!?;])[ \t]+"
    rf"|(?<=[\u2014\u2013|/])[ \t]*){_HEAD}"
)
_HEADING_MAX = 64
# What may stand between the words of a heading and its colon.
_MARKS = "' ,&/-"
_BLANKS = " \t"
# Longer than any word that headings are made of.
_LAST_MAX = 20
_WORD = late(r"[a-z]+?(?=n't)|n't|(?<=i)'d|[a-z]+|\d+")
_BLANK = late(r"\s*\Z")
_STRONG = frozenset(
    "shines strength strengths strong strongest well good great excellent super superb best "
    "positive positives highlight highlights high highs keep keeping continue continuing "
    "maintain worked works working win wins glow glows plus pluses pros success successes praise "
    "kudos star stars achievement achievements proud liked loved enjoyed appreciated celebrate "
    "celebration celebrations bright shone shine nice again sustain preserve admired right stood "
    "leave more merits pleased delighted effective brilliant outstanding commendations like love "
    "enjoy www bravo roses rose hits hit landed lands clicked sang impressed plusses applause "
    "thumbs retain stays stay kept thrive shining sparkle sparkles joys joy credit credits "
    "treasure beautiful lovely gold green superpower superpowers asset assets".split()
)
_IMPROVE = frozenset(
    "improve improves improved improving improvement improvements develop development "
    "developmental grow growth grows change changes changed differently begin beginning start "
    "starting stop stopping fix fixes weak weaker weakness weaknesses negative negatives challenge "
    "challenges challenging concern concerns gap gaps delta deltas opportunity opportunities "
    "missed missing lowlight lowlights lows cons minus minuses tweak tweaks polish adjust sharpen "
    "strengthen practise practice stretch refine refinement refinements better less fewer next "
    "tips issue issues problem problems error errors correction corrections wrong badly bad poor "
    "attention focus avoid try wish wishes misses ebi alter rework revise suggestion suggestions "
    "recommendation recommendations upgrade shortcomings drawbacks mistakes struggled harder "
    "blockers blocked concerns to-do todo not n't room needs need work trickier "
    "thorn thorns wobble wobbles wobbled lessons lesson watch watch-outs niggle niggles homework "
    "priority priorities mend trim reduce sharper tighten smoother slip slips grumbles gripes red "
    "afi afis ofi ofis amber repair rethink redo revisit reconsider hiccup hiccups snags "
    "snag learnings".split()
)
# Beside a word of strength they turn it: "less good", "could be better".
_TURNING = frozenset("out not n't less could even should needs need room".split())
# "Worked", "worked well", "what is working": only "to work on" and "needs work" ask for more.
_FILLERS = frozenset(
    "still exactly as area areas point points thing things bit bits moment moments part parts side "
    "sides spot spots skill skills idea ideas item items goal goals step steps time times call "
    "calls chat for to of on in at with by it is was be been are were do does did doing done 'd "
    "even go goes going went gone can could should would might may will have had has what which "
    "where how i you your my the a an this that these and or if so some one two three four few "
    "key main top other further possible biggest first second final last out up down off overall "
    "quality feedback observed noticed saw heard think we our us all came across carry about "
    "behaviour behaviours behaviors behavior worth working really very today most also now from "
    "edge scope action actions level levels already please advisor agent note notes target "
    "targets week month year quarter session shift tomorrow coming following round review soon "
    "ahead needed required wanted flag flags s monday friday future once again ll d i'd "
    "we'd would".split()
)
_KNOWN = _FILLERS | _STRONG | _IMPROVE
_TIME = late(
    r"[ \t]*(?:at )?(?:\d{1,2}(?:[:.h]\d{2}|\s*(?:am|pm|o'clock))|noon|midnight|today\b|tomorrow\b)"
)
_DATED = late(r"[ \t]*(?:on )?(?:\d{1,4}[./-]\d|(?:mon|tues|wednes|thurs|fri|satur|sun)day\b)")


class BeginBeforeContinue(SentenceRule):
    """Find a note whose improvements stand before its strengths."""

    code = "CL201"
    name = "begin-before-continue"
    severity = "warning"
    message = "Strengths first: move this part behind them"
    triggers = {}
    bad = (
        "[To change:] fewer keys. Worked well: the torch.",
        "[Begin:] name the interval. Continue: the wave at the door.",
        "[Areas for improvement:]\n- the recap\nStrengths:\n- your tone",
        "## [Even better if]\nthe form is signed\n\n## Went well\nthe smile",
        "[Could be better:] the hold.\nKeep: the greeting.",
        "[What I would do differently:] the order. What I loved: the rhyme.",
        "[Less strong:] the ending. Strong: the map.",
        "[Please change:] the order. Please keep: the jokes.",
        "[To tighten] - the ticket check. Good bits - you told her first.",
        "[To rethink next month:] the queue at the gate\nWhat landed: the torch",
    )
    good = (
        "Continue: the wave at the door. Begin: name the interval.",
        "The show begins at 19:30. Strong: the torch.",
        "Begin: 19:30. Strengths: the torch.",
        "Strengths: the torch. To improve: the keys. Keep: the smile.",
        "To improve: the keys.",
        "Changes to the rota: none. Strengths: the torch.",
        "Improve: the pace of the tour.",
        "Begin 19:30, doors at 19.\nStrengths: the torch.",
        "Start of the regatta: noon. Highlights for the guests: the rowing eights.",
    )

    def check(self, document: Document, config: CoachingConfig) -> Iterable[Finding]:
        """Yield the first improvement heading if a strengths heading follows."""
        if not any(mark in document.low for mark in ":\n\u2014\u2013-"):
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
    found = -1
    for at, after, has_colon in sorted(_ends(low)):
        match = _FIRST_HEADING.match(low, 0, at) if at <= _HEADING_MAX else None
        match = match or _HEADING.search(low, max(at - _HEADING_MAX, 0), at)
        kind = _kind(_WORD.findall(match["head"])) if match else ""
        if match is None or not kind:
            continue
        if not has_colon and (match["line"] is None or _BLANK.match(low, after)):
            continue  # no whole line with something under it
        start = match.start("head")
        if start == found or document.quote_at(start) is not None or document.is_comment(start):
            continue
        found = start
        end = after if has_colon else match.end("head")
        if _TIME.match(low, end) or _DATED.match(low, end):
            continue
        yield kind, start, end


def _ends(low: str) -> Iterator[tuple[int, int, bool]]:
    """Yield where the words of a heading may end, where its mark does, and whether it has one."""
    for mark in _END.finditer(low):
        at = mark.start()
        before = low[max(at - _HEADING_MAX, 0) : at]
        text = before.rstrip(_BLANKS)
        if _ends_like_one(text):
            yield at - len(before) + len(text), mark.end(), True
    end = -1
    for line in low.split("\n"):
        size = len(line)
        end += size + 1
        # A line longer than that is no heading.
        if 0 < size < _HEADING_MAX and _ends_like_one(line):
            yield end, end, False


def _ends_like_one(text: str) -> bool:
    """Return whether the last word is one of headings; most lines end with another."""
    tail = text.rstrip(_MARKS)[-_LAST_MAX:]
    word = tail.rpartition(" ")[2]
    if word in _KNOWN:
        return True
    if word.isalpha() or not tail[-1:].isalnum():
        return False
    words = _WORD.findall(word)
    return bool(words) and (words[-1] in _KNOWN or words[-1].isdigit())


def _kind(words: list[str]) -> str:
    """Return improve or strong if words are such a heading, else nothing."""
    if not words or len(words) > WORDS_MAX:
        return ""
    if any(word not in _KNOWN and not word.isdigit() for word in words):
        return ""
    is_improve = any(word in _IMPROVE for word in words)
    if any(word in _STRONG for word in words):
        return "improve" if is_improve and _turns(words) else "strong"
    if words[0] in ("need", "needs", "next", "not") and len(words) == 1:
        return ""
    if words[0] == "more" or not is_improve:
        return "strong" if {"more", "done", "carry"} & set(words[:1]) else ""
    return "improve"


def _turns(words: list[str]) -> bool:
    """Return whether a heading with words of both kinds asks for more."""
    return bool(_TURNING & set(words)) or not {"keep", "continue", "keeping"} & set(words)
