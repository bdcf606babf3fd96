"""Must show: a plugin beside the center and in its own process leads to the same log."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from typing import Any

import attrs
import msgspec
import pytest

from ccsdk.errors import CcsdkError, InvalidTransitionError
from ccsdk.hooks import (
    AlarmDue,
    Capabilities,
    Committed,
    ObserverContext,
    Plugin,
    QueryHandler,
    hookimpl,
)
from ccsdk.model.command import (
    DeclineOffer,
    LogIn,
    ReceiveInteraction,
    SetCapacity,
    SetReady,
    SetSkills,
)
from ccsdk.model.event import OfferDeclined
from ccsdk.model.principal import Principal, Role
from ccsdk.model.request import PluginQuestion
from ccsdk_wellbeing import plugin as wellbeing
from ccsdk_wellbeing.implementation import Wellbeing
from ccsdk_wellbeing.settings import HeavySettings, RampSettings, WellbeingSettings
from tests.integration.remote_scene import Scene, beside, in_own_process

pytestmark = pytest.mark.integration

MINUTE_MS = 60_000
ADA = Principal(id="ada", role=Role.SUPERVISOR, center="center")
LUCIA = Principal(id="lucia", role=Role.AGENT, center="center")
STARTED = date(2026, 1, 5) - timedelta(days=13)
SHOP = {
    "queues": {"care": {"wrap_up": "1s"}},
    "agents": {
        "lucia": {"queues": ["care"], "skills": {"damage": 4, "oak": 3}, "chats": 3},
        "mei": {"queues": ["care"], "chats": 2},
    },
    "supervisors": {"ada": {}},
    "accounts": {"web": {"channel": "chat", "queues": ["care"]}},
}
CONFIG = WellbeingSettings(
    started={"mei": STARTED},
    ramp=RampSettings(slots={"chat": (1, 1)}),
    heavy=HeavySettings(queues=("care",), in_a_row=2, rest_ms=1_200_000, slots={"chat": 1}),
)


class Configured:
    """Be the plugin, with its settings in hand.

    The log notes by what settings the center's plugins run, and those of one elsewhere the
    center does not know: here they are neither here nor there.
    """

    def __init__(self) -> None:
        self._own = Wellbeing()

    @hookimpl
    async def start(self, ctx: Any) -> None:
        await self._own.start(Told(ctx))

    @hookimpl
    async def on_event(self, ctx: Any, event: Committed | AlarmDue) -> None:
        await self._own.on_event(Told(ctx), event)


class Told:
    """Give a context with other settings."""

    config = CONFIG

    def __init__(self, ctx: Any) -> None:
        self._ctx = ctx

    def __getattr__(self, name: str) -> Any:
        return getattr(self._ctx, name)


WELLBEING = attrs.evolve(wellbeing, implementation=Configured, settings=None)


async def day(scene: Scene) -> None:
    """Work hard, rest, be overruled, and let a ramp end."""
    await scene.ask("lucia", LogIn)
    await scene.ask("lucia", SetReady)
    await scene.talk("anna", "lucia")
    await scene.talk("boris", "lucia")
    await scene.pass_time(21 * MINUTE_MS)
    await scene.ask("ada", SetCapacity, agent="lucia", slots={"chat": 2})
    await scene.ask("ada", SetSkills, agent="lucia", skills={"oak": 1})
    await scene.ask("ada", SetCapacity, agent="lucia", slots={})
    await scene.pass_time(20 * MINUTE_MS)


async def both(
    plugin: Plugin,
    work: Callable[[Scene], Awaitable[None]],
) -> tuple[list[bytes], list[bytes]]:
    async with beside(SHOP, plugin) as scene:
        await work(scene)
        inside = await scene.log()
    async with in_own_process(SHOP, plugin) as scene:
        await work(scene)
        outside = await scene.log()
    return inside, outside


def test_wellbeing_leads_to_the_same_log_beside_the_center_and_in_its_own_process() -> None:
    inside, outside = asyncio.run(asyncio.wait_for(both(WELLBEING, day), 50))

    commands = [line for line in inside if b'"principal":"plugin:wellbeing"' in line]
    assert len(commands) >= 4
    assert outside == inside


class Asked(msgspec.Struct, kw_only=True):
    interaction: str


class Answer(msgspec.Struct, kw_only=True):
    declined: int
    texts: tuple[str, ...]
    asker: str


class Breather:
    """Give whom declines less to do for a while, and tell how often an Interaction was declined."""

    def __init__(self) -> None:
        self.declined: dict[str, int] = {}

    @hookimpl
    def register(self) -> list[QueryHandler]:
        return [
            QueryHandler(name="declined.v1", request=Asked, answer=Answer, handle=self.tell),
            QueryHandler(name="refusing.v1", request=Asked, answer=Answer, handle=self.refuse),
        ]

    async def tell(self, ctx: Any, asker: Principal, request: Asked) -> Answer:
        history = await ctx.ask("history.v1", {"interaction": request.interaction})
        texts = [each.get("personal", {}).get("text") for each in history["items"]]
        return Answer(
            declined=self.declined.get(request.interaction, 0),
            texts=tuple(text for text in texts if text),
            asker=asker.id,
        )

    async def refuse(self) -> Answer:
        raise InvalidTransitionError(entity="interaction", state="closed", command="declined.v1")

    @hookimpl
    async def on_event(self, ctx: ObserverContext, event: Committed | AlarmDue) -> None:
        if isinstance(event, AlarmDue):
            await ctx.command(SetCapacity(agent=event.name, slots={}))
        elif isinstance(event.event, OfferDeclined):
            declined, agent = event.event.interaction, event.event.agent
            self.declined[declined] = self.declined.get(declined, 0) + 1
            await ctx.storage.put(agent, event.at_ms)
            await ctx.command(SetCapacity(agent=agent, slots={"chat": 1}))
            await ctx.alarms.set(agent, event.at_ms + 10 * MINUTE_MS)


BREATHER = Plugin(
    name="breather",
    summary="Test.",
    implementation=Breather,
    capabilities=Capabilities(
        topics=("interaction.*.>",), commands=("SetCapacity",), personal=("text",)
    ),
)


async def asked(scene: Scene, method: str) -> list[Any]:
    """Return what a Supervisor, and an Agent whom it is none of their business, are told."""
    interaction = (await scene.offers())[-1].interaction
    found: list[Any] = []
    for principal in (ADA, LUCIA):
        question = PluginQuestion(name=method, data={"interaction": interaction})
        try:
            found.append(await scene.center.ask(principal, question))
        except CcsdkError as error:
            found.append((error.code, str(error)))
    return found


def test_a_plugin_with_alarms_and_methods_does_and_says_the_same_in_both() -> None:
    said: list[Any] = []

    async def work(scene: Scene) -> None:
        await scene.ask("lucia", LogIn)
        await scene.ask("lucia", SetReady)
        await scene.center.visitor("web", "anna").ask(ReceiveInteraction, text="My chair broke")
        await scene.settle()
        await scene.ask("lucia", DeclineOffer, offer=(await scene.offers())[-1].offer)
        said.append([await asked(scene, name) for name in ("declined.v1", "refusing.v1")])
        await scene.pass_time(11 * MINUTE_MS)

    inside, outside = asyncio.run(asyncio.wait_for(both(BREATHER, work), 50))

    commands = [line for line in inside if b'"principal":"plugin:breather"' in line]
    assert len(commands) == 2
    assert outside == inside
    (told, refused), elsewhere = said
    assert told[0] == {"declined": 1, "texts": ["My chair broke"], "asker": "ada"}
    assert told[1][0] == "not_found"
    assert refused[0][0] == "conflict"
    assert [elsewhere[0], elsewhere[1][0][0]] == [told, "conflict"]
