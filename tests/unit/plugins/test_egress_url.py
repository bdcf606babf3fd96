from __future__ import annotations

import attrs
import pytest

from ccsdk.errors import ConfigurationError, EgressRefusedError
from ccsdk.hooks.observing import Capabilities
from ccsdk.plugins.egress_settings import EgressSettings
from ccsdk.plugins.egress_url import hosts_of, read_url


@pytest.mark.parametrize(
    ("url", "origin", "target"),
    [
        ("https://api.example.com", "https://api.example.com", "/"),
        ("https://API.example.com:443/a/b?c=d", "https://api.example.com", "/a/b?c=d"),
        ("http://127.0.0.1:9100/x#y", "http://127.0.0.1:9100", "/x"),
        ("https://[2001:DB8::1]:8443/", "https://[2001:db8::1]:8443", "/"),
        ("https://xn--bcher-kva.example/", "https://xn--bcher-kva.example", "/"),
    ],
)
def test_plain_url_leads_where_it_says(url: str, origin: str, target: str) -> None:
    destination = read_url(url)

    assert (destination.origin, destination.target) == (origin, target)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "api.example.com",
        "//api.example.com/",
        "ftp://api.example.com/",
        "file:///etc/passwd",
        "https://",
        "https:///path",
        "https://api.example.com:99999/",
        "https://api.example.com:0x50/",
        "https://user@api.example.com/",
        "https://user:word@api.example.com/",
        "https://api.example.com@127.0.0.1/",
        "https://api.example.com\\@127.0.0.1/",
        "https://api.example.com./",
        "https://.example.com/",
        "https://api..example.com/",
        "https://bücher.example/",
        "https://api.example.com/a b",
        "https://api.example.com/\r\nHost: x",
        "https://2130706433/",
        "https://0x7f.1/",
        "https://0x7f000001/",
        "https://0177.0.0.1/",
        "https://127.1/",
        "https://1.2.3.4.5/",
        "https://[::1%25lo]/",
        "https://[::1/",
        "https://api_example.com/",
        f"https://api.example.com/{'a' * 9_000}",
    ],
)
def test_odd_url_is_refused(url: str) -> None:
    with pytest.raises(EgressRefusedError):
        read_url(url)


def test_hosts_come_from_the_manifest_and_from_the_settings_it_points_to() -> None:
    @attrs.frozen
    class Target:
        url: str

    @attrs.frozen
    class Settings:
        url: str
        targets: dict[str, Target]

    settings = Settings(
        "https://own.example:8443/a",
        {"one": Target("https://one.example/"), "two": Target("nonsense")},
    )
    entries = ("api.example.com", "b.example:8443", "setting:url", "setting:targets.*.url")

    found = hosts_of(entries, settings)

    assert found == {
        ("api.example.com", None),
        ("b.example", 8443),
        ("own.example", None),
        ("one.example", None),
    }


@pytest.mark.parametrize("config", [None, {}, 3, {"targets": None}])
def test_a_setting_that_is_not_there_allows_no_host(config: object) -> None:
    assert hosts_of(("setting:url", "setting:targets.*.url"), config) == frozenset()


@pytest.mark.parametrize("entry", ["https://a.example", "*.example", "A.example", "setting:", ""])
def test_capability_that_is_no_host_is_refused_by_its_path(entry: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        Capabilities(egress=("a.example", entry))

    assert caught.value.path == "Capabilities.egress[1]"


def test_private_origin_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match=r"127\.1"):
        EgressSettings(private=("http://127.1:80",))
