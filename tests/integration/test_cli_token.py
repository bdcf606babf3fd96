"""`ccsdk token`: what it prints opens the bus, from a running server or without one."""

from __future__ import annotations

import asyncio
import json
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from ccsdk.client.bus import BusClient
from ccsdk.errors import ConnectionRefusedByServerError
from tests.integration.served import ORIGIN, Server, ccsdk, center_file, served

pytestmark = [pytest.mark.integration]


def token(center: Path, *words: object) -> str:
    outcome = ccsdk("token", center, *words)
    assert outcome.code == 0, outcome.err
    assert outcome.out.count("\n") == 1
    return outcome.out.strip()


def who(server: Server, bearer: str, origin: str | None = None) -> tuple[str, str]:
    async def ask() -> tuple[str, str]:
        async with BusClient(server.bus_url, bearer, origin=origin) as bus:
            assert bus.welcome is not None
            return bus.welcome.principal.role, bus.welcome.principal.id

    return asyncio.run(ask())


def test_a_token_of_the_running_server_opens_the_bus(tmp_path: Path) -> None:
    center = center_file(tmp_path)

    with served(center) as server:
        found = [
            who(server, token(center, "--role", role, "--id", id_))
            for role, id_ in (("agent", "mei"), ("supervisor", "ada"))
        ]

    assert found == [("agent", "mei"), ("supervisor", "ada")]


def test_a_visitors_token_takes_the_only_account_and_works_in_hello(tmp_path: Path) -> None:
    center = center_file(tmp_path)

    with served(center) as server:
        named = who(server, token(center, "--role", "visitor", "--id", "vi_anna"), ORIGIN)
        new = who(server, token(center, "--role", "visitor", "--account", "web"))

    assert named == ("visitor", "vi_anna")
    assert new[0] == "visitor"
    assert new[1].startswith("vi_")


def test_a_token_made_without_a_server_opens_the_bus_later(tmp_path: Path) -> None:
    center = center_file(tmp_path)
    made = token(center, "--role", "agent", "--id", "tom")

    with served(center) as server:
        found = who(server, made)

    assert found == ("agent", "tom")


def test_a_token_made_without_a_server_adds_nothing_to_the_log(tmp_path: Path) -> None:
    center = center_file(tmp_path)

    token(center, "--role", "agent", "--id", "tom")

    assert ccsdk("log", center).out == ""


def test_a_killed_servers_file_does_not_stand_in_the_way(tmp_path: Path) -> None:
    center = center_file(tmp_path)
    with served(center) as server:
        server.kill()
        has_file = (tmp_path / "data" / "run.json").exists()

    made = token(center, "--role", "agent", "--id", "mei")

    assert has_file
    assert len(made) == 43


@pytest.mark.slow
def test_a_token_ends_with_its_time(tmp_path: Path) -> None:
    center = center_file(tmp_path)

    with served(center) as server:
        made = token(center, "--role", "agent", "--id", "mei", "--ttl", "6s")
        made_by_server = who(server, made)
        with pytest.raises(ConnectionRefusedByServerError, match="time is over"):
            ask_until_refused(server, made)

    assert made_by_server == ("agent", "mei")


def ask_until_refused(server: Server, made: str) -> None:
    """Ask twice a second; a busy machine needs a moment for the first question."""
    end_s = time.monotonic() + 30
    while time.monotonic() < end_s:
        asyncio.run(asyncio.sleep(0.5))
        who(server, made)


def test_a_link_signs_in_once(tmp_path: Path) -> None:
    center = center_file(tmp_path)

    with served(center) as server:
        link = token(center, "--role", "agent", "--id", "mei", "--link")
        codes = [use(server.url, link.partition("#")[2]) for _ in range(2)]

    assert link.startswith(f"{server.url}/auth/link#")
    assert codes == [200, 401]


def use(url: str, link: str) -> int:
    request = urllib.request.Request(
        f"{url}/auth/link",
        data=json.dumps({"token": link}).encode(),
        headers={"content-type": "application/json", "origin": url},
    )
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        error.close()
        return error.code


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (("--role", "agent", "--id", "mai"), "there is no agent 'mai'; known: mei, tom"),
        (("--role", "agent", "--id", "ada"), "there is no agent 'ada'; known: mei, tom"),
        (("--role", "supervisor", "--id", "x"), "there is no supervisor 'x'; known: ada"),
        (("--role", "agent"), "--id: is missing; known: mei, tom"),
        (("--role", "visitor", "--account", "wbe"), "there is no account 'wbe'; known: web"),
        (("--role", "visitor", "--link"), "links are for agents and supervisors"),
        (("--role", "agent", "--id", "mei", "--ttl", "soon"), "'soon' is no duration"),
    ],
)
def test_who_is_not_there_is_refused_naming_who_is(
    tmp_path: Path, words: tuple[str, ...], problem: str
) -> None:
    outcome = ccsdk("token", center_file(tmp_path), *words)

    assert outcome.code == 1
    assert outcome.out == ""
    assert outcome.err.startswith("error: ")
    assert problem in outcome.err
