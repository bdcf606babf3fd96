"""The linter: rules over a text, and diagnostics by place and code.

A rule that raises, or that takes longer than its budget, gives nothing on that text: it gets
a strike and is reported, and after `STRIKES_MAX` it is off for this linter. So it is with a
guard, which then spares nothing. Rules are handed
sentences of bounded length, so that even a pattern of bad manners has little to chew on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from time import thread_time
from typing import TYPE_CHECKING

from ccsdk_coaching.collecting import uncollected
from ccsdk_coaching.config import CoachingConfig
from ccsdk_coaching.interruption import Bound, OutOfTime, never_ending
from ccsdk_coaching.joining import joined_guards, joined_rules
from ccsdk_coaching.lexicon.classes import Lexicon
from ccsdk_coaching.model import Diagnostic, Finding, Outcome, Rule, Spared, Strike, Suggestion
from ccsdk_coaching.reading.document import Document
from ccsdk_coaching.reading.prefilter import Prefilter
from ccsdk_coaching.reading.source import Source
from ccsdk_coaching.relint import Draft, search
from ccsdk_coaching.rules import RULES
from ccsdk_coaching.suppression import UNUSED, UNUSED_NAME, suppressed
from ccsdk_coaching.trial import Trial

if TYPE_CHECKING:
    from ccsdk_coaching.packs import Guard, LintPack

__all__ = ["BUDGET_S", "STRIKES_MAX", "Linter"]

STRIKES_MAX = 3
# Of one rule on one text; a megabyte of nothing but triggers stays below it by far.
BUDGET_S = 2.0
BUDGET_S_PER_CHARACTER = 20e-6

_Spared = tuple[Finding, str | None, str]


class Linter:
    """Lint texts with the rules of this plugin and of packs.

    Args:
        config: What the house sets.
        packs: What others add.
        rules: Instead of the plugin's own rules.
        clock: Seconds, for the budget of a rule: of work, not of the wall, since what else a
            machine does is no fault of a rule's.
        bound: `interruption.ending` ends a rule that is over its budget even in the middle of a
            regular expression; for programs that own their main thread.

    Raises:
        ConfigurationError: Two rules have one code, a rule or a guard has no examples, or a word
            of a pack has no class, or two.
    """

    def __init__(
        self,
        config: CoachingConfig | None = None,
        *,
        packs: Iterable[LintPack] = (),
        rules: Sequence[Rule] | None = None,
        clock: Callable[[], float] = thread_time,
        bound: Bound = never_ending,
    ) -> None:
        self.config = config or CoachingConfig()
        packs = tuple(packs)
        self.rules = joined_rules(RULES if rules is None else rules, packs)
        self._packed = {id(rule) for pack in packs for rule in pack.rules}
        self.lexicon = Lexicon((pack.name, pack.lexicon) for pack in packs)
        self.guards = joined_guards(packs, self.rules)
        self.strikes: list[Strike] = []
        self._clock = clock
        self._bound = bound
        self._names = {rule.code: rule.name for rule in self.rules} | {UNUSED: UNUSED_NAME}
        self._severities = {rule.code: rule.severity for rule in self.rules} | {UNUSED: "info"}
        self._struck: dict[int, int] = {}
        self._on = [rule for rule in self.rules if self.config.is_on(rule.code, rule.name)]
        self.prefilter = Prefilter(self._on, self.lexicon)

    def lint(self, text: str) -> list[Diagnostic]:
        """Return what the rules find in a text, by start and code."""
        return self.examine(text).diagnostics

    def draft(self) -> Draft:
        """Return what lints one text again and again while it is written."""
        return Draft(self)

    def examine(self, text: str) -> Outcome:
        """Return what the rules find in a text, and what guards and comments spare of it."""
        # The document is gone before there is collecting again, which would look through it.
        with uncollected(len(text)):
            return self._examined(text)

    def _examined(self, text: str) -> Outcome:
        document = Document(text, self.config, self.lexicon)
        trials = self.trials(document)
        search(document, trials, self.prefilter)
        return self.judge(document, trials)

    def trials(self, document: Document) -> list[Trial]:
        """Return the rules that are to run on a document, each with nothing found yet."""
        budget_s = _budget_s(document)
        return [
            Trial(
                rule,
                budget_s,
                self._clock,
                is_packed=id(rule) in self._packed,
                bound=self._bound,
            )
            for rule in self._on
            if not self._is_off(rule)
        ]

    def judge(self, document: Document, trials: Sequence[Trial]) -> Outcome:
        """Return what holds of what rules found, and what guards and comments spare of it.

        A rule that failed gets its strike.
        """
        for trial in trials:
            if trial.problem:
                self._strike(trial.rule, trial.rule.code, trial.problem)
        found = [finding for trial in trials for finding in trial.found]
        held, spared = self._guarded(document, found)
        kept, ignored = suppressed(document, held, self.rules)
        if not self.config.is_on(UNUSED, UNUSED_NAME):
            kept = [each for each in kept if each.code != UNUSED]
        kept.sort(key=_place)
        spared += [(each, None, reason) for each, reason in ignored]
        spared.sort(key=lambda each: _place(each[0]))
        source = Source(document.readable.written)
        return Outcome(
            [self._diagnostic(source, document, each) for each in kept],
            [
                Spared(
                    diagnostic=self._diagnostic(source, document, each), guard=guard, reason=reason
                )
                for each, guard, reason in spared
            ],
        )

    def _guarded(
        self, document: Document, found: list[Finding]
    ) -> tuple[list[Finding], list[_Spared]]:
        """Return the findings that hold, and those that a guard spares."""
        spared: list[_Spared] = []
        for guard in self.guards:
            if found and not self._is_off(guard):
                reasons = self._reasons(guard, document, found)
                pairs = list(zip(found, reasons, strict=True))
                spared += [(each, guard.name, reason) for each, reason in pairs if reason]
                found = [each for each, reason in pairs if not reason]
        return found, spared

    def _reasons(self, guard: Guard, document: Document, found: list[Finding]) -> list[str]:
        """Return by finding why a guard spares it; none, and a strike, if it fails."""
        deadline = self._clock() + _budget_s(document)
        try:
            with self._bound(_budget_s(document)):
                reasons = [
                    _words(guard.spare(document, each)) if each.code in guard.codes else ""
                    for each in found
                ]
        except OutOfTime:
            self._strike(guard, guard.name, "took longer than its budget")
            return [""] * len(found)
        except Exception as error:  # a guard of a third party fails as it likes
            self._strike(guard, guard.name, f"{type(error).__name__}: {error}")
            return [""] * len(found)
        if self._clock() > deadline:
            self._strike(guard, guard.name, "took longer than its budget")
            return [""] * len(found)
        return reasons

    def _is_off(self, one: Rule | Guard) -> bool:
        return self._struck.get(id(one), 0) >= STRIKES_MAX

    def _strike(self, one: Rule | Guard, code: str, problem: str) -> None:
        self._struck[id(one)] = self._struck.get(id(one), 0) + 1
        if self._is_off(one):
            problem += f"; after {STRIKES_MAX} strikes it is off"
        self.strikes.append(Strike(code=code, problem=problem))

    def _diagnostic(self, source: Source, document: Document, finding: Finding) -> Diagnostic:
        readable = document.readable
        start, end = readable.paired(finding.start, finding.end) or readable.place(
            finding.start, finding.end
        )
        line, column = source.position(start)
        name = self._names.get(finding.code, finding.code)
        severity = finding.severity or self._severities.get(finding.code, "warning")
        if self.config.severity:
            severity = self.config.severity_of(finding.code, name, severity)
        sentence = document.sentence_at(finding.start)
        return Diagnostic(
            code=finding.code,
            name=name,
            severity=severity,
            lang=sentence.lang if sentence else "en",
            start=start,
            end=end,
            line=line,
            column=column,
            message=finding.message,
            suggestions=finding.suggestions and tuple(_written(document, finding)),
        )


def _budget_s(document: Document) -> float:
    return BUDGET_S + BUDGET_S_PER_CHARACTER * len(document.text)


def _written(document: Document, finding: Finding) -> Iterator[Suggestion]:
    """Yield the suggestions that replace what was written."""
    for each in finding.suggestions:
        place = document.readable.paired(each.start, each.end)
        if place is not None:
            yield Suggestion(start=place[0], end=place[1], text=each.text)


def _place(finding: Finding) -> tuple[int, str, int]:
    return finding.start, finding.code, finding.end


def _words(reason: object) -> str:
    """Return what a guard says.

    Raises:
        TypeError: It says nothing that a person can read.
    """
    if not isinstance(reason, str):
        raise TypeError(f"it said {reason!r} instead of a reason, or nothing")
    return reason
