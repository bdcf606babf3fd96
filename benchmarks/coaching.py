"""How fast notes are read: words a second against proselint, and what more text costs.

The peer reads the same file in the same run; the extra `bench` has it, and without it only our own
figures are printed. It looks for phrases with RE2, a library in C++. Bounds: four times the peer's
words a second, eleven times the time for ten times the text, also for text of nothing but
triggers or marks, and 5 ms (p95) for a note of 2,000 characters after one keystroke.

Three files: `coaching-notes.txt`, 60 notes as team leaders write them, by an author who knew no
rule and was told that speed is measured; and two that are denser than what anybody writes, the
labelled English notes, in which each sentence was written to be hard, and the rules' own examples,
of which every second has a finding. Times are processor time, the least of some rounds.
"""

from __future__ import annotations

import itertools
import json
import random
from collections.abc import Callable
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from time import process_time

from ccsdk_coaching.linter import Linter
from ccsdk_coaching.model import marked
from ccsdk_coaching.rules import RULES

ROUNDS = 11
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
    "*",
    "_a_ ",
    "\u2705",
    ".",
    "\n",
    "<!--",
    "\u4f60",
    "\u5f97",
)
NOTES_FILE = Path(__file__).parent / "coaching-notes.txt"
CORPUS = Path(__file__).parents[1] / "plugins" / "ccsdk-coaching" / "tests" / "corpus"


def main() -> None:
    compare("notes", NOTES_FILE.read_text(encoding="utf-8"))
    compare("labelled notes", labelled("en"))
    compare("examples", sample(60_000))
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


def fastest(run: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Return the fastest of some rounds, in seconds."""
    best = float("inf")
    for _ in range(rounds):
        start = process_time()
        run()
        best = min(best, process_time() - start)
    return best


def compare(name: str, text: str) -> None:
    """Print our words a second, and the ratio to the peer's, if it is there."""
    linter = Linter()
    words = len(text.split())
    runs: list[Callable[[], object]] = [lambda: linter.lint(text)]
    if find_spec("proselint") is not None:
        runs.append(peer_of(text))
    # In turns, so that what else the machine does hits both.
    rounds = [[fastest(run, 1) for run in runs] for _ in range(ROUNDS)]
    paces = [words / min(times) for times in zip(*rounds, strict=True)]
    found = len(linter.lint(text))
    print(f"coaching, {name}: {paces[0]:,.0f} words/s over {words:,} words, {found:,} findings")
    if len(paces) == 1:
        print("coaching: proselint is not installed, so there is no ratio")
        return
    ratio = paces[0] / paces[1]
    verdict = "ok" if ratio >= RATIO else f"UNDER {RATIO}"
    print(f"proselint: {paces[1]:,.0f} words/s; ratio {ratio:.1f} x, {verdict}")


def peer_of(text: str) -> Callable[[], object]:
    """Return what lets the peer lint a text."""
    from proselint.config import DEFAULT
    from proselint.tools import LintFile

    register_peer()
    return lambda: list(LintFile(source="notes.md", content=text).lint(DEFAULT))


@cache
def register_peer() -> None:
    """Tell the peer its checks, once: it runs those that are told twice twice."""
    from proselint.checks import __register__
    from proselint.registry import CheckRegistry

    CheckRegistry().register_many(__register__)


def growth(name: str, unit: str) -> None:
    """Print what ten times the text costs."""
    ratio, large_s = grown(Linter(), unit * max(SMALL_CHARACTERS // len(unit), 1))
    verdict = "ok" if ratio <= GROWTH else f"OVER {GROWTH}"
    print(f"ten times {name}: {ratio:.1f} x ({large_s:.2f} s for 1 MB), {verdict}")


def grown(linter: Linter, text: str) -> tuple[float, float]:
    """Return how many times as long ten times a text takes, and its seconds.

    What is over the bound is measured again: it may be the machine's.
    """
    small_s = large_s = float("inf")
    for rounds in (1, 3):
        small_s = min(small_s, fastest(lambda: linter.lint(text), 3 * rounds))
        large_s = min(large_s, fastest(lambda: linter.lint(text * 10), rounds))
        if large_s / small_s <= GROWTH:
            break
    return large_s / small_s, large_s


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
        text = unit * max(TRIGGER_CHARACTERS // len(unit), 1)
        ratio, _ = grown(linter, text)
        if ratio > GROWTH:  # the worst of so many short times is the machine's: take longer ones
            ratio, _ = grown(linter, text * 10)
        worst = max(worst, (ratio, unit))
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
