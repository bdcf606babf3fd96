"""What the panel asks the plugin, and what it is answered."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec

__all__ = [
    "Counts",
    "Find",
    "Found",
    "Listed",
    "Open",
    "Opened",
    "Rate",
    "Rated",
    "Suggest",
]

_Id = Annotated[str, msgspec.Meta(min_length=1, max_length=96)]
_Key = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
_Language = Annotated[str, msgspec.Meta(max_length=20)]
_Limit = Annotated[int, msgspec.Meta(ge=1, le=20)]


class Suggest(msgspec.Struct, kw_only=True, frozen=True):
    """Ask which articles may help with what the customer of an Interaction wrote."""

    interaction: _Id
    language: _Language | None = None
    limit: _Limit = 5


class Find(msgspec.Struct, kw_only=True, frozen=True):
    """Ask for articles by words that an agent typed, beside an Interaction."""

    interaction: _Id
    text: Annotated[str, msgspec.Meta(min_length=1, max_length=500)]
    language: _Language | None = None
    limit: _Limit = 10


class Open(msgspec.Struct, kw_only=True, frozen=True):
    """Ask for a whole article of this plugin."""

    interaction: _Id
    article: _Key


class Rate(msgspec.Struct, kw_only=True, frozen=True):
    """Say whether an article helped in an Interaction; None takes that back."""

    interaction: _Id
    article: _Key
    is_useful: bool | None


class Counts(msgspec.Struct, kw_only=True, frozen=True):
    """Count who found an article useful, and who did not."""

    useful: int = 0
    useless: int = 0


class Listed(msgspec.Struct, kw_only=True, frozen=True, omit_defaults=True):
    """List an article: `marks` are places in the snippet, `counts` those of this plugin's own."""

    plugin: str
    id: str
    title: str
    snippet: str
    marks: tuple[tuple[int, int], ...] = ()
    url: str | None = None
    language: str | None = None
    counts: Counts | None = None


class Found(msgspec.Struct, kw_only=True, frozen=True):
    """Answer with articles, the best first."""

    articles: tuple[Listed, ...]


class Opened(msgspec.Struct, kw_only=True, frozen=True):
    """Answer with an article: `document` is nodes, `text` what a customer can be written.

    `is_useful` is what the asker said of it in this Interaction.
    """

    id: str
    title: str
    language: str
    url: str | None
    document: list[Any]
    text: str
    counts: Counts
    is_useful: bool | None


class Rated(msgspec.Struct, kw_only=True, frozen=True):
    """Answer with the counts as they are now."""

    counts: Counts
    is_useful: bool | None
