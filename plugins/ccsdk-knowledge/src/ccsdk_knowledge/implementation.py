"""Answer what the panel asks, and what the center asks every plugin that knows something.

The panel's searches go by `search_knowledge.v1`, so that it shows what all plugins know; what is
this plugin's own comes back to it by its hook. Votes are asked of nobody but agents, and one that
cannot be read counts for nothing: search goes on without.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from ccsdk.errors import LogError, UnknownEntityError
from ccsdk.hooks import (
    Article,
    CliGroup,
    Contribution,
    KnowledgeQuery,
    ObserverContext,
    Panel,
    PluginContext,
    QueryHandler,
    Routes,
    hookimpl,
)
from ccsdk.model.principal import Principal, Role
from ccsdk_knowledge import ratings
from ccsdk_knowledge.document import document_of, reply_text
from ccsdk_knowledge.ranking import Votes
from ccsdk_knowledge.requests import (
    Counts,
    Find,
    Found,
    Listed,
    Open,
    Opened,
    Rate,
    Rated,
    Suggest,
)
from ccsdk_knowledge.settings import KnowledgeSettings
from ccsdk_knowledge.shelf import Shelf
from ccsdk_knowledge.talk import HISTORY_LIMIT, talk_of

__all__ = ["Knowledge"]

STATIC = Path(__file__).parent / "static"
TITLE = "Knowledge"
TITLES = {"zh-Hans": "知识", "zh-Hant": "知識"}
# What says that nothing can be kept or read now.
_UNKEPT = (LogError, sqlite3.Error)
# Of a thousand bad files the first few say what is wrong.
_PROBLEMS_TOLD = 10
# What a center answers that all plugins have looked for.
_ASKED_MS = 2_500


class Knowledge:
    """Find, suggest, open and rate articles; one instance per center."""

    def __init__(self) -> None:
        self._shelf = Shelf(KnowledgeSettings())
        self._votes: dict[str, Votes] | None = None

    @hookimpl
    def register(self, ctx: PluginContext) -> Iterable[Contribution]:
        """Contribute the panel, what it asks, and `ccsdk knowledge`."""
        settings = ctx.config or KnowledgeSettings()
        self._shelf = Shelf(settings)
        handlers = [
            QueryHandler(
                name="suggest_knowledge.v1",
                request=Suggest,
                answer=Found,
                handle=self._suggest,
                timeout_ms=_ASKED_MS,
            ),
            QueryHandler(
                name="find_knowledge.v1",
                request=Find,
                answer=Found,
                handle=self._find,
                timeout_ms=_ASKED_MS,
            ),
            QueryHandler(name="open_knowledge.v1", request=Open, answer=Opened, handle=self._open),
            QueryHandler(
                name="rate_knowledge.v1",
                request=Rate,
                answer=Rated,
                handle=self._rate,
                roles=(Role.AGENT,),
            ),
        ]
        panel = Panel(
            slot="context",
            tag="ccsdk-knowledge",
            module="knowledge.js",
            title=settings.title or TITLE,
            titles={} if settings.title else TITLES,
            topics=("interaction.*.MessageReceived",),
            requests=tuple(each.name for each in handlers),
        )
        command = CliGroup(name="knowledge", target="ccsdk_knowledge.command_line:group")
        routes = Routes(static=STATIC, audience="session", joined=("knowledge.js",))
        return [routes, panel, command, *handlers]

    @hookimpl
    async def suggest_knowledge(
        self, ctx: PluginContext, query: KnowledgeQuery, limit: int
    ) -> Sequence[Article]:
        """Find articles of the folder."""
        return await self._shelf.search(query, limit, await self._counted(ctx), _today(ctx))

    @hookimpl
    async def start(self, ctx: ObserverContext) -> None:
        """Begin to read the articles, so that who asks first need not wait for it."""
        ctx.tasks.start("index", self._prepare)

    @hookimpl
    async def stop(self) -> None:
        """End the thread."""
        await self._shelf.close()

    @hookimpl
    async def health(self) -> Mapping[str, Any]:
        """Say how many articles there are, and what is wrong with files."""
        count, problems = await self._shelf.problems()
        told = [str(each) for each in problems[:_PROBLEMS_TOLD]]
        return {"articles": count, "problems": len(problems), "first_problems": told}

    @hookimpl
    async def check(self, ctx: PluginContext) -> Iterable[str]:
        """Name every file that is no article, and a folder without any."""
        settings = ctx.config or KnowledgeSettings()
        shelf = Shelf(settings, is_quiet=True)
        count, problems = await shelf.problems()
        await shelf.close()
        told = [str(each) for each in problems]
        return told if count or told else [f"{settings.folder} holds no article"]

    async def _prepare(self, ctx: PluginContext) -> None:
        await self._shelf.problems()

    async def _suggest(self, ctx: PluginContext, request: Suggest) -> Found:
        asked = {"interaction": request.interaction, "limit": HISTORY_LIMIT}
        history = await ctx.ask("history.v1", asked)
        talk = talk_of(history["items"])
        if not talk.texts:
            return Found(articles=())
        text, *context = talk.texts
        question = {
            "text": text,
            "context": context,
            "language": talk.language or request.language,
            "is_typed": False,
            "limit": request.limit,
        }
        return await self._all(ctx, question, request.interaction)

    async def _find(self, ctx: PluginContext, request: Find) -> Found:
        question = {
            "text": request.text,
            "language": request.language,
            "limit": request.limit,
        }
        found = await self._all(ctx, question, request.interaction)
        # Numbers for a report: no reason to keep an answer from anybody.
        with suppress(*_UNKEPT):
            async with ctx.transaction() as storage:
                day = _today(ctx).isoformat()
                await ratings.note_search(storage, day, has_result=bool(found.articles))
        return found

    async def _open(self, ctx: PluginContext, asker: Principal, request: Open) -> Opened:
        article = await self._shelf.article(request.article, _today(ctx))
        if article is None:
            raise UnknownEntityError(kind="article", id=request.article)
        votes = await self._counted(ctx)
        is_useful = None
        with suppress(*_UNKEPT):
            async with ctx.transaction() as storage:
                await ratings.note_opened(storage, article.key, ctx.clock.now_ms())
                is_useful = await ratings.rating_of(storage, request, asker.id)
        return Opened(
            id=article.key,
            title=article.title,
            language=article.language,
            url=article.url,
            document=document_of(article.body),
            text=reply_text(article.body),
            counts=_counts(votes.get(article.key)),
            is_useful=is_useful,
        )

    async def _rate(self, ctx: PluginContext, asker: Principal, request: Rate) -> Rated:
        if await self._shelf.article(request.article, _today(ctx)) is None:
            raise UnknownEntityError(kind="article", id=request.article)
        votes = dict(await self._counted(ctx))
        async with ctx.transaction() as storage:
            votes[request.article] = await ratings.rate(
                storage, request, asker.id, is_useful=request.is_useful, at_ms=ctx.clock.now_ms()
            )
        # Once it is on disk, and not before.
        self._votes = {**(self._votes or {}), request.article: votes[request.article]}
        return Rated(counts=_counts(votes[request.article]), is_useful=request.is_useful)

    async def _all(
        self, ctx: PluginContext, question: Mapping[str, Any], interaction: str
    ) -> Found:
        """Return what all plugins know, with this plugin's own counts."""
        answer = await ctx.ask("search_knowledge.v1", {**question, "interaction": interaction})
        votes = await self._counted(ctx)
        return Found(
            articles=tuple(
                Listed(
                    plugin=each["plugin"],
                    id=each["id"],
                    title=each["title"],
                    snippet=each["snippet"],
                    marks=tuple((start, end) for start, end in each["marks"]),
                    url=each["url"],
                    language=each["language"],
                    counts=_counts(votes.get(each["id"])) if each["plugin"] == ctx.name else None,
                )
                for each in answer["articles"]
            )
        )

    async def _counted(self, ctx: PluginContext) -> Mapping[str, Votes]:
        """Return all votes, read once; none where they cannot be read now."""
        if self._votes is None:
            try:
                async with ctx.transaction() as storage:
                    self._votes = await ratings.votes_of(storage)
            except _UNKEPT:
                return {}
        return self._votes


def _counts(votes: Votes | None) -> Counts:
    found = votes or Votes()
    return Counts(useful=found.useful, useless=found.useless)


def _today(ctx: PluginContext) -> date:
    return datetime.fromtimestamp(ctx.clock.now_ms() / 1_000, tz=UTC).date()
