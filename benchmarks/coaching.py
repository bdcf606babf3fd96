"""How fast notes are read: words a second against proselint, and what more text costs.

The peer reads the same file in the same run. It is in no extra: install `proselint==0.16.0` into
the environment first; without it only our own figures are printed. Bounds: four times the peer's
words a second, eleven times the time for ten times the text, also for text of nothing but
triggers or quotation marks, and 5 ms (p95) for a note of 2,000 characters.
"""

from __future__ import annotations

import itertools
from importlib.util import find_spec
from time import perf_counter

from ccsdk_coaching.linter import Linter
from ccsdk_coaching.model import marked
from ccsdk_coaching.rules import RULES

ROUNDS = 5
RATIO = 4.0
GROWTH = 11.0
NOTE_MS = 5.0
NOTE_CHARACTERS = 2_000
NOTES = 200
ADVERSARIAL = ('"', "but ", "must ", "you always ", "\u201c")


def main() -> None:
    text = sample(60_000)
    linter = Linter()
    words = len(text.split())
    own_s = fastest(lambda: linter.lint(text))
    print(f"coaching: {words / own_s:,.0f} words/s over {words:,} words")
    against_peer(text, words / own_s)
    for name, unit in {"notes": sample(10_000), **{repr(u): u for u in ADVERSARIAL}}.items():
        growth(name, unit)
    note_ms()


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
        start = perf_counter()
        run()  # type: ignore[operator]
        best = min(best, perf_counter() - start)
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
    small = unit * max(100_000 // len(unit), 1)
    small_s = fastest(lambda: linter.lint(small), 3)
    large_s = fastest(lambda: linter.lint(small * 10), 2)
    verdict = "ok" if large_s / small_s <= GROWTH else f"OVER {GROWTH}"
    print(f"ten times {name}: {large_s / small_s:.1f} x ({large_s:.2f} s for 1 MB), {verdict}")


def note_ms() -> None:
    """Print how long a note of 2,000 characters takes to be read again."""
    linter = Linter()
    note = sample(NOTE_CHARACTERS)[:NOTE_CHARACTERS]
    times = []
    for number in range(NOTES):
        edited = f"{note}{'x' * (number % 7)}"
        start = perf_counter()
        linter.lint(edited)
        times.append((perf_counter() - start) * 1_000)
    p95 = sorted(times)[int(NOTES * 0.95)]
    verdict = "ok" if p95 <= NOTE_MS else f"OVER {NOTE_MS}"
    print(f"a note of {NOTE_CHARACTERS:,} characters: p95 {p95:.2f} ms, {verdict}")
