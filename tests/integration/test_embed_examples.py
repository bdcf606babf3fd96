"""The embedding examples as anybody runs them: at the root, and behind a proxy at a path."""

from __future__ import annotations

import asyncio
import os
import re
import subprocess
import sys
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import attrs
import pytest

from tests.integration.proxy import proxied
from tests.integration.served import eventually
from tests.integration.serving import WITHIN_S
from tests.integration.visiting import Visit

pytestmark = [pytest.mark.integration, pytest.mark.timeout(120)]

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
BEHIND = "/shop"


@attrs.frozen
class Example:
    """A running example: where its center is, and how its people sign in."""

    port: int
    mount: str
    root: str
    field: str

    @asynccontextmanager
    async def visit(self) -> AsyncIterator[Visit]:
        if not self.root:
            yield Visit(self.port)
            return
        async with proxied(self.port, prefix=self.root) as port:
            yield Visit(port, self.root, "https")

    async def sign_in(self, visit: Visit, name: str, there: str = "") -> str:
        """Sign in and return where that leads."""
        form = await visit.page("/sign-in")
        found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', form.text)
        token = {"csrfmiddlewaretoken": found[1]} if found else {}
        answer = await visit.submit(
            "/sign-in", **{self.field: name, "password": "tea", "next": there}, **token
        )
        assert answer.status in (302, 303), answer
        return answer.headers["location"]

    async def sign_out(self, visit: Visit) -> None:
        found = re.search(
            r'name="csrfmiddlewaretoken" value="(\w+)"', (await visit.page("/office")).text
        )
        token = {"csrfmiddlewaretoken": found[1]} if found else {}
        assert (await visit.submit("/sign-out", **token)).status in (302, 303)


KINDS = {
    "fastapi": ("embed_fastapi/app.py", "/x", "name"),
    "django": ("embed_django/run.py", "/cc", "username"),
}


@pytest.fixture(
    scope="module",
    params=[(kind, root) for kind in KINDS for root in ("", BEHIND)],
    ids=lambda each: f"{each[0]} at {each[1] or '/'}",
)
def example(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Example]:
    """Run an example with uvicorn's defaults."""
    kind, root = request.param
    script, mount, field = KINDS[kind]
    environ = {
        **os.environ,
        "PORT": "0",
        "ROOT_PATH": root,
        "CENTER_DATA": str(tmp_path_factory.mktemp(kind) / "data"),
    }
    process = subprocess.Popen(
        [sys.executable, str(EXAMPLES / script)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=environ,
        cwd=(EXAMPLES / script).parent,
    )
    lines: list[str] = []
    reader = threading.Thread(target=_read, args=(process, lines), daemon=True)
    reader.start()

    def port() -> int | None:
        found = re.search(r"running on http://127\.0\.0\.1:(\d+)", "\n".join(lines))
        return int(found[1]) if found else None

    try:
        eventually(lambda: port() or process.poll() is not None, within_s=30)
        found = port()
        assert found is not None, "\n".join(lines)
        yield Example(found, mount, root, field)
    finally:
        process.terminate()
        process.wait(timeout=20)
        reader.join(timeout=5)
    assert "Traceback" not in "\n".join(lines), "\n".join(lines)


def _read(process: subprocess.Popen[str], lines: list[str]) -> None:
    assert process.stdout is not None
    with process.stdout as stream:
        lines.extend(line.rstrip("\n") for line in stream)


def run(example: Example, scene: Callable[[Visit], Awaitable[None]]) -> None:
    async def whole() -> None:
        async with asyncio.timeout(WITHIN_S * 3), example.visit() as visit:
            await scene(visit)

    asyncio.run(whole())


def test_who_is_nobody_yet_signs_in_at_the_host_and_comes_back(example: Example) -> None:
    async def scene(visit: Visit) -> None:
        desk = f"{example.mount}/plugins/desk/"
        first = await visit.page(desk)
        place = urlsplit(first.headers["location"])
        there = await example.sign_in(visit, "mei", parse_qs(place.query)["next"][0])
        then = await visit.page(desk)

        assert (first.status, place.path) == (303, f"{example.root}/sign-in")
        assert there == f"{example.root}{desk}"
        assert then.status == 200

    run(example, scene)


def test_sign_out_at_the_host_ends_the_desk(example: Example) -> None:
    async def scene(visit: Visit) -> None:
        await example.sign_in(visit, "mei")
        token = await visit.bus_token(example.mount)
        async with visit.socket(example.mount) as socket:
            welcome = await socket.hello(token=token)
            await example.sign_out(visit)
            _, code = await socket.end()
        refused = await visit.post(f"{example.mount}/auth/bus-token")

        assert (welcome["principal"]["id"], welcome["principal"]["role"]) == ("mei", "agent")
        assert code == 4506
        assert refused.status == 401

    run(example, scene)


def test_who_is_no_staff_is_told_so_instead_of_sent_round(example: Example) -> None:
    async def scene(visit: Visit) -> None:
        await example.sign_in(visit, "pat")
        desk = await visit.page(f"{example.mount}/plugins/desk/")
        token = await visit.post(f"{example.mount}/auth/bus-token")

        assert (desk.status, token.status) == (403, 403)
        assert "does not know you" in desk.text

    run(example, scene)


def test_foreign_page_gets_no_token_from_a_hosts_session(example: Example) -> None:
    async def scene(visit: Visit) -> None:
        await example.sign_in(visit, "mei")
        answer = await visit.post(f"{example.mount}/auth/bus-token", origin="https://evil.example")

        assert answer.status == 403

    run(example, scene)


def test_customer_chats_under_our_limits_not_the_hosts(example: Example) -> None:
    async def scene(visit: Visit) -> None:
        page = await visit.page("/")
        widget = re.findall(r'src="([^"]+)"', page.text)
        module = await visit.get(widget[0].removeprefix(example.root))
        token = await visit.visitor_token(example.mount)
        async with visit.socket(example.mount, compression="deflate") as socket:
            welcome = await socket.hello(token=token)
            await socket.send(" " * (64 * 1024 + 1))
            frames, code = await socket.end()

        assert module.status == 200
        assert welcome["principal"]["role"] == "visitor"
        assert (frames[-1]["code"], code) == ("too_large", 4505)

    run(example, scene)
