"""Plugins that answer `authenticate` badly: nobody gets in, and nobody is signed out for it.

The whole way is walked: the doors, the center, the caller and the plugin, on a clock that
stands still. The plugin says who somebody is; what comes of any other answer is one of three:
nobody (401), somebody the center does not know (403), or that it is not known (503).
"""

from __future__ import annotations

import asyncio
import math
import threading
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import attrs
import pytest
from structlog.testing import capture_logs

from ccsdk.center.center import ContactCenter
from ccsdk.hooks import Contribution, Credentials, Plugin, Routes, StaffSession, hookimpl
from ccsdk.plugins.caller import FAILURES_MAX, OPEN_MS
from ccsdk.server.tokens import issue_link
from ccsdk.testing.clock import START_MS, VirtualClock
from tests.unit.server.fake_center import Browser, Reply

pytestmark = pytest.mark.integration

TABLES = {
    "center": {"name": "shop"},
    "queues": {"help": {}},
    "agents": {"mei": {"queues": ["help"]}, "tom": {"queues": ["help"]}},
    "supervisors": {"ada": {}},
    "serve": {"sign_in_url": "/login"},
}
TIMEOUT_MS = 3_000
Answer = Callable[[Credentials], Any]

released = threading.Event()


@pytest.fixture(autouse=True)
def _hold() -> Iterator[None]:
    released.clear()
    yield
    released.set()


class UnspeakableError(Exception):
    """Raise again when somebody wants to know what it says."""

    def __str__(self) -> str:
        raise RuntimeError("not even this")


class Unforeseen(BaseException):
    """Be no `Exception`, as what frameworks use to leave a stack."""


@attrs.define
class Scene:
    """A center whose host app's sign-in is `answer`, and a desk's page that asks at its doors."""

    answer: Answer
    clock: VirtualClock = attrs.Factory(VirtualClock)
    center: ContactCenter = attrs.field(init=False)
    browser: Browser = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        plugin = Plugin(name="host", summary="The host's sign-in.", implementation=self._host)
        self.center = ContactCenter.in_memory(TABLES, plugins=[plugin], clock=self.clock)
        self.browser = Browser(self.center.asgi)

    def _host(self) -> Any:
        # The scene's answer may change between two requests.
        return _implementation(lambda credentials: self.answer(credentials))

    async def ask(self, method: str, path: str, *headers: tuple[str, str]) -> Reply:
        """Send a request; time passes only while nothing else happens."""
        asking = asyncio.ensure_future(self.browser.ask(method, path, None, *headers))
        for _ in range(20):
            if (await asyncio.wait({asking}, timeout=0.001))[0]:
                break
        else:
            await self.clock.advance(TIMEOUT_MS)
        return await asking

    async def knock(self) -> int:
        """Ask for a socket's token; return the status."""
        return (await self.ask("POST", "/auth/bus-token")).status


