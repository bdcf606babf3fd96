"""Hours: keep every calendar compiled for the weeks around now, however long a center runs."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator

import attrs
import structlog

from ccsdk.center.calendar import STRETCH_MS, compiled
from ccsdk.center.doors import own_request
from ccsdk.center.writer import Writer
from ccsdk.engine.state import State
from ccsdk.errors import CenterStoppedError, ConfigurationError, RequestRefusedError
from ccsdk.hooks.ports import Clock
from ccsdk.model.command import DefineCalendar

__all__ = ["CalendarKeeper", "stale_calendars"]

# How soon a new stretch is noticed; of eight weeks, an hour is nothing.
LOOK_MS = 3_600_000

_log = structlog.get_logger("ccsdk.center")


def stale_calendars(state: State, now_ms: int) -> Iterator[DefineCalendar]:
    """Yield each calendar that means other instants by now: weeks went by, or a zone changed.

    One without words was said in instants, by a program that knows why.
    """
    for name, calendar in state.calendars.items():
        if not (calendar.definition.weekly or calendar.definition.dated):
            continue
        fields = DefineCalendar.__struct_fields__
        held = DefineCalendar(**{field: getattr(calendar.definition, field) for field in fields})
        try:
            fresh = compiled(held, now_ms)
        except ConfigurationError as error:
            # Its words were fine once: the machine has lost the zone since.
            _log.error("calendar.stale", calendar=name, problem=str(error))
            continue
        if fresh != held:
            yield fresh


@attrs.define
class CalendarKeeper:
    """Compile calendars anew when a stretch begins; an asynchronous context manager.

    Args:
        writer: Takes them as commands of the center itself.
        clock: Says which stretch it is.
        ids: Makes short random ids, for the commands' keys.
    """

    _writer: Writer
    _clock: Clock
    _ids: Callable[[], str]
    _stretch: int = -1
    _keeping: asyncio.Task[None] | None = None

    async def __aenter__(self) -> None:
        await self._renew()
        self._keeping = asyncio.create_task(self._keep())

    async def __aexit__(self, *_: object) -> None:
        if self._keeping is not None:
            self._keeping.cancel()
            await asyncio.wait([self._keeping])

    async def _keep(self) -> None:
        while True:
            await self._clock.sleep_until(self._clock.monotonic_ms() + LOOK_MS)
            try:
                await self._renew()
            except (RequestRefusedError, CenterStoppedError) as error:
                _log.warning("calendar.waits", problem=str(error))

    async def _renew(self) -> None:
        now_ms = self._clock.now_ms()
        stretch = now_ms // STRETCH_MS
        if stretch == self._stretch:
            return
        for command in await self._writer.read(lambda state: list(stale_calendars(state, now_ms))):
            await self._writer.submit(own_request(f"calendar-{self._ids()}", command))
        self._stretch = stretch
