"""Whether a note names where a duty comes from: a law, a regulator, a policy named as such."""

from __future__ import annotations

from ccsdk_coaching.config import CoachingConfig
from ccsdk_coaching.lexicon.en import AUTHORITIES, AUXILIARIES, DUTY_VERBS, is_adverb
from ccsdk_coaching.reading.document import Document
from ccsdk_coaching.reading.sentences import Sentence
from ccsdk_coaching.reading.tokens import Tokens

__all__ = ["has_authority"]

# What leads to an authority as a source: "under the code", "by law".
_SOURCES = frozenset("under by per according because due line 's keeping comply complies".split())


def has_authority(document: Document, sentence: Sentence, config: CoachingConfig) -> bool:
    """Return whether the sentence, or one beside it, names the source of the duty."""
    if _names_source(document, sentence, config):
        return True
    for step in (-1, 1):
        other = document.neighbour(sentence, step)
        if other is not None and other.lang == "en" and _names_source(document, other, config):
            return True
    return False


def _names_initials(tokens: Tokens) -> bool:
    """Return whether initials are said to oblige: "PSD2 says"."""
    for place in range(len(tokens) - 1):
        initials = tokens.source[tokens.starts[place] : tokens.ends[place]]
        if len(initials) > 2 and initials.isupper() and initials.isalpha():
            behind = [word for word in tokens.words[place + 1 : place + 3] if not word.isdigit()]
            if behind and behind[0] in DUTY_VERBS - AUXILIARIES:
                return True
    return False


def _names_source(document: Document, sentence: Sentence, config: CoachingConfig) -> bool:
    for name in config.authorities:
        if name.lower() in sentence.low:
            return True
    words = sentence.tokens.words
    if _names_initials(sentence.tokens):
        return True
    if not AUTHORITIES & set(words):
        return False
    for place, word in enumerate(words):
        if word not in AUTHORITIES:
            continue
        nearby = [each for each in words[place + 1 : place + 5] if not is_adverb(each)]
        if any(each in DUTY_VERBS for each in nearby[:3]):
            return True
        left = words[max(place - 5, 0) : place]
        if _SOURCES & set(left) or {"says", "say", "said"} & set(left[-2:]):
            return True
    return False
