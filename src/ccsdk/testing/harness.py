"""A center on a stage: in memory, at a clock that stands still, with the plugins that are named.

The fixtures of `ccsdk.testing.pytest_plugin` are the parts of one `Stage`; without pytest, make
one yourself. What is acted on is the center that was opened last.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import attrs

from ccsdk.center.center import ContactCenter
from ccsdk.center.files import CenterStore
from ccsdk.center.inprocess import InProcessClient
from ccsdk.center.plugin_process import PluginProcess
from ccsdk.engine.replay import fingerprint, replay
from ccsdk.errors import InvalidTransitionError
from ccsdk.hooks import Channel, Contribution, Plugin, hookimpl
from ccsdk.log.memory import MemoryLogStore
from ccsdk.model.command import (
    AcceptOffer,
    Command,
    ConfirmConnected,
    LogIn,
    ReceiveInteraction,
    ReceiveMessage,
    SendMessage,
    SetReady,
)
from ccsdk.model.entry import Entry
from ccsdk.model.event import Event, OfferMade
from ccsdk.model.principal import Principal, Role
from ccsdk.model.request import PluginQuestion, Receipt
from ccsdk.model.topic import Pattern, topic_of
from ccsdk.testing.clock import VirtualClock
from ccsdk.testing.http import HttpAnswer, ask_http

__all__ = [
    "ACCOUNT",
    "AGENT",
    "KIT",
    "SHOP",
    "SUPERVISOR",
    "VISITOR",
    "Person",
    "Stage",
    "tables_of",
]

AGENT, SUPERVISOR, VISITOR, ACCOUNT = "mei", "ada", "otto", "kit"
# What a center has unless a test says otherwise, table by table.
SHOP: Mapping[str, Any] = {
    "queues": {"support": {}},
    "agents": {AGENT: {"queues": ["support"]}},
    "supervisors": {SUPERVISOR: {}},
    "accounts": {ACCOUNT: {"channel": "kit", "queues": ["support"]}},
}
# So often in a row nothing may happen before everybody counts as done.
QUIET = 50
# How long, in real seconds, an observer that is behind may take to go on.
PATIENCE_S = 2.0


class _Kit:
    """Contribute the channel of the stage's own account."""

    @hookimpl
    def register(self) -> Iterable[Contribution]:
        return [Channel(kind="kit", capacity_class="chat")]


KIT = Plugin(name="kit", summary="A channel for tests.", implementation=_Kit)


@attrs.frozen
class Person:
    """Act as one Agent, Supervisor or visitor: `await mei.ask(LogIn)`."""

    _client: InProcessClient
    _center: ContactCenter = attrs.field(repr=False)

    @property
    def principal(self) -> Principal:
        """Return who it is."""
        return self._client.principal

    async def ask(
        self, command: type[Command], /, *, key: str | None = None, **members: Any
    ) -> Receipt:
        """Give a command and return once it is on disk, see `ContactCenter.agent`."""
        return await self._client.ask(command, key=key, **members)

    async def request(self, method: str, /, **data: Any) -> dict[str, Any]:
        """Ask a method that a plugin answers, such as `orders.v1`.

        Raises:
            UnsupportedError: There is none, or not for this role.
            UnknownEntityError: It is about an Interaction that they may not read.
            CommandRejectedError, RequestRefusedError: The plugin refused, or failed.
        """
        question = PluginQuestion(name=method, data=data)
        return await self._center.ask(self.principal, question)


