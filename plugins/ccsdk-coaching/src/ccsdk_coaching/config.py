"""What a house sets: which rules, how severe, and which names make a duty not the coach's."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import attrs

__all__ = ["LANGUAGES", "SEVERITIES", "CoachingConfig"]

SEVERITIES = ("warning", "info", "hint", "off")
LANGUAGES = ("auto", "en", "zh")

_CODE = re.compile(r"[A-Z]{2,4}\d{3}|[a-z][a-z0-9]*(?:-[a-z0-9]+)*")


def _check_codes(config: CoachingConfig, attribute: attrs.Attribute[Any], codes: Any) -> None:
    for code in codes:
        if not _CODE.fullmatch(code):
            raise ValueError(f"{code!r} is no code such as 'CL102' and no name of a rule")


def _check_severity(config: CoachingConfig, attribute: attrs.Attribute[Any], given: Any) -> None:
    _check_codes(config, attribute, given)
    for severity in given.values():
        if severity not in SEVERITIES:
            raise ValueError(f"{severity!r} is no severity: {', '.join(SEVERITIES)}")


def _check_lang(config: CoachingConfig, attribute: attrs.Attribute[Any], lang: str) -> None:
    if lang not in LANGUAGES:
        raise ValueError(f"{lang!r} is no language: {', '.join(LANGUAGES)}")


def _check_packs(config: CoachingConfig, attribute: attrs.Attribute[Any], packs: Any) -> None:
    for pack in packs:
        if not pack.strip(" :"):
            raise ValueError(f"{pack!r} is no name of a pack")


@attrs.frozen(kw_only=True)
class CoachingConfig:
    """Configure the linter; without any of it every rule is on.

    Args:
        select: Codes or names; only these. Empty means all.
        ignore: Codes or names that are off.
        severity: By code or name: warning, info, hint or off.
        allow_scores: Whether a note may tell an evaluation's score (CL107).
        authorities: Names that make a duty external, such as "Dental Board" (CL102).
        allow_duties: Words of house duties: they are info, "name the source" (CL102).
        agents: Names of those who are coached.
        lang: `auto` decides per sentence by its script.
        packs: Names of installed packs, or MODULE:NAME, whose rules and words are used; a plugin
            that a center enables contributes its own without being named here.
        title: What stands above the panel in the desk, if not the plugin's own words.

    Raises:
        ValueError: A code, a severity, the language or a pack's name is none.
    """

    select: tuple[str, ...] = attrs.field(default=(), validator=_check_codes)
    ignore: tuple[str, ...] = attrs.field(default=(), validator=_check_codes)
    severity: Mapping[str, str] = attrs.field(factory=dict, validator=_check_severity)
    allow_scores: bool = False
    authorities: tuple[str, ...] = ()
    allow_duties: tuple[str, ...] = ()
    agents: tuple[str, ...] = ()
    lang: str = attrs.field(default="auto", validator=_check_lang)
    packs: tuple[str, ...] = attrs.field(default=(), validator=_check_packs)
    title: str = ""

    def is_on(self, code: str, name: str) -> bool:
        """Return whether a rule is to run."""
        if self.select and code not in self.select and name not in self.select:
            return False
        if "off" in (self.severity.get(code), self.severity.get(name)):
            return False
        return code not in self.ignore and name not in self.ignore

    def severity_of(self, code: str, name: str, default: str) -> str:
        """Return how severe a rule's findings are in this house."""
        return self.severity.get(code) or self.severity.get(name) or default
