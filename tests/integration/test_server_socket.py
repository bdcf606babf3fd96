from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack

import pytest
from websockets.exceptions import InvalidStatus

from ccsdk.model.principal import Role
from ccsdk.server.port import Phase
from ccsdk.server.run import bind
from ccsdk.server.socket import STRANGERS_PER_HOST_MAX
from ccsdk.server.tokens import issue_machine_token
from tests.integration.serving import WITHIN_S, Served, eventually, serving

pytestmark = pytest.mark.integration


def run(scene: Callable[[Served], Awaitable[None]]) -> None:
    async def served() -> None:
        async with serving() as here:
            await scene(here)

    asyncio.run(served())


READY = {"op": "cmd", "id": 9, "key": "k1", "type": "ccsdk.SetReady.v1", "data": {}}
FOLLOW = {"op": "sub", "id": 1, "topics": ["agent.*.>"], "from": "now"}


def test_agent_says_hello_follows_and_commands() -> None:
    async def scene(here: Served) -> None:
        async with here.raw(await here.token()) as socket:
            welcome = await socket.hello()
            live = await socket.ask(FOLLOW)
            done = await socket.ask(READY)
            link = await socket.until("ev")

        assert welcome["principal"] == {"id": "mei", "center": "shop", "role": "agent"}
        assert live["ok"]["state"] == "live"
        assert done["ok"] == {"agent": "mei"}
        assert link["events"][0]["type"] == "ccsdk.AgentPresenceChanged.v1"
        assert link["cursor"] == done["cursor"]

    run(scene)


def test_session_is_reported_back_and_gone() -> None:
    async def scene(here: Served) -> None:
        async with here.raw(await here.token()) as socket:
            await socket.hello("se_7")
            await eventually(lambda: here.center.sessions)
        await eventually(lambda: len(here.center.sessions) == 2)

        assert here.center.sessions == [("back", "mei", "se_7"), ("gone", "mei", "se_7")]

    run(scene)


def test_bus_token_of_a_session_opens_a_socket_from_its_origin() -> None:
    async def scene(here: Served) -> None:
        token = await here.bus_token(await here.sign_in())
        async with here.raw(origin=here.origin) as socket:
            welcome = await socket.hello(token=token)

        assert welcome["op"] == "welcome"

    run(scene)


def test_subscription_resumes_behind_its_cursor() -> None:
    async def scene(here: Served) -> None:
        token = await here.token()
        async with here.raw(token) as socket:
            await socket.hello()
            live = (await socket.ask(FOLLOW))["ok"]
        here.center.publish("mei")
        async with here.raw(token) as socket:
            await socket.hello()
            start = {"epoch": live["epoch"], "cursor": live["cursor"]}
            resumed = await socket.ask({**FOLLOW, "from": start})
            link = await socket.until("ev")

        assert resumed["ok"]["state"] == "resumed"
        assert (link["prev"], len(link["events"])) == (live["cursor"], 1)

    run(scene)


def test_refused_command_says_who_took_it_and_when() -> None:
    async def scene(here: Served) -> None:
        async with here.raw(await here.token()) as socket:
            await socket.hello()
            accept = {"op": "cmd", "id": 1, "key": "k", "type": "ccsdk.AcceptOffer.v1"}
            answer = await socket.ask({**accept, "data": {"offer": "in_7-o1"}})

        told = answer["err"]
        assert (told["code"], told["reason"]) == ("conflict", "offer_taken")
        assert (told["by"], told["at"]) == ("tom", "1970-01-01T00:00:01.000Z")

    run(scene)


def test_unforeseen_error_is_told_by_reference_only() -> None:
    async def scene(here: Served) -> None:
        here.center.faults.append(RuntimeError("/srv/shop.sqlite"))
        async with here.raw(await here.token()) as socket:
            await socket.hello()
            answer = await socket.ask(READY)
            again = await socket.ask({**READY, "id": 10})

        assert answer["err"]["code"] == "internal"
        assert answer["err"]["ref"].startswith("er_")
        assert "srv" not in str(answer)
        assert again["ok"]

    run(scene)


def test_same_session_again_replaces_the_older_socket() -> None:
    async def scene(here: Served) -> None:
        token = await here.token()
        async with here.raw(token) as older, here.raw(token) as newer:
            await older.hello("se_1")
            await newer.hello("se_1")
            _, code = await older.end()
            done = await newer.ask(READY)

        assert code == 4503
        assert done["ok"]

    run(scene)


def test_eleventh_socket_of_an_agent_is_asked_to_come_back_later() -> None:
    async def scene(here: Served) -> None:
        token = await here.token()
        async with AsyncExitStack() as stack:
            for number in range(10):
                socket = await stack.enter_async_context(here.raw(token))
                assert (await socket.hello(f"se_{number}"))["op"] == "welcome"
            async with here.raw(token) as one_more:
                await one_more.send({"op": "hello", "v": [1], "session": "se_x"})
                frames, code = await one_more.end()

        assert frames[0]["code"] == "overloaded"
        assert code == 4004

    run(scene)


