from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import Any

import pytest
from structlog.testing import capture_logs

from ccsdk.server.asgi import Application
from ccsdk.server.port import Phase
from ccsdk.server.problems import absence
from ccsdk.server.tokens import issue_link
from tests.unit.server.fake_center import Browser, FakeCenter, call, http_scope

ROOTS = ["", "/x"]


def make_app(center: FakeCenter | None = None) -> Application:
    return Application(center or FakeCenter(), control_token="C")


@pytest.mark.parametrize("root", ROOTS)
def test_health_is_told_below_any_mount(root: str) -> None:
    browser = Browser(make_app(), root=root)

    replies = [asyncio.run(browser.get(path)) for path in ("/healthz", "/readyz")]

    assert [reply.status for reply in replies] == [200, 200]
    assert replies[0].json() == {"center": "shop", "ready": True}


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/auth/link", "/plugins/x/", "/visitor"])
def test_nothing_answers_before_the_center_is_ready(path: str) -> None:
    center = FakeCenter()
    center.phase = Phase.CLOSED

    reply = asyncio.run(Browser(make_app(center)).get(path))

    assert (reply.status, reply.json()["code"]) == (503, "unavailable")
    assert reply.headers["retry-after"]


def test_draining_center_lives_but_is_not_ready() -> None:
    async def scene() -> None:
        application = make_app()
        await application.drain(0)
        browser = Browser(application)

        alive, ready = [await browser.get(path) for path in ("/healthz", "/readyz")]

        assert (alive.status, ready.status) == (200, 503)
        assert ready.json()["code"] == "draining"

    asyncio.run(scene())


@pytest.mark.parametrize("path", ["/", "/nothing", "/bus/", "/auth", "/plugins/none/x"])
def test_unknown_address_is_a_problem_with_code_and_reference(path: str) -> None:
    reply = asyncio.run(Browser(make_app()).get(path))

    told = reply.json()
    assert reply.status == told["status"] == 404
    assert reply.headers["content-type"] == "application/problem+json"
    assert (told["code"], told["retryable"]) == ("not_found", False)
    assert told["ref"].startswith("er_")


def test_wrong_method_names_the_right_ones() -> None:
    reply = asyncio.run(Browser(make_app()).get("/auth/bus-token"))

    assert (reply.status, reply.headers["allow"]) == (405, "POST")


def test_unforeseen_error_shows_a_reference_and_nothing_else() -> None:
    class Broken(FakeCenter):
        def staff_role(self, staff: str) -> Any:
            raise RuntimeError("secret path /srv/data")

    async def scene() -> None:
        sound, broken = FakeCenter(), Broken()
        link = await issue_link(sound, "mei")
        broken.credentials = sound.credentials

        reply = await Browser(make_app(broken)).post("/auth/link", {"token": link})

        assert (reply.status, reply.json()["code"]) == (500, "internal")
        assert b"secret" not in reply.body
        assert b"RuntimeError" not in reply.body

    asyncio.run(scene())


def test_too_many_header_fields_are_refused() -> None:
    headers = [(f"x-{number}", "1") for number in range(64)]

    reply = asyncio.run(call(make_app(), http_scope("GET", "/healthz", headers)))

    assert (reply.status, reply.json()["code"]) == (431, "too_many_fields")


def test_head_answers_without_a_body() -> None:
    reply = asyncio.run(Browser(make_app()).ask("HEAD", "/auth/link"))

    assert reply.status == 200
    assert reply.body == b""
    assert int(reply.headers["content-length"]) > 0


def test_lifespan_starts_and_stops_what_it_was_given() -> None:
    seen: list[str] = []

    @asynccontextmanager
    async def lifespan() -> Any:
        seen.append("start")
        yield
        seen.append("stop")

    sent = asyncio.run(live(Application(FakeCenter(), lifespan=lifespan)))

    assert sent == ["lifespan.startup.complete", "lifespan.shutdown.complete"]
    assert seen == ["start", "stop"]


def test_failed_start_is_told_to_the_server() -> None:
    @asynccontextmanager
    async def lifespan() -> Any:
        raise RuntimeError("no disk")
        yield

    sent = asyncio.run(live(Application(FakeCenter(), lifespan=lifespan)))

    assert sent == ["lifespan.startup.failed"]


def test_lifespan_of_a_mounted_application_is_nobodys() -> None:
    sent = asyncio.run(live(make_app()))

    assert sent == ["lifespan.startup.complete", "lifespan.shutdown.complete"]


async def live(application: Application) -> list[str]:
    waiting = [{"type": "lifespan.startup"}, {"type": "lifespan.shutdown"}]
    sent: list[str] = []

    async def receive() -> Any:
        return waiting.pop(0)

    async def send(message: Any) -> None:
        sent.append(message["type"])

    await application({"type": "lifespan"}, receive, send)
    return sent


@pytest.mark.parametrize(
    ("phase", "words"),
    [
        (Phase.NEW, "center.attach(app, path=...)"),
        (Phase.STARTING, "is starting"),
        (Phase.CLOSED, "is closed"),
    ],
)
def test_absent_center_says_why(phase: Phase, words: str) -> None:
    center = FakeCenter()
    center.phase = phase

    reply = asyncio.run(Browser(make_app(center)).get("/auth/link"))

    assert words in reply.json()["detail"]


@pytest.mark.parametrize("phase", Phase)
def test_reason_of_absence_fits_into_a_close(phase: Phase) -> None:
    assert len(absence(phase).encode()) <= 123


def test_center_that_was_never_opened_is_one_line_in_the_log() -> None:
    center = FakeCenter()
    center.phase = Phase.NEW
    browser = Browser(make_app(center))

    with capture_logs() as logs:
        for _ in range(3):
            asyncio.run(browser.get("/healthz"))

    assert [each["event"] for each in logs] == ["center.never_opened"]
