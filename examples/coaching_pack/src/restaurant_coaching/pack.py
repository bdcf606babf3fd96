"""What the chain adds to the linter: one rule, its own words, one guard."""

from __future__ import annotations

from ccsdk_coaching.model import Finding
from ccsdk_coaching.packs import LintPack
from ccsdk_coaching.reading.document import Document
from restaurant_coaching.script_reading import ScriptReading

__all__ = ["AllergenDuty", "pack"]

_ALLERGENS = ("allerg", "过敏", "過敏")


class AllergenDuty:
    """Spare a duty in a sentence about allergens: it is the law's, and no coach softens it."""

    name = "allergen-duty"
    codes = ("CL102",)
    bad = (
        "You [must] smile at the door. The allergen list hangs in the kitchen.",
        "你[必须]在门口微笑。过敏原表挂在厨房。",
    )
    good = (
        "You must read the allergen list to every guest who asks.",
        "你必须把过敏原逐项告诉客人。",
    )

    def spare(self, document: Document, finding: Finding) -> str:
        """Return why the duty stands, nothing if it is the coach's own."""
        sentence = document.sentence_at(finding.start)
        if sentence is not None and any(word in sentence.low for word in _ALLERGENS):
            return "what guests are told of allergens is laid down by law"
        return ""


pack = LintPack(
    name="restaurant",
    rules=(ScriptReading(),),
    lexicon={
        # Praise that names one of these tells a server what to keep.
        "skill": ("plating", "wine pairing", "table check", "摆台", "斟酒", "荐酒", "桌边服务"),
        "quality": ("unfussy", "table-side", "不拘束"),
        "fault": ("soggy", "lukewarm", "overcooked", "凉透", "夹生"),
        "system": ("fryer", "dishwasher", "炸炉", "洗碗机"),
        "agent": ("server", "servers", "跑堂"),
        "customer": ("regular", "regulars", "walk-ins", "老饕"),
        "colleague": ("sommelier", "busser", "侍酒师"),
    },
    guards=(AllergenDuty(),),
)