@pytest.mark.parametrize("bound", ["STRANGERS_PER_HOST_MAX", "STRANGERS_MAX"])
def test_strangers_are_bounded_and_known_clients_are_not(
    bound: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(f"ccsdk.server.socket.{bound}", 3)

    async def scene(here: Served) -> None:
        token = await here.token()
        async with AsyncExitStack() as stack:
            for number in range(6):
                known = await stack.enter_async_context(here.raw(token))
                assert (await known.hello(f"se_{number}"))["op"] == "welcome"
            for _ in range(3):
                await stack.enter_async_context(here.raw(token))
            with pytest.raises(InvalidStatus) as caught:
                await stack.enter_async_context(here.raw(token))
        assert caught.value.response.status_code == 503

        async with here.raw(token) as later:
            assert (await later.hello("se_x"))["op"] == "welcome"

    run(scene)


def test_burst_of_strangers_meets_the_bound_too() -> None:
    async def scene(here: Served) -> None:
        token = await here.token()
        async with AsyncExitStack() as stack:
            outcomes = await asyncio.gather(
                *(
                    stack.enter_async_context(here.raw(token))
                    for _ in range(STRANGERS_PER_HOST_MAX + 10)
                ),
                return_exceptions=True,
            )

        assert sum(isinstance(each, InvalidStatus) for each in outcomes) == 10

    run(scene)


def test_other_subprotocol_is_told_the_right_one() -> None:
    async def scene(here: Served) -> None:
        for offered in (None, ["graphql-ws"]):
            async with here.raw(await here.token(), subprotocols=offered) as socket:
                _, code = await socket.end()

            assert code == 4504

    run(scene)


def test_socket_before_the_start_is_told_to_come_back() -> None:
    async def scene(here: Served) -> None:
        here.center.phase = Phase.CLOSED
        async with here.raw("any") as socket:
            _, code = await socket.end()

        assert code == 4005

    run(scene)


def test_silent_client_is_closed_for_its_heartbeat() -> None:
    async def scene(here: Served) -> None:
        async with here.raw(await here.token()) as socket:
            welcome = await socket.hello()
            here.center.skip(welcome["hb_ms"] * 5 // 2)
            _, code = await socket.end()

        assert code == 4002

    run(scene)


def test_token_that_ends_ends_the_socket_resumable() -> None:
    async def scene(here: Served) -> None:
        issued = await issue_machine_token(here.center, Role.AGENT, "mei", 3_000)
        async with here.raw(issued.token) as socket:
            await socket.hello()
            here.center.skip(3_000)
            frames, code = await socket.end()

        assert frames[-1]["code"] == "token_expired"
        assert code == 4003

    run(scene)


def test_token_is_renewed_on_the_live_socket_for_the_same_principal_only() -> None:
    async def scene(here: Served) -> None:
        first = await issue_machine_token(here.center, Role.AGENT, "mei", 10_000)
        async with here.raw(first.token, headers={"Origin": here.origin}) as socket:
            await socket.hello()
            other = await socket.ask({"op": "auth", "id": 1, "token": await here.token("tom")})
            renewed = await socket.ask({"op": "auth", "id": 2, "token": await here.token()})
            here.center.skip(10_001)
            done = await socket.ask(READY)

        assert other["err"]["code"] == "unauthorized"
        assert renewed["ok"]["auth_expires"]
        assert done["ok"]

    run(scene)


def test_peer_that_never_reads_is_given_up_after_thirty_seconds(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def bound(host: str, port: int) -> socket.socket:
        made = bind(host, port)
        # What is accepted inherits it: a peer is stuck long before any time is skipped.
        made.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4_096)
        return made

    async def scene(here: Served) -> None:
        narrow = socket.socket()
        narrow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
        narrow.connect((here.host, here.port))
        narrow.setblocking(False)
        async with here.raw(await here.token(), sock=narrow, max_queue=1, close_timeout=0) as peer:
            await peer.hello("se_stuck")
            await peer.ask(FOLLOW)
            for _ in range(300):
                for _ in range(100):
                    here.center.publish("mei")
                await asyncio.sleep(0)
            async with here.raw(await here.token("tom")) as other:
                await other.hello("se_other")
                assert (await other.ask(READY))["ok"]
            gone = ("gone", "mei", "se_stuck")
            await eventually(lambda: here.center.skip(500) or gone in here.center.sessions)
            _, code = await peer.end()

        assert code == 1006, "it was not stuck, since it heard our close"

    monkeypatch.setattr("tests.integration.serving.bind", bound)
    run(scene)


def test_sign_out_closes_the_sockets_of_the_session() -> None:
    async def scene(here: Served) -> None:
        cookie = await here.sign_in()
        async with here.raw(origin=here.origin) as socket:
            await socket.hello(token=await here.bus_token(cookie))
            await here.post("/auth/sign-out", None, ("Cookie", cookie))
            _, code = await socket.end()

        assert code == 4506

    run(scene)


def test_drain_says_goodbye_then_closes_and_lets_nobody_in() -> None:
    async def scene(here: Served) -> None:
        async with here.raw(await here.token()) as socket:
            await socket.hello()
            # So long that all of it comes before the end, and yet a test can wait for it.
            draining = asyncio.create_task(here.application.drain(1_000))
            goodbye = await socket.until("goaway")
            refused = await socket.ask(READY)
            async with here.raw("any") as late:
                _, late_code = await late.end()
            _, code = await socket.end()
            await draining

        assert goodbye["reason"] == "drain"
        assert (refused["err"]["code"], refused["err"]["retryable"]) == ("draining", True)
        assert 0 <= goodbye["after_ms"] <= 1_000
        assert (code, late_code) == (4000, 4000)

    run(scene)


def test_slow_start_of_a_head_ends_its_connection() -> None:
    async def scene(here: Served) -> None:
        reader, writer = await asyncio.open_connection(here.host, here.port)
        writer.write(b"GET /healthz HTTP/1.1\r\nHost: x\r\n")
        async with asyncio.timeout(WITHIN_S):
            rest = await reader.read()
        writer.close()

        assert rest == b""

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("ccsdk.server.receipt.HEAD_WITHIN_S", 0.05)
        run(scene)
