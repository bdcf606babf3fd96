"""RC101: a coach who asks for the script; the chain wants servers guided by what they know."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ccsdk_coaching.config import CoachingConfig
from ccsdk_coaching.model import Finding, SentenceRule
from ccsdk_coaching.reading.document import Document
from ccsdk_coaching.reading.sentences import Sentence

__all__ = ["ScriptReading"]

_THE = r"(?:the|your|our) (?:\w+ )?script"
_PATTERNS = {
    "en": re.compile(
        rf"\b(?:(?:stick|keep|stay) (?:closer )?to|(?:read|recite|follow|use)(?: out| from| off)?)"
        rf" {_THE}(?: word for word| verbatim| exactly)?\b"
        r"|\b(?:don't|do not|never) (?:go|drift) off[- ]script\b"
    ),
    "zh": re.compile(
        r"(?:照着|按着|按照|照|按)(?:话术|脚本|稿子)(?:一字不差地?)?(?:念|读|说|讲|来)"
        r"|(?:不要|别)(?:脱离|离开|偏离)(?:话术|脚本|稿子)"
    ),
}
# Who says so asks for less of the script.
_DENIED = {
    "en": re.compile(r"(?:\b(?:not|never|without|instead of|rather than|stop)|n't)\b[^,;:.]*$"),
    "zh": re.compile(r"(?:不用|不必|不要|没有?|别|而不是|无需|不再)[^，。；]{0,4}$"),
}
_MESSAGES = {
    "en": "A script answers nobody's question; ask what the guest wanted to know",
    "zh": "话术答不了客人的问题；问问客人想知道什么",
}


class ScriptReading(SentenceRule):
    """A server who reads out a script does not listen.

    Coach what servers know of the menu and of the guest, and leave the words to them.
    """

    code = "RC101"
    name = "script-reading"
    severity = "info"
    languages = ("en", "zh")
    triggers = {"en": ("script", "off-script"), "zh": ("话术", "脚本", "稿子")}
    bad = (
        "[Stick to the script] at the table.",
        "Next time [read out the greeting script].",
        "For the wine list, [follow our script word for word].",
        "Please [don't go off script] with a full house.",
        "点餐时[照着话术念]。",
        "下次[别脫離腳本]。",
    )
    good = (
        "You left the script in the drawer and told her about the lamb.",
        "You did not read the script, you asked what she likes.",
        'The guest said "read out the script to me", and you smiled.',
        "The script has a new page on desserts.",
        "你没有照着话术念，先问了客人的口味。",
        "客人说你照着稿子念，她听懂了。",
    )

    def check_sentence(
        self, document: Document, sentence: Sentence, config: CoachingConfig
    ) -> Iterable[Finding]:
        """Yield each wish for the script."""
        # Chinese is read in Simplified letters; one letter stays one, so places are the same.
        text = sentence.hans if sentence.lang == "zh" else sentence.low
        for match in _PATTERNS[sentence.lang].finditer(text):
            if not _DENIED[sentence.lang].search(text, 0, match.start()):
                start, end = sentence.start + match.start(), sentence.start + match.end()
                yield self.finding(start, end, message=_MESSAGES[sentence.lang])
