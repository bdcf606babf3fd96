"""The way out over real sockets: what others' servers may do, and what a name may point to."""

from __future__ import annotations

import asyncio
import gzip
from typing import Any

import pytest

from ccsdk.center.clock import SystemClock
from ccsdk.errors import EgressFailedError, EgressRefusedError
from ccsdk.hooks.egress import EgressAnswer
from ccsdk.plugins.egress import REQUESTS_MAX, EgressGate, GuardedEgress
from ccsdk.plugins.egress_settings import EgressSettings
from ccsdk.plugins.exchange import ANSWER_BYTES_MAX
from ccsdk.testing.clock import VirtualClock
from tests.integration.far_server import Answer, FarServer, far_server, saying
from tests.ports import held_port

pytestmark = pytest.mark.integration

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX-A: 1\r\nX-A: 2\r\n\r\nhi"


def way_out(server: FarServer) -> GuardedEgress:
    """Return a way out to a server on loopback, which the operator allows."""
    allowed = EgressSettings(private=(f"http://127.0.0.1:{server.port}",))
    return EgressGate(allowed, SystemClock()).of("shop", hosts=("127.0.0.1",), config=None)


async def ask(answer: Answer, *, path: str = "/", content: bytes | None = None) -> EgressAnswer:
    async with far_server(answer) as server:
        url = f"http://127.0.0.1:{server.port}{path}"
        return await way_out(server).request("POST" if content else "GET", url, content=content)


async def refused_by(resolve: list[list[str]], url: str = "https://shop.example/") -> str:
    """Return why a request is refused when a name resolves to these addresses."""
    answers = iter(resolve)
    gate = EgressGate(EgressSettings(), SystemClock(), resolve=lambda host, port: next(answers))
    way = gate.of("shop", hosts=("shop.example",), config=None)
    with pytest.raises(EgressRefusedError) as caught:
        await way.request("GET", url)
    return caught.value.problem


def test_request_and_answer_pass_whole() -> None:
    async def scene() -> tuple[EgressAnswer, list[str]]:
        async with far_server(saying(OK)) as server:
            url = f"http://127.0.0.1:{server.port}/a?b=c"
            way = way_out(server)
            answer = await way.request("POST", url, headers={"X-Key": "k"}, content=b"body")
            return answer, server.requests

    answer, (request,) = asyncio.run(scene())

    assert (answer.status, answer.content, answer.headers["x-a"]) == (200, b"hi", "1, 2")
    assert request.startswith("POST /a?b=c HTTP/1.1\r\nhost: 127.0.0.1:")
    assert {"x-key: k", "content-length: 4", "accept-encoding: identity"} <= set(
        request.split("\r\n")
    )


def test_redirect_is_an_answer_and_not_followed() -> None:
    moved = b"HTTP/1.1 302 Found\r\nLocation: http://169.254.169.254/\r\nContent-Length: 0\r\n\r\n"

    answer = asyncio.run(ask(saying(moved)))

    assert answer.status == 302
    assert answer.headers["location"] == "http://169.254.169.254/"


def test_proxy_of_the_environment_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")

    answer = asyncio.run(ask(saying(OK)))

    assert answer.status == 200


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Length: 9000000\r\n\r\n", "over"),
        (
            b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + gzip.compress(bytes(10**6)),
            "compressed",
        ),
        (b"HTTP/1.1 200 OK\r\n" + b"X: " + b"y" * 100_000, "does not speak HTTP"),
        (b"HTTP/1.1 103 Early Hints\r\n\r\n" * 20, "goes on announcing"),
        (b"220 mail.example ESMTP\r\n", "does not speak HTTP"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nshort", "does not speak HTTP"),
        (b"", "does not speak HTTP"),
        (bytes(range(256)) * 10, "does not speak HTTP"),
    ],
    ids=["announced", "gzip", "head", "interim", "smtp", "short", "nothing", "garbage"],
)
def test_hostile_answer_fails_and_says_how(answer: bytes, problem: str) -> None:
    with pytest.raises(EgressFailedError, match=problem) as caught:
        asyncio.run(ask(saying(answer)))

    assert caught.value.is_sent


