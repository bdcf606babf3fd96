"""`ContactCenter`: the list of parts of one center, and the order in which they live.

Settings and plugins are read when it is made; the log is opened, replayed and resumed when
it is entered. Nothing here is global: a process may hold as many centers as it likes.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any, Self

import structlog

from ccsdk.bus.hub import Hub
from ccsdk.center.apps import guarded_routes
from ccsdk.center.blueprint import Source, draw_blueprint
from ccsdk.center.board import Board
from ccsdk.center.chance import random_id
from ccsdk.center.clock import SystemClock
from ccsdk.center.definitions import define
from ccsdk.center.doors import Doors
from ccsdk.center.enrichment import Enrichment
from ccsdk.center.files import CenterStore, file_store
from ccsdk.center.folds import Folds
from ccsdk.center.hours import CalendarKeeper
from ccsdk.center.inbox import Inbox, Senders
from ccsdk.center.inprocess import InProcessClient
from ccsdk.center.inquiry import Inquiry
from ccsdk.center.keeper import FileKeeper
from ccsdk.center.observers import Observers
from ccsdk.center.party import Parties
from ccsdk.center.provided import kept_place, made_store
from ccsdk.center.pure import PureWatch
from ccsdk.center.reading import Reading
from ccsdk.center.roster import Roster
from ccsdk.center.sessions import LiveSessions, SessionReports
from ccsdk.center.settings import CenterSettings
from ccsdk.center.writer import Writer, WriterStatus
from ccsdk.errors import DrainingError
from ccsdk.hooks.authentication import Credentials, StaffSession
from ccsdk.hooks.contributions import AsgiApp
from ccsdk.hooks.manifest import Plugin
from ccsdk.hooks.ports import Clock, CredentialStore, StoreInfo
from ccsdk.log.memory import MemoryLogStore
from ccsdk.model.entry import Entry
from ccsdk.model.principal import Principal, Role
from ccsdk.model.request import Question, Receipt, Snapshot, Submission
from ccsdk.model.topic import Filter
from ccsdk.plugins.caller import Caller
from ccsdk.plugins.egress import EgressGate
from ccsdk.server.asgi import Application
from ccsdk.server.attachment import Attachment
from ccsdk.server.port import Phase, PublicFace
from ccsdk.server.statement import SigningKey

__all__ = ["CenterStore", "ContactCenter"]

_SERVING = (WriterStatus.RUNNING, WriterStatus.READ_ONLY, WriterStatus.RECOVERING)

_log = structlog.get_logger("ccsdk.center")


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
        self._store = store or made_store(self.settings.center.store, folder, self._host)
        self._ids = ids or random_id
        self._parties = Parties(self.settings)
        self._sessions = LiveSessions()
        self._info: StoreInfo | None = None
        self._doors: Doors | None = None
        self._life: AsyncExitStack | None = None
        self._is_begun = False
        self._roster = Roster({s: self.settings.staff_name(s) for s in self.settings.supervisors})
        self._board = Board(self.settings)
        kept_in = kept_place(self.settings.center.store if store is None else None, data, folder)
        self.watch = PureWatch(self._host, kept_in, self._ids)
        self._hub = Hub(clock=self._clock, read=self._store.read, take_snapshot=self._take_snapshot)
        self._folds = Folds(self._hub)
        self._writer = Writer(
            center=self.name,
            store=self._store,
            clock=self._clock,
            publish=self._folds.publish,
            recover=self._folds.recover,
            pure=self.watch.objects,
        )
        self._assemble(kept_in)

    def _assemble(self, kept_in: Path | None) -> None:
        """Put together what visitors meet, and what stands on the log, each of what is before."""
        accounts = self.settings.accounts.items()
        self.channels = {name: account.channel for name, account in accounts}
        self.origins = {name: account.origins for name, account in accounts}
        kept, writer, clock = file_store(kept_in), self._writer, self._clock
        self.files = FileKeeper(kept, self.settings.files, clock=clock, writer=writer)
        host, log = self._host, self._store
        host.open_gate(EgressGate(self.settings.egress, clock))
        self.observers = Observers(host, log, submit=self.submit, clock=clock, data=kept_in)
        self.remotes = self.observers.remotes
        self.routes = guarded_routes(host, self.observers.health)
        self._caller = Caller(clock, host, self.observers.health)
        inquiry, declared = Inquiry(host, self._caller), self.settings.attributes
        self.enrichment = Enrichment(
            inquiry, declared, store=log, writer=writer, clock=clock, health=self.observers.health
        )
        # What takes note of every committed entry, in order, from the first one on.
        folds = (self._roster, self.files, self._board, self.watch, self.observers)
        self._folds.parts = (*folds, self.enrichment)
        self._reports = SessionReports(self._sessions, writer=writer, clock=clock, ids=self._ids)
        self._reading = Reading(
            store=log,
            writer=writer,
            hub=self._hub,
            roster=self._roster,
            board=self._board,
            clock=clock,
            inquiry=inquiry,
            plugins=self.observers,
            pure=self.watch.objects,
        )
        host.reach.ask = self.ask
        senders = Senders(self.name, lambda: self._info.secret if self._info else None)
        host.reach.receive = Inbox(host, self.channels, senders, self.submit).receive
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

    async def __aexit__(self, *error: object) -> None:
        await self.close()

    async def open(self) -> None:
        """Take the log, rebuild the state, resume, apply the settings, and begin to serve.

        Raises:
            LogLockedError: Another server holds the log.
            CorruptLogError: The log is damaged, cut, or leads to no possible state.
            SchemaTooNewError, SchemaTooOldError: Another version wrote it.
        """
        assert self._writer.status is WriterStatus.OPENING, "a center lives once; make a new one"
        self._is_begun = True
        async with AsyncExitStack() as stack:
            stack.callback(self._caller.close)
            self._info = await self._writer.open()
            stack.push_async_callback(self._writer.stop)
            self._doors = Doors(
                secret=self.secret,
                ids=self._ids,
                sessions_of=self._sessions.of_customer,
                now_ms=self._clock.now_ms,
                name_of=self._roster.names.get,
                file_of=self.files.file_of,
                attributes=self.settings.attributes,
            )
            await self.files.open()
            stack.push_async_callback(self.files.stop)
            self._hub.start(self._info.epoch)
            stack.push_async_callback(self._hub.stop)
            self.watch.start(self._writer, self.observers.health)
            stack.push_async_callback(self.watch.stop)
            await self._writer.start()
            await define(
                self._writer, self.settings, self._host, clock=self._clock, secret=self.secret
            )
            await stack.enter_async_context(CalendarKeeper(self._writer, self._clock, self._ids))
            await stack.enter_async_context(self.observers.at_work(self._info))
            await stack.enter_async_context(self.enrichment.at_work())
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

    def attach(self, app: AsgiApp, path: str) -> Attachment:
        """Return an ASGI application: this center below `path`, the host app elsewhere.

        It runs the host's lifespan within the center's; serve it instead of the host.

        Raises:
            ConfigurationError: The path is none, or the whole site.
            TypeError: `app` is no ASGI 3 application.
        """
        return Attachment(self._asgi, app, path)

    @property
    def phase(self) -> Phase:
        """Return whether it was opened, is open, or is over."""
        if self._life is not None and self._writer.status in _SERVING:
            return Phase.OPEN
        if self._writer.status is not WriterStatus.OPENING:
            return Phase.CLOSED
        return Phase.STARTING if self._is_begun else Phase.NEW

    @property
    def face(self) -> PublicFace:
        """Return how people reach it."""
        return self.settings.serve

    @property
    def is_ready(self) -> bool:
        """Return whether commands are taken: started, not draining, not stopped."""
        return self.phase is Phase.OPEN

    @property
    def signing_keys(self) -> Mapping[str, Mapping[str, SigningKey]]:
        """Return, per account, the keys by their ids with which its site signs statements."""
        return {name: account.identity for name, account in self.settings.accounts.items()}

    def staff_role(self, staff: str) -> Role | None:
        """Return the role of an Agent or Supervisor by id, None if there is no such person."""
        return self._parties.roles.get(staff)

    def staff_ids(self) -> tuple[str, ...]:
        """Return the ids of all Agents and Supervisors, sorted."""
        return tuple(self._parties.roles)

    async def authenticate(self, credentials: Credentials) -> StaffSession | None:
        """Return whom a host app's own session belongs to, as the `authenticate` hook says."""
        found: StaffSession | None = await self._caller.first(
            "authenticate", credentials=credentials
        )
        return found

    async def end_sessions(self, staff: str) -> None:
        """End all sessions of an Agent or Supervisor at once, for instance at your sign-out."""
        await self._asgi.end_sessions(staff)

    # --- commands and reads -------------------------------------------------------------------

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
        await self._reports.back(principal, session)

    async def session_gone(self, principal: Principal, session: str) -> None:
        """Report that a session of an Agent or visitor lost its connection."""
        await self._reports.gone(principal, session)

    def agent(self, agent: str) -> InProcessClient:
        """Return a client that acts as this Agent, or Supervisor, from inside the process.

        Raises:
            UnknownEntityError: There is nobody of this id.
        """
        return InProcessClient(self._parties.staff(agent), self.submit, self._ids)

    def visitor(self, account: str, visitor: str) -> InProcessClient:
        """Return a client that acts as a visitor of an account, from inside the process.

        Raises:
            UnknownEntityError: There is no such account.
        """
        principal = self._parties.visitor(account, visitor, secret=self.secret)
        return InProcessClient(principal, self.submit, self._ids)

    async def ask(self, principal: Principal, question: Question) -> dict[str, Any]:
        """Answer a question as this principal may see it, within one frame.

        Raises:
            UnknownEntityError: There is no such thing, or not for this reader.
            InvalidRequestError: The question makes no sense.
        """
        return await self._reading.ask(principal, question)

    async def state_hash(self) -> str:
        """Return the fingerprint of the committed state, read through the writer."""
        return await self._reading.state_hash()

    def entries(self, *, after: int = 0) -> AsyncIterator[Entry]:
        """Iterate over the log's entries behind a position, as far as it goes now."""
        return self._reading.entries(after=after)

    async def _take_snapshot(self, principal: Principal, wish: Filter) -> Snapshot:
        return await self._reading.snapshot(principal, wish)
