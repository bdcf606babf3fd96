"""Let customers come back to who served them last."""

from __future__ import annotations

from ccsdk.hooks import Plugin
from first_scorer.settings import FirstScorerSettings

__all__ = ["plugin"]

# Data only: the implementation is imported when a center starts.
plugin = Plugin(
    name="first-scorer",
    summary="Lets customers come back to who served them last.",
    implementation="first_scorer.implementation:FirstScorer",
    settings=FirstScorerSettings,
)
