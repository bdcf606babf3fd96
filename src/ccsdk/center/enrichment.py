"""Enrichment: what plugins know of an Interaction, asked between its commit and its queue.

An Interaction that came by an account with `enrichment` waits for it, on disk, until an instant
of the engine's. Plugins are asked as soon as it is committed, and what they say goes into the
log by `RouteInteraction` shortly before that instant at the latest. So what routing knew stands
in the events, and replay asks nobody. Who is late, or away, is not waited for: routing goes on
with what the others said, or without. After a restart those that wait still are asked about
again; for those whose instant passed meanwhile the engine went on alone.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any

import structlog

from ccsdk.center.attributes import Attributes, AttributeSettings, Scalar
from ccsdk.center.doors import own_request
from ccsdk.center.inquiry import Findings, Inquiry, identity_of, received_in
from ccsdk.center.writer import Writer
from ccsdk.engine.state import State
from ccsdk.errors import CcsdkError
from ccsdk.hooks.ports import Clock, LogStore
from ccsdk.hooks.profile import Arrival
from ccsdk.model.command import RouteInteraction
from ccsdk.model.entry import Entry
from ccsdk.model.event import InteractionReceived
from ccsdk.plugins.caller import Health

__all__ = ["ARRIVALS_MAX", "ASKED_MAX", "MARGIN_MS", "Enrichment"]

HOOK = "enrich_interaction"
# What of a plugin is in trouble if its attributes are dropped; the hook itself works.
PART = "attributes"
# So long before the engine goes on alone plugins are waited for no more: a commit takes time.
MARGIN_MS = 50
# Interactions that are asked about at a time; others wait for their turn within their time.
ASKED_MAX = 32
# Those beyond go on without, as at their instant.
ARRIVALS_MAX = 1_000

_log = structlog.get_logger("ccsdk.center")


class Enrichment:
    """Ask about the Interactions of one center; call `note` with every committed entry.

    Args:
        inquiry: Asks the plugins.
        attributes: What the center declares, by name.
        store: The log, for who waits since before a restart.
        writer: Takes what was found out.
        clock: The center's clock.
        health: Takes note of who says what is not declared.
    """

    def __init__(
        self,
        inquiry: Inquiry,
        attributes: Mapping[str, AttributeSettings],
        *,
        store: LogStore,
        writer: Writer,
        clock: Clock,
        health: Health | None = None,
    ) -> None:
        self._inquiry = inquiry
        self._attributes = Attributes(attributes)
        self._store = store
        self._writer = writer
        self._clock = clock
        self._health = health
        self._is_open = False
        self._turns = asyncio.Semaphore(ASKED_MAX)
        self._running: dict[str, asyncio.Task[None]] = {}

    def note(self, entries: Sequence[Entry]) -> None:
        """Begin to ask about what came and waits for enrichment."""
        if not self._is_open:
            return
        for entry in entries:
            received = entry.event
            if not isinstance(received, InteractionReceived):
                continue
            if received.enrichment_due_at_ms is not None:
                self._begin(entry, received.enrichment_due_at_ms - entry.at_ms)

    @asynccontextmanager
    async def at_work(self) -> AsyncIterator[None]:
        """Ask beside the block, first about those who wait since before it."""
        self._is_open = self._inquiry.can(HOOK)
        try:
            if self._is_open:
                await self._take_up()
            yield
        finally:
            self._is_open = False
            running = list(self._running.values())
            for task in running:
                task.cancel()
            await asyncio.gather(*running, return_exceptions=True)

    async def _take_up(self) -> None:
        for interaction, due_ms in await self._writer.read(_waiting):
            (first,) = await self._store.read_subject(
                f"interaction/{interaction}", before=2, limit=1
            )
            self._begin(first, due_ms - self._clock.now_ms())

    def _begin(self, first: Entry, left_ms: int) -> None:
        interaction = received_in(first).interaction
        if interaction in self._running:
            return
        if len(self._running) >= ARRIVALS_MAX:
            _log.warning("enrichment.crowded", interaction=interaction)
            return
        until_ms = self._clock.monotonic_ms() + left_ms - min(MARGIN_MS, left_ms // 4)
        task = asyncio.get_running_loop().create_task(self._enrich(first, until_ms))
        self._running[interaction] = task
        task.add_done_callback(lambda _: self._running.pop(interaction, None))

    async def _enrich(self, first: Entry, until_ms: int) -> None:
        async with self._turns:
            left_ms = until_ms - self._clock.monotonic_ms()
            if left_ms <= 0:
                return
            findings = await self._inquiry.ask(
                HOOK, lambda personal: _arrival(first, personal), within_ms=left_ms
            )
        await self._route(received_in(first).interaction, self._admitted(findings))

    def _admitted(self, findings: Findings) -> dict[str, Scalar]:
        """Return the attributes that count: declared, of their type, each the first one's."""
        admitted: dict[str, Scalar] = {}
        for plugin, answer in findings.answers:
            own, dropped = self._attributes.enriched(answer)
            self._note_dropped(plugin, sorted(dropped))
            admitted = {**own, **admitted}
        return admitted

    def _note_dropped(self, plugin: str, reasons: Sequence[str]) -> None:
        """Name who says what is not declared or of another type, until they no longer do."""
        if reasons:
            _log.warning("attribute.dropped", plugin=plugin, reasons=reasons)
            if self._health is not None:
                self._health.failed(plugin, PART, "garbage", f"dropped: {', '.join(reasons)}")
        elif self._health is not None:
            self._health.recovered(plugin, PART)

    async def _route(self, interaction: str, attributes: Mapping[str, Scalar]) -> None:
        command = RouteInteraction(interaction=interaction, attributes=dict(attributes))
        try:
            await self._writer.submit(own_request(f"enrich-{interaction}", command))
        except CcsdkError as error:
            # It went on alone, or its customer has left; what was found out is not used.
            _log.info(
                "enrichment.unused",
                interaction=interaction,
                attributes=sorted(attributes),
                problem=str(error),
            )


def _arrival(first: Entry, personal: Collection[str]) -> dict[str, Any]:
    received = received_in(first)
    arrival = Arrival(
        interaction=received.interaction,
        queue=received.queue or "",
        language=received.language,
        attributes=received.attributes,
        identity=identity_of(first, personal),
    )
    return {"interaction": arrival}


def _waiting(state: State) -> list[tuple[str, int]]:
    """Return the Interactions that wait for enrichment, and until when."""
    return [
        (key[1], due_ms)
        for key, (due_ms, *_) in state.deadlines.live.items()
        if key[0] == "enrichment"
    ]
