"""Nothing grows without a bound, and nobody waits for who reads beside the server."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import time
from pathlib import Path

import msgspec
import pytest
import structlog

from ccsdk.bus.label import FRAME_BYTES_MAX
from ccsdk.center.center import ContactCenter
from ccsdk.client import BusClient
from ccsdk.log import sqlite
from ccsdk.model.command import ReceiveInteraction
from ccsdk.server.tokens import issue_visitor_token
from tests.integration.serving import WITHIN_S
from tests.integration.shop import CHAT, SHOP_PAGE, TABLES, agent, open_shop, visitor

pytestmark = pytest.mark.integration


def test_long_history_comes_in_pages_that_fit_a_frame() -> None:
    texts = [f"{number:02d} " + "\N{EURO SIGN}" * 18_000 for number in range(25)]

    async def scene() -> None:
        async with open_shop() as here, asyncio.timeout(3 * WITHIN_S):
            client, _ = await visitor(here)
            async with client:
                said = await client.command("ReceiveInteraction", personal={"text": texts[0]})
                interaction = said.ok["interaction"]
                for text in texts[1:]:
                    data = {"interaction": interaction}
                    await client.command("ReceiveMessage", data, personal={"text": text})
                read: list[str] = []
                before = None
                while True:
                    wish = {"interaction": interaction, "limit": 100}
                    page = await client.request(
                        "history.v1", wish if before is None else {**wish, "before": before}
                    )
                    assert len(msgspec.json.encode(page)) <= FRAME_BYTES_MAX
                    items = [each for each in page["items"] if "personal" in each]
                    read[:0] = [each["personal"]["text"] for each in items]
                    if (before := page["before"]) is None:
                        break
                assert read == texts

    asyncio.run(scene())


def test_end_of_one_of_two_equal_subscriptions_leaves_the_other() -> None:
    async def scene() -> None:
        async with open_shop() as here, asyncio.timeout(WITHIN_S):
            async with await agent(here, "mei") as mei:
                first = await mei.subscribe("agent.*.>", start="now")
                second = await mei.subscribe("agent.*.>", start="now")
                await first.close()
                await mei.command("LogIn")

                change = await anext(second)

                assert change.cursor

    asyncio.run(scene())


def test_reader_beside_the_server_holds_up_no_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tmp_path.chmod(0o700)
    monkeypatch.setattr(sqlite, "QUIET_S", 0.1)

    async def scene() -> float:
        async with ContactCenter(TABLES, data=tmp_path, plugins=[CHAT]) as center:
            lena = center.visitor("web", "vi_lena")
            await lena.ask(ReceiveInteraction, text="hello")
            file = f"file:{tmp_path}/center.sqlite3?mode=ro"
            beside = sqlite3.connect(file, uri=True, isolation_level=None)
            page = beside.execute("SELECT * FROM events")
            page.fetchone()
            await lena.ask(ReceiveInteraction, text="again")
            while center._store._quiet is not None:  # type: ignore[attr-defined]
                await asyncio.sleep(0.01)
            began = time.monotonic()
            await lena.ask(ReceiveInteraction, text="and again")
            took_s = time.monotonic() - began
            beside.close()
            return took_s

    # Who is held up waits for all of that.
    assert asyncio.run(scene()) < sqlite.BUSY_MS / 1_000


def test_failure_inside_prints_no_token(capsys: pytest.CaptureFixture[str]) -> None:
    async def broken(digest: bytes) -> None:
        raise OSError(os.strerror(5))

    async def scene() -> str:
        async with open_shop() as here, asyncio.timeout(WITHIN_S):
            issued = await issue_visitor_token(here.center, "web")
            here.center._store.find_credential = broken
            client = BusClient(here.url, issued.token, origin=SHOP_PAGE)
            connecting = asyncio.create_task(client.connect())
            while "request_failed" not in (said := _printed(capsys)):
                await asyncio.sleep(0.01)
            connecting.cancel()
            await asyncio.wait([connecting])
            assert issued.token not in said
            return said

    structlog.reset_defaults()

    assert "Traceback" in asyncio.run(scene())


def _printed(capsys: pytest.CaptureFixture[str]) -> str:
    out, err = capsys.readouterr()
    return out + err
