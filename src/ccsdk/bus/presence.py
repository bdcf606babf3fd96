"""Which sessions are connected, by which connection, and how many a principal may have.

A session is a tab: it outlives connections. The same session twice is the same tab come
back before its old connection was found dead: the newer one stays.
"""

from __future__ import annotations

from typing import Protocol

from ccsdk.errors import OverloadedError
from ccsdk.model.principal import Principal, Role
from ccsdk.wire.refusal import CloseCode

__all__ = ["CONNECTIONS_MAX", "Member", "SessionRegistry"]

# Connections of one principal at a time.
CONNECTIONS_MAX = dict.fromkeys(Role, 10) | {Role.VISITOR: 5}

_RETRY_AFTER_MS = 5_000


class Member(Protocol):
    """Be a connection that can be ended."""

    def end(self, code: CloseCode, reason: str) -> None:
        """Close with this code."""


class SessionRegistry:
    """Keep the live connection of each (principal, session)."""

    def __init__(self) -> None:
        self._live: dict[Principal, dict[str, Member]] = {}

    def enter(self, principal: Principal, session: str, connection: Member) -> None:
        """Register a connection; an older one of the same session is ended, `replaced`.

        Raises:
            OverloadedError: The principal has as many connections as it may have.
        """
        sessions = self._live.get(principal, {})
        older = sessions.get(session)
        if older is None and len(sessions) >= CONNECTIONS_MAX[principal.role]:
            raise OverloadedError(retry_after_ms=_RETRY_AFTER_MS)
        self._live.setdefault(principal, sessions)[session] = connection
        if older is not None:
            older.end(CloseCode.REPLACED, "replaced")

    def leave(self, principal: Principal, session: str, connection: Member) -> bool:
        """Forget a connection; return whether its session is gone with it.

        It is not if another connection has replaced this one.
        """
        sessions = self._live.get(principal, {})
        if sessions.get(session) is not connection:
            return False
        del sessions[session]
        if not sessions:
            del self._live[principal]
        return True

    def is_live(self, principal: Principal, session: str) -> bool:
        """Return whether a connection of this session is registered."""
        return session in self._live.get(principal, {})