def test_body_without_end_is_cut_off_at_its_bound() -> None:
    sent = 0

    async def pour(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal sent
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            writer.write(bytes(2**16))
            sent += 2**16
            await writer.drain()

    with pytest.raises(EgressFailedError, match="over"):
        asyncio.run(ask(pour))

    assert ANSWER_BYTES_MAX < sent < 3 * ANSWER_BYTES_MAX


def test_server_that_drips_is_left_at_the_end_of_the_time() -> None:
    async def scene() -> EgressFailedError:
        clock = VirtualClock()

        async def drip(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n")
            await writer.drain()
            for _ in range(20):
                writer.write(b".")
                await writer.drain()
                await clock.advance(1_000)

        async with far_server(drip) as server:
            private = (f"http://127.0.0.1:{server.port}",)
            gate = EgressGate(EgressSettings(private=private), clock)
            way = gate.of("shop", hosts=("127.0.0.1",), config=None)
            with pytest.raises(EgressFailedError) as caught:
                await way.request("GET", f"{private[0]}/")
        assert clock.monotonic_ms() == 10_000
        return caught.value

    failure = asyncio.run(scene())

    assert failure.problem == "not done within 10000 ms"
    assert failure.is_sent


def test_resolver_that_hangs_is_left_behind() -> None:
    async def scene() -> EgressFailedError:
        clock = VirtualClock()
        release = asyncio.Event()
        loop = asyncio.get_running_loop()

        def hang(host: str, port: int) -> list[str]:
            asyncio.run_coroutine_threadsafe(release.wait(), loop).result()
            return []

        gate = EgressGate(EgressSettings(), clock, resolve=hang)
        way = gate.of("shop", hosts=("shop.example",), config=None)
        running = asyncio.ensure_future(way.request("GET", "https://shop.example/"))
        await clock.advance(10_000)
        with pytest.raises(EgressFailedError) as caught:
            await running
        release.set()
        return caught.value

    assert not asyncio.run(scene()).is_sent


def test_every_address_of_a_name_has_to_be_public() -> None:
    problem = asyncio.run(refused_by([["8.8.8.8", "10.0.0.7"]]))

    assert "10.0.0.7 is not public" in problem
    assert "'https://shop.example'" in problem


def test_a_name_that_points_elsewhere_a_moment_later_is_asked_once_per_request() -> None:
    """Rebinding: the address that is checked is the one that is connected to."""
    asked: list[str] = []

    async def scene() -> None:
        async with far_server(saying(OK)) as server:
            origin = f"http://shop.example:{server.port}"

            def resolve(host: str, port: int) -> list[str]:
                asked.append(host)
                return ["127.0.0.1"] if len(asked) == 1 else ["127.0.0.2"]

            gate = EgressGate(EgressSettings(private=(origin,)), SystemClock(), resolve=resolve)
            way = gate.of("shop", hosts=("shop.example",), config=None)
            answer = await way.request("GET", f"{origin}/")
            assert answer.status == 200
            assert f"host: shop.example:{server.port}" in server.requests[0]

    asyncio.run(scene())

    assert asked == ["shop.example"]


@pytest.mark.parametrize(
    ("url", "problem"),
    [
        ("http://shop.example/", "not https"),
        ("https://shop.example:8443/", "port 8443 is not 443"),
        ("https://other.example/", "does not name this host"),
        ("https://sub.shop.example/", "does not name this host"),
    ],
)
def test_what_is_not_allowed_is_refused_before_a_name_is_asked(url: str, problem: str) -> None:
    assert problem in asyncio.run(refused_by([], url))


def test_operators_ports_and_a_port_of_the_manifest_are_allowed() -> None:
    async def scene() -> list[str]:
        problems = []
        gate = EgressGate(
            EgressSettings(ports=(8443,)), SystemClock(), resolve=lambda host, port: ["::1"]
        )
        way = gate.of("shop", hosts=("a.example", "b.example:9443"), config=None)
        for url in ("https://a.example:8443/", "https://b.example:9443/", "https://b.example/"):
            with pytest.raises(EgressRefusedError) as caught:
                await way.request("GET", url)
            problems.append(caught.value.problem.split(";")[0])
        return problems

    problems = asyncio.run(scene())

    assert problems[:2] == ["its address ::1 is not public"] * 2
    assert "does not name this host" in problems[2]


@pytest.mark.parametrize(
    ("headers", "problem"),
    [
        ({"Host": "evil.example"}, "not yours"),
        ({"Transfer-Encoding": "chunked"}, "not yours"),
        ({"X-A": "1\r\nX-B: 2"}, "characters"),
        ({"X A": "1"}, "characters"),
        ({"X-A": "漢"}, "characters"),
        ({"X-A": " secret"}, "characters"),
    ],
)
def test_header_that_would_change_the_exchange_is_refused(
    headers: dict[str, str], problem: str
) -> None:
    async def scene() -> None:
        async with far_server(saying(OK)) as server:
            url = f"http://127.0.0.1:{server.port}/"
            with pytest.raises(EgressRefusedError, match=problem):
                await way_out(server).request("GET", url, headers=headers)
            assert server.requests == []

    asyncio.run(scene())


@pytest.mark.parametrize("method", ["get", "TRACE", "CONNECT", "GET /x HTTP/1.1\r\nA: b"])
def test_method_that_would_change_the_exchange_is_refused(method: str) -> None:
    async def scene() -> None:
        async with far_server(saying(OK)) as server:
            url = f"http://127.0.0.1:{server.port}/"
            with pytest.raises(EgressRefusedError, match="is none of"):
                await way_out(server).request(method, url)

    asyncio.run(scene())


def test_head_may_tell_of_more_than_would_be_taken() -> None:
    async def scene() -> EgressAnswer:
        long = b"HTTP/1.1 200 OK\r\nContent-Length: 9000000\r\n\r\n"
        async with far_server(saying(long)) as server:
            return await way_out(server).request("HEAD", f"http://127.0.0.1:{server.port}/")

    assert asyncio.run(scene()).content == b""


def test_requests_beyond_their_number_wait_for_their_turn() -> None:
    async def scene() -> tuple[int, int]:
        release, at_once, most = asyncio.Event(), 0, 0

        async def hold(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            nonlocal at_once, most
            at_once += 1
            most = max(most, at_once)
            if at_once == REQUESTS_MAX:
                release.set()
            await release.wait()
            writer.write(OK)
            at_once -= 1

        async with far_server(hold) as server:
            way, url = way_out(server), f"http://127.0.0.1:{server.port}/"
            asked = [way.request("GET", url) for _ in range(3 * REQUESTS_MAX)]
            answers = await asyncio.gather(*asked)
        return most, sum(answer.is_success for answer in answers)

    most, good = asyncio.run(scene())

    assert most <= REQUESTS_MAX
    assert good == 3 * REQUESTS_MAX


def test_request_given_up_at_any_moment_leaves_no_connection(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    opened: list[asyncio.StreamWriter] = []
    open_connection = asyncio.open_connection

    async def opening(*args: Any, **kwargs: Any) -> Any:
        reader, writer = await open_connection(*args, **kwargs)
        opened.append(writer)
        return reader, writer

    async def hold(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()

    async def scene() -> None:
        async with far_server(hold) as server:
            way, url = way_out(server), f"http://127.0.0.1:{server.port}/"
            for turns in range(40):
                asked = asyncio.ensure_future(way.request("GET", url))
                for _ in range(turns):
                    await asyncio.sleep(0)
                asked.cancel()
                await asyncio.wait({asked})

    monkeypatch.setattr(asyncio, "open_connection", opening)
    asyncio.run(scene())

    assert 0 < len(opened) < 40
    assert all(writer.is_closing() for writer in opened)


def test_server_that_is_not_there_fails_unsent() -> None:
    async def scene() -> EgressFailedError:
        with held_port() as port, pytest.raises(EgressFailedError) as caught:
            await way_out(FarServer(port)).request("GET", f"http://127.0.0.1:{port}/")
        return caught.value

    assert not asyncio.run(scene()).is_sent
