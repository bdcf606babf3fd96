"""Centers inside one host app: attached, never opened, and two that know nothing of each other."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
import uvicorn
from structlog.testing import capture_logs

from ccsdk.center.center import ContactCenter
from ccsdk.hooks import Credentials, Plugin, StaffSession, hookimpl
from ccsdk.server.run import bind
from ccsdk.server.tokens import issue_link
from tests.integration.serving import WITHIN_S, Raw, eventually
from tests.integration.shop import CHAT
from tests.integration.visiting import Visit

pytestmark = pytest.mark.integration


class HostStaff:
    """Believe the host app's cookie, which this test trusts."""

    @hookimpl
    def authenticate(self, credentials: Credentials) -> StaffSession | None:
        name = credentials.cookies.get("host")
        return StaffSession(staff=name) if name else None


HOST = Plugin(name="host", summary="The host's sign-in.", implementation=HostStaff)


async def host(scope: Any, receive: Any, send: Any) -> None:
    """Answer every path as an app that knows no lifespan."""
    if scope["type"] != "http":
        raise ValueError(f"no {scope['type']} here")
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"the host"})


def center(name: str) -> ContactCenter:
    tables = {
        "center": {"name": name},
        "queues": {"help": {"name": f"{name} queue"}},
        "agents": {"mei": {"name": f"Mei of {name}", "queues": ["help"]}},
        "supervisors": {"ada": {}},
        "accounts": {"web": {"channel": "chat", "queues": ["help"]}},
    }
    return ContactCenter.in_memory(tables, plugins=[CHAT, HOST])


@asynccontextmanager
async def hosted(app: Any, **settings: Any) -> AsyncIterator[Visit]:
    """Serve an app by uvicorn with its own defaults."""
    bound = bind("127.0.0.1", 0)
    server = uvicorn.Server(uvicorn.Config(app, log_config=None, **settings))
    async with asyncio.timeout(WITHIN_S * 2):
        task = asyncio.create_task(server.serve(sockets=[bound]))
        try:
            await eventually(lambda: server.started or task.done())
            yield Visit(bound.getsockname()[1])
        finally:
            server.should_exit = True
            await task


def run(scene: Callable[[], Awaitable[None]]) -> None:
    asyncio.run(scene())


def test_attached_center_lives_with_the_server() -> None:
    async def scene() -> None:
        shop = center("shop")
        async with hosted(shop.attach(host, "/cc")) as visit:
            theirs, ours = await visit.get("/"), await visit.get("/cc/healthz")

            assert (theirs.text, ours.json()) == ("the host", {"center": "shop", "ready": True})
        assert not shop.is_ready

    run(scene)


def test_center_that_was_never_opened_says_so_by_every_door_and_once_in_the_log() -> None:
    async def scene() -> None:
        shop = center("shop")
        app = shop.attach(host, "/cc")
        with capture_logs() as logs:
            async with hosted(app, lifespan="off") as visit:
                answers = [await visit.get(f"/cc{each}") for each in ("/healthz", "/auth/link")]
                async with visit.socket("/cc") as socket:
                    _, code = await socket.end()
                    reason = socket.socket.close_reason

        assert [each.status for each in answers] == [503, 503]
        assert all("center.attach" in each.json()["detail"] for each in answers)
        assert code == 4005
        assert reason is not None
        assert "never opened" in reason
        assert [each["event"] for each in logs].count("center.never_opened") == 1

    run(scene)


def test_center_that_has_closed_says_something_else() -> None:
    async def scene() -> None:
        shop = center("shop")
        async with shop:
            pass
        async with hosted(shop.asgi, lifespan="off") as visit:
            answer = await visit.get("/healthz")

        assert (answer.status, answer.json()["detail"]) == (503, "The center is closed.")

    run(scene)


