"""`ContactCenter`: the list of parts of one center, and the order in which they live.

Settings and plugins are read when it is made; the log is opened, replayed and resumed when
it is entered. Nothing here is global: a process may hold as many centers as it likes.
"""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self

import structlog

from ccsdk.bus.hub import Hub
from ccsdk.center.blueprint import Source, draw_blueprint
from ccsdk.center.clock import SystemClock
from ccsdk.center.definitions import changed_definitions
from ccsdk.center.doors import Doors, own_request
from ccsdk.center.files import log_path
from ccsdk.center.history import access_of, read_history
from ccsdk.center.inprocess import InProcessClient
from ccsdk.center.items import snapshot_items
from ccsdk.center.roster import Roster
from ccsdk.center.sessions import LiveSessions
from ccsdk.center.settings import CenterSettings
from ccsdk.center.writer import Writer, WriterStatus
from ccsdk.engine.replay import fingerprint
from ccsdk.engine.state import State
from ccsdk.errors import (
    DrainingError,
    OverloadedError,
    ReadOnlyError,
    UnknownEntityError,
    UnknownOutcomeError,
)
from ccsdk.hooks.contributions import Routes
from ccsdk.hooks.manifest import Plugin
from ccsdk.hooks.ports import Clock, CredentialStore, LogStore, StoreInfo
from ccsdk.log.memory import MemoryLogStore
from ccsdk.log.sqlite import SqliteLogStore
from ccsdk.model.command import Command, ReportSessionBack, ReportSessionGone
from ccsdk.model.entry import Entry
from ccsdk.model.grant import grant_of, narrow
from ccsdk.model.principal import Principal, Role
from ccsdk.model.request import Receipt, Snapshot, Submission
from ccsdk.model.topic import Filter
from ccsdk.server.asgi import Application
from ccsdk.server.tokens import customer_of, identity_of

__all__ = ["CenterStore", "ContactCenter"]

PAGE = 1_000
REPORT_AGAIN_MS = 1_000
_SERVING = (WriterStatus.RUNNING, WriterStatus.READ_ONLY, WriterStatus.RECOVERING)
_ID_BYTES = 10

_log = structlog.get_logger("ccsdk.center")


class CenterStore(LogStore, CredentialStore, Protocol):
    """Keep a center's log, and the credentials beside it."""


def random_id() -> str:
    """Return a short random id of 20 hexadecimal digits."""
    return secrets.token_hex(_ID_BYTES)


