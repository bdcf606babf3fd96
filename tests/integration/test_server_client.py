from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from ccsdk.client import BusClient
from ccsdk.errors import (
    ConnectionRefusedByServerError,
    OfferGoneError,
    OverloadedError,
    RefusedByServerError,
    UnknownEntityError,
    UnsupportedError,
)
from ccsdk.model.principal import Role
from ccsdk.server.tokens import issue_machine_token
from ccsdk.wire.frames import Start
from ccsdk.wire.link import Applied, Reset
from tests.integration.serving import WITHIN_S, Served, eventually, serving
from tests.ports import held_port

pytestmark = pytest.mark.integration


def run(scene: Callable[[Served], Awaitable[None]]) -> None:
    async def served() -> None:
        async with serving() as here, asyncio.timeout(3 * WITHIN_S):
            await scene(here)

    asyncio.run(served())


def test_client_follows_and_commands() -> None:
    async def scene(here: Served) -> None:
        async with BusClient(here.url, await here.token()) as bus:
            changes = await bus.subscribe("agent.*.>")
            receipt = await bus.command("SetReady")
            reset = await anext(changes)
            change = await anext(changes)

        assert isinstance(reset, Reset)
        assert isinstance(change, Applied)
        assert receipt.ok == {"agent": "mei"}
        assert change.cursor == receipt.cursor

    run(scene)


def test_client_of_a_page_sends_its_token_in_hello() -> None:
    async def scene(here: Served) -> None:
        async with BusClient(here.url, await here.token(), origin=here.origin) as bus:
            assert bus.welcome is not None
            assert bus.welcome.principal.id == "mei"

    run(scene)


def test_command_given_twice_is_done_once() -> None:
    async def scene(here: Served) -> None:
        async with BusClient(here.url, await here.token()) as bus:
            first = await bus.command("SetReady", key="k")
            again = await bus.command("SetReady", key="k")

        assert (first.is_replayed, again.is_replayed) == (False, True)
        assert len(here.center.entries) == 1

    run(scene)


def test_refusals_are_typed() -> None:
    async def scene(here: Served) -> None:
        async with BusClient(here.url, await here.token()) as bus:
            with pytest.raises(OfferGoneError) as taken:
                await bus.command("AcceptOffer", {"offer": "in_7-o1"})
            with pytest.raises(UnknownEntityError, match="in_9"):
                await bus.request("history.v1", {"interaction": "in_9"})
            with pytest.raises(UnsupportedError):
                await bus.command("ccsdk.Nothing.v1")
            with pytest.raises(UnknownEntityError):
                await bus.subscribe("system.>")
            here.center.faults.append(RuntimeError("inside"))
            with pytest.raises(RefusedByServerError) as inside:
                await bus.command("SetReady")

        assert (taken.value.offer, taken.value.by, taken.value.at_ms) == ("in_7-o1", "tom", 1_000)
        assert inside.value.code == "internal"

    run(scene)


def test_retryable_refusal_is_waited_out_or_raised() -> None:
    async def scene(here: Served) -> None:
        async with BusClient(here.url, await here.token()) as bus:
            here.center.faults.append(OverloadedError(retry_after_ms=10))
            patient = await bus.command("SetReady")
            here.center.faults.append(OverloadedError(retry_after_ms=10))
            with pytest.raises(OverloadedError):
                await bus.command("SetReady", is_patient=False)

        assert patient.ok == {"agent": "mei"}

    run(scene)


def test_client_comes_back_and_misses_nothing() -> None:
    async def scene(here: Served) -> None:
        async with BusClient(here.url, await here.token()) as bus:
            changes = await bus.subscribe("agent.*.>", start="now")
            await bus.command("SetReady")
            for connection in here.connections:
                connection.end(4002, "heartbeat")
            for _ in range(3):
                here.center.publish("mei")
            positions: list[str] = []
            while len(positions) < 4:
                change = await anext(changes)
                positions += [event["position"] for event in change.events]

        assert [int(each) for each in positions] == [1, 2, 3, 4]

    run(scene)


