"""What the center reports of the plugins that decide inside the engine."""

from __future__ import annotations

from typing import Annotated

import msgspec

from ccsdk.model.command.command import Command
from ccsdk.model.pure import PureKind, PureName, StrikeReason

__all__ = ["StrikePlugin"]


class StrikePlugin(Command, frozen=True, kw_only=True):
    """Strike a pure object for what only a clock can see; the third strike disables it.

    One that `hung` is disabled at once: nobody can wait for it twice more.
    """

    contribution: PureKind
    name: PureName
    version: Annotated[int, msgspec.Meta(ge=0)]
    reason: StrikeReason
