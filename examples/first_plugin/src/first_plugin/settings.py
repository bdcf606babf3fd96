"""What a center file may say of this plugin."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

__all__ = ["FirstPluginSettings"]


@attrs.frozen(kw_only=True)
class FirstPluginSettings:
    """Say how customers are greeted, by language.

    Raises:
        ValueError: There is no greeting in the default language.
    """

    greetings: Mapping[str, str] = attrs.field(factory=lambda: {"en": "Hello"})
    language: str = "en"

    def __attrs_post_init__(self) -> None:
        if self.language not in self.greetings:
            raise ValueError(f"greetings has none in the default language {self.language!r}")