def test_command_given_while_the_connection_breaks_is_done_by_the_next_one() -> None:
    async def scene(here: Served) -> None:
        async with BusClient(here.url, await here.token()) as bus:
            for connection in here.connections:
                connection.end(4001, "lag")

            receipt = await bus.command("SetReady")

        assert receipt.ok == {"agent": "mei"}

    run(scene)


def test_another_process_goes_on_from_a_stored_cursor() -> None:
    async def scene(here: Served) -> None:
        token = await here.token()
        async with BusClient(here.url, token) as bus:
            changes = await bus.subscribe("agent.*.>", start="now")
            receipt = await bus.command("SetReady")
            stored = Start(epoch=str(changes.epoch), cursor=(await anext(changes)).cursor)
        here.center.publish("mei")
        async with BusClient(here.url, token) as bus:
            again = await bus.subscribe("agent.*.>", start=stored)
            change = await anext(again)

        assert stored.cursor == receipt.cursor
        assert isinstance(change, Applied)
        assert len(change.events) == 1

    run(scene)


def test_client_hands_over_when_its_server_goes_away() -> None:
    async def scene(here: Served) -> None:
        async with BusClient(here.url, await here.token()) as bus:
            changes = await bus.subscribe("agent.*.>", start="now")
            first = bus.welcome
            for connection in here.connections:
                connection.go_away("drain", after_ms=1)
            await eventually(lambda: bus.welcome is not first)
            here.center.publish("mei")

            change = await anext(changes)

        assert isinstance(change, Applied)

    run(scene)


@pytest.mark.slow
def test_token_is_renewed_in_time() -> None:
    async def scene(here: Served) -> None:
        made: list[str] = []

        async def token() -> str:
            issued = await issue_machine_token(here.center, Role.AGENT, "mei", 3_000)
            made.append(issued.token)
            return issued.token

        async with BusClient(here.url, token, origin=here.origin) as bus:
            first = bus.welcome
            await eventually(lambda: len(made) == 2)
            # Answered behind the renewal; then beyond the first token's end.
            await bus.command("SetReady")
            here.center.skip(1_000)
            await bus.command("SetReady")

            assert bus.welcome is first

    run(scene)


@pytest.mark.parametrize("origin", [None, "own", "https://evil.example"])
def test_server_that_will_not_have_us_says_why(origin: str | None) -> None:
    async def scene(here: Served) -> None:
        own = here.origin if origin == "own" else origin

        with pytest.raises(ConnectionRefusedByServerError) as caught:
            await BusClient(here.url, "wrong", origin=own).connect()

        assert caught.value.close_code == 4501
        assert "token" in str(caught.value) or "origin" in str(caught.value)

    run(scene)


def test_revoked_client_stops_and_tells_everybody_who_waits() -> None:
    async def scene(here: Served) -> None:
        async with BusClient(here.url, await here.token()) as bus:
            changes = await bus.subscribe("agent.*.>", start="now")
            for connection in here.connections:
                connection.end(4506, "revoked")

            with pytest.raises(ConnectionRefusedByServerError):
                await anext(changes)
            with pytest.raises(ConnectionRefusedByServerError, match="4506"):
                await bus.command("SetReady")

    run(scene)


def test_nobody_at_the_address_is_told_within_bounds() -> None:
    async def scene() -> None:
        with (
            held_port() as port,
            pytest.raises(ConnectionRefusedByServerError, match="is the server running"),
        ):
            await BusClient(f"ws://127.0.0.1:{port}/bus", "any").connect(within_s=0.2)

    asyncio.run(scene())


def test_closed_client_ends_its_subscriptions() -> None:
    async def scene(here: Served) -> None:
        bus = BusClient(here.url, await here.token())
        await bus.connect()
        changes = await bus.subscribe("agent.*.>", start="now")
        other = await bus.subscribe("agent.*.AgentDefined", start="now")
        await other.close()
        await bus.close()

        assert [change async for change in changes] == []
        assert other.is_ended

    run(scene)
