"""`search_knowledge.v1`: what all plugins know about a question, the best first.

Every plugin that implements `suggest_knowledge` is asked at once; who fails or is late is left
out and named in the log. Plugins that ask it themselves, a bot for instance, need not know who
knows. A text that was asked is kept nowhere.
"""

from __future__ import annotations

from typing import Any

import attrs

from ccsdk.center.history import access_of
from ccsdk.center.writer import Writer
from ccsdk.errors import UnknownEntityError
from ccsdk.hooks.knowledge import KnowledgeQuery
from ccsdk.model.grant import grant_of
from ccsdk.model.permission import permits
from ccsdk.model.principal import Principal
from ccsdk.model.request import KnowledgeQuestion
from ccsdk.plugins.caller import Caller

__all__ = ["Knowledge"]

_HOOK = "suggest_knowledge"


@attrs.frozen
class Knowledge:
    """Ask the plugins of one center what they know."""

    _caller: Caller
    _writer: Writer

    async def answer(self, principal: Principal, asked: KnowledgeQuestion) -> dict[str, Any]:
        """Return at most `limit` articles, by score, equal ones in plugin order.

        Raises:
            UnknownEntityError: The reader may not ask this, or not about this Interaction.
        """
        refs = {"agent": principal.id}
        if permits(grant_of(principal), type(asked), refs, lambda *_: False) is None:
            raise UnknownEntityError(kind="method", id=asked.method)
        query = KnowledgeQuery(
            text=asked.text,
            context=asked.context,
            language=asked.language,
            is_typed=asked.is_typed,
            queue=await self._queue(principal, asked.interaction),
        )
        gathered = await self._caller.gather(_HOOK, query=query, limit=asked.limit)
        found = [
            {"plugin": plugin, **attrs.asdict(article)}
            for plugin, articles in gathered
            for article in articles[: asked.limit]
        ]
        found.sort(key=lambda each: -each["score"])
        return {"articles": found[: asked.limit]}

    async def _queue(self, principal: Principal, interaction: str | None) -> str | None:
        if interaction is None:
            return None
        access = await self._writer.read(lambda state: access_of(state, principal, interaction))
        queue: str | None = access.item["data"].get("queue")
        return queue