def test_ending_a_persons_sessions_closes_all_their_sockets_and_nobody_elses() -> None:
    async def scene() -> None:
        shop = center("shop")
        async with hosted(shop.attach(host, "/cc")) as visit:
            by_link = Visit(visit.port)
            link = await issue_link(shop, "mei")
            await by_link.post("/cc/auth/link", f'{{"token": "{link}"}}'.encode())
            mei = Visit(visit.port, cookies={"host": "mei"})
            ada = Visit(visit.port, cookies={"host": "ada"})
            async with (
                signed_in(by_link) as first,
                signed_in(mei, session="se_2") as second,
                signed_in(ada) as other,
            ):
                await shop.end_sessions("mei")
                codes = [(await each.end())[1] for each in (first, second)]
                answer = await other.ask(
                    {"op": "sub", "id": 1, "topics": ["agent.*.>"], "from": "now"}
                )
            again = await by_link.post("/cc/auth/bus-token")

            assert codes == [4506, 4506]
            assert answer["ok"]["state"] == "live"
            assert again.status == 401

    run(scene)


@asynccontextmanager
async def signed_in(visit: Visit, mount: str = "/cc", session: str = "se_1") -> AsyncIterator[Raw]:
    token = await visit.bus_token(mount)
    async with visit.socket(mount) as socket:
        assert (await socket.hello(session, token=token))["op"] == "welcome"
        yield socket


def test_two_centers_of_one_process_know_nothing_of_each_other() -> None:
    async def scene() -> None:
        red, blue = center("red"), center("blue")
        async with hosted(red.attach(blue.attach(host, "/blue"), "/red")) as visit:
            await refuse_each_others_credentials(red, visit)
            seen = [await chat(visit, mount) for mount in ("/red", "/blue")]

            assert (await visit.get("/")).text == "the host"
        for own, other in (("red", "blue"), ("blue", "red")):
            text = seen[own == "blue"]
            assert f"canary of {own}" in text
            assert f"Mei of {own}" in text
            assert f"canary of {other}" not in text
            assert f"Mei of {other}" not in text

    run(scene)


async def refuse_each_others_credentials(red: ContactCenter, visit: Visit) -> None:
    """Sign in at red in every way, and try each at blue."""
    staff = Visit(visit.port)
    link = await issue_link(red, "mei")
    body = f'{{"token": "{link}"}}'.encode()
    assert (await staff.post("/blue/auth/link", body)).status == 401
    assert (await staff.post("/red/auth/link", body)).status == 200
    assert (await staff.post("/blue/auth/bus-token")).status == 401
    for token in (await staff.bus_token("/red"), await visit.visitor_token("/red")):
        async with staff.socket("/blue") as socket:
            await socket.send({"op": "hello", "v": [1], "session": "se_1", "token": token})
            assert (await socket.end())[1] == 4501


async def chat(visit: Visit, mount: str) -> str:
    """Write to one center and return all that its sockets said."""
    heard: list[str] = []
    name = mount.removeprefix("/")
    agent = Visit(visit.port, cookies={"host": "mei"})
    token = await visit.visitor_token(mount)
    async with signed_in(agent, mount) as desk, visit.socket(mount) as widget:
        await widget.hello(token=token)
        ears = [asyncio.create_task(listen(each, heard)) for each in (desk, widget)]
        topics = ["interaction.*.>", "agent.*.>", "queue.*.>"]
        await desk.send({"op": "sub", "id": 1, "topics": topics, "from": "snapshot"})
        await widget.send({"op": "sub", "id": 1, "topics": topics[:1], "from": "snapshot"})
        await eventually(lambda: "".join(heard).count('"op":"snap"') == 2)
        for n, kind in enumerate(("LogIn", "SetReady"), start=3):
            await desk.send(command(n, kind, {}))
        personal = {"text": f"canary of {name}"}
        await widget.send({**command(2, "ReceiveInteraction", {}), "personal": personal})
        wanted = ("OfferMade", f"canary of {name}", f"Mei of {name}")
        await eventually(lambda: all(each in "".join(heard) for each in wanted))
        for ear in ears:
            ear.cancel()
    return "".join(heard)


async def listen(socket: Raw, heard: list[str]) -> None:
    async for message in socket.socket:
        heard.append(str(message))


def command(id_: int, kind: str, data: dict[str, Any]) -> dict[str, Any]:
    return {"op": "cmd", "id": id_, "key": f"k{id_}", "type": f"ccsdk.{kind}.v1", "data": data}
