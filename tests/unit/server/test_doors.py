from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from ccsdk.hooks.contributions import Routes
from ccsdk.server.asgi import Application
from ccsdk.server.tokens import issue_link
from tests.unit.server.fake_center import OWN, Browser, FakeCenter, Reply

SHOP = "https://www.shop.example"
EVIL = "https://evil.example"


async def signed_in(center: FakeCenter, root: str = "") -> Browser:
    browser = Browser(Application(center), root=root)
    reply = await browser.post("/auth/link", {"token": await issue_link(center, "mei")})
    assert reply.status == 200
    return browser


@pytest.mark.parametrize("root", ["", "/x"])
def test_link_page_posts_below_its_mount_and_uses_nothing_up(root: str) -> None:
    center = FakeCenter()

    reply = asyncio.run(Browser(Application(center), root=root).get("/auth/link"))

    assert reply.status == 200
    assert f'data-post="{root}/auth/link"'.encode() in reply.body
    policy = reply.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'sha256-" in policy
    assert "unsafe" not in policy
    assert reply.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("root", ["", "/x"])
def test_link_sets_the_session_and_says_where_to_go(root: str) -> None:
    async def scene() -> None:
        center = FakeCenter()
        center.routes["desk"] = Routes(audience="session")
        browser = Browser(Application(center), root=root)

        reply = await browser.post("/auth/link", {"token": await issue_link(center, "mei")})

        assert reply.json() == {"next": f"{root}/plugins/desk/"}
        cookie = reply.headers["set-cookie"]
        assert cookie.startswith("__Host-ccsdk-shop=")
        assert cookie.endswith("Max-Age=43200; Path=/; Secure; HttpOnly; SameSite=Strict")

    asyncio.run(scene())


def test_link_leads_past_a_folder_without_a_page(tmp_path: Path) -> None:
    async def scene() -> None:
        center = FakeCenter()
        (tmp_path / "card.js").touch()
        center.routes["acme"] = Routes(static=tmp_path, audience="session")
        center.routes["desk"] = Routes(audience="session")
        browser = Browser(Application(center))

        reply = await browser.post("/auth/link", {"token": await issue_link(center, "mei")})

        assert reply.json() == {"next": "/plugins/desk/"}

    asyncio.run(scene())


def test_a04_used_link_is_refused_with_what_to_do() -> None:
    async def scene() -> None:
        center = FakeCenter()
        link = await issue_link(center, "mei")
        await Browser(Application(center)).post("/auth/link", {"token": link})

        reply = await Browser(Application(center)).post("/auth/link", {"token": link})

        assert (reply.status, reply.json()["code"]) == (401, "unauthorized")
        assert "ccsdk token --link" in reply.json()["detail"]
        assert "set-cookie" not in reply.headers

    asyncio.run(scene())


@pytest.mark.parametrize("origin", [None, "null", EVIL, SHOP])
def test_link_is_not_posted_from_another_origin(origin: str | None) -> None:
    async def scene() -> Reply:
        center = FakeCenter()
        browser = Browser(Application(center), origin=origin)
        return await browser.post("/auth/link", {"token": await issue_link(center, "mei")})

    reply = asyncio.run(scene())

    assert (reply.status, reply.json()["code"]) == (403, "forbidden")


def test_a11_unknown_member_of_a_body_is_named() -> None:
    browser = Browser(Application(FakeCenter()))

    reply = asyncio.run(browser.post("/visitor", {"account": "web", "role": "agent"}))

    assert (reply.status, reply.json()["code"]) == (400, "bad_request")
    assert reply.json()["errors"][0]["path"] == "role"


def test_session_yields_bus_tokens() -> None:
    async def scene() -> None:
        browser = await signed_in(FakeCenter())

        replies = [await browser.post("/auth/bus-token") for _ in range(2)]

        tokens = {reply.json()["token"] for reply in replies}
        assert len(tokens) == 2
        assert replies[0].json()["expires"].endswith("Z")
        assert replies[0].json()["session_expires"] > replies[0].json()["expires"]
        assert replies[0].headers["cache-control"] == "no-store"

    asyncio.run(scene())


@pytest.mark.parametrize("origin", [None, "null", EVIL, SHOP])
def test_a01_bus_token_is_not_made_for_another_origin(origin: str | None) -> None:
    async def scene() -> None:
        browser = await signed_in(FakeCenter())
        browser.origin = origin

        reply = await browser.post("/auth/bus-token")

        assert (reply.status, reply.json()["code"]) == (403, "forbidden")

    asyncio.run(scene())


def test_bus_token_asks_for_a_session() -> None:
    reply = asyncio.run(Browser(Application(FakeCenter())).post("/auth/bus-token"))

    assert (reply.status, reply.json()["code"]) == (401, "unauthorized")


def test_sign_out_ends_the_session_and_takes_the_cookie() -> None:
    async def scene() -> None:
        browser = await signed_in(FakeCenter())
        kept = browser.cookie

        reply = await browser.post("/auth/sign-out")

        assert reply.status == 204
        assert "content-length" not in reply.headers
        assert "Max-Age=0" in reply.headers["set-cookie"]
        browser.cookie = kept
        assert (await browser.post("/auth/bus-token")).status == 401

    asyncio.run(scene())


@pytest.mark.parametrize("origin", [None, "null", EVIL, SHOP])
def test_foreign_page_signs_nobody_out(origin: str | None) -> None:
    async def scene() -> None:
        browser = await signed_in(FakeCenter())
        browser.origin = origin

        reply = await browser.post("/auth/sign-out")

        assert reply.status == 403
        browser.origin = OWN
        assert (await browser.post("/auth/bus-token")).status == 200

    asyncio.run(scene())


@pytest.mark.parametrize("origin", [OWN, SHOP])
def test_visitor_comes_from_own_and_listed_origins(origin: str) -> None:
    async def scene() -> None:
        browser = Browser(Application(FakeCenter()), origin=origin)

        first = await browser.post("/visitor", {"account": "web"})
        again = await browser.post("/visitor", {"account": "web", "token": first.json()["token"]})

        assert first.status == 200
        assert first.headers["access-control-allow-origin"] == origin
        assert "access-control-allow-credentials" not in first.headers
        assert again.json() == first.json()
        assert first.json()["channel"] == "chat"

    asyncio.run(scene())


@pytest.mark.parametrize(
    ("origin", "account"), [(None, "web"), ("null", "web"), (EVIL, "web"), (SHOP, "app")]
)
def test_visitor_of_another_origin_is_refused(origin: str | None, account: str) -> None:
    browser = Browser(Application(FakeCenter()), origin=origin)

    reply = asyncio.run(browser.post("/visitor", {"account": account}))

    assert (reply.status, reply.json()["code"]) == (403, "forbidden")
    assert "access-control-allow-origin" not in reply.headers


def test_visitor_of_no_account_is_told_so_on_own_pages() -> None:
    reply = asyncio.run(Browser(Application(FakeCenter())).post("/visitor", {"account": "no"}))

    assert (reply.status, reply.json()["code"]) == (404, "not_found")


@pytest.mark.parametrize(
    ("origin", "status"), [(SHOP, 204), (OWN, 204), (EVIL, 403), ("null", 403)]
)
def test_preflight_lets_listed_pages_ask(origin: str, status: int) -> None:
    browser = Browser(Application(FakeCenter()), origin=origin)

    reply = asyncio.run(browser.ask("OPTIONS", "/visitor"))

    assert reply.status == status
    assert (reply.headers.get("access-control-allow-origin") == origin) is (status == 204)
