"""Reads: what the center answers without deciding anything.

State is read through the writer's queue and figures are folded out of published entries,
so that nobody is shown what is not on disk. Each question has its own answer in a table;
each answer fits into one frame. Who may ask what is the grant's to say, and what one may
not ask looks like what is not there.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from functools import partial
from typing import Any

import msgspec

from ccsdk.bus.hub import Hub
from ccsdk.center.board import Board
from ccsdk.center.customer import POSITIONS_MAX, read_customer
from ccsdk.center.fitting import fitting
from ccsdk.center.handlers import Handlers, readers
from ccsdk.center.history import access_of, read_history
from ccsdk.center.inquiry import Inquiry
from ccsdk.center.items import snapshot_items
from ccsdk.center.knowledge import Knowledge
from ccsdk.center.observers import Observers
from ccsdk.center.profiles import Profiles
from ccsdk.center.roster import Roster
from ccsdk.center.why import Why
from ccsdk.center.writer import Writer
from ccsdk.engine.replay import fingerprint
from ccsdk.engine.state import State
from ccsdk.errors import UnknownEntityError
from ccsdk.hooks.inbound import Inbound
from ccsdk.hooks.ports import Clock, LogStore
from ccsdk.model.entry import Entry
from ccsdk.model.grant import grant_of
from ccsdk.model.permission import narrow, permits
from ccsdk.model.principal import Principal
from ccsdk.model.pure import NO_OBJECTS, PureObjects
from ccsdk.model.request import (
    CustomerQuestion,
    ExplainQuestion,
    HistoryQuestion,
    KnowledgeQuestion,
    MetricsQuestion,
    PluginQuestion,
    PluginsQuestion,
    ProfileQuestion,
    Question,
    ReceiveQuestion,
    RedrivePluginQuestion,
    Snapshot,
    WhyQuestion,
)
from ccsdk.model.topic import Filter
from ccsdk.plugins.host import PluginHost
from ccsdk.plugins.reach import plugin_name

__all__ = ["Reading"]

PAGE = 1_000


Answer = Callable[[Principal, Any], Awaitable[dict[str, Any]]]


class Reading:
    """Answer the questions of one center.

    Args:
        store: The log.
        writer: Lets committed state be read.
        hub: Knows where in the log a Customer's events stand.
        roster: Knows the Agents' names.
        board: Keeps the measures.
        clock: The center's clock.
        inquiry: Asks the plugins.
        plugins: Know how the plugins are.
        pure: Whom explanations ask about rules of eligibility.
    """

    def __init__(
        self,
        *,
        store: LogStore,
        writer: Writer,
        hub: Hub,
        roster: Roster,
        board: Board,
        clock: Clock,
        inquiry: Inquiry,
        plugins: Observers,
        pure: PureObjects = NO_OBJECTS,
    ) -> None:
        self._store = store
        self._writer = writer
        self._hub = hub
        self._roster = roster
        self._board = board
        self._plugins = plugins
        self._clock = clock
        self._answers: Mapping[type[Question], Answer] = {
            HistoryQuestion: self._history,
            CustomerQuestion: self._customer,
            MetricsQuestion: self._metrics,
            PluginQuestion: Handlers(inquiry.host, inquiry.caller, readers(writer)).answer,
            ProfileQuestion: Profiles(inquiry, store, writer, clock).answer,
            KnowledgeQuestion: Knowledge(inquiry.caller, writer).answer,
            PluginsQuestion: self._standing,
            RedrivePluginQuestion: self._redrive,
            ReceiveQuestion: partial(self._receive, inquiry.host),
            ExplainQuestion: self._explain,
            WhyQuestion: Why(store, writer, clock, pure).answer,
        }

    async def ask(self, principal: Principal, question: Question) -> dict[str, Any]:
        """Answer a question as this principal may see it, within one frame.

        Raises:
            UnknownEntityError: There is no such thing, or not for this reader.
            InvalidRequestError: The question makes no sense, such as two scopes at once.
            UnsupportedError: No plugin answers this method, or not for this reader.
            AnswerUnavailableError: The plugin that answers it failed.
        """
        return await self._answers[type(question)](principal, question)

    async def snapshot(self, principal: Principal, wish: Filter) -> Snapshot:
        """Return committed state as a principal may see it through a filter."""
        grant = narrow(grant_of(principal), wish)

        def take(state: State) -> Snapshot:
            items = tuple(snapshot_items(state, principal, grant, self._roster.names))
            return Snapshot(position=state.position, items=items)

        return await self._writer.read(take)

    async def state_hash(self) -> str:
        """Return the fingerprint of the committed state."""
        return await self._writer.read(fingerprint)

    async def entries(self, *, after: int) -> AsyncIterator[Entry]:
        """Yield the log's entries behind a position, as far as it goes now."""
        while page := await self._store.read(after=after, limit=PAGE):
            for entry in page:
                yield entry
            after = page[-1].position

    async def _history(self, principal: Principal, asked: HistoryQuestion) -> dict[str, Any]:
        interaction = asked.interaction
        access = await self._writer.read(lambda state: access_of(state, principal, interaction))
        return await read_history(
            self._store, access, interaction, before=asked.before, limit=asked.limit
        )

    async def _customer(self, principal: Principal, asked: CustomerQuestion) -> dict[str, Any]:
        interaction = asked.interaction
        access = await self._writer.read(lambda state: access_of(state, principal, interaction))
        # One more than is looked at tells whether there are more.
        positions = self._hub.positions_of(access.customer, most=POSITIONS_MAX + 1)
        return await read_customer(self._store, access, interaction, positions)

    async def _metrics(self, principal: Principal, asked: MetricsQuestion) -> dict[str, Any]:
        _require(principal, asked)
        figures = self._board.figures(asked.window, self._clock.now_ms())
        return fitting(figures, ("series",))

    async def _explain(self, principal: Principal, asked: ExplainQuestion) -> dict[str, Any]:
        _require(principal, asked)
        explained = self._board.explain(
            asked.measure,
            asked.window,
            self._clock.now_ms(),
            queue=asked.queue,
            agent=asked.agent,
        )
        return fitting(explained, ("numerator", "denominator_only", "excluded"))

    async def _standing(self, principal: Principal, asked: PluginsQuestion) -> dict[str, Any]:
        _require(principal, asked)
        # As far as is known without asking them: every wallboard asks four times a minute.
        rows = [each.row() for each in self._plugins.health.standing()]
        for row in rows:
            # Words of a plugin's errors may be anybody's; they are for who repairs it.
            row.pop("problem", None)
            row.pop("details", None)
        return fitting({"plugins": rows}, ("plugins",))

    async def _redrive(self, principal: Principal, asked: RedrivePluginQuestion) -> dict[str, Any]:
        _require(principal, asked)
        self._plugins.redrive(asked.plugin, skip=asked.skip)
        return {"plugin": asked.plugin}

    async def _receive(
        self, host: PluginHost, principal: Principal, asked: ReceiveQuestion
    ) -> dict[str, Any]:
        _require(principal, asked)
        inbound = Inbound(**msgspec.structs.asdict(asked))
        receipt = await host.reach.received(plugin_name(principal), inbound)
        told: dict[str, Any] = msgspec.to_builtins(receipt)
        return told


def _require(principal: Principal, asked: Question) -> None:
    """Let a question pass that the principal's grant names.

    Raises:
        UnknownEntityError: It does not.
    """
    if permits(grant_of(principal), type(asked), {}, lambda *_: False) is None:
        raise UnknownEntityError(kind="method", id=asked.method)
