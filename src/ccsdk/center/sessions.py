"""Which sessions of Agents and visitors are connected now, as the server reports them."""

from __future__ import annotations

from ccsdk.model.principal import Principal, Role

__all__ = ["LiveSessions"]


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


def _party(principal: Principal) -> tuple[Role, str]:
    is_visitor = principal.role is Role.VISITOR
    return principal.role, (principal.customer or "") if is_visitor else principal.id
