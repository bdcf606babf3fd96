"""A site signs for its customer, and the agent sees who it is: through a real server."""

from __future__ import annotations

import asyncio
import json
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import jwt
import pytest

from ccsdk.center.center import ContactCenter
from ccsdk.client import BusClient
from ccsdk.errors import SettingsError
from ccsdk.model.event import InteractionReceived
from tests.integration.serving import Served, serving
from tests.integration.shop import CHAT, SHOP_PAGE, TABLES

KEY = "k" * 40


def tables(**identity: Any) -> dict[str, Any]:
    web = {**TABLES["accounts"]["web"], "identity": identity}
    return {**TABLES, "accounts": {**TABLES["accounts"], "web": web}}


def statement(here: Served, jti: str) -> str:
    now_s = here.center.clock.now_ms() // 1_000
    said = {"sub": "7", "name": "Lena", "aud": "shop/web", "iat": now_s, "exp": now_s + 60}
    return jwt.encode({**said, "jti": jti}, KEY, "HS256", headers={"kid": "one"})


async def sign_in(here: Served, statement: str) -> dict[str, Any]:
    body = json.dumps({"account": "web", "statement": statement}).encode()
    request = urllib.request.Request(f"{here.origin}/visitor", body, {"origin": SHOP_PAGE})
    answer = await asyncio.to_thread(urllib.request.urlopen, request, timeout=10)
    told: dict[str, Any] = json.load(answer)
    return told


@pytest.mark.integration
def test_verified_customer_is_known_by_name_and_the_statement_counts_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHOP_KEY", KEY)
    settings = tables(one={"algorithm": "HS256", "key": "${env:SHOP_KEY}"})

    def center() -> ContactCenter:
        return ContactCenter(settings, plugins=[CHAT], data=tmp_path / "data")

    async def first() -> str:
        async with serving(center()) as here:
            used = statement(here, "a")
            told = await sign_in(here, used)
            other = await sign_in(here, statement(here, "b"))
            assert told["visitor"] == other["visitor"]
            async with BusClient(here.url, told["token"]) as lena:
                # She is who the site says, whatever the page says.
                await lena.command("ReceiveInteraction", personal={"text": "hi", "name": "Eve"})
            (entry,) = [
                e async for e in here.center.entries() if isinstance(e.event, InteractionReceived)
            ]
            assert isinstance(entry.event, InteractionReceived)
            assert isinstance(entry.personal, InteractionReceived.Personal)
            assert (entry.event.is_verified, entry.personal.name) == (True, "Lena")
            assert entry.personal.external_id == "7"
            return used

    async def second(used: str) -> None:
        async with serving(center()) as here:
            with pytest.raises(urllib.error.HTTPError, match="401"):
                await sign_in(here, used)

    used = asyncio.run(first())
    asyncio.run(second(used))


@pytest.mark.parametrize(
    ("identity", "problem"),
    [
        ({"algorithm": "HS256", "key": "itself"}, "written as"),
        ({"algorithm": "none", "key": "${env:SHOP_KEY}"}, "none of EdDSA, HS256"),
        ({"algorithm": "HS256", "key": "${env:SHORT}"}, "at least 32 bytes"),
        ({"algorithm": "EdDSA", "key": "${env:SHOP_KEY}"}, "no public Ed25519 key"),
        ({"algorithm": "HS256"}, "is missing"),
    ],
)
def test_key_that_cannot_work_refuses_the_start(
    identity: dict[str, str], problem: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHOP_KEY", KEY)
    monkeypatch.setenv("SHORT", "k" * 31)

    with pytest.raises(SettingsError, match=problem) as caught:
        ContactCenter.in_memory(tables(one=identity), plugins=[CHAT])

    assert "accounts.web.identity.one" in str(caught.value)
    assert KEY not in str(caught.value)
