"""Books: what was asked lately, so that the shop is not asked about one customer over and over.

Held in memory and bounded. Who asks while somebody else does about the same customer shares
that answer. If the shop cannot be asked, what it said before counts for a while, marked as such.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable

import attrs

from ccsdk_profile_http.record import NOBODY, Record
from ccsdk_profile_http.settings import ProfileSettings

__all__ = ["CUSTOMERS_MAX", "Books", "ClosedError", "Page"]

CUSTOMERS_MAX = 5_000

# Returns what the shop says, None for somebody whom it does not know.
Fetch = Callable[[], Awaitable[Record | None]]


class ClosedError(Exception):
    """Say why the shop could not be asked; nothing of the customer is in it."""


@attrs.frozen(kw_only=True)
class Page:
    """Hold what the shop said of a customer `age_ms` ago; `is_stale` if it cannot be asked now."""

    record: Record = attrs.field(repr=False)
    age_ms: int = 0
    is_stale: bool = False


@attrs.frozen
class _Kept:
    record: Record | None = attrs.field(repr=False)
    at_ms: int


@attrs.define
class _Flight:
    task: asyncio.Future[Record | None]
    waiting: int = 0


@attrs.define
class Books:
    """Remember what the shop said; instants are monotonic milliseconds."""

    _settings: ProfileSettings
    _kept: OrderedDict[str, _Kept] = attrs.field(factory=OrderedDict, init=False, repr=False)
    _flights: dict[str, _Flight] = attrs.field(factory=dict, init=False, repr=False)

    @property
    def count(self) -> int:
        """Return how many customers are remembered."""
        return len(self._kept)

    async def of(self, customer: str, fetch: Fetch, *, now_ms: int) -> Page:
        """Return what is known of a customer.

        Args:
            customer: The shop's own id.
            fetch: Asks the shop; called only if what is kept is too old.
            now_ms: The instant.

        Raises:
            ClosedError: The shop could not be asked, and nothing is kept that may stand for it.
        """
        kept = self._kept.get(customer)
        if kept is not None and now_ms - kept.at_ms < self._kept_ms(kept):
            return Page(record=kept.record or NOBODY, age_ms=now_ms - kept.at_ms)
        try:
            record = await self._shared(customer, fetch)
        except ClosedError:
            if kept is None or now_ms - kept.at_ms >= self._settings.stale_ms:
                raise
            return Page(record=kept.record or NOBODY, age_ms=now_ms - kept.at_ms, is_stale=True)
        self._keep(customer, _Kept(record, now_ms))
        return Page(record=record or NOBODY)

    def _kept_ms(self, kept: _Kept) -> int:
        settings = self._settings
        return settings.keep_unknown_ms if kept.record is None else settings.keep_ms

    def _keep(self, customer: str, kept: _Kept) -> None:
        self._kept[customer] = kept
        self._kept.move_to_end(customer)
        while len(self._kept) > CUSTOMERS_MAX:
            self._kept.popitem(last=False)

    async def _shared(self, customer: str, fetch: Fetch) -> Record | None:
        """Ask once for all who wait; who leaves takes it from nobody else, the last one ends it."""
        flight = self._flights.get(customer)
        if flight is None:
            flight = self._flights[customer] = _Flight(asyncio.ensure_future(fetch()))
            flight.task.add_done_callback(lambda _: self._flights.pop(customer, None))
        flight.waiting += 1
        try:
            return await asyncio.shield(flight.task)
        finally:
            flight.waiting -= 1
            if not flight.waiting:
                flight.task.cancel()
