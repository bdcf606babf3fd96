"""A plugin that is enabled, before its implementation is imported."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

from ccsdk.hooks.manifest import Plugin
from ccsdk.plugins.scope import NO_SCOPES, Scopes

__all__ = ["Candidate"]


@attrs.frozen(kw_only=True)
class Candidate:
    """Hold an enabled plugin before its implementation is imported.

    `distribution` and `version` are those of an installed one. `table` is what the settings
    say of it, unread, and `scopes` what they say of it for single queues and channels.
    """

    manifest: Plugin
    config: Any
    distribution: str | None = None
    version: str | None = None
    is_required: bool = False
    table: Mapping[str, Any] = attrs.field(factory=dict, repr=False)
    scopes: Scopes = attrs.field(default=NO_SCOPES, repr=False)
