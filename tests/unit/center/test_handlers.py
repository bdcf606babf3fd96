"""What a plugin answers is asked like what the center answers: checked, bounded, by grant."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import attrs
import msgspec
import pytest
from structlog.testing import capture_logs

from ccsdk import ContactCenter
from ccsdk.center.handlers import ANSWER_BYTES_MAX
from ccsdk.errors import (
    AnswerUnavailableError,
    InvalidRequestError,
    UnknownEntityError,
    UnsupportedError,
)
from ccsdk.hooks import Capabilities, Plugin, QueryHandler, hookimpl
from ccsdk.hooks.requests import Handle
from ccsdk.model.command import AcceptOffer, LogIn, ReceiveInteraction, SetReady
from ccsdk.model.principal import Principal, Role
from ccsdk.model.request import PluginQuestion
from ccsdk.plugins.caller import IN_HAND_MAX
from ccsdk.testing.clock import VirtualClock

SHOP = {
    "queues": {"sales": {}},
    "agents": {"mei": {"queues": ["sales"]}, "bo": {"queues": []}},
    "supervisors": {"rita": {}},
    "accounts": {"web": {"channel": "chat", "queues": ["sales"]}},
    "plugins": {"chat": {}},
}


class Order(msgspec.Struct, kw_only=True):
    number: int
    note: str = ""


class About(msgspec.Struct, kw_only=True):
    interaction: str


class State(msgspec.Struct, kw_only=True):
    state: str
    by: str = ""


async def look_up(ctx: Any, asker: Principal, request: Order) -> State:
    return State(state=f"order {request.number} is on its way", by=f"{ctx.name} to {asker.id}")


ORDERS = QueryHandler(name="orders.v1", request=Order, answer=State, handle=look_up)


def answering(
    handler: QueryHandler, name: str = "acme", capabilities: Capabilities | None = None
) -> Plugin:
    class Acme:
        @hookimpl
        def register(self) -> list[QueryHandler]:
            return [handler]

    return Plugin(
        name=name,
        summary="Knows the orders.",
        implementation=Acme,
        capabilities=capabilities or Capabilities(),
    )


class Desk:
    """Ask a center with one plugin, or a few, as whoever."""

    def __init__(self, center: ContactCenter, clock: VirtualClock) -> None:
        self.center = center
        self.clock = clock

    async def ask(self, method: str, data: dict[str, Any], who: str = "mei") -> dict[str, Any]:
        principal = self.center.agent(who).principal
        return await self.center.ask(principal, PluginQuestion(name=method, data=data))

    async def interaction_of_mei(self) -> str:
        mei = self.center.agent("mei")
        await mei.ask(LogIn)
        await mei.ask(SetReady)
        received = await self.center.visitor("web", "otto").ask(ReceiveInteraction, text="Hi, mei")
        offers = [e.event async for e in self.center.entries() if hasattr(e.event, "offer")]
        await mei.ask(AcceptOffer, offer=offers[0].offer)
        return str(msgspec.to_builtins(received.answer)["interaction"])


def run(scene: Callable[[Desk], Any], *plugins: Plugin) -> None:
    async def play() -> None:
        clock = VirtualClock()
        async with ContactCenter.in_memory(SHOP, plugins=plugins, clock=clock) as center:
            await scene(Desk(center, clock))

    asyncio.run(play())


def test_a_plugin_answers_a_method_of_its_own() -> None:
    async def scene(desk: Desk) -> None:
        answer = await desk.ask("orders.v1", {"number": 7})

        assert answer == {"state": "order 7 is on its way", "by": "acme to mei"}

    run(scene, answering(ORDERS))


def test_a_method_that_nobody_answers_is_unsupported() -> None:
    async def scene(desk: Desk) -> None:
        with pytest.raises(UnsupportedError, match=r"no method 'orders\.v2'"):
            await desk.ask("orders.v2", {})

    run(scene, answering(ORDERS))


def test_a_method_is_not_there_for_a_role_that_it_does_not_name() -> None:
    async def scene(desk: Desk) -> None:
        with pytest.raises(UnsupportedError, match=r"no method 'orders\.v1'"):
            await desk.ask("orders.v1", {"number": 7})
        assert (await desk.ask("orders.v1", {"number": 7}, who="rita"))["by"] == "acme to rita"

    run(scene, answering(attrs.evolve(ORDERS, roles=(Role.SUPERVISOR,))))


@pytest.mark.parametrize(
    ("data", "path"),
    [
        ({}, "data"),
        ({"number": "7"}, "data.number"),
        ({"number": 7, "customer": "cu_1"}, "data.customer"),
    ],
)
def test_what_is_asked_is_checked_before_the_plugin_sees_it(data: Any, path: str) -> None:
    async def scene(desk: Desk) -> None:
        with pytest.raises(InvalidRequestError) as caught:
            await desk.ask("orders.v1", data)

        assert caught.value.path == path

    run(scene, answering(ORDERS))


def test_who_may_not_read_an_interaction_cannot_ask_about_it() -> None:
    asked: list[str] = []

    async def tell(request: About) -> State:
        asked.append(request.interaction)
        return State(state="known")

    async def scene(desk: Desk) -> None:
        about = {"interaction": await desk.interaction_of_mei()}
        for who in ("bo", "mei"):
            if who == "bo":
                with pytest.raises(UnknownEntityError):
                    await desk.ask("about.v1", about, who=who)
            else:
                assert await desk.ask("about.v1", about, who=who) == {"state": "known", "by": ""}
        with pytest.raises(UnknownEntityError):
            await desk.ask("about.v1", {"interaction": "in_999"})

        assert asked == [about["interaction"]]

    handler = QueryHandler(name="about.v1", request=About, answer=State, handle=tell)
    run(scene, answering(handler))


async def raises(request: Order) -> State:
    raise ValueError("postgres://shop:hunter2@db")


async def leaves(request: Order) -> State:
    raise SystemExit(3)


async def lies(request: Order) -> Any:
    return {"state": "a mapping is no State"}


async def lies_inside(request: Order) -> State:
    return State(state=7)  # type: ignore[arg-type]


async def says_nothing(request: Order) -> Any:
    return None


async def floods(request: Order) -> State:
    return State(state="x" * 10_000_000)


async def floods_in_json(request: Order) -> State:
    return State(state='"' * (ANSWER_BYTES_MAX * 2 // 3))


def raises_on_a_thread(request: Order) -> State:
    raise ValueError("hunter2")


@pytest.mark.parametrize(
    "handle",
    [
        raises,
        leaves,
        lies,
        lies_inside,
        says_nothing,
        floods,
        floods_in_json,
        raises_on_a_thread,
    ],
)
def test_a_failure_is_an_error_to_try_again_on_with_the_logs_reference(handle: Handle) -> None:
    async def scene(desk: Desk) -> None:
        with capture_logs() as logs, pytest.raises(AnswerUnavailableError) as caught:
            await desk.ask("orders.v1", {"number": 7})

        assert caught.value.is_retryable
        assert "hunter2" not in str(caught.value)
        (told,) = [each for each in logs if each["event"] == "handler.failed"]
        assert told["ref"] == caught.value.ref
        assert "plugin 'acme' failed at orders.v1" in told["problem"]

    run(scene, answering(attrs.evolve(ORDERS, handle=handle)))


def test_who_hangs_is_waited_for_no_longer_than_it_declares() -> None:
    async def hangs(request: Order) -> State:
        await asyncio.Event().wait()
        raise AssertionError

    async def scene(desk: Desk) -> None:
        asking = asyncio.ensure_future(desk.ask("orders.v1", {"number": 7}))
        await desk.clock.advance(299)
        assert not asking.done()
        await desk.clock.advance(1)
        with pytest.raises(AnswerUnavailableError):
            await asking

    run(scene, answering(attrs.evolve(ORDERS, handle=hangs, timeout_ms=300)))


def test_a_refusal_is_an_answer_in_the_plugins_words_however_often() -> None:
    async def refuses(request: Order) -> State:
        raise UnknownEntityError(kind="order", id=str(request.number))

    def refuses_on_a_thread(request: Order) -> State:
        raise UnknownEntityError(kind="order", id=str(request.number))

    async def scene(desk: Desk) -> None:
        for _ in range(5):
            with pytest.raises(UnknownEntityError, match="there is no order '7'"):
                await desk.ask("orders.v1", {"number": 7})

    for handle in (refuses, refuses_on_a_thread):
        run(scene, answering(attrs.evolve(ORDERS, handle=handle)))


def test_a_plugin_asks_as_itself_and_sees_the_topics_that_it_declares() -> None:
    async def relay(ctx: Any, request: About) -> State:
        history = await ctx.ask("history.v1", {"interaction": request.interaction})
        return State(state=str(len(history["items"]) > 0))

    relaying = QueryHandler(name="relay.v1", request=About, answer=State, handle=relay)

    async def scene(desk: Desk) -> None:
        about = {"interaction": await desk.interaction_of_mei()}
        if is_declared:
            assert await desk.ask("relay.v1", about) == {"state": "True", "by": ""}
        else:
            with pytest.raises(UnknownEntityError):
                await desk.ask("relay.v1", about)

    for is_declared in (True, False):
        topics = ("interaction.*.>",) if is_declared else ()
        run(scene, answering(relaying, capabilities=Capabilities(topics=topics)))


def test_a_plugin_asks_another_one_that_lets_it() -> None:
    async def relay(ctx: Any) -> State:
        return msgspec.convert(await ctx.ask("orders.v1", {"number": 8}), State)

    relaying = QueryHandler(name="relay.v1", request=Order, answer=State, handle=relay)

    async def scene(desk: Desk) -> None:
        answer = await desk.ask("relay.v1", {"number": 1})

        assert answer["by"] == "acme to plugin:relay"

    orders = attrs.evolve(ORDERS, roles=(Role.PLUGIN,))
    run(scene, answering(orders), answering(relaying, name="relay"))


def test_asking_before_there_is_a_center_says_when_to() -> None:
    class Early:
        @hookimpl
        def register(self, ctx: Any) -> list[QueryHandler]:
            asyncio.run(ctx.ask("history.v1", {"interaction": "in_1"}))
            return []

    early = Plugin(name="early", summary="Asks too early.", implementation=Early)
    center = ContactCenter.in_memory({}, plugins=[early])

    (warning,) = center._host.warnings
    assert "the center is not open" in str(warning)


def test_a_thousand_questions_at_once_are_held_off_and_nobody_else_notices() -> None:
    async def waits(request: Order) -> State:
        await asyncio.sleep(0)
        return State(state="done")

    async def scene(desk: Desk) -> None:
        flood = [desk.ask("flooded.v1", {"number": n}) for n in range(1_000)]
        *answers, other = await asyncio.gather(
            *flood, desk.ask("orders.v1", {"number": 7}), return_exceptions=True
        )
        refused = [each for each in answers if isinstance(each, AnswerUnavailableError)]

        assert len(refused) == 1_000 - IN_HAND_MAX
        assert other["state"] == "order 7 is on its way"
        assert (await desk.ask("flooded.v1", {"number": 1}))["state"] == "done"

    flooded = attrs.evolve(ORDERS, name="flooded.v1", handle=waits)
    run(scene, answering(ORDERS), answering(flooded, name="flooded"))


def test_a_visitor_asks_where_roles_say_so_and_about_their_own_alone() -> None:
    async def tell(request: About) -> State:
        return State(state="known")

    handler = QueryHandler(
        name="about.v1", request=About, answer=State, handle=tell, roles=(Role.VISITOR,)
    )

    async def scene(desk: Desk) -> None:
        question = PluginQuestion(
            name="about.v1", data={"interaction": await desk.interaction_of_mei()}
        )
        otto, anna = (desk.center.visitor("web", who).principal for who in ("otto", "anna"))

        assert (await desk.center.ask(otto, question))["state"] == "known"
        with pytest.raises(UnknownEntityError):
            await desk.center.ask(anna, question)
        with pytest.raises(UnsupportedError):
            await desk.ask("orders.v1", {"number": 7}, who="mei")

    run(scene, answering(handler))
