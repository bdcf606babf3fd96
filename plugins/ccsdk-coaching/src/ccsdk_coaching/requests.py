"""What a coach's desk asks while a note is written, and what it is answered."""

from __future__ import annotations

from typing import Annotated

import msgspec

__all__ = ["LintNote", "NoteLinted", "Noted", "RuleWords", "Suggested"]

_Draft = Annotated[str, msgspec.Meta(min_length=1, max_length=96)]
_Locale = Annotated[str, msgspec.Meta(max_length=20)]
_Name = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
_Names = Annotated[tuple[_Name, ...], msgspec.Meta(max_length=50)]
_Version = Annotated[int, msgspec.Meta(ge=0, le=2**53)]


class LintNote(msgspec.Struct, kw_only=True, frozen=True):
    """Ask what the rules find in a note as it stands.

    `draft` names the note among those that the asker writes, and `version` grows with its text:
    of one draft only the newest version is worked on. `locale` is the reader's language: en,
    zh-Hans or zh-Hant. `names` are of agents, and are read as such.
    """

    note: str
    version: _Version
    draft: _Draft = "note"
    locale: _Locale = "en"
    names: _Names = ()


class Suggested(msgspec.Struct, kw_only=True, frozen=True):
    """Suggest a text in the place of what stands between two offsets."""

    start: int
    end: int
    text: str


class Noted(msgspec.Struct, kw_only=True, frozen=True, omit_defaults=True):
    """Tell a finding: half-open code points of the note; lines and columns from 1.

    `message` is in the reader's language. `is_about_note` says that the finding is about the
    note as a whole, and its place no more than where that is told.
    """

    code: str
    name: str
    severity: str
    lang: str
    start: int
    end: int
    line: int
    column: int
    message: str
    suggestions: tuple[Suggested, ...] = ()
    is_about_note: bool = False


class RuleWords(msgspec.Struct, kw_only=True, frozen=True):
    """Say in the reader's language why a wording closes people up, and what opens them."""

    why: str
    instead: str


class NoteLinted(msgspec.Struct, kw_only=True, frozen=True):
    """Answer with the findings by their start, and the words of their rules by code.

    `count` is of all that was found, of which `diagnostics` are the first. A version that is
    not the newest any more is `is_superseded`, and has none.
    """

    version: int
    diagnostics: tuple[Noted, ...] = ()
    count: int = 0
    rules: dict[str, RuleWords] = {}
    is_superseded: bool = False
