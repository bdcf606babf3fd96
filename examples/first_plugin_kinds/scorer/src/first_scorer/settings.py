"""What a center file may say of this plugin."""

from __future__ import annotations

from typing import Annotated

import attrs
import msgspec

__all__ = ["FirstScorerSettings"]


@attrs.frozen(kw_only=True)
class FirstScorerSettings:
    """Say how much it counts that Agent and customer know each other."""

    score: Annotated[int, msgspec.Meta(ge=1, le=10_000)] = 100
