"""One plugin in its own process: the same code, over the bus instead of beside the center.

What observes does so behind a cursor in a store of its own, as in the center; only what it
reads comes by a subscription, and its commands go by the bus, with the same keys. What it is
asked is called as the center calls it, isolated and within the time that is left. What has to
be in the center's process is refused, all of it by name.

Nothing here decides when to give up: a center that is away is waited for. The end comes with
what no patience helps, such as a token that is void.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, get_type_hints

import attrs
import msgspec
import structlog

from ccsdk.center.clock import SystemClock
from ccsdk.center.files import plugin_path
from ccsdk.center.handlers import Handlers
from ccsdk.client.bus import BusClient
from ccsdk.client.keeper import Token
from ccsdk.client.refusal import is_final
from ccsdk.client.remote_log import RemoteLog
from ccsdk.errors import (
    CommandRejectedError,
    ConfigurationError,
    ConnectionRefusedByServerError,
    DrainingError,
    HookFailedError,
    RequestRefusedError,
)
from ccsdk.hooks import specs
from ccsdk.hooks.command_line import CliGroup
from ccsdk.hooks.contributions import Channel, Contribution
from ccsdk.hooks.inbound import Inbound
from ccsdk.hooks.manifest import Plugin
from ccsdk.hooks.ports import Clock
from ccsdk.hooks.profile import Attribute
from ccsdk.hooks.query import Deadline
from ccsdk.hooks.requests import QueryHandler
from ccsdk.hooks.specs import QUERIES
from ccsdk.log.plugin import SqlitePluginStore
from ccsdk.model.entry import Answer
from ccsdk.model.principal import Principal, Role
from ccsdk.model.request import PluginQuestion, Question, Receipt, ReceiveQuestion, Submission
from ccsdk.plugins.caller import Caller
from ccsdk.plugins.candidate import Candidate
from ccsdk.plugins.egress import EgressGate
from ccsdk.plugins.egress_settings import EgressSettings
from ccsdk.plugins.health import PluginHealth
from ccsdk.plugins.host import PluginHost
from ccsdk.plugins.life import PluginLife
from ccsdk.plugins.observer import Observer
from ccsdk.plugins.observing import lives_of
from ccsdk.plugins.remote import IN_PROCESS_ONLY
from ccsdk.plugins.starting import start_plugins
from ccsdk.wire.codec import parse_position
from ccsdk.wire.frames import Asked, HandlerInfo, PluginInfo, Refusal, Reply, Welcome

__all__ = ["PluginProcess", "unfit"]

# Below the time that a delivery has, so that a center that is away is not the plugin's fault.
SUBMIT_S = 10.0
REASON_LENGTH_MAX = 500
# Nobody told where the log ends: a cursor beyond it is found by the subscription.
_ANYWHERE = 2**62
# What a plugin may contribute from its own process; everything else is code that has to be here.
_ELSEWHERE = (Attribute, Channel, CliGroup, QueryHandler)

_log = structlog.get_logger("ccsdk.plugins")


class PluginProcess:
    """Run one plugin outside of its center's process.

    Args:
        manifest: The plugin's.
        url: Of the center's bus, `ws://` or `wss://`, ending in `/bus`.
        token: The plugin's, or what returns it afresh.
        config: Its settings.
        data: The folder of its store; None keeps it in memory.
        clock: Tells the time; the machine's by default.
        egress: Where it may go besides public hosts by TLS.
    """

    def __init__(
        self,
        manifest: Plugin,
        *,
        url: str,
        token: Token,
        config: Any = None,
        data: Path | None = None,
        clock: Clock | None = None,
        egress: EgressSettings | None = None,
    ) -> None:
        self._manifest = manifest
        self._url = url
        self._token = token
        self._config = config
        self._data = data
        self._clock = clock or SystemClock()
        self._egress = egress or EgressSettings()
        self._bus: BusClient | None = None
        self.observer: Observer | None = None
        self.is_ready = asyncio.Event()
        self.welcome: Welcome | None = None

    async def run(self) -> None:
        """Run until cancelled.

        Raises:
            ConnectionRefusedByServerError: The center will not have it, or no longer.
            ConfigurationError: The token or the store is another's, or it cannot run here.
            PluginLoadError: It cannot be imported, or does not register.
        """
        self.welcome = welcome = await self._introduction()
        host = self._start(welcome.principal.center)
        health = PluginHealth(self._clock, host.names)
        caller = Caller(self._clock, host, health)
        answering = _Answering(host, caller, self._clock)
        self._bus = BusClient(
            self._url,
            self._token,
            session=f"se_plugin-{self._manifest.name}",
            name=self._manifest.name,
            plugin=_info(self._manifest, host, answering),
            answer=answering.answer,
        )
        host.reach.ask, host.reach.receive = self._ask, self._receive
        try:
            async with self._bus:
                await self._work(self._bus, host, welcome.epoch, health)
        finally:
            caller.close()

    async def _introduction(self) -> Welcome:
        """Find out which center this is: plugins are told its name when they register."""
        bus = await self._reached()
        await bus.close()
        assert bus.welcome is not None, "it was connected"
        whose = bus.welcome.principal.id
        if whose != f"plugin:{self._manifest.name}":
            problem = f"is the token of {whose}, not of plugin {self._manifest.name!r}"
            raise ConfigurationError(path="--token-file", problem=problem)
        return bus.welcome

    async def _reached(self) -> BusClient:
        """Return a client that is connected, however long that takes."""
        while True:
            bus = BusClient(self._url, self._token, name=self._manifest.name)
            try:
                await bus.connect()
            except ConnectionRefusedByServerError as error:
                if is_final(error.close_code):
                    raise
                _log.warning("plugin.center_away", problem=str(error))
            else:
                return bus

    def _start(self, center: str) -> PluginHost:
        candidate = Candidate(manifest=self._manifest, config=self._config, is_required=True)
        host = start_plugins([candidate], center=center)
        if parts := unfit(host):
            problem = f"has to be in the center's process: {', '.join(parts)}"
            raise ConfigurationError(path=f"plugins.{self._manifest.name}", problem=problem)
        host.open_gate(EgressGate(self._egress, self._clock))
        return host

    async def _work(
        self, bus: BusClient, host: PluginHost, epoch: str, health: PluginHealth
    ) -> None:
        (part,) = lives_of(host)
        context = part.context
        log = RemoteLog(bus, context.capabilities.topics)
        path = self._data and plugin_path(self._data, context.name)
        life = PluginLife(
            part,
            store=SqlitePluginStore(path, context.migrations),
            read=log.read,
            submit=self._submit,
            clock=self._clock,
            health=health,
        )
        log.reader = self.observer = life.observer
        tasks = [asyncio.create_task(bus.wait_ended())]
        if part.is_observing:
            tasks.append(asyncio.create_task(log.follow(epoch)))
        life.begin(epoch=epoch, head=_ANYWHERE)
        self.is_ready.set()
        try:
            await _first_failure(tasks)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await life.end()

    async def _submit(self, submission: Submission) -> Receipt:
        """Give a command over the bus.

        Raises:
            DrainingError: The center is away; the same key makes it one command later.
        """
        assert self._bus is not None, "who commands is at work"
        try:
            async with asyncio.timeout(SUBMIT_S):
                receipt = await self._bus.command(
                    submission.type,
                    submission.data,
                    personal=submission.personal,
                    key=submission.key,
                )
        except TimeoutError as error:
            raise DrainingError from error
        return Receipt(
            answer=msgspec.convert(receipt.ok, Answer),
            position=parse_position(receipt.cursor),
            is_replayed=receipt.is_replayed,
        )

    async def _receive(self, plugin: str, inbound: Inbound) -> Receipt:
        """Hand over what a provider delivered.

        Raises:
            DrainingError: The center is away; delivered again it is the same message.
        """
        assert self._bus is not None, "who receives is at work"
        told = attrs.asdict(inbound, filter=lambda _, value: value is not None)
        try:
            async with asyncio.timeout(SUBMIT_S):
                answer = await self._bus.request(ReceiveQuestion.method, told)
        except TimeoutError as error:
            raise DrainingError from error
        return msgspec.convert(answer, Receipt)

    async def _ask(self, principal: Principal, question: Question) -> dict[str, Any]:
        assert self._bus is not None, "who asks is at work"
        if isinstance(question, PluginQuestion):
            return await self._bus.request(question.name, question.data)
        given = msgspec.to_builtins(question)
        data = {name: value for name, value in given.items() if value is not None}
        return await self._bus.request(question.method, data)


class _Answering:
    """Answer what the center asks, by the code that answers in the center's process."""

    def __init__(self, host: PluginHost, caller: Caller, clock: Clock) -> None:
        self._caller = caller
        self._clock = clock
        self._hooks = {hook: found[0] for hook in QUERIES if (found := host.implementations(hook))}
        # Who may read what was asked before the question came here.
        self._handlers = Handlers(host, caller, _anybody)

    @property
    def hooks(self) -> tuple[str, ...]:
        """Return the hooks that the plugin answers."""
        return tuple(self._hooks)

    async def answer(self, asked: Asked) -> Reply:
        """Return the answer, or why there is none; never raises."""
        try:
            ok = await self._answered(asked)
        except (CommandRejectedError, RequestRefusedError) as error:
            return _refusal(asked, error.code, str(error))
        except HookFailedError as failure:
            return _refusal(asked, failure.kind, failure.problem)
        except msgspec.ValidationError as error:
            return _refusal(asked, "bad_request", str(error))
        except Exception as error:
            _log.exception("plugin.answer_failed", method=asked.method)
            return _refusal(asked, "internal", type(error).__name__)
        return Reply(id=asked.id, ok=ok)

    async def _answered(self, asked: Asked) -> dict[str, Any]:
        implementation = self._hooks.get(asked.method)
        if implementation is None:
            return await self._handled(asked)
        deadline = Deadline(self._clock, self._clock.monotonic_ms() + asked.deadline_ms)
        hints = get_type_hints(getattr(specs, asked.method))
        arguments = {
            name: msgspec.convert(value, hints[name])
            for name, value in asked.data.items()
            # A newer center may say more.
            if name in hints
        }
        query = QUERIES[asked.method]
        answer = await self._caller.ask(query, implementation, arguments, deadline)
        return {"answer": msgspec.to_builtins(answer)}

    async def _handled(self, asked: Asked) -> dict[str, Any]:
        who = asked.data["asker"]
        principal = Principal(id=who["id"], role=Role(who["role"]))
        question = PluginQuestion(name=asked.method, data=asked.data["request"])
        return await self._handlers.answer(principal, question)


