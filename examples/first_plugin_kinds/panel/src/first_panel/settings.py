"""What a center file may say of this plugin."""

from __future__ import annotations

import attrs

__all__ = ["FirstPanelSettings"]


@attrs.frozen(kw_only=True)
class FirstPanelSettings:
    """Say what the button sends."""

    thanks: str = "Thank you for your patience."
