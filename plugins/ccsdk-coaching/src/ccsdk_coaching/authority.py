"""Whether a note names where a duty comes from: a law, a regulator, a policy named as such."""

from __future__ import annotations

from ccsdk_coaching.config import CoachingConfig
from ccsdk_coaching.lexicon.en import AUTHORITIES, AUXILIARIES, DUTY_VERBS, WORK, is_adverb
from ccsdk_coaching.lexicon.patterns import late, rarest
from ccsdk_coaching.lexicon.turns import places_of
from ccsdk_coaching.reading.document import Document
from ccsdk_coaching.reading.sentences import Sentence
from ccsdk_coaching.reading.tokens import Tokens

__all__ = ["has_authority"]

# What leads to an authority as a source: "under the code", "by law".
_SOURCES = frozenset("under by per according because due line 's keeping comply complies".split())

# "Separate matter, and this one is mine": what stands beside it is not its source.
_SEPARATING = frozenset("separate separately unrelated mine unconnected".split())
_OTHER = frozenset("another different".split())
_MATTERS = frozenset("point note matter thing topic subject".split())
# With an authority as their subject they say how strict it is.
_STRICT = frozenset(
    "bend bends budge budges flex stretch strict clear firm plain explicit rigid negotiable "
    "optional move give unforgiving categorical unambiguous silent".split()
)
# They are codes and rules of the work, and no law: "your wrap-up codes have to match".
_OF_WORK = WORK | frozenset(
    "your wrap reason disposition sort post promo area product contact result aux call booking "
    "error discount status".split()
)
_MARKS = frozenset(":;.!?()\u2014\u2013")
_SAYING = frozenset("says say said".split())
_OBLIGING = DUTY_VERBS - AUXILIARIES
_STATING = _OBLIGING | _STRICT
# Without one of these words no authority is named, and without capitals no initials are.
_RAREST = rarest(AUTHORITIES)
_CAPITALS = late("[A-Z\u00c0-\U0010ffff]{3}")


def has_authority(document: Document, sentence: Sentence, config: CoachingConfig) -> bool:
    """Return whether the sentence, or one beside it, names the source of the duty."""
    if _names_source(sentence, config):
        return True
    said = sentence.vocabulary
    if not _SEPARATING.isdisjoint(said) or not (
        _OTHER.isdisjoint(said) or _MATTERS.isdisjoint(said)
    ):
        return False
    sentences, index = document.sentences, sentence.index
    for at in (index - 1, index + 1):
        if 0 <= at < len(sentences):
            other = sentences[at]
            if other.lang == "en" and _names_source(other, config):
                return True
    return False


def _names_source(sentence: Sentence, config: CoachingConfig) -> bool:
    for name in config.authorities:
        if name.lower() in sentence.low:
            return True
    said = sentence.vocabulary
    obliges = not _STATING.isdisjoint(said) and _CAPITALS.search(sentence.text) is not None
    if not (obliges or sentence.lexicon) and _RAREST.isdisjoint(said):
        return False
    tokens = sentence.tokens
    words = tokens.words
    if obliges and _names_initials(tokens):
        return True
    return any(_is_source(words, at) for at in places_of(words, AUTHORITIES))


def _names_initials(tokens: Tokens) -> bool:
    """Return whether initials are said to oblige: "PSD2 says"."""
    for place in range(len(tokens) - 1):
        initials = tokens.source[tokens.starts[place] : tokens.ends[place]]
        if len(initials) > 2 and initials.isupper() and initials.isalpha():
            behind = [word for word in tokens.words[place + 1 : place + 5] if not word.isdigit()]
            if behind and (behind[0] in _OBLIGING or not _STRICT.isdisjoint(behind)):
                return True
    return False


def _behind(words: list[str], place: int) -> list[str]:
    """Return the words behind an authority, in its own clause and without a parenthesis."""
    nearby = words[place + 1 : place + 10]
    if nearby[:1] == [","]:
        nearby = nearby[nearby.index(",", 1) :] if "," in nearby[1:] else []
    end = next((at for at, word in enumerate(nearby) if word in _MARKS), len(nearby))
    return [each for each in nearby[:end] if not is_adverb(each)][:5]


def _is_source(words: list[str], place: int) -> bool:
    """Return whether an authority obliges, or is named as a reason."""
    if words[place - 1] in _OF_WORK and place:
        return False
    nearby = _behind(words, place)
    if any(each in DUTY_VERBS for each in nearby[:3]) or not _STRICT.isdisjoint(nearby):
        return True
    left = words[max(place - 8, 0) : place]
    return not (_SOURCES.isdisjoint(left) and _SAYING.isdisjoint(left[-2:]))
