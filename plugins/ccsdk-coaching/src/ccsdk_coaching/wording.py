"""A finding in the reader's language, whatever the note's is.

The words of a rule have one source for each language: its own message in English and Simplified
Chinese, `reasons` and `reasons_zh`. A rule of a pack, which nobody has translated, is told in
its own words.
"""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from ccsdk_coaching.model import Diagnostic, Rule
from ccsdk_coaching.reasons import REASONS, Reason
from ccsdk_coaching.reasons_zh import (
    MESSAGES_HANT,
    REASONS_HANS,
    REASONS_HANT,
    UNUSED_HANS,
    UNUSED_HANT,
)
from ccsdk_coaching.rules import RULES
from ccsdk_coaching.suppression import UNUSED

__all__ = ["LOCALES", "Wording"]

LOCALES = ("en", "zh-Hans", "zh-Hant")

_REASONS = {"en": REASONS, "zh-Hans": REASONS_HANS, "zh-Hant": REASONS_HANT}
_UNUSED = {"zh-Hans": UNUSED_HANS, "zh-Hant": UNUSED_HANT}
# What CL102 says instead where a house has such a duty.
_DUTY = {"en": "A duty of the house: name the source", "zh-Hans": "写明出处", "zh-Hant": "寫明出處"}
# The language of a note in which a reader reads the linter's own message.
_OWN = {"en": "en", "zh-Hans": "zh"}


def _own_messages(rules: Iterable[Rule], lang: str) -> dict[str, str]:
    return {rule.code: getattr(rule, "message", "") for rule in rules if lang in rule.languages}


_MESSAGES = {
    "en": _own_messages(RULES, "en"),
    "zh-Hans": _own_messages(RULES, "zh"),
    "zh-Hant": MESSAGES_HANT,
}


def _known(locale: str) -> str:
    return locale if locale in LOCALES else "en"


@attrs.frozen
class Wording:
    """Tell findings to a reader of one of `LOCALES`; of any other language in English."""

    locale: str = attrs.field(converter=_known)

    def message(self, diagnostic: Diagnostic, words: str) -> str:
        """Return what is to be told of a finding on these words of the note."""
        if diagnostic.code == UNUSED:
            return _UNUSED.get(self.locale, diagnostic.message)
        template = _MESSAGES[self.locale].get(diagnostic.code)
        if not template or diagnostic.lang == _OWN.get(self.locale):
            return diagnostic.message
        if diagnostic.message.startswith((_DUTY["en"], _DUTY["zh-Hans"])):
            return _DUTY[self.locale]
        # A place for the words, which a template has within quotation marks or without.
        return template.replace('"{}"', "{}").replace("{}", f'"{words}"')

    def reason(self, code: str) -> Reason | None:
        """Return why a rule is there, and what to write instead; None if nobody has said it."""
        return _REASONS[self.locale].get(code)