class ContactCenter:
    """A contact center: use it as an asynchronous context manager, or mount `asgi`.

    Args:
        source: A center file, its tables as a mapping, or settings made in code.
        data: The folder of the log; otherwise `[center] data` of the settings.
        plugins: Manifests that are enabled besides those the settings name.
        clock: Tells the time; the machine's by default.
        store: Keeps the log; by default one SQLite file in `data`.
        ids: Makes short random ids, the only chance in a center's events.

    Raises:
        SettingsError: Whatever is wrong in the settings, all of it.
        PluginError: Plugins cannot run together, or a required one is broken.
    """

    def __init__(
        self,
        source: Source,
        *,
        data: Path | str | None = None,
        plugins: Sequence[Plugin] = (),
        clock: Clock | None = None,
        store: CenterStore | None = None,
        ids: Callable[[], str] | None = None,
    ) -> None:
        blueprint = draw_blueprint(source, plugins=plugins)
        self.settings: CenterSettings = blueprint.settings
        self._host = blueprint.host
        self._clock = clock or SystemClock()
        folder = Path(data) if data is not None else self.settings.center.data
        self._store = store or SqliteLogStore(log_path(folder))
        self._ids = ids or random_id
        self._staff = self.settings.staff()
        self._sessions = LiveSessions()
        self._info: StoreInfo | None = None
        self._doors: Doors | None = None
        self._life: AsyncExitStack | None = None
        self._roster = Roster()
        self._hub = Hub(clock=self._clock, read=self._store.read, take_snapshot=self._take_snapshot)
        self._writer = Writer(
            center=self.name,
            store=self._store,
            clock=self._clock,
            publish=self._publish,
            recover=self._recover,
        )
        self._asgi = Application(self, lifespan=self.lifespan)

    @classmethod
    def in_memory(
        cls,
        source: Source,
        *,
        plugins: Sequence[Plugin] = (),
        clock: Clock | None = None,
        ids: Callable[[], str] | None = None,
    ) -> Self:
        """Return a center that keeps its log in memory, for scripts and tests."""
        return cls(source, plugins=plugins, clock=clock, ids=ids, store=MemoryLogStore())

    # --- its life -----------------------------------------------------------------------------

    async def __aenter__(self) -> Self:
        await self.open()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()

    async def open(self) -> None:
        """Take the log, rebuild the state, resume, apply the settings, and begin to serve.

        Raises:
            LogLockedError: Another server holds the log.
            CorruptLogError: The log is damaged, cut, or leads to no possible state.
            SchemaTooNewError: A newer version wrote it.
        """
        assert self._writer.status is WriterStatus.OPENING, "a center lives once; make a new one"
        for warning in self._host.warnings:
            _log.warning("plugin.off", center=self.name, problem=str(warning))
        async with AsyncExitStack() as stack:
            self._info = await self._writer.open()
            stack.push_async_callback(self._writer.stop)
            self._doors = Doors(
                secret=self.secret,
                ids=self._ids,
                sessions_of=self._sessions.of_customer,
                name_of=self._roster.names.get,
            )
            self._hub.start(self._info.epoch)
            stack.push_async_callback(self._hub.stop)
            await self._writer.start()
            await self._define()
            self._life = stack.pop_all()

    async def close(self) -> None:
        """Refuse what comes, finish what waits, give the log back."""
        life, self._life = self._life, None
        if life is not None:
            await life.aclose()

    @asynccontextmanager
    async def lifespan(self, app: object = None) -> AsyncIterator[None]:
        """Open the center while the block runs; give it to the host application's lifespan."""
        async with self:
            yield

    @asynccontextmanager
    async def at_rest(self) -> AsyncIterator[None]:
        """Hold the log without deciding anything, for instance to make a token.

        Raises:
            LogError: The store refuses; see `open`.
        """
        self._info = await self._store.open()
        try:
            yield
        finally:
            await self._store.close()

    async def wait_stopped(self) -> None:
        """Return when the center has been closed.

        Raises:
            CenterStoppedError: It stopped itself, because going on would be a guess.
        """
        await self._writer.wait_stopped()

    def _recover(self, entries: Sequence[Entry]) -> None:
        self._roster.note(entries)
        self._hub.recover(entries)

    def _publish(self, entries: Sequence[Entry]) -> None:
        self._roster.note(entries)
        self._hub.publish(entries)

    async def _define(self) -> None:
        """Tell the log what the settings say otherwise."""
        differing = await self._writer.read(
            lambda state: list(changed_definitions(self.settings, state, self._roster.names))
        )
        for each in differing:
            await self._writer.submit(own_request(each.key, each.command, each.personal))

    # --- who is who ---------------------------------------------------------------------------

    @property
    def name(self) -> str:
        """Return the center's name: `[a-z0-9-]+`, part of its cookie's name."""
        return self.settings.center.name

    @property
    def secret(self) -> bytes:
        """Return the key of the center's identity hashes, 32 bytes, as old as its log."""
        assert self._info is not None, "the secret stands in the log, which is not open"
        return self._info.secret

    @property
    def clock(self) -> Clock:
        """Return the center's clock."""
        return self._clock

    @property
    def hub(self) -> Hub:
        """Return the fan-out that connections subscribe at."""
        return self._hub

    @property
    def credentials(self) -> CredentialStore:
        """Return the store of links, sessions, visitor and machine tokens."""
        return self._store

    @property
    def asgi(self) -> Application:
        """Return the ASGI application: mount it anywhere, see also `lifespan`."""
        return self._asgi

    @property
    def is_ready(self) -> bool:
        """Return whether commands are taken: started, not draining, not stopped."""
        return self._life is not None and self._writer.status in _SERVING

    @property
    def origins(self) -> Mapping[str, tuple[str, ...]]:
        """Return, per account, the foreign origins its visitors may come from."""
        return {name: account.origins for name, account in self.settings.accounts.items()}

    @property
    def routes(self) -> Mapping[str, Routes]:
        """Return plugin name -> what is served below `/plugins/<name>/`."""
        return dict(self._host.contributions(Routes))

    def staff_role(self, staff: str) -> Role | None:
        """Return the role of an Agent or Supervisor by id, None if there is no such person."""
        return self._staff.get(staff)

    def staff_ids(self) -> tuple[str, ...]:
        """Return the ids of all Agents and Supervisors, sorted."""
        return tuple(self._staff)

    # --- commands -----------------------------------------------------------------------------

    async def submit(self, submission: Submission) -> Receipt:
        """Check the grant, decide, commit, and answer.

        Raises:
            CommandRejectedError: It is not allowed now, or not for this sender.
            RequestRefusedError: The door or the writer refused it.
            CenterStoppedError: The center stopped itself.
        """
        if self._doors is None:
            raise DrainingError
        return await self._writer.submit(self._doors.read(submission))

    async def session_back(self, principal: Principal, session: str) -> None:
        """Report that a session of an Agent or visitor is connected."""
        self._sessions.back(principal, session)
        await self._report(principal, session)

    async def session_gone(self, principal: Principal, session: str) -> None:
        """Report that a session of an Agent or visitor lost its connection."""
        self._sessions.gone(principal, session)
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
        is_live = self._sessions.is_live(principal, session)
        report = ReportSessionBack if is_live else ReportSessionGone
        if principal.role is Role.VISITOR:
            return report(session=session, customer=principal.customer)
        return report(session=session, agent=principal.id)

    def agent(self, agent: str) -> InProcessClient:
        """Return a client that acts as this Agent, or Supervisor, from inside the process.

        Raises:
            UnknownEntityError: There is nobody of this id.
        """
        role = self.staff_role(agent)
        if role is None:
            raise UnknownEntityError(kind="agent or supervisor", id=agent)
        return self._client(Principal(id=agent, role=role, center=self.name))

    def visitor(self, account: str, visitor: str) -> InProcessClient:
        """Return a client that acts as a visitor of an account, from inside the process.

        Raises:
            UnknownEntityError: There is no such account.
        """
        if account not in self.settings.accounts:
            raise UnknownEntityError(kind="account", id=account)
        customer = customer_of(identity_of(self.secret, account, visitor))
        return self._client(
            Principal(
                id=visitor,
                role=Role.VISITOR,
                center=self.name,
                account=account,
                customer=customer,
            )
        )

    def _client(self, principal: Principal) -> InProcessClient:
        return InProcessClient(principal, self.submit, self._ids)

    # --- reads --------------------------------------------------------------------------------

    async def history(
        self, principal: Principal, interaction: str, *, before: int | None, limit: int
    ) -> dict[str, Any]:
        """Answer `history.v1` as this principal may see it.

        Raises:
            UnknownEntityError: There is none, or not for this reader.
        """
        access = await self._writer.read(lambda state: access_of(state, principal, interaction))
        return await read_history(self._store, access, interaction, before=before, limit=limit)

    async def state_hash(self) -> str:
        """Return the fingerprint of the committed state, read through the writer."""
        return await self._writer.read(fingerprint)

    async def entries(self, *, after: int = 0) -> AsyncIterator[Entry]:
        """Yield the log's entries behind a position, as far as it goes now."""
        while page := await self._store.read(after=after, limit=PAGE):
            for entry in page:
                yield entry
            after = page[-1].position

    async def _take_snapshot(self, principal: Principal, wish: Filter) -> Snapshot:
        grant = narrow(grant_of(principal), wish)

        def take(state: State) -> Snapshot:
            items = tuple(snapshot_items(state, principal, grant, self._roster.names))
            return Snapshot(position=state.position, items=items)

        return await self._writer.read(take)
