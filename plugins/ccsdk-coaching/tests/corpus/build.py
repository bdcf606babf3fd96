r"""Write the labelled notes (JSON Lines) from their markup.

A line of ``markup/LANG.txt`` is one note: its text, with ``[B:but]`` around each expected span,
``\n`` for a line break, and after `` ;; `` why it is labelled so. Ids count the lines, so lines
are only ever appended. ``aside/LANG.txt`` holds the notes that are set aside: their authors never
saw a rule, and who writes rules never looks at them.

    python build.py     write en.jsonl, zh-Hans.jsonl, zh-Hant.jsonl and count what is in them
"""

from __future__ import annotations

import collections
import json
import re
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
LANGUAGES = ("en", "zh-Hans", "zh-Hant")
RULES = {
    "B": "but-after-praise",
    "M": "authoritarian-modal",
    "I": "if-i-were-you",
    "W": "presupposing-why",
    "P": "generic-praise",
    "L": "limiting-belief",
    "S": "score-sharing",
    "A": "absolute-you",
    "O": "begin-before-continue",
}
SPAN = re.compile(r"\[([A-Z]):([^\]]+)\]")


def note(identity: str, lang: str, line: str) -> dict[str, Any]:
    """Read one line of markup.

    Raises:
        ValueError: a bracket is left that marks no span.
    """
    marked, _, why = line.partition(" ;; ")
    marked = marked.replace("\\n", "\n")
    text, expected, at = "", [], 0
    for found in SPAN.finditer(marked):
        text += marked[at : found.start()]
        rule, span = RULES[found[1]], found[2]
        expected.append({"rule": rule, "span": span, "start": len(text), "end": len(text + span)})
        text += span
        at = found.end()
    text += marked[at:]
    if re.search(r"\[[A-Z]?:|\]", text):
        raise ValueError(f"{identity}: a bracket is left in {text!r}")
    return {"id": identity, "lang": lang, "text": text, "expected": expected, "note": why.strip()}


def notes(lang: str) -> list[dict[str, Any]]:
    """Give the notes of one language in the order of their lines, those set aside last."""
    return [
        note(f"{lang}{part}-{at:03d}", lang, line)
        for folder, part in (("markup", ""), ("aside", "-aside"))
        for at, line in enumerate(lines_of(HERE / folder / f"{lang}.txt"), 1)
    ]


def lines_of(path: Path) -> list[str]:
    """Give the lines of a file, which end with a line feed alone."""
    return path.read_text(encoding="utf-8").removesuffix("\n").split("\n")


def rendered(lang: str) -> str:
    """Give one language as JSON Lines."""
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in notes(lang))


def main() -> None:
    """Write the three files and count."""
    for lang in LANGUAGES:
        (HERE / f"{lang}.jsonl").write_text(rendered(lang), encoding="utf-8", newline="\n")
        rows = notes(lang)
        count = collections.Counter(span["rule"] for row in rows for span in row["expected"])
        clean = sum(not row["expected"] for row in rows)
        print(f"{lang}: {len(rows)} notes, {clean} clean", dict(count))


if __name__ == "__main__":
    main()
