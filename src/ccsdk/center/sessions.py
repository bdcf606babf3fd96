"""Which sessions of Agents and visitors are connected now, and how the log learns of it."""

from __future__ import annotations

from collections.abc import Callable

from ccsdk.center.doors import own_request
from ccsdk.center.writer import Writer
from ccsdk.errors import OverloadedError, ReadOnlyError, UnknownOutcomeError
from ccsdk.hooks.ports import Clock
from ccsdk.model.command import Command, ReportSessionBack, ReportSessionGone
from ccsdk.model.principal import Principal, Role

__all__ = ["LiveSessions", "SessionReports"]

REPORT_AGAIN_MS = 1_000


class LiveSessions:
    """Keep the live sessions of each Agent and Customer."""

    def __init__(self) -> None:
        self._live: dict[tuple[Role, str], dict[str, None]] = {}

    def back(self, principal: Principal, session: str) -> None:
        """Note that a session is connected."""
        self._live.setdefault(_party(principal), {})[session] = None

    def gone(self, principal: Principal, session: str) -> None:
        """Note that a session lost its connection."""
        party = _party(principal)
        sessions = self._live.get(party, {})
        sessions.pop(session, None)
        if not sessions:
            self._live.pop(party, None)

    def is_live(self, principal: Principal, session: str) -> bool:
        """Return whether a session is connected."""
        return session in self._live.get(_party(principal), {})

    def of_customer(self, customer: str) -> tuple[str, ...]:
        """Return the live sessions of a Customer."""
        return tuple(self._live.get((Role.VISITOR, customer), ()))


class SessionReports:
    """Bring to the log which sessions are connected.

    Args:
        live: Kept as it is reported.
        writer: Takes the reports as commands of the center itself.
        clock: Says when to try again.
        ids: Makes short random ids, for the commands' keys.
    """

    def __init__(
        self, live: LiveSessions, *, writer: Writer, clock: Clock, ids: Callable[[], str]
    ) -> None:
        self._live = live
        self._writer = writer
        self._clock = clock
        self._ids = ids

    async def back(self, principal: Principal, session: str) -> None:
        """Report that a session is connected."""
        self._live.back(principal, session)
        await self._report(principal, session)

    async def gone(self, principal: Principal, session: str) -> None:
        """Report that a session lost its connection."""
        self._live.gone(principal, session)
        await self._report(principal, session)

    async def _report(self, principal: Principal, session: str) -> None:
        """Bring to the log whether a session is connected, as soon as the log takes it.

        Nobody would ask again: an Agent whose loss went unreported would own for ever.
        """
        while True:
            command = self._standing(principal, session)
            try:
                await self._writer.submit(own_request(f"session-{self._ids()}", command))
                return
            except (OverloadedError, ReadOnlyError, UnknownOutcomeError):
                await self._clock.sleep_until(self._clock.monotonic_ms() + REPORT_AGAIN_MS)

    def _standing(self, principal: Principal, session: str) -> Command:
        """Return the report of how a session stands by now, which may be another than first."""
        is_live = self._live.is_live(principal, session)
        report = ReportSessionBack if is_live else ReportSessionGone
        if principal.role is Role.VISITOR:
            return report(session=session, customer=principal.customer)
        return report(session=session, agent=principal.id)


def _party(principal: Principal) -> tuple[Role, str]:
    is_visitor = principal.role is Role.VISITOR
    return principal.role, (principal.customer or "") if is_visitor else principal.id
