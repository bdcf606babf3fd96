"""Tell who says a quotation in Chinese, by the subject of the verb that reports it."""

from __future__ import annotations

import re

from ccsdk_coaching.clause_zh import (
    FIRST_SELF,
    REPORT,
    REPORTED,
    reading_of,
)
from ccsdk_coaching.lexicon.patterns import late
from ccsdk_coaching.reading.document import Document
from ccsdk_coaching.reading.sentences import Sentence
from ccsdk_coaching.reading.zones import Quote
from ccsdk_coaching.subject_zh import AGENT, NAME, OTHER

__all__ = ["quote_speaker"]


def quote_speaker(document: Document, quote: Quote) -> str:
    """Return who says a quotation: customer, agent or unknown, by the verb that reports it."""
    sentence = document.sentence_at(quote.start)
    if sentence is None:
        return "unknown"
    reading = reading_of(document, sentence)
    before = reading.text[: quote.start - sentence.start]
    told = _speaker_before(document, sentence, before)
    if told is None:
        after = reading.text[quote.end - sentence.start : quote.end - sentence.start + 24]
        match = _REPORTED_AFTER.match(after)
        told = _speaker(match["who"]) if match else None
    return told or "unknown"


_REPORTED_AFTER = late(
    rf"[，,。\s]*(?:[^，。]{{0,2}}(?P<who>{AGENT}|{OTHER}|我|他|她|{NAME}|自己))[^，。]{{0,14}}?"
    rf"(?:{REPORT}|念叨)"
)


def _speaker_before(document: Document, sentence: Sentence, before: str) -> str | None:
    if FIRST_SELF.search(before[-24:]):
        return "agent"
    told = list(REPORTED.finditer(before[-40:] + "“"))
    if told and told[-1]["who"] in ("他", "她") and _speaks_to_agent(document, sentence):
        return "customer"
    if told:
        return _speaker(told[-1]["who"])
    head = re.match(rf"\s*(?P<who>{AGENT}|{OTHER}|{NAME})[^，。]{{0,6}}[：:]\s*$", before)
    return _speaker(head["who"]) if head else None


def _speaks_to_agent(document: Document, sentence: Sentence) -> bool:
    """Return whether a sentence says 你 outside of its quotations: then 他 is somebody else."""
    return re.search("[你您]", reading_of(document, sentence).text) is not None


def _speaker(who: str) -> str | None:
    if FIRST_SELF.search(who) or re.fullmatch(rf"{AGENT}|自己|{NAME}", who):
        return "customer" if re.match(OTHER, who) else "agent"
    if re.match(OTHER, who):
        return "customer"
    return None
