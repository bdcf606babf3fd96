"""A text linted again and again while it is written: what nobody wrote near is not read again.

A paragraph is known by its own text and by what is around it, as far as a rule looks that says it
`is_local`: the paragraphs of three sentences before and three behind, and before these as much as
a pronoun looks back for whom it means. The same text around the same text has the same findings,
moved by where it stands. What the whole note says is part of that, too: who is an agent in it,
and whether it speaks to somebody. Rules that are not local read the whole note each time, but may
ask it what was said of a paragraph before (`Document.holds`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import reduce
from operator import or_
from typing import Protocol

import attrs

from ccsdk_coaching.config import CoachingConfig
from ccsdk_coaching.lexicon.classes import Lexicon
from ccsdk_coaching.model import Diagnostic, Finding, Outcome, Rule, Suggestion
from ccsdk_coaching.reading.document import Document
from ccsdk_coaching.reading.paragraphs import Paragraphs
from ccsdk_coaching.reading.people import LOOK_BACK, is_addressed, is_file_note
from ccsdk_coaching.reading.prefilter import Prefilter
from ccsdk_coaching.reading.sentences import Sentence
from ccsdk_coaching.trial import Trial

__all__ = ["Draft", "Examiner", "is_local", "search"]

# How much is read rule by rule before its words are forgotten: enough for a rule to get going,
# little enough for its words to stay near.
PART_CHARACTERS = 2**16
# A rule looks two sentences away, and how one is read may hang on the one beside it.
_NEIGHBOURS = 3


class Examiner(Protocol):
    """Stand for the linter, which makes drafts."""

    config: CoachingConfig
    lexicon: Lexicon
    prefilter: Prefilter

    def trials(self, document: Document) -> list[Trial]:
        """Return the rules that are to run on a document, each with nothing found yet."""

    def judge(self, document: Document, trials: Sequence[Trial]) -> Outcome:
        """Return what holds of what was found."""


def is_local(rule: Rule) -> bool:
    """Return whether a rule says that it looks no further than near a sentence."""
    return bool(getattr(rule, "is_local", False))


def search(document: Document, trials: Sequence[Trial], prefilter: Prefilter) -> None:
    """Run rules over a document, those that are local part by part."""
    near, far = _divided(trials)
    whole: dict[int, list[Sentence]] = {}
    for part in document.portions(PART_CHARACTERS):
        called = prefilter.called(part)
        _run(document, near, called, part)
        _collect(whole, called, far)
        if len(part) < len(document.sentences):
            for sentence in part:
                sentence.rest()
    _run(document, far, whole, document.sentences)


# What a paragraph is known by: the text around it, its place in that, and the comments there.
_Key = tuple[str, int, int, tuple[tuple[int, int], ...]]


@attrs.define
class _Known:
    """Hold what was found in a paragraph when it stood at `start`, by `id` of the rule."""

    start: int
    found: list[tuple[int, Finding]]
    told: dict[tuple[str, int], bool]

    def moved(self, start: int) -> list[tuple[int, Finding]]:
        """Return what is found where it stands now."""
        if start != self.start:
            shift = start - self.start
            self.found = [(rule, _shifted(each, shift)) for rule, each in self.found]
            self.start = start
        return self.found


class Draft:
    """Lint one text in its versions; made by `Linter.draft`.

    It holds about as much as the text is long, and is of one thread.

    Args:
        linter: Whose rules, settings and strikes it uses.
    """

    def __init__(self, linter: Examiner) -> None:
        self._linter = linter
        self._config = linter.config
        self._reader = Paragraphs(linter.config.lang)
        self._known: dict[_Key, _Known] = {}
        # What the whole note says, which every paragraph is read with.
        self._said: object = None

    def lint(self, text: str) -> list[Diagnostic]:
        """Return what `Linter.lint` does, sooner if most of the text was there the last time."""
        return self.examine(text).diagnostics

    def examine(self, text: str) -> Outcome:
        """Return what `Linter.examine` does."""
        linter = self._linter
        if linter.config is not self._config:
            self._config, self._said = linter.config, None
            self._reader = Paragraphs(linter.config.lang)
        self._reader.turn()
        document = Document(text, linter.config, linter.lexicon, self._reader)
        trials = linter.trials(document)
        self._search(document, trials)
        return linter.judge(document, trials)

    def _search(self, document: Document, trials: Sequence[Trial]) -> None:
        near, far = _divided(trials)
        said = (
            document.agents,
            is_addressed(document),
            is_file_note(document),
            document.is_lowered_singly,
        )
        before = self._known if said == self._said else {}
        self._said, self._known = said, {}
        by_rule = {id(trial.rule): trial for trial in near}
        for number, (start, _) in enumerate(document.paragraphs):
            part = document.sentences_of(number)
            if not part:
                continue
            key = _key(document, number, part)
            known = before.get(key) or self._known.get(key)
            if known is None:
                called = self._linter.prefilter.called(part)
                known = _Known(start, _found(document, near, called, part), {})
                if any(trial.problem for trial in near):
                    continue  # what another rule found is complete, but not what this one did
            else:
                for rule, finding in known.moved(start):
                    if rule in by_rule and not by_rule[rule].problem:
                        by_rule[rule].found.append(finding)
            document.told[number] = known.told
            self._known[key] = known
        _run(document, far, self._whole(document, far), document.sentences)

    def _whole(self, document: Document, trials: Sequence[Trial]) -> dict[int, list[Sentence]]:
        """Return the sentences of the whole text that rules are called to."""
        prefilter = self._linter.prefilter
        asked = [each.rule for each in trials if prefilter.bit_of(each.rule)]
        whole: dict[int, list[Sentence]] = {id(rule): [] for rule in asked}
        every = sum(map(prefilter.bit_of, asked))
        for number, paragraph in enumerate(document.parts if asked else ()):
            if paragraph.bits is None:
                paragraph.bits = [prefilter.bits(each) for each in document.sentences_of(number)]
                paragraph.has_bits = reduce(or_, paragraph.bits, 0)
            if paragraph.has_bits & every:
                for sentence, bits in zip(
                    document.sentences_of(number), paragraph.bits, strict=True
                ):
                    for rule in asked:
                        if bits & prefilter.bit_of(rule):
                            whole[id(rule)].append(sentence)
        return whole


def _divided(trials: Sequence[Trial]) -> tuple[list[Trial], list[Trial]]:
    """Return the trials of local rules, and the others."""
    near = [each for each in trials if is_local(each.rule)]
    return near, [each for each in trials if not is_local(each.rule)]


def _run(
    document: Document,
    trials: Sequence[Trial],
    called: Mapping[int, Sequence[Sentence]],
    scope: Sequence[Sentence],
) -> None:
    """Run rules on the sentences that they are called to; one that failed runs no more."""
    document.narrow(called, scope)
    for trial in trials:
        # Only who is called nowhere has nothing to do; who is not listed looks at all.
        if not trial.problem and (called.get(id(trial.rule), scope) or not is_local(trial.rule)):
            trial.run(document, document.config)


def _found(
    document: Document,
    trials: Sequence[Trial],
    called: Mapping[int, Sequence[Sentence]],
    part: Sequence[Sentence],
) -> list[tuple[int, Finding]]:
    """Run rules on a paragraph, and return what they find in it."""
    sizes = [len(trial.found) for trial in trials]
    _run(document, trials, called, part)
    return [
        (id(trial.rule), finding)
        for trial, size in zip(trials, sizes, strict=True)
        for finding in trial.found[size:]
    ]


def _collect(
    whole: dict[int, list[Sentence]],
    called: Mapping[int, Sequence[Sentence]],
    trials: Sequence[Trial],
) -> None:
    """Add the sentences of a part to those that rules are called to in the whole text."""
    for trial in trials:
        part = called.get(id(trial.rule))
        if part is not None:
            whole.setdefault(id(trial.rule), []).extend(part)


def _key(document: Document, number: int, part: Sequence[Sentence]) -> _Key:
    """Return what a paragraph is known by."""
    start, end = document.paragraphs[number]
    sentences = document.sentences
    first, last = part[0].index, part[-1].index
    right = end
    left = document.paragraphs[0][0]
    if first:
        furthest = document.paragraphs[sentences[max(first - _NEIGHBOURS, 0)].paragraph][0]
        left = document.start_of_paragraph(furthest - LOOK_BACK)
    behind = min(last + _NEIGHBOURS, len(sentences) - 1)
    if behind > last:
        right = document.paragraphs[sentences[behind].paragraph][1]
    comments = document.comments_within(left, right) if document.comments else ()
    return document.text[left:right], start - left, end - left, comments


def _shifted(finding: Finding, shift: int) -> Finding:
    return Finding(
        code=finding.code,
        start=finding.start + shift,
        end=finding.end + shift,
        message=finding.message,
        suggestions=tuple(
            Suggestion(start=each.start + shift, end=each.end + shift, text=each.text)
            for each in finding.suggestions
        ),
        severity=finding.severity,
    )
