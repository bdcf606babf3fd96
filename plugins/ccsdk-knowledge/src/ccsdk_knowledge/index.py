"""Find articles by full text: SQLite's FTS5, in memory, made anew from the files.

Its columns hold tokens, not text: one word each for the `unicode61` tokenizer, which `porter`
stems where they are English. A question becomes quoted tokens joined by OR, so there is no query
language that anybody could break.

What counts: BM25, a title more than a tag, a tag more than the text. How useful agents found an
article moves it a little (`ranking`), and readers get the language that they read.
"""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Collection, Iterable, Sequence
from difflib import get_close_matches
from typing import Self

import attrs

from ccsdk_knowledge.article import Article
from ccsdk_knowledge.document import plain_text
from ccsdk_knowledge.words import Question, Synonyms, singles_of, tokens_of

__all__ = ["GUESSES_MAX", "QUESTION_MAX", "Cutter", "Hit", "Index"]

# Of a question only so many characters are read.
QUESTION_MAX = 500
# Of each kind of token, and of all together.
_KIND_MAX = 80
_TERMS_MAX = 64
# To guess at a word takes a look at all words there are.
GUESSES_MAX = 8

_TOKENIZE = "tokenize = 'porter unicode61 remove_diacritics 2'"
_TABLES = f"""
CREATE VIRTUAL TABLE articles USING fts5(title, tags, body, singles, {_TOKENIZE});
CREATE VIRTUAL TABLE shown USING fts5(body, {_TOKENIZE});
"""
# Of title, tags, body and single characters.
_WEIGHTS = (8.0, 5.0, 1.0, 0.5)
# The most that BM25 gives per token, with FTS5's k1 = 1.2; see "The bm25() function" of
# https://www.sqlite.org/fts5.html.
_TOP = 2.2
_FUZZY_FROM = 4
_PREFIX_FROM = 3
_NEAR = 0.78


@attrs.frozen(kw_only=True)
class Hit:
    """Tell an article that was found.

    `weight` is its BM25, `share` how much of the most that this question could have given.
    """

    article: Article
    weight: float
    share: float


@attrs.frozen(kw_only=True)
class _Term:
    """Hold a token that is looked for, and how many articles have it."""

    text: str
    count: int
    is_single: bool = False

    @property
    def expression(self) -> str:
        """Return it as FTS5 reads it: a quoted text, in which nothing has a meaning."""
        return f'singles : "{self.text}"' if self.is_single else f'"{self.text}"'


@attrs.frozen
class _Columns:
    """Hold an article as it is indexed: its columns, and the words of no Chinese in them."""

    values: tuple[str, ...]
    words: frozenset[str]


@attrs.define
class Cutter:
    """Cut articles into tokens, each one once."""

    _synonyms: Synonyms = attrs.field(factory=Synonyms, init=False)
    _cut: dict[Article, _Columns] = attrs.field(factory=dict, init=False)

    def cut(self, articles: Iterable[Article], synonyms: Synonyms) -> list[_Columns]:
        """Return the columns of these articles; what is not among them is forgotten."""
        known = self._cut if synonyms == self._synonyms else {}
        self._synonyms = synonyms
        self._cut = {each: known.get(each) or _columns(each, synonyms) for each in articles}
        return list(self._cut.values())


def _columns(article: Article, synonyms: Synonyms) -> _Columns:
    texts = (article.title, " ; ".join(article.tags), plain_text(article.body))
    columns = [[token.text for token in tokens_of(text, synonyms)] for text in texts]
    values = [" ".join(column) for column in (*columns, singles_of(" ".join(texts)))]
    words = frozenset(each for column in columns for each in column if each.isascii())
    return _Columns(tuple(values), words)


