"""A center with one plugin that misbehaves and one that does not, and a customer meanwhile."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Iterable, Mapping
from types import ModuleType
from typing import Any

import msgspec

from ccsdk import ContactCenter
from ccsdk.hooks import Capabilities, Channel, Committed, Contribution, Plugin, QueryHandler
from ccsdk.hooks.specs import hookimpl
from ccsdk.model.command import AcceptOffer, LogIn, ReceiveInteraction, SetReady
from ccsdk.model.event import InteractionReceived, OfferMade
from ccsdk.model.request import PluginQuestion
from ccsdk.plugins.health import PluginState
from ccsdk.testing.clock import VirtualClock
from tests.integration.fault_table import CULPRIT
from tests.journal import Journal

__all__ = ["HOME", "STEP_MS", "WELL", "Nothing", "Scene", "plugin_of", "tables"]

WELL = "well"
HOME = "tests.integration.culprit"
STEP_MS = 100
TOPIC = "interaction.*.InteractionReceived"
# What is told among the plugins, too, by `ccsdk plugins list` and the desk.
SHOWN = (
    "hook.failed",
    "observer.failed",
    "plugin.app_failed",
    "plugin.blocks",
    "plugin.off",
    "plugin.struck",
)
# Real seconds that anything may take on a busy machine.
PATIENCE_S = 20.0


class Nothing(msgspec.Struct):
    """Ask nothing, answer nothing."""

    text: str = ""


def tables(**changed: Any) -> dict[str, Any]:
    """Return a shop whose one agent has room for a few chats."""
    return {
        "channels": {"chat": {"weight": 5}},
        "queues": {"sales": changed.get("queue", {})},
        "agents": {
            "mei": {"queues": ["sales"], "chats": 16},
            **{f"a{n}": {"queues": ["sales"]} for n in range(8)},
        },
        "supervisors": {"ada": {}},
        "accounts": {"web": {"channel": "chat", "queues": ["sales"], **changed.get("account", {})}},
    }


def plugin_of(
    name: str,
    members: Mapping[str, Callable[..., Any]],
    contributions: Callable[[], Iterable[Contribution]] = tuple,
    register: Callable[..., Any] | None = None,
) -> Plugin:
    """Return a plugin with these hooks and contributions, in a package of its own."""

    def contribute(self: object) -> Iterable[Contribution]:
        return contributions()

    hooks = {"register": register or contribute, **members}
    made = type(name.title(), (), {hook: hookimpl(work) for hook, work in hooks.items()})
    module = ModuleType(f"{HOME if name == CULPRIT else f'plugin_{name}'}.implementation")
    if name != CULPRIT:
        sys.modules[module.__name__] = module
    else:
        module = sys.modules[module.__name__]
    setattr(module, made.__name__, made)
    return Plugin(
        name=name,
        summary="Takes part in a test.",
        implementation=f"{module.__name__}:{made.__name__}",
        capabilities=Capabilities(
            topics=(TOPIC,) if {"on_event", "start"} & set(members) else (),
            commands=("SetCapacity",),
        ),
    )


class _Well:
    """Hold what the good plugin has seen; it observes and answers, whatever the other does."""

    def __init__(self) -> None:
        self.seen: list[str] = []

    def plugin(
        self, hooks: Mapping[str, Callable[..., Any]], contributions: Iterable[Contribution]
    ) -> Plugin:
        async def on_event(self_: object, event: Any) -> None:
            if isinstance(event, Committed) and isinstance(event.event, InteractionReceived):
                self.seen.append(event.event.interaction)

        async def answer() -> Nothing:
            return Nothing(text="well")

        handler = QueryHandler(name="well.v1", request=Nothing, answer=Nothing, handle=answer)
        chat = Channel(kind="chat", capacity_class="chat")
        given = [chat, handler, *contributions]
        return plugin_of(WELL, {**hooks, "on_event": on_event}, lambda: given)


class Scene:
    """Run a center on a clock that stands still, and look after its customers."""

    def __init__(self, journal: Journal) -> None:
        self.journal = journal
        self.clock = VirtualClock()
        self.well = _Well()
        self.center: ContactCenter = None  # type: ignore[assignment]
        self.waits_ms: list[int] = []

    def open(
        self,
        culprit: Plugin,
        *,
        hooks: Mapping[str, Callable[..., Any]],
        contributions: Iterable[Contribution],
        source: Mapping[str, Any],
    ) -> ContactCenter:
        """Return the center, not yet open."""
        plugins = [culprit, self.well.plugin(hooks, contributions)]
        self.center = ContactCenter.in_memory(source, plugins=plugins, clock=self.clock)
        return self.center

    async def work(self) -> None:
        """Have the agent at work."""
        for command in (LogIn, SetReady):
            await self.center.agent("mei").ask(command)

    async def customer(self, *, bound_ms: int, number: int = 1) -> None:
        """Let a customer come, and see that they are offered within the bound."""
        visitor = self.center.visitor("web", f"otto-{number}")
        receipt = await visitor.ask(ReceiveInteraction, text="Hello")
        interaction = receipt.answer.interaction
        assert interaction is not None
        came_ms = self.clock.monotonic_ms()

        while not (offer := await self._offer(interaction)):
            assert self.clock.monotonic_ms() - came_ms < bound_ms, "no Offer within its bound"
            await self.pass_time(STEP_MS)
        self.waits_ms.append(self.clock.monotonic_ms() - came_ms)
        await self.center.agent("mei").ask(AcceptOffer, offer=offer)

    async def _offer(self, interaction: str) -> str | None:
        made = await self.events(OfferMade)
        return next((each.offer for each in made if each.interaction == interaction), None)

    async def events(self, kind: type[Any]) -> list[Any]:
        """Return the events of one type that are on disk."""
        return [e.event async for e in self.center.entries() if isinstance(e.event, kind)]

    async def pass_time(self, ms: int) -> None:
        """Let time pass, and everybody have their turn in it."""
        for _ in range(20):
            await asyncio.sleep(0)
        await self.clock.advance(ms)

    async def until(self, condition: Callable[[], bool], *, ms: int = 0) -> None:
        """Wait until something holds; let time pass besides, up to a bound."""
        left_ms = ms
        async with asyncio.timeout(PATIENCE_S):
            while not condition():
                if left_ms > 0:
                    left_ms -= STEP_MS
                    await self.pass_time(STEP_MS)
                # Threads have their turn, too, now and then.
                is_turn = left_ms <= 0 or left_ms % (10 * STEP_MS) == 0
                await asyncio.sleep(0.001 if is_turn else 0)

    async def others_are_well(self) -> None:
        """See that the good plugin has seen every customer, and answers."""
        came = [each.interaction for each in await self.events(InteractionReceived)]
        await self.until(lambda: self.well.seen == came)
        principal = self.center.agent("mei").principal
        answer = await self.center.ask(principal, PluginQuestion(name="well.v1"))
        assert answer == {"text": "well"}

    def is_named(self, event: str | None) -> bool:
        """Return whether whoever looks finds the culprit: in the log, and among the plugins."""
        if event is None:
            return True
        standing = {each.plugin: each.state for each in self.center.observers.health.standing()}
        is_well = standing[CULPRIT] is PluginState.OK
        return self.named(event) and not (event in SHOWN and is_well)

    def named(self, event: str) -> bool:
        """Return whether the log names the culprit in a line of this event."""
        lines = self.journal.of(event)
        if event == "observer.failed":
            # Who is late with `start` is told by another word.
            lines += self.journal.of("observer.not_ready")
        return any(
            line.get("plugin") == CULPRIT or f"'{CULPRIT}'" in str(line.get("problem"))
            for line in lines
        )
