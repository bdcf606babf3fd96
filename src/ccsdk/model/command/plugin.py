"""What the center reports of plugins: other settings, and what decides wrongly."""

from __future__ import annotations

from typing import Annotated

import msgspec

from ccsdk.model.command.command import Command
from ccsdk.model.pure import PureKind, PureName, StrikeReason

__all__ = ["ConfigurePlugin", "StrikePlugin"]


class ConfigurePlugin(Command, frozen=True, kw_only=True):
    """Say that a plugin runs with other settings than before, or as another version."""

    name: Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
    version: Annotated[str, msgspec.Meta(max_length=64)]
    config_hash: Annotated[str, msgspec.Meta(min_length=1, max_length=64)]


class StrikePlugin(Command, frozen=True, kw_only=True):
    """Strike a pure object for what only a clock can see; the third strike disables it.

    One that `hung` is disabled at once: nobody can wait for it twice more.
    """

    contribution: PureKind
    name: PureName
    version: Annotated[int, msgspec.Meta(ge=0)]
    reason: StrikeReason
