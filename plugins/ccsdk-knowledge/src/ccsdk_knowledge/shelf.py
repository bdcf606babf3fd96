"""Reach the library from the event loop: it works on a thread of its own, one after the other."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import partial
from typing import TypeVar

import attrs
import structlog

from ccsdk.hooks.knowledge import SCORE_MAX, Article, KnowledgeQuery
from ccsdk_knowledge.article import Article as Text
from ccsdk_knowledge.document import plain_text
from ccsdk_knowledge.index import Hit
from ccsdk_knowledge.language import reading_language
from ccsdk_knowledge.library import Library, Problem
from ccsdk_knowledge.ranking import Reader, Votes
from ccsdk_knowledge.settings import KnowledgeSettings
from ccsdk_knowledge.snippet import snippet_of

__all__ = ["Shelf"]

T = TypeVar("T")

_log = structlog.get_logger("ccsdk_knowledge")

# What is suggested beside a talk has to have so much of its words, and of the best one's weight.
_SHARE_LEAST = 0.12
_PART_LEAST = 0.3


@attrs.define
class Shelf:
    """Find articles of one folder, from any task of one event loop.

    `is_quiet` leaves the log alone: who asks for the problems tells them.
    """

    _settings: KnowledgeSettings
    _is_quiet: bool = False
    _opened: Library | None = attrs.field(default=None, init=False)
    _thread: ThreadPoolExecutor | None = attrs.field(default=None, init=False)
    _logged: tuple[Problem, ...] = attrs.field(default=(), init=False)

    async def search(
        self, query: KnowledgeQuery, limit: int, votes: Mapping[str, Votes], today: date
    ) -> list[Article]:
        """Return what is found, the best first.

        Of what was said in a talk, only what is sure enough is told.
        """
        return await self._run(partial(self._searched, query, limit, dict(votes), today))

    async def article(self, key: str, today: date) -> Text | None:
        """Return an article by its key, None if there is none."""
        return await self._run(lambda: self._library.article(key, today))

    async def problems(self) -> tuple[int, tuple[Problem, ...]]:
        """Return how many articles there are, and what is wrong with files."""

        def looked() -> tuple[int, tuple[Problem, ...]]:
            return len(self._library.articles()), self._library.problems

        return await self._run(looked)

    async def close(self) -> None:
        """Forget everything, and end the thread; a later question begins anew."""
        thread, self._thread = self._thread, None
        if thread is not None:
            thread.submit(self._closed)
            # Who is cut off gives up waiting for the work behind it, and the closing goes on.
            waited = thread.submit(lambda: None)
            thread.shutdown(wait=False)
            await asyncio.wrap_future(waited)

    @property
    def _library(self) -> Library:
        """Return the library; on its own thread, where it is opened at the first use."""
        if self._opened is None:
            settings = self._settings
            self._opened = Library(settings.folder, settings.language, _now_ms)
        return self._opened

    def _closed(self) -> None:
        if self._opened is not None:
            self._opened.close()
            self._opened = None

    async def _run(self, work: Callable[[], T]) -> T:
        if self._thread is None:
            self._thread = ThreadPoolExecutor(1, thread_name_prefix="knowledge")
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._told_of, work)

    def _told_of(self, work: Callable[[], T]) -> T:
        """Work, and name in the log what turned out to be wrong with files."""
        done = work()
        problems = self._library.problems
        for each in problems:
            if each not in self._logged and not self._is_quiet:
                _log.warning("article.left_out", file=each.file, problem=each.problem)
        self._logged = problems
        return done

    def _searched(
        self, query: KnowledgeQuery, limit: int, votes: Mapping[str, Votes], today: date
    ) -> list[Article]:
        texts = (query.text, *query.context)
        hits = self._library.search(
            texts,
            reader=Reader(language=reading_language(query.language), queue=query.queue),
            votes=votes,
            today=today,
            is_typed=query.is_typed,
        )
        kept = hits if query.is_typed else _sure(hits)
        asked = " ".join(texts)
        return [self._told(hit, asked) for hit in kept[:limit]]

    def _told(self, hit: Hit, asked: str) -> Article:
        body = plain_text(hit.article.body)
        snippet, marks = snippet_of(body, self._library.marked(asked, body))
        return Article(
            id=hit.article.key,
            title=hit.article.title,
            snippet=snippet,
            marks=marks,
            url=hit.article.url,
            language=hit.article.language,
            score=round(hit.share * SCORE_MAX),
        )


def _sure(hits: Sequence[Hit]) -> list[Hit]:
    best = hits[0].weight if hits else 0.0
    return [h for h in hits if h.share >= _SHARE_LEAST and h.weight >= best * _PART_LEAST]


def _now_ms() -> int:
    # Of the machine, not of the center: files change by the machine's time.
    return time.monotonic_ns() // 1_000_000
