"""The manifest: the plugin as a center sees it."""

from __future__ import annotations

from ccsdk.hooks.manifest import Plugin
from ccsdk_coaching.config import CoachingConfig

__all__ = ["plugin"]

plugin = Plugin(
    name="coaching",
    summary="Points at wording in a coach's note that closes people up.",
    settings=CoachingConfig,
    implementation="ccsdk_coaching.implementation:Coaching",
)
