"""The center as the server sees it: a Protocol, so that the server imports no center."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import Enum
from typing import Any, Protocol

from ccsdk.bus.hub import Hub
from ccsdk.hooks.authentication import Credentials, StaffSession
from ccsdk.hooks.contributions import Routes
from ccsdk.hooks.ports import Clock, CredentialStore, FileInfo, FileStore
from ccsdk.model.principal import Principal, Role
from ccsdk.model.request import Question, Receipt, Submission
from ccsdk.plugins.health import Standing
from ccsdk.plugins.remote import Remotes
from ccsdk.server.statement import SigningKey

__all__ = ["CenterPort", "Files", "Phase", "PluginsPort", "PublicFace"]


class Phase(Enum):
    """Name where a center is in its one life."""

    NEW = "new"
    STARTING = "starting"
    OPEN = "open"
    CLOSED = "closed"


class PublicFace(Protocol):
    """Say what a server cannot find out by itself: how people reach it."""

    @property
    def public_url(self) -> str | None:
        """Return the address that people use, where it is not the one the server sees."""

    @property
    def sign_in_url(self) -> str | None:
        """Return where the host app signs people in, None for one-time links only."""


class Files(Protocol):
    """Keep the files of messages, and say who may have which."""

    @property
    def store(self) -> FileStore:
        """Return where they are kept."""

    @property
    def bytes_max(self) -> int:
        """Return how large one may be."""

    @property
    def accept(self) -> frozenset[str]:
        """Return the media types that are taken."""

    async def access(self, principal: Principal, interaction: str, file: str) -> FileInfo:
        """Return what is known of a file, if this principal may read its Interaction's text.

        Raises:
            UnknownEntityError: There is none, not in this Interaction, or not for this reader.
        """


class PluginsPort(Protocol):
    """Know how the plugins are, and let a parked one go on."""

    async def standing(self) -> Sequence[Standing]:
        """Return how each plugin is."""

    def redrive(self, plugin: str, *, skip: bool = False) -> None:
        """Deliver again what a plugin is parked at, or pass over that one delivery.

        Raises:
            InvalidRequestError: It is not parked, or has nothing to pass over.
        """


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
    def files(self) -> Files:
        """Return the files of messages."""

    @property
    def is_ready(self) -> bool:
        """Return whether commands are taken: started, not draining, not stopped."""

    @property
    def phase(self) -> Phase:
        """Return whether it was opened, is open, or is over."""

    @property
    def face(self) -> PublicFace:
        """Return how people reach it."""

    @property
    def origins(self) -> Mapping[str, tuple[str, ...]]:
        """Return, per account, the foreign origins its visitors may come from."""

    @property
    def channels(self) -> Mapping[str, str]:
        """Return, per account, the channel its visitors come by."""

    @property
    def signing_keys(self) -> Mapping[str, Mapping[str, SigningKey]]:
        """Return, per account, the keys by their ids with which its site signs statements."""

    @property
    def routes(self) -> Mapping[str, Routes]:
        """Return plugin name -> what is served below `/plugins/<name>/`."""

    @property
    def remotes(self) -> Remotes:
        """Return the plugins that run in processes of their own."""

    @property
    def observers(self) -> PluginsPort:
        """Return the plugins' life."""

    def staff_role(self, staff: str) -> Role | None:
        """Return the role of an Agent or Supervisor by id, None if there is no such person."""

    def staff_ids(self) -> tuple[str, ...]:
        """Return the ids of all Agents and Supervisors, sorted."""

    async def authenticate(self, credentials: Credentials) -> StaffSession | None:
        """Return whom a host app's own session belongs to, None if to nobody.

        Raises:
            HookFailedError: Nobody could say.
        """

    async def submit(self, submission: Submission) -> Receipt:
        """Check the grant, decide, commit, and answer; see `ccsdk.errors` for refusals."""

    async def ask(self, principal: Principal, question: Question) -> dict[str, Any]:
        """Answer a question as this principal may see it, within one frame.

        Raises:
            UnknownEntityError: There is no such thing, or not for this reader.
        """

    async def session_back(self, principal: Principal, session: str) -> None:
        """Report that a session of an Agent or visitor is connected."""

    async def session_gone(self, principal: Principal, session: str) -> None:
        """Report that a session of an Agent or visitor lost its connection."""

    async def state_hash(self) -> str:
        """Return the fingerprint of the committed state, read through the writer."""