async def _page(scope: Any, receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": scope["state"]["principal"].id.encode()})


def _implementation(answer: Answer) -> Any:
    class Host:
        @hookimpl
        def register(self) -> list[Contribution]:
            return [Routes(app=_page, audience="session")]

        @hookimpl
        async def authenticate(self, credentials: Credentials) -> Any:
            found = answer(credentials)
            return await found if asyncio.iscoroutine(found) else found

    return Host()


def run(answer: Answer, scene: Callable[[Scene], Awaitable[None]]) -> None:
    async def opened() -> None:
        here = Scene(answer)
        async with here.center:
            try:
                await scene(here)
            finally:
                released.set()

    asyncio.run(opened())


def raising(error: BaseException) -> Answer:
    def answer(credentials: Credentials) -> Any:
        raise error

    return answer


async def hang() -> None:
    await asyncio.Event().wait()


async def hang_on() -> None:
    """Hang, and take no hint before the test is over."""
    while not released.is_set():
        try:
            await asyncio.sleep(0.01)
        except asyncio.CancelledError:
            continue


async def answer_late(clock: VirtualClock) -> StaffSession:
    await clock.sleep_until(clock.monotonic_ms() + TIMEOUT_MS + 1)
    return StaffSession(staff="mei")


SILENT: dict[str, Answer] = {
    "an error": raising(ValueError("the database is away")),
    "an error without words": raising(UnspeakableError()),
    "an exit": raising(SystemExit(0)),
    "a cancellation": raising(asyncio.CancelledError()),
    "the end of a generator": raising(GeneratorExit()),
    "what nobody foresees": raising(Unforeseen()),
    "for ever": lambda credentials: hang(),
    "for ever, deaf": lambda credentials: hang_on(),
    "an id alone": lambda credentials: "mei",
    "a mapping": lambda credentials: {"staff": "mei"},
    "true": lambda credentials: True,
    "the class": lambda credentials: StaffSession,
    "a list": lambda credentials: [StaffSession(staff="mei")],
    "a number for an id": lambda credentials: StaffSession(staff=7),  # type: ignore[arg-type]
    "bytes for an id": lambda credentials: StaffSession(staff=b"mei"),  # type: ignore[arg-type]
    "nothing for an id": lambda credentials: StaffSession(staff=None),  # type: ignore[arg-type]
    "several ids": lambda credentials: StaffSession(staff=["mei"]),  # type: ignore[arg-type]
    "words for an end": lambda credentials: end("never"),
    "no number for an end": lambda credentials: end(math.nan),
    "no end": lambda credentials: end(math.inf),
    "half a millisecond": lambda credentials: end(START_MS + 60_000.5),
}


def end(until_ms: Any) -> StaffSession:
    return StaffSession(staff="mei", until_ms=until_ms)


@pytest.mark.parametrize("what", SILENT)
def test_answer_that_is_none_lets_nobody_in_and_sends_nobody_away(what: str) -> None:
    async def scene(here: Scene) -> None:
        token = await here.ask("POST", "/auth/bus-token")
        leaving = await here.ask("POST", "/auth/sign-out")
        page = await here.ask("GET", "/plugins/host/", ("accept", "text/html"))

        assert [each.status for each in (token, leaving, page)] == [503] * 3
        assert (token.json()["code"], token.json()["retryable"]) == ("unavailable", True)
        assert {each.headers["retry-after"] for each in (token, leaving, page)} == {"1"}
        assert page.headers["content-type"].startswith("text/html")
        assert "location" not in page.headers

    run(SILENT[what], scene)


def test_plain_function_that_hangs_lets_nobody_in() -> None:
    class Host:
        @hookimpl
        def authenticate(self) -> StaffSession:
            released.wait(10)
            return StaffSession(staff="mei")

    async def scene() -> None:
        plugin = Plugin(name="host", summary="Hangs.", implementation=Host)
        here = Scene(SILENT["true"])
        here.center = ContactCenter.in_memory(TABLES, plugins=[plugin], clock=here.clock)
        here.browser = Browser(here.center.asgi)
        async with here.center:
            assert [await here.knock() for _ in range(5)] == [503] * 5

    asyncio.run(scene())


def test_answer_that_comes_late_counts_neither_then_nor_later() -> None:
    async def scene(here: Scene) -> None:
        here.answer = lambda credentials: answer_late(here.clock)
        late = await here.knock()
        await here.clock.advance(TIMEOUT_MS)
        here.answer = lambda credentials: None

        assert (late, await here.knock()) == (503, 401)

    run(SILENT["true"], scene)


@pytest.mark.parametrize("until_ms", [START_MS, START_MS - 1, 0, -1, True, -(10**30)])
def test_session_that_is_over_is_nobodys(until_ms: int) -> None:
    async def scene(here: Scene) -> None:
        assert await here.knock() == 401

    run(lambda credentials: end(until_ms), scene)


STRANGERS = [
    "",
    " ",
    "*",
    ">",
    "system",
    "SYSTEM",
    "help",
    "shop",
    "agent",
    "supervisor",
    "agents.mei",
    "agent/mei",
    "plugin/host",
    "vi_00000000000000000000000000000000",
    "Mei",
    "MEI",
    " mei",
    "mei\n",
    "mei\0",
    "mei,ada",
    "mei\0ada",
    "\uff4dei",
    "m\u00e9i",
    "mei\u200b",
    "\u202emei",
    "\ud800",
    "../mei",
    "__proto__",
    "<script>pwned(1)</script>",
    "\x1b[2Jmei",
    "m" * 10_000,
]


def test_id_that_is_nobodys_is_refused_whatever_it_looks_like() -> None:
    async def scene(here: Scene) -> None:
        admitted, shown = [], b""
        for stranger in STRANGERS:
            here.answer = lambda credentials, id=stranger: StaffSession(staff=id)
            status = await here.knock()
            page = await here.ask("GET", "/plugins/host/", ("accept", "text/html"))
            shown += page.body
            if (status, page.status) != (403, 403):
                admitted.append((stranger[:20], status, page.status))

        assert admitted == []
        assert b"pwned" not in shown

    run(SILENT["true"], scene)


def test_role_is_the_centers_to_say_and_of_this_answer_only() -> None:
    async def scene(here: Scene) -> None:
        asked = []
        for staff in ("mei", "ada", "mei"):
            here.answer = lambda credentials, id=staff: StaffSession(staff=id)
            asked.append((await here.ask("GET", "/plugins/host/")).body)

        assert asked == [b"mei", b"ada", b"mei"]

    run(SILENT["true"], scene)


def test_session_of_our_own_is_never_turned_into_another() -> None:
    async def scene(here: Scene) -> None:
        link = await issue_link(here.center, "mei")
        await here.browser.post("/auth/link", {"token": link})

        assert (await here.ask("GET", "/plugins/host/")).body == b"mei"

    run(lambda credentials: StaffSession(staff="ada"), scene)


def test_plugin_that_is_left_alone_costs_a_moment_and_no_session() -> None:
    async def scene(here: Scene) -> None:
        assert await here.knock() == 200
        here.answer = SILENT["an error"]
        failing = [await here.knock() for _ in range(FAILURES_MAX)]
        here.answer = lambda credentials: StaffSession(staff="mei")
        left_alone = await here.knock()
        await here.clock.advance(OPEN_MS)

        assert failing == [503] * FAILURES_MAX
        assert (left_alone, await here.knock()) == (503, 200)

    run(lambda credentials: StaffSession(staff="mei"), scene)


def test_trial_that_fails_oddly_is_followed_by_another() -> None:
    async def scene(here: Scene) -> None:
        for odd in ("an error without words", "the end of a generator", "what nobody foresees"):
            here.answer = SILENT[odd]
            for _ in range(FAILURES_MAX):
                await here.knock()
            await here.clock.advance(OPEN_MS)
            assert await here.knock() == 503
            here.answer = lambda credentials: StaffSession(staff="mei")
            await here.clock.advance(OPEN_MS)

            assert await here.knock() == 200

    run(SILENT["true"], scene)


def test_failure_says_nothing_of_itself_to_the_browser() -> None:
    async def scene(here: Scene) -> None:
        with capture_logs() as logs:
            reply = await here.ask("POST", "/auth/bus-token", ("cookie", "host=s3cr3t"))

        assert b"database" not in reply.body
        assert [each["event"] for each in logs if each["log_level"] == "warning"] == ["hook.failed"]
        assert "s3cr3t" not in str(logs)

    run(SILENT["an error"], scene)
