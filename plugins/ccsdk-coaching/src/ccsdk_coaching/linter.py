"""The linter: rules over a text, and diagnostics by place and code.

A rule that raises, or that takes longer than its budget, gives nothing on that text: it gets
a strike and is reported, and after `STRIKES_MAX` it is off for this linter. Rules are handed
sentences of bounded length, so that even a pattern of bad manners has little to chew on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from time import perf_counter

from ccsdk_coaching.config import CoachingConfig
from ccsdk_coaching.model import Diagnostic, Finding, Rule, Strike
from ccsdk_coaching.packs import LintPack, joined_rules
from ccsdk_coaching.reading.document import Document
from ccsdk_coaching.reading.prefilter import Prefilter
from ccsdk_coaching.rules import RULES
from ccsdk_coaching.suppression import UNUSED, UNUSED_NAME, suppressed

__all__ = ["BUDGET_S", "STRIKES_MAX", "Linter"]

STRIKES_MAX = 3
# Of one rule on one text; a megabyte of nothing but triggers stays below it by far.
BUDGET_S = 2.0
BUDGET_S_PER_CHARACTER = 20e-6


class Linter:
    """Lint texts with the rules of this plugin and of packs.

    Args:
        config: What the house sets.
        packs: What others add.
        rules: Instead of the plugin's own rules.
        clock: Seconds, for the budget of a rule.

    Raises:
        ConfigurationError: Two rules have one code, or a rule has no examples.
    """

    def __init__(
        self,
        config: CoachingConfig | None = None,
        *,
        packs: Iterable[LintPack] = (),
        rules: Sequence[Rule] | None = None,
        clock: Callable[[], float] = perf_counter,
    ) -> None:
        self.config = config or CoachingConfig()
        self.rules = joined_rules(RULES if rules is None else rules, packs)
        self.strikes: list[Strike] = []
        self._clock = clock
        self._names = {rule.code: rule.name for rule in self.rules} | {UNUSED: UNUSED_NAME}
        self._severities = {rule.code: rule.severity for rule in self.rules} | {UNUSED: "info"}
        self._struck: dict[int, int] = {}
        self._on = [rule for rule in self.rules if self.config.is_on(rule.code, rule.name)]
        self._prefilter = Prefilter(self._on)

    def lint(self, text: str) -> list[Diagnostic]:
        """Return what the rules find in a text, by start and code."""
        document = Document(text, self.config)
        self._prefilter.apply(document)
        found: list[Finding] = []
        for rule in self._on:
            if self._struck.get(id(rule), 0) < STRIKES_MAX:
                found.extend(self._checked(rule, document))
        kept = suppressed(document, found, self.rules)
        if not self.config.is_on(UNUSED, UNUSED_NAME):
            kept = [each for each in kept if each.code != UNUSED]
        kept.sort(key=lambda each: (each.start, each.code, each.end))
        return [self._diagnostic(document, each) for each in kept]

    def _checked(self, rule: Rule, document: Document) -> list[Finding]:
        """Return a rule's findings; none, and a strike, if it fails."""
        deadline = self._clock() + BUDGET_S + BUDGET_S_PER_CHARACTER * len(document.text)
        found: list[Finding] = []
        try:
            for finding in rule.check(document, self.config):
                _require_place(finding, document)
                found.append(finding)
                if self._clock() > deadline:
                    break
        except Exception as error:  # a rule of a third party fails as it likes
            self._strike(rule, f"{type(error).__name__}: {error}")
            return []
        if self._clock() > deadline:
            self._strike(rule, "took longer than its budget")
            return []
        return found

    def _strike(self, rule: Rule, problem: str) -> None:
        self._struck[id(rule)] = self._struck.get(id(rule), 0) + 1
        if self._struck[id(rule)] == STRIKES_MAX:
            problem += f"; after {STRIKES_MAX} strikes the rule is off"
        self.strikes.append(Strike(code=rule.code, problem=problem))

    def _diagnostic(self, document: Document, finding: Finding) -> Diagnostic:
        line, column = document.source.position(finding.start)
        name = self._names.get(finding.code, finding.code)
        default = finding.severity or self._severities.get(finding.code, "warning")
        sentence = document.sentence_at(finding.start)
        return Diagnostic(
            code=finding.code,
            name=name,
            severity=self.config.severity_of(finding.code, name, default),
            lang=sentence.lang if sentence else "en",
            start=finding.start,
            end=finding.end,
            line=line,
            column=column,
            message=finding.message,
            suggestions=finding.suggestions,
        )


def _require_place(finding: Finding, document: Document) -> None:
    """Refuse a finding outside of its text.

    Raises:
        ValueError: It is empty, or beyond an end.
    """
    if not 0 <= finding.start < finding.end <= len(document.text):
        raise ValueError(f"{finding.start}..{finding.end} is no place in the text")