class Stage:
    """Hold one test's clock and centers.

    Args:
        clock: The centers' clock; one that stands at a Monday morning by default.
    """

    def __init__(self, clock: VirtualClock | None = None) -> None:
        self.clock = clock or VirtualClock()
        self._centers: list[ContactCenter] = []
        # Those outside of their center, see `ccsdk.testing.remote`, and what they are told.
        self.outside: list[tuple[PluginProcess, list[Pattern]]] = []

    @property
    def current(self) -> ContactCenter:
        """Return the center that was opened last, and still is.

        Raises:
            RuntimeError: None is open.
        """
        if not self._centers:
            raise RuntimeError("no center is open; do this within `async with cc_center(...)`")
        return self._centers[-1]

    @asynccontextmanager
    async def center(
        self,
        *,
        plugins: Iterable[Plugin] = (),
        settings: Mapping[str, Any] | None = None,
        data: Path | None = None,
        store: CenterStore | None = None,
    ) -> AsyncIterator[ContactCenter]:
        """Open a center with these plugins and no others.

        Args:
            plugins: Manifests.
            settings: Tables of a center file, each in place of the stage's own: a queue
                `support`, the Agent `mei`, the Supervisor `ada` and an account `kit`.
            data: A folder for what is to outlive this center; without one all is in memory.
            store: Keeps the log, for instance one that fails by a script.

        Raises:
            SettingsError, PluginError: As a center raises them; a plugin that is broken is
                an error here, not a warning.
        """
        everybody = [KIT, *plugins]
        tables = tables_of(everybody, settings)
        kept = store or (MemoryLogStore() if data is None else None)
        center = ContactCenter(tables, plugins=everybody, clock=self.clock, data=data, store=kept)
        async with center:
            self._centers.append(center)
            try:
                yield center
            finally:
                self._centers.remove(center)

    def client(self, role: Role | str = Role.AGENT, name: str | None = None) -> Person:
        """Return who gives commands, and asks what plugins answer.

        Args:
            role: `agent`, `supervisor` or `visitor`.
            name: Their id, or a visitor's name; by default `mei`, `ada` or `otto`.

        Raises:
            UnknownEntityError: The center has nobody of this id.
        """
        center = self.current
        match Role(role):
            case Role.AGENT:
                client = center.agent(name or AGENT)
            case Role.SUPERVISOR:
                client = center.agent(name or SUPERVISOR)
            case Role.VISITOR:
                client = center.visitor(ACCOUNT, name or VISITOR)
            case other:
                raise ValueError(f"{other.value} is nobody's role at this door")
        return Person(client, center)

    # --- what happens -------------------------------------------------------------------------

    async def interaction(self, text: str = "Hello", *, visitor: str = VISITOR) -> str:
        """Let a visitor write for the first time, and return the id of the Interaction."""
        receipt = await self.client(Role.VISITOR, visitor).ask(ReceiveInteraction, text=text)
        assert receipt.answer.interaction is not None, "it was received"
        return receipt.answer.interaction

    async def message(self, interaction: str, text: str, *, by: Person) -> None:
        """Let somebody of an Interaction write."""
        is_visitor = by.principal.role is Role.VISITOR
        command = ReceiveMessage if is_visitor else SendMessage
        await by.ask(command, interaction=interaction, text=text)

    async def answered(self, interaction: str, *, agent: str = AGENT) -> Person:
        """Let an Agent log in, accept the Interaction and be connected; return who that is.

        Raises:
            AssertionError: It was not offered to them.
        """
        client = self.client(Role.AGENT, agent)
        for command in (LogIn, SetReady):
            # Who is at work already is as welcome.
            with suppress(InvalidTransitionError):
                await client.ask(command)
        offers = await self.events(OfferMade, interaction=interaction, agent=agent)
        assert offers, f"{interaction} was not offered to {agent}"
        await client.ask(AcceptOffer, offer=offers[-1].offer)
        await client.ask(ConfirmConnected, interaction=interaction)
        return client

    async def http(
        self,
        method: str,
        path: str,
        *,
        headers: Mapping[str, str] | None = None,
        body: bytes = b"",
    ) -> HttpAnswer:
        """Ask the center by HTTP, as a provider or a browser does, but without a socket.

        Args:
            method: Such as `POST`.
            path: Below the center, for instance `/plugins/acme/inbound`.
            headers: By their names.
            body: All of it.
        """
        return await ask_http(self.current.asgi, method, path, headers=headers or {}, body=body)

    # --- what has happened --------------------------------------------------------------------

    async def entries(self, *kinds: type[Event], **members: Any) -> list[Entry]:
        """Return the entries of the log so far, once every plugin has looked at all of it.

        Args:
            kinds: Event types; without any, all.
            members: What the event's fields are to be, such as `interaction="in_1"`.
        """
        await self.settle()
        return [
            entry
            async for entry in self.current.entries()
            if (not kinds or isinstance(entry.event, kinds))
            and all(getattr(entry.event, name, None) == members[name] for name in members)
        ]

    async def events(self, *kinds: type[Event], **members: Any) -> list[Any]:
        """Return the events of `entries`."""
        return [entry.event for entry in await self.entries(*kinds, **members)]

    async def settle(self) -> None:
        """Let every plugin look at all there is, and what it does about it be done.

        One that fails, hangs or is parked is not waited for: let time pass by the clock.
        """
        quiet, before, patient_until = 0, None, time.monotonic() + PATIENCE_S
        while quiet < QUIET:
            entries = [entry async for entry in self.current.entries()]
            lags = [*self._lags(entries[-1].position), *self._lags_outside(entries)]
            standing = (entries[-1].position, *lags)
            if standing != before:
                quiet, patient_until = 0, time.monotonic() + PATIENCE_S
            quiet += 1
            if any(lags) and time.monotonic() < patient_until:
                quiet = 0
            before = standing
            await asyncio.sleep(0)

    def _lags(self, head: int) -> list[int]:
        """Return how far each plugin is behind; one that fails is not waited for."""
        observers = self.current.observers
        failing = {each.plugin for each in observers.health.standing() if each.problem}
        progress = observers.progress.items()
        return [0 if name in failing else head - each.cursor for name, each in progress]

    def _lags_outside(self, entries: Iterable[Entry]) -> list[int]:
        """Return how many of their events those outside have not seen; of others nobody tells."""
        found = []
        for process, topics in self.outside:
            cursor = 0 if process.observer is None else process.observer.progress.cursor
            behind = [topic_of(each.event) for each in entries if each.position > cursor]
            found.append(sum(any(each.matches(topic) for each in topics) for topic in behind))
        return found

    async def replayed(self) -> str:
        """Return the fingerprint of the state that the log leads to without any plugin.

        Raises:
            AssertionError: It is not the state that the center has.
        """
        rebuilt = fingerprint(replay([entry async for entry in self.current.entries()]))
        live = await self.current.state_hash()
        assert rebuilt == live, f"without plugins the log leads to {rebuilt}, but here is {live}"
        return rebuilt


def tables_of(plugins: Iterable[Plugin], settings: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return the tables of a center: the stage's own, with others in place of some."""
    tables = {**SHOP, **(settings or {})}
    unknown = set(tables.get("plugins", {})) - {each.name for each in plugins}
    assert not unknown, f"only the plugins that are given are enabled, not {sorted(unknown)}"
    return tables
