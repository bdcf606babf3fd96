"""Whose words stand somewhere, in either language, within marks or without."""

from __future__ import annotations

from ccsdk_coaching.clause_zh import reading_of
from ccsdk_coaching.reading.document import Document
from ccsdk_coaching.reading.speakers import reporter
from ccsdk_coaching.voice_zh import quote_speaker

__all__ = ["POLICIES", "may_read", "voice_at"]

# By the quote policy of a rule, whose words it reads; None stands for anybody's.
POLICIES = {"writer": ("writer",), "agent": ("writer", "agent"), "anyone": None}


def voice_at(document: Document, offset: int) -> str:
    """Return whose words stand at an offset: writer, agent, customer, other or unknown."""
    sentence = document.sentence_at(offset)
    quote = document.quote_at(offset)
    if sentence is None:
        return "writer"
    if sentence.lang == "zh":
        if quote is not None:
            return quote_speaker(document, quote)
        return reading_of(document, sentence).voice_at(offset - sentence.start)
    if quote is not None:
        return document.speaker_at(offset)
    tokens = sentence.tokens
    who = reporter(document, tokens, tokens.at(offset))
    return who if who in ("agent", "customer", "other") else "writer"


def may_read(policy: str, document: Document, offset: int) -> bool:
    """Return whether a rule of this quote policy is to read what stands at an offset."""
    voices = POLICIES[policy]
    return voices is None or voice_at(document, offset) in voices
