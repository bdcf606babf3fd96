"""A center inside somebody else's ASGI application, with the host's own server settings."""

from __future__ import annotations

import asyncio
import json
import urllib.error
import urllib.request
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
import uvicorn

from ccsdk.server.asgi import Application
from ccsdk.server.port import Phase
from ccsdk.server.run import bind
from tests.integration.serving import WITHIN_S, LiveCenter, Served

pytestmark = pytest.mark.integration


def mounted(application: Application, root: str, *, keeps_path: bool) -> Any:
    """Return a host that mounts an application, as Starlette does or as older routers did."""

    async def host(scope: Any, receive: Any, send: Any) -> None:
        assert scope["path"].startswith(f"{root}/")
        path = scope["path"] if keeps_path else scope["path"].removeprefix(root)
        await application({**scope, "root_path": root, "path": path}, receive, send)

    return host


@asynccontextmanager
async def hosting(root: str, *, keeps_path: bool) -> AsyncIterator[Served]:
    center = LiveCenter()
    application = Application(center)
    host = mounted(application, root, keeps_path=keeps_path)
    bound = bind("127.0.0.1", 0)
    # A host's defaults: messages of 16 MiB, compression offered.
    config = uvicorn.Config(host, ws="websockets-sansio", lifespan="off", log_config=None)
    server = uvicorn.Server(config)
    address, port = bound.getsockname()
    async with center:
        task = asyncio.create_task(server.serve(sockets=[bound]))
        try:
            async with asyncio.timeout(WITHIN_S):
                yield Served(
                    center=center,
                    application=application,
                    host=address,
                    port=port,
                    stop=asyncio.Event(),
                    root=root,
                )
        finally:
            server.should_exit = True
            await task


def run(scene: Callable[[Served], Awaitable[None]], *, keeps_path: bool) -> None:
    async def served() -> None:
        async with hosting("/x", keeps_path=keeps_path) as here:
            await scene(here)

    asyncio.run(served())


@pytest.mark.parametrize("keeps_path", [True, False])
def test_mounted_center_answers_by_every_door(keeps_path: bool) -> None:
    async def scene(here: Served) -> None:
        answer = await asyncio.to_thread(urllib.request.urlopen, f"{here.origin}/x/healthz")
        async with here.raw(origin=here.origin) as socket:
            welcome = await socket.hello(token=await here.bus_token(await here.sign_in()))

        assert json.loads(answer.read())["ready"] is True
        assert welcome["principal"]["id"] == "mei"

    run(scene, keeps_path=keeps_path)


def test_a33_frame_the_host_would_take_is_over_our_own_limit() -> None:
    async def scene(here: Served) -> None:
        async with here.raw(await here.token()) as socket:
            await socket.hello()
            await socket.send(" " * 200_000)
            frames, code = await socket.end()

        assert (frames[-1]["code"], code) == ("too_large", 4505)

    run(scene, keeps_path=True)


def test_center_that_is_not_started_refuses_by_every_door() -> None:
    async def scene(here: Served) -> None:
        here.center.phase = Phase.CLOSED
        with pytest.raises(urllib.error.HTTPError) as caught:
            await asyncio.to_thread(urllib.request.urlopen, f"{here.origin}/x/healthz")
        async with here.raw("any") as socket:
            _, code = await socket.end()

        assert (caught.value.code, code) == (503, 4005)
        caught.value.close()

    run(scene, keeps_path=True)
