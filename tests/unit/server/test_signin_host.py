"""Sessions of a host app: whose they are, what they open, and how they end."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from structlog.testing import capture_logs

from ccsdk.center.settings import ServeSection
from ccsdk.errors import (
    ForbiddenError,
    HookFailedError,
    SignInUnavailableError,
    TokenExpiredError,
    UnauthorizedError,
)
from ccsdk.hooks.authentication import Credentials, StaffSession
from ccsdk.hooks.contributions import Routes
from ccsdk.server.asgi import Application
from ccsdk.server.http import Request
from ccsdk.server.signin import BUS_AUTH_LIFE_MS
from ccsdk.server.tokens import SESSION_LIFE_MS
from tests.unit.server.fake_center import OWN, START_MS, Browser, FakeCenter, http_scope
from tests.unit.server.signin_scene import FROM_OWN, Scene, request_of

AT_HOST = request_of(("cookie", "shop=s1"))
AWAY = HookFailedError(plugin="host", hook="authenticate", kind="open", problem="left alone")


def run(scene: Callable[[Scene], Awaitable[None]], staff: str = "mei", **more: int) -> None:
    here = Scene()
    here.center.host_sessions["s1"] = StaffSession(staff=staff, **more)
    asyncio.run(scene(here))


def test_hosts_session_is_one_of_ours_without_a_row() -> None:
    async def scene(here: Scene) -> None:
        session = await here.signin.session(AT_HOST)

        assert session.principal.id == "mei"
        assert session.expires_at_ms == START_MS + SESSION_LIFE_MS
        assert here.center.credentials.rows == {}

    run(scene)


def test_hosts_session_lasts_no_longer_than_the_host_says() -> None:
    async def scene(here: Scene) -> None:
        session = await here.signin.session(AT_HOST)
        here.pass_time(500)

        assert session.expires_at_ms == START_MS + 500
        with pytest.raises(UnauthorizedError):
            await here.signin.session(AT_HOST)

    run(scene, until_ms=START_MS + 500)


def test_own_session_comes_before_the_hosts() -> None:
    async def scene(here: Scene) -> None:
        own = (await here.cookie("tom")).header("cookie")
        session = await here.signin.session(request_of(("cookie", f"{own}; shop=s1")))

        assert (session.principal.id, session.is_hosts) == ("tom", False)

    run(scene)


def test_own_session_that_is_over_leaves_the_word_to_the_host() -> None:
    async def scene(here: Scene) -> None:
        stale = request_of(("cookie", "__Host-ccsdk-shop=gone; shop=s1"))

        assert (await here.signin.session(stale)).principal.id == "mei"

    run(scene)


def test_nobody_at_the_host_is_nobody_here() -> None:
    async def scene(here: Scene) -> None:
        with pytest.raises(UnauthorizedError):
            await here.signin.session(request_of(("cookie", "shop=s2")))

    run(scene)


def test_host_that_cannot_be_asked_signs_nobody_in_and_nobody_out() -> None:
    async def scene(here: Scene) -> None:
        here.center.host_failure = AWAY
        own = (await here.cookie("tom")).header("cookie")
        stale = request_of(("cookie", "__Host-ccsdk-shop=gone; shop=s1"))

        for request in (AT_HOST, stale, request_of()):
            with pytest.raises(SignInUnavailableError):
                await here.signin.session(request)
        session = await here.signin.session(request_of(("cookie", f"{own}; shop=s1")))

        assert (session.principal.id, here.ended) == ("tom", [])

    run(scene)


def test_stranger_to_the_center_is_refused_with_what_to_define() -> None:
    async def scene(here: Scene) -> None:
        with capture_logs() as logs, pytest.raises(ForbiddenError):
            await here.signin.session(AT_HOST)

        assert [(each["staff"], each["hint"]) for each in logs] == [
            ("pat", "define [agents.pat] or [supervisors.pat]")
        ]

    run(scene, staff="pat")


def test_socket_of_a_hosts_session_is_renewed_within_ten_minutes() -> None:
    async def scene(here: Scene) -> None:
        token = await here.bus_token(await here.signin.session(AT_HOST))

        signed_in = await here.signin.by_token(token, FROM_OWN)

        assert signed_in.expires_at_ms == START_MS + BUS_AUTH_LIFE_MS
        assert here.center.credentials.rows == {}

    run(scene)


def test_token_of_a_hosts_session_that_ended_meanwhile_is_over() -> None:
    async def scene(here: Scene) -> None:
        token = await here.bus_token(await here.signin.session(AT_HOST))
        here.pass_time(500)

        with pytest.raises(TokenExpiredError):
            await here.signin.by_token(token, FROM_OWN)

    run(scene, until_ms=START_MS + 500)


def test_token_that_comes_twice_ends_what_the_host_opened() -> None:
    async def scene(here: Scene) -> None:
        session = await here.signin.session(AT_HOST)
        token = await here.bus_token(session)
        await here.signin.by_token(token, FROM_OWN)

        with pytest.raises(UnauthorizedError):
            await here.signin.by_token(token, FROM_OWN)

        assert here.ended == [session.digest]

    run(scene)


def test_ended_sessions_void_tokens_on_their_way_and_rows() -> None:
    async def scene(here: Scene) -> None:
        hosts = await here.bus_token(await here.signin.session(AT_HOST))
        own = await here.session()
        others = await here.signin.session(await here.cookie("tom"))

        await here.signin.end_sessions("mei")

        with pytest.raises(UnauthorizedError):
            await here.signin.by_token(hosts, FROM_OWN)
        assert others.digest in here.center.credentials.rows
        assert own.digest not in here.center.credentials.rows

    run(scene)


def test_session_that_ends_while_the_hook_is_asked_is_none() -> None:
    async def scene(here: Scene) -> None:
        asking = asyncio.ensure_future(here.signin.session(AT_HOST))
        await asyncio.sleep(0)

        await here.signin.end_sessions("mei")

        with pytest.raises(UnauthorizedError):
            await asking
        assert (await here.signin.session(AT_HOST)).principal.id == "mei"

    run(scene)


class Desk:
    """An application with a page that asks for a session."""

    def __init__(self, sign_in_url: str | None = None, public_url: str | None = None) -> None:
        self.center = FakeCenter()
        self.center.host_sessions = {
            "s1": StaffSession(staff="mei"),
            "s2": StaffSession(staff="pat"),
        }
        self.center.face = ServeSection(sign_in_url=sign_in_url, public_url=public_url)
        self.center.routes = {"desk": Routes(app=_page, audience="session")}
        self.browser = Browser(Application(self.center), root="/x")

    def get(self, *headers: tuple[str, str]) -> tuple[int, str]:
        path = "/plugins/desk/a b"
        reply = asyncio.run(self.browser.get(path, ("accept", "text/html"), *headers))
        return reply.status, reply.headers.get("location", "")


async def _page(scope: object, receive: object, send: Callable[[object], Awaitable[None]]) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"desk"})


def test_hosts_session_opens_the_desk() -> None:
    assert Desk().get(("cookie", "shop=s1")) == (200, "")


@pytest.mark.parametrize(
    ("url", "there"),
    [
        ("/login", "/login?next=%2Fx%2Fplugins%2Fdesk%2Fa%2520b"),
        ("/login?by=mail", "/login?by=mail&next=%2Fx%2Fplugins%2Fdesk%2Fa%2520b"),
        (
            "https://id.example/in",
            "https://id.example/in?next=http%3A%2F%2Fshop.example%3A8080"
            "%2Fx%2Fplugins%2Fdesk%2Fa%2520b",
        ),
    ],
)
def test_nobody_is_sent_to_the_hosts_sign_in_and_told_the_way_back(url: str, there: str) -> None:
    assert Desk(url).get() == (303, there)


def test_another_sites_sign_in_hears_the_public_address() -> None:
    _, there = Desk("https://id.example/in", "https://www.shop.example").get()

    assert there.startswith("https://id.example/in?next=https%3A%2F%2Fwww.shop.example%2Fx%2F")


def test_without_a_sign_in_of_the_host_there_is_the_link_page() -> None:
    assert Desk().get() == (401, "")


def test_programs_are_not_sent_anywhere() -> None:
    reply = asyncio.run(Desk("/login").browser.get("/plugins/desk/", ("accept", "*/*")))

    assert (reply.status, reply.json()["code"]) == (401, "unauthorized")


def test_who_is_no_staff_reads_that_instead_of_going_in_circles() -> None:
    assert Desk("/login").get(("cookie", "shop=s2")) == (403, "")


def test_host_that_cannot_be_asked_sends_nobody_to_its_sign_in() -> None:
    desk = Desk("/login")
    desk.center.host_failure = AWAY

    assert desk.get(("cookie", "shop=s1")) == (503, "")


def test_public_address_is_an_origin_of_ours() -> None:
    desk = Desk(public_url="https://www.shop.example/desk")
    desk.browser.origin = "https://www.shop.example"

    own = asyncio.run(desk.browser.post("/auth/bus-token", None, ("cookie", "shop=s1")))
    desk.browser.origin = "https://www.shop.example.evil.example"
    foreign = asyncio.run(desk.browser.post("/auth/bus-token", None, ("cookie", "shop=s1")))

    assert (own.status, foreign.status) == (200, 403)


def test_credentials_show_what_came_and_leave_out_what_is_ambiguous() -> None:
    headers = (("cookie", "a=1; b=2; b=3"), ("cookie", "c = 4; d; a=1"), ("x-any", "1"))
    scope = {**http_scope("GET", "/y", headers), "session": {"user": 7}}

    shown = Credentials(scope)

    assert shown.cookies == {"a": "1", "c": "4"}
    assert shown.headers("X-Any") == ["1"]
    assert (shown.path, shown.client_host) == ("/y", "127.0.0.1")
    assert shown.scope["session"] == {"user": 7}
    with pytest.raises(TypeError):
        shown.scope["path"] = "/z"  # type: ignore[index]
    assert Credentials({**scope, "client": None}).client_host == ""


def test_sign_out_of_a_hosts_session_ends_its_sockets() -> None:
    async def scene(here: Scene) -> None:
        session = await here.signin.session(AT_HOST)

        await here.signin.sign_out(session)

        assert here.ended == [session.digest]

    run(scene)


def test_origin_of_the_request_is_asked_of_a_bus_token_too() -> None:
    async def scene(here: Scene) -> None:
        token = await here.bus_token(await here.signin.session(AT_HOST))
        elsewhere = request_of(("origin", OWN.replace("8080", "9")))

        with pytest.raises(ForbiddenError):
            await here.signin.by_token(token, elsewhere)

    run(scene)


def test_request_knows_no_public_address_unless_told() -> None:
    assert Request(http_scope("GET", "/"), AT_HOST.receive).public_url is None
