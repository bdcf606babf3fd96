"""Forwarded headers: believed from the proxies that settings name, and from nobody else."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from ccsdk.server.http import Request
from ccsdk.server.origins import is_own
from ccsdk.server.proxies import Proxies, ProxyDoor, parse_network
from tests.unit.server.fake_center import call, http_scope

PROXY, OUTER, CLIENT, LIAR = "10.0.0.7", "10.0.0.8", "203.0.113.9", "198.51.100.66"
TRUSTED = Proxies(trusted=["10.0.0.0/24"])


class App:
    """Note what it is asked."""

    def __init__(self) -> None:
        self.seen: Any = None

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        self.seen = scope
        if scope["type"] == "http":
            await send({"type": "http.response.start", "status": 200, "headers": []})
            await send({"type": "http.response.body", "body": b""})


def seen(
    peer: str, *headers: tuple[str, str], proxies: Proxies = TRUSTED, type_: str = "http"
) -> Any:
    """Return the scope that the application gets from a peer with these headers."""
    app = App()
    scope = {**http_scope("GET", "/", headers), "client": (peer, 5), "type": type_}
    if type_ == "websocket":
        scope["scheme"] = "ws"
        asyncio.run(ProxyDoor(app=app, proxies=proxies)(scope, _nothing, _nothing))
    else:
        asyncio.run(call(ProxyDoor(app=app, proxies=proxies), scope))
    return app.seen


async def _nothing(*_: Any) -> Any:
    raise AssertionError("nobody asked")


def names(scope: Any) -> set[str]:
    return {name.decode() for name, _ in scope["headers"]}


def header(scope: Any, name: str) -> str | None:
    return Request(scope, _nothing).header(name)


def test_a06_headers_of_anybody_else_are_stripped() -> None:
    lies = (
        ("x-forwarded-for", CLIENT),
        ("x-forwarded-proto", "https"),
        ("x-forwarded-host", "bank.example"),
        ("forwarded", f"for={CLIENT};proto=https"),
    )

    scope = seen(LIAR, *lies)

    assert scope["client"][0] == LIAR
    assert scope["scheme"] == "http"
    assert names(scope) == {"host"}
    assert header(scope, "host") == "shop.example:8080"


def test_a06_without_proxies_nobody_is_believed() -> None:
    scope = seen("127.0.0.1", ("x-forwarded-for", CLIENT), proxies=Proxies())

    assert scope["client"][0] == "127.0.0.1"
    assert names(scope) == {"host"}


@pytest.mark.parametrize(
    ("hops", "client"),
    [
        (CLIENT, CLIENT),
        (f"{LIAR}, {CLIENT}", CLIENT),
        (f"{LIAR}, {CLIENT}, {OUTER}", CLIENT),
        (f"{OUTER}, {CLIENT}", CLIENT),
        (f"10.0.0.1, {OUTER}", "10.0.0.1"),
        (f"{CLIENT}:4711", CLIENT),
        ("[2001:db8::7]:4711", "2001:db8::7"),
        ("2001:db8::7", "2001:db8::7"),
        (f"::ffff:{CLIENT}", CLIENT),
        (f"{CLIENT}, unknown, {OUTER}", OUTER),
        ("unknown", PROXY),
        ("", PROXY),
        (f"{CLIENT}, , ", CLIENT),
        ("0x7f.1", PROXY),
    ],
)
def test_client_is_the_rightmost_address_that_is_no_proxy(hops: str, client: str) -> None:
    scope = seen(PROXY, ("x-forwarded-for", hops))

    assert scope["client"][0] == client
    assert names(scope) == {"host"}


def test_headers_given_twice_are_read_as_one_list() -> None:
    scope = seen(PROXY, ("x-forwarded-for", LIAR), ("x-forwarded-for", CLIENT))

    assert scope["client"][0] == CLIENT


@pytest.mark.parametrize(
    ("hops", "protos", "scheme"),
    [
        (CLIENT, "https", "https"),
        (CLIENT, "https, http", "http"),
        (f"{CLIENT}, {OUTER}", "https, http", "https"),
        (f"{CLIENT}, {OUTER}", "https", "https"),
        (CLIENT, "HTTPS", "https"),
        (CLIENT, "gopher", "http"),
        (CLIENT, "", "http"),
    ],
)
def test_scheme_is_what_the_client_spoke_with_the_first_trusted_proxy(
    hops: str, protos: str, scheme: str
) -> None:
    scope = seen(PROXY, ("x-forwarded-for", hops), ("x-forwarded-proto", protos))

    assert scope["scheme"] == scheme


def test_socket_gets_a_sockets_scheme() -> None:
    headers = (("x-forwarded-for", CLIENT), ("x-forwarded-proto", "https"))

    scope = seen(PROXY, *headers, type_="websocket")

    assert scope["scheme"] == "wss"


def test_host_of_the_proxy_makes_a_page_of_it_our_own() -> None:
    told = (("x-forwarded-proto", "https"), ("x-forwarded-host", "www.shop.example"))

    scope = seen(PROXY, *told, ("origin", "https://www.shop.example"))

    assert header(scope, "host") == "www.shop.example"
    assert is_own(Request(scope, _nothing))


@pytest.mark.parametrize("host", ["a b", "evil/path", "", "@x", "x\\y:z"])
def test_host_that_is_none_is_not_believed(host: str) -> None:
    scope = seen(PROXY, ("x-forwarded-host", host))

    assert header(scope, "host") == "shop.example:8080"


def test_peer_of_a_socket_for_both_families_is_known_by_its_ipv4_address() -> None:
    scope = seen(f"::ffff:{PROXY}", ("x-forwarded-for", CLIENT))

    assert scope["client"][0] == CLIENT


def test_path_that_a_proxy_takes_off_is_given_back_as_the_mount() -> None:
    scope = seen(PROXY, proxies=Proxies(trusted=[PROXY], root_path="/desk"))

    assert (scope["root_path"], Request(scope, _nothing).path) == ("/desk", "/")


def ask(door: ProxyDoor, peer: str) -> Any:
    return asyncio.run(call(door, {**http_scope("GET", "/"), "client": (peer, 5)}))


def test_who_comes_past_a_required_proxy_is_refused_with_a_page() -> None:
    app = App()
    door = ProxyDoor(app=app, proxies=TRUSTED, is_required=True)

    reply = ask(door, LIAR)

    assert (reply.status, app.seen) == (403, None)
    assert "through its proxy only" in reply.body.decode()


@pytest.mark.parametrize("peer", [PROXY, "127.0.0.1", "::1"])
def test_proxy_and_this_machine_pass(peer: str) -> None:
    door = ProxyDoor(app=App(), proxies=TRUSTED, is_required=True)

    assert ask(door, peer).status == 200


def test_socket_past_a_required_proxy_is_closed_before_it_opens() -> None:
    app, sent = App(), []

    async def receive() -> Any:
        return {"type": "websocket.connect"}

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {**http_scope("GET", "/bus"), "type": "websocket", "client": (LIAR, 5)}
    door = ProxyDoor(app=app, proxies=TRUSTED, is_required=True)
    asyncio.run(door(scope, receive, send))

    assert sent == [{"type": "websocket.close", "code": 1008}]
    assert app.seen is None


@pytest.mark.parametrize("text", ["10.0.0.0/8", "::1", "10.0.0.7", "fd00::/8"])
def test_addresses_and_networks_are_read(text: str) -> None:
    assert parse_network(text)


@pytest.mark.parametrize("text", ["10.0.0.7/8", "proxy.example", "*", ""])
def test_what_is_neither_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="\\S"):
        parse_network(text)
