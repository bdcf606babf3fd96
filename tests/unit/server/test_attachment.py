"""A center in front of a host app: paths, both lives, and nonsense that is refused."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from ccsdk.errors import ConfigurationError
from ccsdk.server.asgi import Application
from ccsdk.server.attachment import Attachment
from tests.unit.server.fake_center import FakeCenter, call, http_scope


class Host:
    """A host app that notes what it is asked and, if it knows lifespans, when it lives."""

    def __init__(self, notes: list[str] | None = None, *, fails: str = "") -> None:
        self.notes = [] if notes is None else notes
        self.fails = fails

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            await self.live(receive, send)
            return
        self.notes.append(scope["path"])
        await send({"type": "http.response.start", "status": 418, "headers": []})
        await send({"type": "http.response.body", "body": b"host"})

    async def live(self, receive: Any, send: Any) -> None:
        for phase in ("startup", "shutdown"):
            assert (await receive())["type"] == f"lifespan.{phase}"
            self.notes.append(f"host {phase}")
            if self.fails == phase:
                await send({"type": f"lifespan.{phase}.failed", "message": "no luck"})
                raise RuntimeError("no luck")
            await send({"type": f"lifespan.{phase}.complete"})


class DjangoLike(Host):
    """A host app that refuses lifespans, as Django's does."""

    async def live(self, receive: Any, send: Any) -> None:
        raise ValueError("I can only handle HTTP")


class Silent(Host):
    """A host app that ignores lifespans."""

    async def live(self, receive: Any, send: Any) -> None:
        return


class Crashing(Host):
    """A host app whose lifespan ends on its own after the start."""

    async def live(self, receive: Any, send: Any) -> None:
        await receive()
        await send({"type": "lifespan.startup.complete"})
        raise RuntimeError("lost")


def attached(host: Any, notes: list[str], *, fails: bool = False) -> Attachment:
    @asynccontextmanager
    async def lifespan() -> AsyncIterator[None]:
        if fails:
            raise ValueError("the log is locked")
        notes.append("center opens")
        yield
        notes.append("center closes")

    return Attachment(Application(FakeCenter(), lifespan=lifespan), host, "/x")


def live(app: Any) -> list[str]:
    """Start and stop an application as a server does; return what it says."""

    async def whole() -> list[str]:
        sent: list[Any] = []
        messages = ["lifespan.startup", "lifespan.shutdown"]

        async def receive() -> Any:
            return {"type": messages.pop(0)}

        async def send(message: Any) -> None:
            sent.append(message)

        async with asyncio.timeout(5):
            await app({"type": "lifespan", "asgi": {"version": "3.0"}}, receive, send)
        return [f"{each['type']} {each.get('message', '')}".strip() for each in sent]

    return asyncio.run(whole())


def test_hosts_life_runs_within_the_centers() -> None:
    notes: list[str] = []

    said = live(attached(Host(notes), notes))

    assert said == ["lifespan.startup.complete", "lifespan.shutdown.complete"]
    assert notes == ["center opens", "host startup", "host shutdown", "center closes"]


@pytest.mark.parametrize("host", [DjangoLike, Silent, Crashing])
def test_host_without_a_lifespan_does_not_keep_the_center_from_living(host: type[Host]) -> None:
    notes: list[str] = []

    said = live(attached(host(), notes))

    assert said == ["lifespan.startup.complete", "lifespan.shutdown.complete"]
    assert notes == ["center opens", "center closes"]


def test_host_that_cannot_start_stops_the_start_and_closes_the_center() -> None:
    notes: list[str] = []

    said = live(attached(Host(notes, fails="startup"), notes))

    assert said == ["lifespan.startup.failed no luck"]
    assert notes == ["center opens", "host startup", "center closes"]


def test_host_that_fails_at_its_end_still_lets_the_center_close() -> None:
    notes: list[str] = []

    said = live(attached(Host(notes, fails="shutdown"), notes))

    assert said == ["lifespan.startup.complete", "lifespan.shutdown.failed no luck"]
    assert notes[-1] == "center closes"


def test_center_that_cannot_start_stops_the_start_before_the_host() -> None:
    notes: list[str] = []

    said = live(attached(Host(notes), notes, fails=True))

    assert said == ["lifespan.startup.failed the log is locked"]
    assert notes == []


@pytest.mark.parametrize("root", ["", "/shop"])
@pytest.mark.parametrize("keeps_root", [True, False])
@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/x/healthz", 200),
        ("/x", 404),
        ("/x/", 404),
        ("/xy", 418),
        ("/", 418),
        ("/a/x/healthz", 418),
    ],
)
def test_paths_below_ours_are_the_centers(
    root: str, keeps_root: bool, path: str, status: int
) -> None:
    app = attached(Host(), [])
    scope = http_scope("GET", path, root=root)
    scope["path"] = path if not keeps_root else scope["path"]

    reply = asyncio.run(call(app, scope))

    assert reply.status == status


def test_pages_of_the_center_know_the_whole_way() -> None:
    scope = http_scope("GET", "/x/auth/link", root="/shop")

    reply = asyncio.run(call(attached(Host(), []), scope))

    assert 'data-post="/shop/x/auth/link"' in reply.body.decode()


@pytest.mark.parametrize(
    "path", ["", "/", "x", "/x/", "//x", "/x/../y", "/x y", "/x?y", "/%78", "."]
)
def test_path_that_is_none_is_refused(path: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        Attachment(Application(FakeCenter()), Host(), path)

    assert caught.value.path == "attach.path"


def wsgi(environ: Any, start_response: Any) -> list[bytes]:
    return []


@pytest.mark.parametrize("app", [None, wsgi, "app:app"])
def test_what_is_no_asgi_application_is_refused(app: Any) -> None:
    with pytest.raises(TypeError, match="no ASGI 3 application"):
        Attachment(Application(FakeCenter()), app, "/x")
