"""What all Chinese rules share: a sentence is read once, and only the writer's words count."""

from __future__ import annotations

from collections.abc import Iterable

from ccsdk_coaching.clause_zh import Reading, reading_of
from ccsdk_coaching.config import CoachingConfig
from ccsdk_coaching.model import Finding, SentenceRule
from ccsdk_coaching.reading.document import Document
from ccsdk_coaching.reading.sentences import Sentence

__all__ = ["LOOKS_MAX", "ChineseRule"]

# No sentence that a person writes has more triggers of one rule; the rest is not looked at.
LOOKS_MAX = 12


class ChineseRule(SentenceRule):
    """Read a sentence by its clauses; a subclass has `check_reading`."""

    languages = ("zh",)

    def check_sentence(
        self, document: Document, sentence: Sentence, config: CoachingConfig
    ) -> Iterable[Finding]:
        """Yield the findings of one sentence."""
        return self.check_reading(document, sentence, reading_of(document, sentence), config)

    def check_reading(
        self, document: Document, sentence: Sentence, reading: Reading, config: CoachingConfig
    ) -> Iterable[Finding]:
        """Yield the findings of one sentence as it is read."""
        raise NotImplementedError
