from __future__ import annotations

import asyncio
import os
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from ccsdk.errors import ConfigurationError
from ccsdk.server.asgi import Application
from ccsdk.server.run import Tls, bind, serve
from tests.integration.serving import LiveCenter, serving
from tests.ports import held_port

pytestmark = pytest.mark.integration

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = """
import asyncio
from tests.integration.shop import CHAT, TABLES
from ccsdk.center.center import ContactCenter
from ccsdk.server.run import bind, serve

async def main():
    center = ContactCenter.in_memory(TABLES, plugins=[CHAT])
    async with center:
        await serve(center.asgi, bind("127.0.0.1", 0),
                    on_ready=lambda host, port: print(port, flush=True))

asyncio.run(main())
"""


def test_port_in_use_is_named_with_what_to_do() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        with pytest.raises(ConfigurationError) as caught:
            bind("127.0.0.1", port)

    assert caught.value.path == "serve.port"
    assert f"port {port}" in str(caught.value)
    assert "--port" in str(caught.value)


def test_second_server_on_a_port_is_refused() -> None:
    async def scene() -> None:
        async with serving(LiveCenter()) as here:
            with pytest.raises(ConfigurationError, match="in use"):
                bind("127.0.0.1", here.port)

    asyncio.run(scene())


def test_port_is_free_again_after_a_server_has_ended() -> None:
    async def scene(port: int) -> None:
        for _ in range(2):
            async with serving(LiveCenter(), port=port) as here:
                assert here.port == port

    with held_port() as port:
        asyncio.run(scene(port))


@pytest.mark.parametrize("host", ["nowhere.invalid", "192.0.2.1"])
def test_host_that_is_not_ours_is_named(host: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        bind(host, 0)

    assert caught.value.path == "serve.host"
    assert host in str(caught.value)


def test_other_machines_are_served_over_tls_only() -> None:
    async def scene() -> None:
        bound = bind("0.0.0.0", 0)

        with pytest.raises(ConfigurationError, match="tls_cert"):
            await serve(Application(LiveCenter()), bound, on_ready=lambda host, port: None)

        assert bound.fileno() == -1

    asyncio.run(scene())


def test_health_is_answered_over_the_wire_without_naming_the_server() -> None:
    async def scene() -> None:
        async with serving(LiveCenter()) as here:
            answer = await asyncio.to_thread(urllib.request.urlopen, f"{here.origin}/healthz")

        assert answer.status == 200
        assert answer.headers["server"] is None

    asyncio.run(scene())


@contextmanager
def running_server() -> Iterator[tuple[subprocess.Popen[str], int]]:
    """Run a server in a process of its own; yield it and its port."""
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    try:
        yield process, int(process.stdout.readline())
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_signal_ends_the_server_politely_and_soon(number: signal.Signals) -> None:
    with running_server() as (process, port):
        idle = socket.create_connection(("127.0.0.1", port))
        began_s = time.monotonic()

        os.kill(process.pid, number)

        assert process.wait(timeout=10) == 0
        assert time.monotonic() - began_s < 10
        idle.close()


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("openssl") is None, reason="makes its certificate with openssl")
def test_tls_serves_the_center_as_its_own_https_origin(tmp_path: Path) -> None:
    tls = Tls(cert=tmp_path / "cert.pem", key=tmp_path / "key.pem")
    made = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=x"
    files = ["-keyout", str(tls.key), "-out", str(tls.cert)]
    subprocess.run(["openssl", *made.split(), *files], check=True, capture_output=True)

    async def scene() -> int:
        async with serving(LiveCenter(), tls=tls) as here:
            own = f"https://{here.host}:{here.port}"
            request = urllib.request.Request(
                f"{own}/visitor", b'{"account":"web"}', {"Origin": own}, method="POST"
            )
            context = ssl._create_unverified_context()
            answer = await asyncio.to_thread(urllib.request.urlopen, request, context=context)
            return int(answer.status)

    assert asyncio.run(scene()) == 200
