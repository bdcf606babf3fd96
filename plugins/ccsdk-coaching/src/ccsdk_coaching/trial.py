"""One rule on one text, run part by part within its budget; it fails as a whole or not at all."""

from __future__ import annotations

from collections.abc import Callable

import attrs

from ccsdk_coaching.config import CoachingConfig
from ccsdk_coaching.interruption import Bound, OutOfTime, never_ending
from ccsdk_coaching.model import Finding, Rule
from ccsdk_coaching.reading.document import Document
from ccsdk_coaching.voices import may_read

__all__ = ["Trial"]

# Findings between two looks at the clock, which takes as long as many a finding.
LOOKS_EACH = 16
# A timer that is set to nothing is off.
TIMER_MIN_S = 0.001


@attrs.define(eq=False)
class Trial:
    """Hold what a rule finds in a text, and why it failed, if it did.

    Args:
        rule: The rule; whatever it raises is its failure.
        budget_s: What it may take on the whole text, in seconds of the clock.
        clock: Seconds.
        is_packed: Whether it is a pack's; then its quote policy is kept for it.
        bound: Ends the rule where it does not come back, if anything does.
        found: Findings, in no order; none once it has failed.
        problem: Why it failed; nothing if it did not.
    """

    rule: Rule
    budget_s: float
    clock: Callable[[], float]
    is_packed: bool = False
    bound: Bound = never_ending
    found: list[Finding] = attrs.field(factory=list)
    problem: str = ""

    def run(self, document: Document, config: CoachingConfig) -> None:
        """Run the rule on the candidates that the document tells it now."""
        begun = self.clock()
        deadline = begun + self.budget_s
        try:
            with self.bound(max(self.budget_s, TIMER_MIN_S)):
                self._take(document, config, deadline)
        except OutOfTime:
            self._fail("took longer than its budget")
            return
        except Exception as error:  # a rule of a third party fails as it likes
            self._fail(f"{type(error).__name__}: {error}")
            return
        now = self.clock()
        if now > deadline:
            self._fail("took longer than its budget")
        self.budget_s -= now - begun

    def _take(self, document: Document, config: CoachingConfig, deadline: float) -> None:
        for number, finding in enumerate(self.rule.check(document, config)):
            _require_place(finding, document)
            # The plugin's own rules look themselves, each in its way.
            if not self.is_packed or may_read(self.rule.quote_policy, document, finding.start):
                self.found.append(finding)
            if not number % LOOKS_EACH and self.clock() > deadline:
                break

    def _fail(self, problem: str) -> None:
        self.problem = problem
        self.found.clear()


def _require_place(finding: Finding, document: Document) -> None:
    """Refuse a finding outside of its text.

    Raises:
        ValueError: It is empty, or beyond an end.
    """
    if not 0 <= finding.start < finding.end <= len(document.text):
        raise ValueError(f"{finding.start}..{finding.end} is no place in the text")
