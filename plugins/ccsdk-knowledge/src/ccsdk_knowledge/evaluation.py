"""Measure a folder of articles by questions with the article that each is to find first.

    python -m ccsdk_knowledge evaluate FOLDER QUESTIONS.toml

    [[questions]]
    language = "zh-Hant"
    text = "運費"
    article = "delivery-cost:zh-Hans"

Measured without votes: what agents think of an article is not what it says.
"""

from __future__ import annotations

import time
import tomllib
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

import attrs
import msgspec

from ccsdk_knowledge.library import Library
from ccsdk_knowledge.ranking import Reader

__all__ = ["Found", "Wanted", "evaluated", "questions_of", "table_of"]


class Wanted(msgspec.Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """Hold a question, its reader's language, and the key of the article that answers it."""

    language: str
    text: str
    article: str


@attrs.frozen(kw_only=True)
class Found:
    """Tell what a question found: the wanted article's place, counted from 1, and the first."""

    wanted: Wanted
    place: int | None
    first: str | None


def questions_of(path: Path) -> Sequence[Wanted]:
    """Return the questions of a file.

    Raises:
        ValueError: It holds none.
    """
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    return msgspec.convert(table.get("questions"), tuple[Wanted, ...])


def evaluated(folder: Path, questions: Iterable[Wanted], *, today: date) -> Sequence[Found]:
    """Return what each question finds."""
    library = Library(folder, "en", lambda: time.monotonic_ns() // 1_000_000)
    results = []
    for wanted in questions:
        reader = Reader(language=wanted.language)
        hits = library.search([wanted.text], reader=reader, votes={}, today=today)
        keys = [hit.article.key for hit in hits]
        place = keys.index(wanted.article) + 1 if wanted.article in keys else None
        results.append(Found(wanted=wanted, place=place, first=keys[0] if keys else None))
    library.close()
    return results


def table_of(results: Sequence[Found]) -> str:
    """Return a line for each question, and how many were right, by language and in all."""
    lines = []
    for each in results:
        place = "-" if each.place is None else str(each.place)
        instead = "" if each.place == 1 else f"   first: {each.first}"
        lines.append(f"{place:>3}  {each.wanted.text}   {each.wanted.article}{instead}")
    for language in sorted({each.wanted.language for each in results}):
        own = [each for each in results if each.wanted.language == language]
        lines.append(f"{language}: {_right(own)} of {len(own)} first")
    return "\n".join([*lines, f"all: {_right(results)} of {len(results)} first"])


def _right(results: Iterable[Found]) -> int:
    return sum(each.place == 1 for each in results)