def unfit(host: PluginHost) -> list[str]:
    """Return what of a plugin has to be in the center's process, in words."""
    found = [
        _in_words(each)
        for _, each in host.contributions(Contribution)
        if not isinstance(each, _ELSEWHERE)
    ]
    return found + [hook for hook in sorted(IN_PROCESS_ONLY) if host.implementations(hook)]


def _in_words(contribution: Contribution) -> str:
    name = getattr(contribution, "name", None) or getattr(contribution, "tag", None)
    return f"{type(contribution).__name__} {name!r}" if name else type(contribution).__name__


def _info(manifest: Plugin, host: PluginHost, answering: _Answering) -> PluginInfo:
    handlers = [
        HandlerInfo(
            name=each.name,
            timeout_ms=each.timeout_ms,
            roles=tuple(role.value for role in each.roles),  # type: ignore[misc]
        )
        for _, each in host.contributions(QueryHandler)
    ]
    return PluginInfo(
        name=manifest.name,
        version=_version(manifest),
        hooks=answering.hooks,
        handlers=tuple(handlers),
    )


def _version(manifest: Plugin) -> str:
    """Return the version of the distribution that a plugin came with, if it did."""
    try:
        return version(f"ccsdk-{manifest.name}")
    except PackageNotFoundError:
        return ""


async def _anybody(principal: Principal, interaction: str) -> None:
    """Let everybody read."""


def _refusal(asked: Asked, code: str, reason: str) -> Reply:
    return Reply(id=asked.id, err=Refusal(code=code, reason=reason[:REASON_LENGTH_MAX]))


async def _first_failure(tasks: Sequence[asyncio.Task[None]]) -> None:
    """Wait for the first that ends by an error; an observer that is parked just ends."""
    waiting = set(tasks)
    while waiting:
        done, waiting = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
