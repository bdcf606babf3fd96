"""`ccsdk serve` as people reach it: behind a proxy that ends TLS, and from other machines."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Awaitable, Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from ccsdk.center.settings import ServeSection
from ccsdk.cli.place import address_of
from tests.integration.proxy import proxied
from tests.integration.served import CENTER, Server, ccsdk, center_file, eventually
from tests.integration.visiting import Visit

pytestmark = pytest.mark.integration

PUBLIC = "https://desk.shop.example"


def settings(folder: Path, *lines: str) -> Path:
    text = CENTER.replace("port = 0\n", "\n".join(["port = 0", *lines, ""]))
    return center_file(folder, f"{text}\n[plugins.desk]\n")


def port_of(server: Server, folder: Path) -> int:
    """Return where it listens, whatever address it prints."""
    assert server.url
    return int(json.loads((folder / "data" / "run.json").read_text())["url"].rpartition(":")[2])


def run(
    folder: Path, prefix: str, lines: list[str], scene: Callable[[Server, Visit], Awaitable[None]]
) -> None:
    server = Server(settings(folder, *lines), "--data", folder / "data")
    try:
        port = port_of(server, folder)

        async def whole() -> None:
            async with proxied(port, prefix=prefix) as proxy:
                await scene(server, Visit(proxy, prefix, "https"))

        asyncio.run(whole())
    finally:
        server.stop()


def link_of(server: Server, staff: str) -> str:
    eventually(lambda: any(f"log-in {staff} " in line for line in server.err))
    line = next(line for line in server.err if f"log-in {staff} " in line)
    return line.rpartition(" ")[2]


@pytest.mark.parametrize("prefix", ["", "/desk"])
def test_desk_opens_through_a_proxy_by_the_link_that_was_printed(
    tmp_path: Path, prefix: str
) -> None:
    async def scene(server: Server, visit: Visit) -> None:
        link = link_of(server, "mei")
        token = link.rpartition("#")[2]
        signed_in = await visit.post(
            "/auth/link", json.dumps({"token": token}).encode(), origin=PUBLIC
        )
        there = signed_in.json()["next"]
        page = await visit.page(there.removeprefix(prefix))
        bus = await visit.post("/auth/bus-token", origin=PUBLIC)
        async with visit.socket("", origin=PUBLIC) as socket:
            welcome = await socket.hello(token=bus.json()["token"])

        assert link == f"{PUBLIC}{prefix}/auth/link#{token}"
        assert (signed_in.status, there) == (200, f"{prefix}/plugins/desk/")
        assert "Secure" in signed_in.headers["set-cookie"]
        assert page.status == 200
        assert welcome["principal"]["id"] == "mei"

    lines = ['trusted_proxies = ["127.0.0.1"]', f'public_url = "{PUBLIC}{prefix}"']
    run(tmp_path, prefix, lines, scene)


def test_proxy_that_says_all_needs_no_public_address(tmp_path: Path) -> None:
    async def scene(server: Server, visit: Visit) -> None:
        token = link_of(server, "mei").rpartition("#")[2]
        answer = await visit.post("/auth/link", json.dumps({"token": token}).encode())

        assert (answer.status, answer.json()["next"]) == (200, "/desk/plugins/desk/")

    lines = ['trusted_proxies = ["127.0.0.1"]', 'root_path = "/desk"']
    run(tmp_path, "/desk", lines, scene)


def test_a06_proxy_that_nobody_named_is_not_believed(tmp_path: Path) -> None:
    async def scene(server: Server, visit: Visit) -> None:
        token = link_of(server, "mei").rpartition("#")[2]
        answer = await visit.post("/auth/link", json.dumps({"token": token}).encode())

        assert (answer.status, answer.json()["code"]) == (403, "forbidden")

    run(tmp_path, "", [], scene)


def test_command_line_still_finds_the_server_and_prints_the_public_link(tmp_path: Path) -> None:
    path = settings(tmp_path, f'public_url = "{PUBLIC}/desk"')
    data = ("--data", tmp_path / "data")
    server = Server(path, *data)
    try:
        assert server.url == f"{PUBLIC}/desk"
        while_running = ccsdk("token", path, *data, "--role", "agent", "--id", "mei", "--link")
        state = ccsdk("state", path, *data, "--hash")
    finally:
        server.stop()
    afterwards = ccsdk("token", path, *data, "--role", "agent", "--id", "mei", "--link")

    assert state.out.startswith("state sha256:"), state.err
    for outcome in (while_running, afterwards):
        assert re.fullmatch(rf"{PUBLIC}/desk/auth/link#\S{{43}}\n", outcome.out), outcome.err


def test_other_machines_need_tls_or_a_proxy(tmp_path: Path) -> None:
    outcome = ccsdk("serve", settings(tmp_path, 'host = "0.0.0.0"'), "--data", tmp_path / "data")

    assert outcome.code != 0
    assert "trusted_proxies" in outcome.err
    assert "Traceback" not in outcome.err


def test_who_comes_past_the_proxy_is_turned_away(tmp_path: Path) -> None:
    lines = ['host = "0.0.0.0"', 'trusted_proxies = ["192.0.2.7"]']
    server = Server(settings(tmp_path, *lines), "--data", tmp_path / "data")
    try:
        port = port_of(server, tmp_path)
        # All of 127/8 is this machine, which may; its address in the network is a stranger's.
        own = address_of(ServeSection(), "0.0.0.0", port)
        host = urlsplit(own).hostname or ""
        local = asyncio.run(Visit(port).get("/healthz"))
        past = asyncio.run(Visit(port, host=host).get("/healthz"))

        assert server.url == own
        assert local.status == 200
        # Without any network the two are one.
        assert past.status == (200 if host == "127.0.0.1" else 403)
    finally:
        server.stop()


@pytest.mark.parametrize(
    ("line", "path"),
    [
        ('trusted_proxies = ["proxy.example"]', "serve.trusted_proxies[0]"),
        ('trusted_proxies = ["10.0.0.7/8"]', "serve.trusted_proxies[0]"),
        ('public_url = "http://shop.example"', "serve.public_url"),
        ('public_url = "https://shop.example/"', "serve.public_url"),
        ('root_path = "desk"', "serve.root_path"),
        ('sign_in_url = "//evil.example"', "serve.sign_in_url"),
        ('public_url = "https://a.example/b"\nroot_path = "/c"', "serve.root_path"),
    ],
)
def test_settings_that_make_no_sense_are_named(tmp_path: Path, line: str, path: str) -> None:
    outcome = ccsdk("check", settings(tmp_path, line), "--data", tmp_path / "data")

    assert outcome.code != 0
    assert f"{path}: " in outcome.err
