"""TLS of the way out: whose certificate is believed, and for which name."""

from __future__ import annotations

import asyncio
import ssl
import subprocess
from pathlib import Path

import pytest

from ccsdk.center.clock import SystemClock
from ccsdk.errors import EgressFailedError
from ccsdk.hooks.egress import EgressAnswer
from ccsdk.plugins.egress import EgressGate
from ccsdk.plugins.egress_settings import EgressSettings
from tests.integration.far_server import far_server, saying

pytestmark = pytest.mark.integration

OK = b"HTTP/1.1 204 No Content\r\n\r\n"


def openssl(folder: Path, *arguments: str) -> None:
    subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with an authority of our own and a certificate for shop.example."""
    folder = tmp_path_factory.mktemp("papers")
    key = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes")
    openssl(
        folder,
        *("req", "-x509", *key, "-keyout", "ca.key", "-out", "ca.pem", "-days", "2"),
        *("-subj", "/CN=Test Authority", "-addext", "keyUsage=critical,keyCertSign"),
    )
    openssl(
        folder,
        *("req", "-x509", *key, "-CA", "ca.pem", "-CAkey", "ca.key", "-days", "2"),
        *("-keyout", "shop.key", "-out", "shop.pem", "-subj", "/CN=shop.example"),
        *("-addext", "subjectAltName=DNS:shop.example"),
        *("-addext", "basicConstraints=critical,CA:FALSE"),
    )
    return folder


async def ask(papers: Path, host: str, *, ca_file: Path | None) -> tuple[EgressAnswer, str]:
    """Return the answer and the request's head of a server with a certificate for shop.example."""
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(papers / "shop.pem", papers / "shop.key")
    names: list[str | None] = []
    tls.sni_callback = lambda connection, name, context: names.append(name)
    async with far_server(saying(OK), tls=tls) as server:
        origin = f"https://{host}:{server.port}"
        settings = EgressSettings(private=(origin,), ca_file=ca_file)
        gate = EgressGate(settings, SystemClock(), resolve=lambda host, port: ["127.0.0.1"])
        way = gate.of("shop", hosts=(host,), config=None)
        answer = await way.request("GET", f"{origin}/")
        assert names == [host]
        return answer, server.requests[0]


def test_name_is_kept_though_the_connection_goes_to_an_address(papers: Path) -> None:
    answer, request = asyncio.run(ask(papers, "shop.example", ca_file=papers / "ca.pem"))

    assert answer.status == 204
    assert "host: shop.example:" in request


@pytest.mark.parametrize(
    ("host", "has_authority", "problem"),
    [
        ("shop.example", False, "not believed"),
        ("other.example", True, "Hostname mismatch"),
        ("127.0.0.1", True, "IP address mismatch"),
    ],
)
def test_certificate_of_nobody_or_of_somebody_else_is_not_believed(
    papers: Path, host: str, has_authority: bool, problem: str
) -> None:
    ca_file = papers / "ca.pem" if has_authority else None

    with pytest.raises(EgressFailedError, match=problem) as caught:
        asyncio.run(ask(papers, host, ca_file=ca_file))

    assert not caught.value.is_sent


def test_authorities_that_cannot_be_read_are_named(papers: Path) -> None:
    with pytest.raises(EgressFailedError, match="ca_file .*none.pem cannot be read"):
        asyncio.run(ask(papers, "shop.example", ca_file=papers / "none.pem"))
