"""Keep the articles of a folder, and read again what has changed.

The folder is looked at when somebody searches, every few seconds at most. What cannot be read is
named in `problems`, and everything else is found all the same.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

import attrs

from ccsdk_knowledge.article import Article, BadArticleError, read_article
from ccsdk_knowledge.index import Cutter, Hit, Index
from ccsdk_knowledge.ranking import Reader, Votes, ranked
from ccsdk_knowledge.words import Synonyms

__all__ = ["ARTICLES_MAX", "SYNONYMS", "Library", "Problem"]

# More need a search server, and somebody who looks after it.
ARTICLES_MAX = 5_000
LOOK_EVERY_MS = 2_000
SYNONYMS = "synonyms.txt"
_SYNONYMS_BYTES_MAX = 64 * 2**10

# Of a file, as far as it tells of a change: instant and size.
_Stamp = tuple[int, int]


@attrs.frozen(kw_only=True, order=True)
class Problem:
    """Say what is wrong with a file; `file` is relative to the folder, `.` the folder itself."""

    file: str
    problem: str

    def __str__(self) -> str:
        return f"{self.file}: {self.problem}"


@attrs.define
class Library:
    """Find articles of a folder. For one thread only.

    Args:
        folder: Where they are.
        language: What those are written in that do not say.
        now_ms: A clock that only goes forward, for how often to look at the folder.
    """

    _folder: Path
    _language: str
    _now_ms: Callable[[], int]
    problems: tuple[Problem, ...] = attrs.field(default=(), init=False)
    _index: Index = attrs.field(factory=lambda: Index.of((), Synonyms()), init=False)
    _stamps: Mapping[Path, _Stamp] | None = attrs.field(default=None, init=False)
    _read: dict[Path, tuple[_Stamp, Article | Problem]] = attrs.field(factory=dict, init=False)
    _cutter: Cutter = attrs.field(factory=Cutter, init=False)
    _looked_at_ms: int | None = attrs.field(default=None, init=False)

    def search(
        self,
        texts: Sequence[str],
        *,
        reader: Reader,
        votes: Mapping[str, Votes],
        today: date,
        is_typed: bool = True,
    ) -> list[Hit]:
        """Return what is found, best first, without what is no longer valid.

        Args:
            texts: What was asked; each counts half as much as the one before it, and where
                there are several, those that only greet or thank count for nothing.
            reader: For whom.
            votes: By the key of an article.
            today: An article that was valid until yesterday is not found.
            is_typed: Somebody searches for just this; else it was said in a talk.
        """
        self.look()
        found: dict[str, Hit] = {}
        told = [text for text in texts if is_typed or self._index.says_something(text)]
        for place, text in enumerate(told):
            part = 0.5**place
            for hit in self._index.find(text, is_typed=is_typed):
                weight, share = hit.weight * part, hit.share * part
                if former := found.get(hit.article.key):
                    weight, share = weight + former.weight, max(share, former.share)
                found[hit.article.key] = attrs.evolve(hit, weight=weight, share=share)
        hits = [hit for hit in found.values() if _is_valid(hit.article, today)]
        return ranked(hits, votes, reader)

    def marked(self, text: str, shown: str) -> list[tuple[int, int]]:
        """Return where the words of a question stand in a text, as (start, end)."""
        return self._index.marked(text, shown)

    def article(self, key: str, today: date) -> Article | None:
        """Return an article by its key, None if there is none that is valid."""
        self.look()
        found = next((each for each in self._index.articles if each.key == key), None)
        return found if found and _is_valid(found, today) else None

    def articles(self) -> tuple[Article, ...]:
        """Return all articles, sorted by their keys."""
        self.look()
        return tuple(self._index.articles)

    def look(self) -> None:
        """Read what has changed in the folder, unless that was looked at just now."""
        now_ms = self._now_ms()
        if self._looked_at_ms is not None and now_ms - self._looked_at_ms < LOOK_EVERY_MS:
            return
        self._looked_at_ms = now_ms
        problems: list[Problem] = []
        stamps = dict(_files(self._folder, problems))
        if stamps == self._stamps and not problems:
            return
        self._stamps = stamps
        self._make(stamps, problems)

    def close(self) -> None:
        """Forget everything."""
        self._index.close()

    def _make(self, stamps: Mapping[Path, _Stamp], problems: list[Problem]) -> None:
        self._read = {
            path: (stamp, known[1])
            if (known := self._read.get(path)) and known[0] == stamp
            else (stamp, self._article(path))
            for path, stamp in stamps.items()
            if path.name != SYNONYMS
        }
        kept: dict[str, tuple[Path, Article]] = {}
        for path, (_, found) in sorted(self._read.items()):
            if isinstance(found, Problem):
                problems.append(found)
            elif found.key in kept:
                first = self._name(kept[found.key][0])
                problem = f"has the id {found.id!r} in {found.language}, as {first} has"
                problems.append(Problem(file=self._name(path), problem=problem))
            else:
                kept[found.key] = (path, found)
        self._index.close()
        articles = (article for _, article in kept.values())
        self._index = Index.of(articles, self._synonyms(problems), self._cutter)
        self.problems = tuple(sorted(problems))

    def _article(self, path: Path) -> Article | Problem:
        try:
            return read_article(path, language=self._language)
        except BadArticleError as error:
            return Problem(file=self._name(path), problem=str(error))

    def _synonyms(self, problems: list[Problem]) -> Synonyms:
        path = self._folder / SYNONYMS
        try:
            with path.open("rb") as file:
                raw = file.read(_SYNONYMS_BYTES_MAX)
            lines = raw.decode("utf-8").splitlines()
        except FileNotFoundError:
            return Synonyms()
        except (OSError, UnicodeDecodeError) as error:
            problems.append(Problem(file=SYNONYMS, problem=f"cannot be read: {error}"))
            return Synonyms()
        return Synonyms(list(_groups(lines)))

    def _name(self, path: Path) -> str:
        name = path.relative_to(self._folder).as_posix()
        # A name may be any bytes; what is told of it is text.
        return name.encode("utf-8", "backslashreplace").decode("utf-8")


def _files(folder: Path, problems: list[Problem]) -> Iterator[tuple[Path, _Stamp]]:
    """Yield the files of a folder and its folders; links lead nowhere."""
    count = 0
    unread: list[OSError] = []
    for place, folders, names in os.walk(folder, onerror=unread.append):
        folders[:] = sorted(each for each in folders if not each.startswith("."))
        for name in sorted(names):
            path = Path(place) / name
            is_synonyms = name == SYNONYMS and path.parent == folder
            if not (name.endswith(".md") or is_synonyms) or path.is_symlink():
                continue
            count += 1
            if count > ARTICLES_MAX:
                problem = f"has more than {ARTICLES_MAX} files; the rest is left out"
                problems.append(Problem(file=".", problem=problem))
                return
            try:
                found = path.stat()
            except FileNotFoundError:
                continue
            yield path, (found.st_mtime_ns, found.st_size)
    problems += [Problem(file=".", problem=f"cannot be read: {e.strerror}") for e in unread]


def _groups(lines: Iterable[str]) -> Iterator[list[str]]:
    for line in lines:
        words = [word.strip() for word in line.partition("#")[0].split(",")]
        if len(words) > 1 and all(words):
            yield words


def _is_valid(article: Article, today: date) -> bool:
    return article.valid_until is None or today <= article.valid_until
