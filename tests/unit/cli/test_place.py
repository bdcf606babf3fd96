"""Which address the command line prints, and by which it reaches its own server."""

from __future__ import annotations

import ipaddress
from pathlib import Path

import pytest

from ccsdk.center.settings import ServeSection
from ccsdk.cli.place import address_of

TLS = ServeSection(tls_cert=Path("cert.pem"), tls_key=Path("key.pem"))
PUBLIC = ServeSection(public_url="https://shop.example/desk")


@pytest.mark.parametrize(
    ("serve", "host", "shown", "local"),
    [
        (ServeSection(), "127.0.0.1", "http://127.0.0.1:80", "http://127.0.0.1:80"),
        (ServeSection(), "::1", "http://[::1]:80", "http://[::1]:80"),
        (ServeSection(), "localhost", "http://localhost:80", "http://localhost:80"),
        (TLS, "192.0.2.9", "https://192.0.2.9:80", "https://192.0.2.9:80"),
        (PUBLIC, "0.0.0.0", "https://shop.example/desk", "http://127.0.0.1:80"),
    ],
)
def test_people_and_this_machine_have_an_address(
    serve: ServeSection, host: str, shown: str, local: str
) -> None:
    assert address_of(serve, host, 80) == shown
    assert address_of(serve, host, 80, is_local=True) == local


@pytest.mark.parametrize("host", ["0.0.0.0", "::"])
def test_all_addresses_are_shown_as_one_that_works(host: str) -> None:
    address = address_of(TLS, host, 8443)

    shown = ipaddress.ip_address(address.removeprefix("https://").removesuffix(":8443"))
    assert not shown.is_unspecified


def test_path_that_a_proxy_takes_off_is_the_public_addresss_unless_said() -> None:
    assert PUBLIC.root == "/desk"
    assert ServeSection(root_path="/x").root == "/x"
    assert ServeSection().root == ""
