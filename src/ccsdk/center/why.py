"""`why.v1`: why an Offer was made, why an Interaction waits, why an Agent has what they have.

What holds now is read from the committed state. What held before is found by replay: the
log is evolved up to that position, a slice at a time, so that nothing else has to wait, and
one question after another. That costs what the log is long, so it has a bound; `ccsdk why`
reads the same log beside the server and has none.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from typing import Any

import msgspec

from ccsdk.center.fitting import fitting
from ccsdk.center.writer import Writer
from ccsdk.engine.explaining.agent import explain_agent
from ccsdk.engine.explaining.interaction import explain_interaction
from ccsdk.engine.explaining.offer import explain_offer
from ccsdk.engine.replay import replay
from ccsdk.engine.state import State
from ccsdk.errors import InvalidRequestError, UnknownEntityError
from ccsdk.hooks.ports import Clock, LogStore
from ccsdk.model.event import OfferMade
from ccsdk.model.explanation import Explanation
from ccsdk.model.grant import grant_of
from ccsdk.model.permission import permits
from ccsdk.model.principal import Principal
from ccsdk.model.pure import NO_OBJECTS, PureObjects
from ccsdk.model.request import WhyQuestion

__all__ = ["REPLAYED_MAX", "Why"]

# Some ten seconds of a core at worst.
REPLAYED_MAX = 500_000
PAGE = 1_000
# Evolved in a few milliseconds.
SLICE = 250
HISTORY_PAGE = 100


class Why:
    """Answer `why.v1` for one center."""

    def __init__(
        self, store: LogStore, writer: Writer, clock: Clock, pure: PureObjects = NO_OBJECTS
    ) -> None:
        self._store = store
        self._writer = writer
        self._clock = clock
        self._pure = pure
        self._replaying = asyncio.Lock()

    async def answer(self, principal: Principal, asked: WhyQuestion) -> dict[str, Any]:
        """Return the explanation within one frame; `more` says that Agents are left out.

        Raises:
            UnknownEntityError: There is no such thing, or not for this reader.
            InvalidRequestError: Not exactly one thing is asked for, or it is too long ago.
        """
        if [asked.offer, asked.interaction, asked.agent].count(None) != 2:
            problem = "ask for one of offer, interaction and agent"
            raise InvalidRequestError(path="data", problem=problem)
        explanation = await self._explanation(principal, asked)
        lists = "queues" if asked.agent is not None else "agents"
        return fitting(msgspec.to_builtins(explanation), (lists,))

    async def _explanation(self, principal: Principal, asked: WhyQuestion) -> Explanation:
        if asked.offer is not None:
            return await self._of_offer(principal, asked.offer, asked.at)
        kind, id_ = "interaction", asked.interaction or ""
        explain: Callable[..., Explanation] = explain_interaction
        if asked.agent is not None:
            kind, id_, explain = "agent", asked.agent, explain_agent
        explain = partial(explain, pure=self._pure)
        _require(principal, kind, id_, {kind: id_})
        if asked.at is None:
            now_ms = self._clock.now_ms()
            return await self._writer.read(lambda state: explain(state, id_, now_ms=now_ms))
        return explain(await self._state_at(int(asked.at), path="data.at"), id_)

    async def _of_offer(self, principal: Principal, offer: str, at: str | None) -> Explanation:
        if at is not None:
            problem = "an offer is explained as of when it was made; leave it out"
            raise InvalidRequestError(path="data.at", problem=problem)
        made = await self._made(offer)
        if made is None or made.receipt is None:
            raise UnknownEntityError(kind="offer", id=offer)
        _require(principal, "offer", offer, {"offer": offer, "agent": made.agent})
        state = await self._state_at(made.receipt.position, path="data.offer")
        return explain_offer(state, made, self._pure)

    async def _made(self, offer: str) -> OfferMade | None:
        """Return the event of an Offer, however long ago; its id says whose it is."""
        subject, before = f"interaction/{offer.rpartition('-o')[0]}", None
        while page := await self._store.read_subject(subject, before=before, limit=HISTORY_PAGE):
            for entry in page:
                if isinstance(entry.event, OfferMade) and entry.event.offer == offer:
                    return entry.event
            before = page[0].version
        return None

    async def _state_at(self, position: int, *, path: str) -> State:
        """Return the state that the log led to at this position."""
        head = await self._writer.read(lambda state: state.position)
        if position > head:
            raise InvalidRequestError(path=path, problem=f"the log ends at {head}")
        if position > REPLAYED_MAX:
            problem = f"more than {REPLAYED_MAX:,} events lie before it; `ccsdk why` has no bound"
            raise InvalidRequestError(path=path, problem=problem)
        state = State()
        async with self._replaying:
            while state.position < position:
                most = min(PAGE, position - state.position)
                page = await self._store.read(after=state.position, limit=most)
                for first in range(0, len(page), SLICE):
                    replay(page[first : first + SLICE], state)
                    await asyncio.sleep(0)
        return state


def _require(principal: Principal, kind: str, id_: str, refs: dict[str, str]) -> None:
    """Let a question pass that the principal's grant names for this object.

    Raises:
        UnknownEntityError: It does not: to them there is no such thing.
    """
    if permits(grant_of(principal), WhyQuestion, refs, lambda *_: False) is None:
        raise UnknownEntityError(kind=kind, id=id_)
