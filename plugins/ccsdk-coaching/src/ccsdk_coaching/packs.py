"""What a house or a third party adds: rules, words and guards, as a contribution."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

import attrs

from ccsdk.hooks.contributions import Contribution
from ccsdk_coaching.model import Finding, Rule
from ccsdk_coaching.reading.document import Document

__all__ = ["Guard", "LintPack"]


class Guard(Protocol):
    """Say where findings of some rules do not hold; pure, as a rule is.

    `codes` are those of the rules, of the plugin or of packs. `bad` and `good` are its examples
    and its tests: in a bad one the finding stands, with `[ ]` around it; a good one has a
    finding without the guard, and none with it.
    """

    @property
    def name(self) -> str:
        """Return its name, such as drill-notes."""

    @property
    def codes(self) -> tuple[str, ...]:
        """Return the codes of the rules whose findings it looks at."""

    @property
    def bad(self) -> tuple[str, ...]:
        """Return what it leaves flagged."""

    @property
    def good(self) -> tuple[str, ...]:
        """Return what it spares."""

    def spare(self, document: Document, finding: Finding) -> str:
        """Return why a finding does not hold here; nothing if it does."""


@attrs.frozen(kw_only=True)
class LintPack(Contribution):
    """Add rules, words and guards to the linter.

    Args:
        name: Of the pack, for messages.
        rules: Rules with codes that nobody else has in the same language.
        lexicon: Words by class, such as `{"skill": ("plating", "摆台")}`; see `lexicon.classes`.
        guards: Of its own rules and of those of others.
    """

    name: str
    rules: tuple[Rule, ...] = ()
    lexicon: Mapping[str, tuple[str, ...]] = attrs.field(factory=dict)
    guards: tuple[Guard, ...] = ()
