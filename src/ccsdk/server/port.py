"""The center as the server sees it: a Protocol, so that the server imports no center."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from ccsdk.bus.hub import Hub
from ccsdk.hooks.contributions import Routes
from ccsdk.hooks.ports import Clock, CredentialStore
from ccsdk.model.principal import Principal, Role
from ccsdk.model.request import Receipt, Submission

__all__ = ["CenterPort"]


class CenterPort(Protocol):
    """Take commands, answer reads, and say who may come in by which door."""

    @property
    def name(self) -> str:
        """Return the center's name: `[a-z0-9-]+`, part of its cookie's name."""

    @property
    def secret(self) -> bytes:
        """Return the key of the center's identity hashes, 32 bytes."""

    @property
    def clock(self) -> Clock:
        """Return the center's clock."""

    @property
    def hub(self) -> Hub:
        """Return the fan-out that connections subscribe at."""

    @property
    def credentials(self) -> CredentialStore:
        """Return the store of links, sessions, visitor and machine tokens."""

    @property
    def is_ready(self) -> bool:
        """Return whether commands are taken: started, not draining, not stopped."""

    @property
    def origins(self) -> Mapping[str, tuple[str, ...]]:
        """Return, per account, the foreign origins its visitors may come from."""

    @property
    def routes(self) -> Mapping[str, Routes]:
        """Return plugin name -> what is served below `/plugins/<name>/`."""

    def staff_role(self, staff: str) -> Role | None:
        """Return the role of an Agent or Supervisor by id, None if there is no such person."""

    def staff_ids(self) -> tuple[str, ...]:
        """Return the ids of all Agents and Supervisors, sorted."""

    async def submit(self, submission: Submission) -> Receipt:
        """Check the grant, decide, commit, and answer; see `ccsdk.errors` for refusals."""

    async def history(
        self, principal: Principal, interaction: str, *, before: int | None, limit: int
    ) -> dict[str, Any]:
        """Answer `history.v1` as this principal may see it.

        Raises:
            UnknownEntityError: There is none, or not for this reader.
        """

    async def session_back(self, principal: Principal, session: str) -> None:
        """Report that a session of an Agent or visitor is connected."""

    async def session_gone(self, principal: Principal, session: str) -> None:
        """Report that a session of an Agent or visitor lost its connection."""

    async def state_hash(self) -> str:
        """Return the fingerprint of the committed state, read through the writer."""
