"""How well the rules do on labelled notes: precision, recall, and clean notes with an alarm.

Scored as the notes' labels are meant: a finding counts when its rule is the label's, the spans
overlap, and it is not much longer than the label; one finding for one label.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import attrs

from ccsdk_coaching.linter import Linter

__all__ = ["Evaluation", "Figures", "corpus_files", "evaluate", "is_aside", "read_notes"]

RULES = (
    "but-after-praise",
    "authoritarian-modal",
    "if-i-were-you",
    "presupposing-why",
    "generic-praise",
    "limiting-belief",
    "score-sharing",
    "absolute-you",
    "begin-before-continue",
)
LANGUAGES = ("en", "zh-Hans", "zh-Hant")
# A finding longer than both never matches: marking whole notes is not to pay.
STRETCH = 4
LENGTH_MIN = {"en": 48, "zh-Hans": 16, "zh-Hant": 16}
_CORPUS = Path(__file__).parents[2] / "tests" / "corpus"

Span = tuple[str, int, int]


@attrs.define
class Figures:
    """Count hits, false alarms and misses."""

    hits: int = 0
    alarms: int = 0
    misses: int = 0

    @property
    def precision(self) -> float:
        """Return which share of the findings was right."""
        return self.hits / (self.hits + self.alarms) if self.hits + self.alarms else 1.0

    @property
    def recall(self) -> float:
        """Return which share of the labels was found."""
        return self.hits / (self.hits + self.misses) if self.hits + self.misses else 1.0


@attrs.define
class Evaluation:
    """Hold the figures by language and rule; `""` stands for all rules of a language."""

    figures: dict[tuple[str, str], Figures] = attrs.Factory(dict)
    clean: Counter[str] = attrs.Factory(Counter)
    alarmed: Counter[str] = attrs.Factory(Counter)
    remarked: Counter[str] = attrs.Factory(Counter)
    shown: list[str] = attrs.Factory(list)

    def of(self, lang: str, rule: str = "") -> Figures:
        """Return the figures of a language and rule."""
        return self.figures.setdefault((lang, rule), Figures())

    def alarm_share(self, lang: str) -> float:
        """Return which share of a language's clean notes has any finding that is scored."""
        return self.alarmed[lang] / self.clean[lang] if self.clean[lang] else 0.0

    def table(self) -> Iterator[str]:
        """Yield the lines of the table."""
        for lang in LANGUAGES:
            if (lang, "") not in self.figures:
                continue
            yield f"{lang:24}{'precision':>10}{'recall':>8}{'hits':>6}{'alarms':>8}{'misses':>8}"
            for rule in (*RULES, ""):
                if (lang, rule) in self.figures:
                    yield _row(rule or "all", self.of(lang, rule))
            share = f"{self.alarmed[lang]}/{self.clean[lang]} = {self.alarm_share(lang):.1%}"
            yield f"  clean notes with a finding: {share}"
            if self.remarked[lang]:
                yield f"  clean notes with a remark on the whole note: {self.remarked[lang]}"
            yield ""

    def examples(self, count: int) -> Iterator[str]:
        """Yield some misses and false alarms."""
        for kind in ("alarm", "miss"):
            yield from [each for each in self.shown if each.startswith(kind)][:count]


def _row(name: str, figures: Figures) -> str:
    shares = f"{figures.precision:>10.3f}{figures.recall:>8.3f}"
    return f"  {name:22}{shares}{figures.hits:>6}{figures.alarms:>8}{figures.misses:>8}"


def is_aside(identity: str) -> bool:
    """Say whether a note is set aside: by an author who saw no rule, unseen by who writes rules."""
    return "-aside-" in identity


def corpus_files() -> tuple[Path, ...]:
    """Return the files of the plugin's own labelled notes; a source tree has them.

    Raises:
        FileNotFoundError: This installation has no tests.
    """
    files = tuple(_CORPUS / f"{lang}.jsonl" for lang in LANGUAGES)
    for path in files:
        if not path.is_file():
            raise FileNotFoundError(f"no labelled notes at {path}")
    return files


def read_notes(files: Iterable[Path], part: str = "all") -> list[dict[str, Any]]:
    """Return labelled notes: all, those set aside, or those to tune on."""
    notes = []
    for path in files:
        for line in path.read_text(encoding="utf-8").split("\n"):
            note = json.loads(line) if line.strip() else None
            if note and part in ("all", "aside" if is_aside(note["id"]) else "tune"):
                notes.append(note)
    return notes


def evaluate(notes: Iterable[dict[str, Any]], linter: Linter | None = None) -> Evaluation:
    """Lint labelled notes and count."""
    linter = linter or Linter()
    result = Evaluation()
    for note in notes:
        labels = [_label(note, each) for each in note["expected"]]
        said = linter.lint(note["text"])
        found = [(each.name, each.start, each.end) for each in said if each.name in RULES]
        hits, alarms, misses = matched(labels, found, note["lang"])
        _count(result, note["lang"], hits, alarms, misses)
        if not labels:
            result.clean[note["lang"]] += 1
            result.alarmed[note["lang"]] += bool(alarms)
            result.remarked[note["lang"]] += len(found) < len(said)
        for kind, spans in (("alarm", alarms), ("miss", misses)):
            for rule, start, end in spans:
                span = note["text"][start:end]
                result.shown.append(f"{kind} {note['id']} {rule} {span!r} in {note['text']!r}")
    return result


def _label(note: dict[str, Any], label: dict[str, Any]) -> Span:
    start = label.get("start")
    if start is None:
        start = note["text"].index(label["span"])
    return label["rule"], start, start + len(label["span"])


def _count(
    result: Evaluation, lang: str, hits: list[Span], alarms: list[Span], misses: list[Span]
) -> None:
    for rule, _, _ in hits:
        result.of(lang, rule).hits += 1
    for rule, _, _ in alarms:
        result.of(lang, rule).alarms += 1
    for rule, _, _ in misses:
        result.of(lang, rule).misses += 1
    everything = result.of(lang)
    everything.hits += len(hits)
    everything.alarms += len(alarms)
    everything.misses += len(misses)


def matched(
    labels: Sequence[Span], found: Sequence[Span], lang: str
) -> tuple[list[Span], list[Span], list[Span]]:
    """Return labels that were found, findings without a label, and labels missed.

    The largest overlap pairs first. A second finding on a label that has one counts neither way.
    """
    pairs = sorted(
        (-min(label[2], each[2]) + max(label[1], each[1]), each[2] - each[1], at, place)
        for at, label in enumerate(labels)
        for place, each in enumerate(found)
        if _is_match(label, each, lang)
    )
    paired: dict[int, int] = {}
    for _, _, at, place in pairs:
        if at not in paired and place not in paired.values():
            paired[at] = place
    doubles = {place for *_, place in pairs}
    return (
        [labels[at] for at in sorted(paired)],
        [each for place, each in enumerate(found) if place not in doubles],
        [label for at, label in enumerate(labels) if at not in paired],
    )


def _is_match(label: Span, found: Span, lang: str) -> bool:
    overlap = min(label[2], found[2]) - max(label[1], found[1])
    length_max = max(LENGTH_MIN[lang], STRETCH * (label[2] - label[1]))
    return label[0] == found[0] and overlap > 0 and found[2] - found[1] <= length_max
