"""How fast notes are read: words a second against proselint, and what more text costs.

The peer reads the same file in the same run. It is in no extra: install `proselint==0.16.0` into
the environment first; without it only our own figures are printed. Bounds: four times the peer's
words a second, eleven times the time for ten times the text, also for text of nothing but
triggers or marks, and 5 ms (p95) for a note of 2,000 characters after one keystroke.

Two files: notes put together from the rules' own examples, of which every second has a finding,
and the labelled English notes, which were written to be hard: half of them have no finding, and
most of those hold a trigger. Times are processor time, the least of some rounds.
"""

from __future__ import annotations

import itertools
import json
import random
from importlib.util import find_spec
from pathlib import Path
from time import process_time

from ccsdk_coaching.linter import Linter
from ccsdk_coaching.model import marked
from ccsdk_coaching.rules import RULES

ROUNDS = 7
RATIO = 4.0
GROWTH = 11.0
NOTE_MS = 5.0
NOTE_CHARACTERS = 2_000
LONG_CHARACTERS = 64 * 2**10
NOTES = 200
SMALL_CHARACTERS = 100_000
TRIGGER_CHARACTERS = 2_000
ADVERSARIAL = (
    '"',
    "but ",
    "must ",
    "you always ",
    "\u201c",
    "(",
    "a",
    ".",
    "\n",
    "<!--",
    "\u4f60",
    "\u5f97",
)
CORPUS = Path(__file__).parents[1] / "plugins" / "ccsdk-coaching" / "tests" / "corpus"


def main() -> None:
    for name, text in {"examples": sample(60_000), "labelled notes": labelled("en")}.items():
        linter = Linter()
        own = len(text.split()) / fastest(lambda: linter.lint(text))  # noqa: B023 - run at once
        print(f"coaching, {name}: {own:,.0f} words/s over {len(text.split()):,} words")
        against_peer(text, own)
    for name, unit in {"notes": sample(10_000), **{ascii(u): u for u in ADVERSARIAL}}.items():
        growth(name, unit)
    triggers()
    for lang in ("en", "zh-Hans"):
        for characters in (NOTE_CHARACTERS, LONG_CHARACTERS):
            keystrokes(lang, labelled(lang, characters))


def labelled(lang: str, characters: int = 0) -> str:
    """Return the labelled notes of a language, over and over up to so many characters."""
    lines = (CORPUS / f"{lang}.jsonl").read_text(encoding="utf-8").splitlines()
    text = "\n\n".join(json.loads(line)["text"] for line in lines)
    return (text * (characters // len(text) + 1))[:characters] if characters else text


def sample(characters: int) -> str:
    """Return notes put together from the rules' own examples, three sentences a paragraph."""
    rules = [rule for rule in RULES if "en" in rule.languages]
    good = [example for rule in rules for example in rule.good]
    bad = [marked(example)[0] for rule in rules for example in rule.bad]
    mixed = [each for pair in zip(good, itertools.cycle(bad), strict=False) for each in pair]
    parts, size = [], 0
    for number, example in enumerate(itertools.cycle(mixed)):
        parts.append(example.replace("\n", " ") + ("\n\n" if number % 3 == 2 else " "))
        size += len(parts[-1])
        if size >= characters:
            return "".join(parts)
    raise AssertionError("a cycle does not end")


def fastest(run: object, rounds: int = ROUNDS) -> float:
    """Return the fastest of some rounds, in seconds."""
    best = float("inf")
    for _ in range(rounds):
        start = process_time()
        run()  # type: ignore[operator]
        best = min(best, process_time() - start)
    return best


def against_peer(text: str, own: float) -> None:
    """Print the ratio to the peer's words a second, if it is there."""
    if find_spec("proselint") is None:
        print("coaching: proselint is not installed, so there is no ratio")
        return
    from proselint.checks import __register__
    from proselint.config import DEFAULT
    from proselint.registry import CheckRegistry
    from proselint.tools import LintFile

    CheckRegistry().register_many(__register__)
    peer_s = fastest(lambda: list(LintFile(source="notes.md", content=text).lint(DEFAULT)))
    peer = len(text.split()) / peer_s
    verdict = "ok" if own / peer >= RATIO else f"UNDER {RATIO}"
    print(f"proselint: {peer:,.0f} words/s; ratio {own / peer:.1f} x, {verdict}")


def growth(name: str, unit: str) -> None:
    """Print what ten times the text costs."""
    linter = Linter()
    small = unit * max(SMALL_CHARACTERS // len(unit), 1)
    small_s = fastest(lambda: linter.lint(small), 3)
    large_s = fastest(lambda: linter.lint(small * 10), 2)
    verdict = "ok" if large_s / small_s <= GROWTH else f"OVER {GROWTH}"
    print(f"ten times {name}: {large_s / small_s:.1f} x ({large_s:.2f} s for 1 MB), {verdict}")


def triggers() -> None:
    """Print which trigger's repetition grows fastest: of all triggers of all rules."""
    linter = Linter()
    units = {
        trigger + (" " if lang == "en" else "")
        for rule in RULES
        for lang, of in rule.triggers.items()
        for trigger in of
    }
    worst = (0.0, "")
    for unit in sorted(units):
        small = unit * max(TRIGGER_CHARACTERS // len(unit), 1)
        small_s = fastest(lambda: linter.lint(small), 3)  # noqa: B023 - run at once
        large_s = fastest(lambda: linter.lint(small * 10), 2)  # noqa: B023
        worst = max(worst, (large_s / small_s, unit))
    verdict = "ok" if worst[0] <= GROWTH else f"OVER {GROWTH}"
    print(f"{len(units)} triggers, ten times: {worst[0]:.1f} x at worst ({worst[1]!r}), {verdict}")


def keystrokes(lang: str, note: str) -> None:
    """Print how long it takes to lint a draft again after one keystroke somewhere in it."""
    draft = Linter().draft()
    draft.lint(note)
    chance = random.Random(1)
    times = []
    at = 0
    for number in range(NOTES):
        if number % 20 == 0:
            at = chance.randrange(len(note))
        note = f"{note[:at]}{chance.choice('etaoin. ')}{note[at:]}"
        at += 1
        start = process_time()
        draft.lint(note)
        times.append((process_time() - start) * 1_000)
    p95 = sorted(times)[int(NOTES * 0.95)]
    is_bound = len(note) < LONG_CHARACTERS
    verdict = ("ok" if p95 <= NOTE_MS else f"OVER {NOTE_MS}") if is_bound else "no bound"
    print(f"a keystroke in {len(note):,} characters, {lang}: p95 {p95:.2f} ms, {verdict}")