@attrs.define(kw_only=True)
class Index:
    """Hold all articles and find them. For one thread only."""

    articles: Sequence[Article]
    synonyms: Synonyms
    _database: sqlite3.Connection = attrs.field(alias="database", repr=False)
    _vocabulary: Collection[str] = attrs.field(alias="vocabulary", repr=False)
    _near: dict[str, tuple[str, ...]] = attrs.field(factory=dict, init=False, repr=False)

    @classmethod
    def of(
        cls, articles: Iterable[Article], synonyms: Synonyms, cutter: Cutter | None = None
    ) -> Self:
        """Return an index of these articles.

        Args:
            articles: No two of one key.
            synonyms: Words that mean the same.
            cutter: Remembers what it has cut: most of an index is the same as the last one.
        """
        kept = sorted(articles, key=lambda each: each.key)
        cut = (cutter or Cutter()).cut(kept, synonyms)
        database = sqlite3.connect(":memory:", check_same_thread=False)
        database.executescript(_TABLES)
        vocabulary: set[str] = set()
        for row, columns in enumerate(cut):
            vocabulary.update(columns.words)
            database.execute(
                "INSERT INTO articles(rowid, title, tags, body, singles) VALUES (?, ?, ?, ?, ?)",
                (row, *columns.values),
            )
        return cls(
            articles=kept,
            synonyms=synonyms,
            database=database,
            vocabulary=sorted({w for w in vocabulary if not w.isdigit()} | {*synonyms.words}),
        )

    def close(self) -> None:
        """Forget it."""
        self._database.close()

    def find(self, text: str, *, is_typed: bool = True) -> list[Hit]:
        """Return all articles in which anything of a question is found, in no order.

        Args:
            text: What is asked; of it the first `QUESTION_MAX` characters count.
            is_typed: Somebody searches for just this, see `Question.of`.
        """
        terms = self._terms(text, is_typed=is_typed)
        if not terms:
            return []
        most = sum(self._worth(each.count) * _TOP for each in terms)
        rows = self._database.execute(
            "SELECT rowid, -bm25(articles, ?, ?, ?, ?) FROM articles WHERE articles MATCH ?",
            (*_WEIGHTS, " OR ".join(each.expression for each in terms)),
        )
        return [
            Hit(article=self.articles[row], weight=weight, share=min(1.0, weight / most))
            for row, weight in rows
        ]

    def marked(self, text: str, shown: str) -> list[tuple[int, int]]:
        """Return where the words of a question stand in a text, as (start, end), ascending."""
        terms = [each for each in self._terms(text) if not each.is_single]
        tokens = list(tokens_of(shown, self.synonyms))
        if not terms or not tokens:
            return []
        # FTS5 itself says what it would find: stems are its business.
        database = self._database
        database.execute("DELETE FROM shown")
        database.execute(
            "INSERT INTO shown(body) VALUES (?)", (" ".join(each.text for each in tokens),)
        )
        found = database.execute(
            "SELECT highlight(shown, 0, '+', '') FROM shown WHERE shown MATCH ?",
            (" OR ".join(each.expression for each in terms),),
        ).fetchone()
        parts = found[0].split(" ") if found else []
        return _merged(
            (token.start, token.end)
            for token, part in zip(tokens, parts, strict=False)
            if part.startswith("+")
        )

    def says_something(self, text: str) -> bool:
        """Return whether a text is about anything, and not a greeting or a thank-you alone."""
        return bool(Question.of(text[:QUESTION_MAX], self.synonyms, is_typed=False))

    def _terms(self, text: str, *, is_typed: bool = True) -> list[_Term]:
        """Return what to look for, and in how many articles each of it is."""
        question = Question.of(text[:QUESTION_MAX], self.synonyms, is_typed=is_typed)
        terms: list[_Term] = []
        guesses = GUESSES_MAX
        for word in question.words[:_KIND_MAX]:
            meant: Sequence[str] = (word,)
            if not self._count(word) and guesses:
                guesses -= 1
                meant = self._known(word) or meant
            terms += [_Term(text=each, count=self._count(each)) for each in meant]
        pairs = [_Term(text=each, count=self._count(each)) for each in question.pairs[:_KIND_MAX]]
        known = [each for each in pairs if each.count]
        # A character that is in no pair that is known may still say something by itself.
        covered = set("".join(each.text for each in known))
        alone = dict.fromkeys((*question.singles, *"".join(question.pairs)))
        asked = [each for each in alone if each not in covered][:_KIND_MAX]
        singles = [_Term(text=c, count=self._count(c), is_single=True) for c in asked]
        terms += known + [each for each in singles if each.count]
        return terms[:_TERMS_MAX]

    def _known(self, word: str) -> tuple[str, ...]:
        """Return words of the articles that may be meant by one that is in none of them."""
        if word not in self._near:
            found: list[str] = []
            if len(word) >= _PREFIX_FROM:
                found += [each for each in self._vocabulary if each.startswith(word)][:5]
            if not found and len(word) >= _FUZZY_FROM:
                found += get_close_matches(word, self._vocabulary, n=1, cutoff=_NEAR)
            if len(self._near) > 1_000:
                self._near.clear()
            # What is near may itself be read as another word.
            meant = (token.text for each in found for token in tokens_of(each, self.synonyms))
            self._near[word] = tuple(dict.fromkeys(meant))
        return self._near[word]

    def _count(self, token: str) -> int:
        statement = "SELECT count(*) FROM articles WHERE articles MATCH ?"
        (count,) = self._database.execute(statement, (f'"{token}"',)).fetchone()
        return int(count)

    def _worth(self, count: int) -> float:
        """Return the inverse document frequency as FTS5 counts it."""
        total = len(self.articles)
        return max(1e-6, math.log((total - count + 0.5) / (count + 0.5)))


def _merged(places: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(places):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
