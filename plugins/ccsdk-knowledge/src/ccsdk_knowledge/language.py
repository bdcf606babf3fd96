"""Say in which of our languages somebody reads whose language is given by any code."""

from __future__ import annotations

from typing import Literal

__all__ = ["Language", "reading_language"]

# What an article is written in.
Language = Literal["en", "zh-Hans", "zh-Hant"]

_TRADITIONAL = ("hant", "tw", "hk", "mo")


def reading_language(code: str | None) -> str | None:
    """Return `en`, `zh-Hans` or `zh-Hant` for a BCP 47 tag such as `zh-TW`, else None.

    Source: RFC 5646; regions that write traditional characters as CLDR's likely subtags say.
    """
    first, *rest = (code or "").lower().replace("_", "-").split("-")
    if first == "zh" or first == "yue":
        return "zh-Hant" if any(each in _TRADITIONAL for each in rest) else "zh-Hans"
    return "en" if first == "en" else None
