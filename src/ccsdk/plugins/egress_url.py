"""Where a request goes: a URL read strictly, and the hosts that a manifest allows.

Two readers of one odd URL may see two hosts. So what is odd is refused: names and passwords,
backslashes, blanks, letters beyond ASCII, a dot at the end, numbers that only some read as an
address (`0x7f.1`, `2130706433`).

Source: the WHATWG URL Standard, "ends in a number", for which hosts are numbers.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

import attrs

from ccsdk.errors import EgressRefusedError

__all__ = ["URL_LENGTH_MAX", "Destination", "hosts_of", "read_url"]

URL_LENGTH_MAX = 8_192
PORTS = {"https": 443, "http": 80}

_URL = re.compile(r"[!#-;=?-\[\]_a-z~]+", re.ASCII)
_LABEL = r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
_HOST = re.compile(rf"{_LABEL}(\.{_LABEL})*", re.ASCII)
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*", re.ASCII)


@attrs.frozen(kw_only=True)
class Destination:
    """Say where a request goes; `target` is path and query."""

    scheme: str
    host: str
    port: int
    target: str = attrs.field(repr=False)

    @property
    def authority(self) -> str:
        """Return the host as a `Host` header and an origin have it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def origin(self) -> str:
        """Return scheme and authority."""
        return f"{self.scheme}://{self.authority}"


def read_url(url: str) -> Destination:
    """Return where a URL leads.

    Raises:
        EgressRefusedError: It is none, or one that others may read in another way.
    """
    if len(url) > URL_LENGTH_MAX or not _URL.fullmatch(url):
        raise _refused("", "its URL is too long, or has characters that are to be percent-encoded")
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise _refused("", "its URL has no host that can be read") from error
    if parts.scheme not in PORTS:
        raise _refused(host, "its URL begins with neither https:// nor http://")
    if "@" in parts.netloc:
        raise _refused(host, "a URL may hold no name and no password; use a header")
    target = f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}"
    return Destination(
        scheme=parts.scheme,
        host=_checked(host),
        port=PORTS[parts.scheme] if port is None else port,
        target=target,
    )


def hosts_of(entries: Iterable[str], config: Any) -> frozenset[tuple[str, int | None]]:
    """Return the hosts that `Capabilities.egress` names, with the port if it names one.

    A setting without a URL that can be read names none.
    """
    found: set[tuple[str, int | None]] = set()
    for entry in entries:
        kind, is_setting, path = entry.partition("setting:")
        if is_setting and not kind:
            for url in _values(config, path.split(".")):
                try:
                    found.add((read_url(str(url)).host, None))
                except EgressRefusedError:
                    continue
        else:
            host, _, port = entry.partition(":")
            found.add((host, int(port) if port else None))
    return frozenset(found)


def _checked(host: str) -> str:
    if ":" in host:
        try:
            # A zone after a percent sign names an interface of this machine.
            return str(ipaddress.IPv6Address(host.replace("%", "zone")))
        except ValueError as error:
            raise _refused(host, "it is no address") from error
    if not _HOST.fullmatch(host) or len(host) > 253:
        problem = "it is no host name; write one beyond ASCII as xn--..., and no dot at the end"
        raise _refused(host, problem)
    if _NUMBER.fullmatch(host.rpartition(".")[2]):
        try:
            return str(ipaddress.IPv4Address(host))
        except ValueError as error:
            raise _refused(host, "it is a number that not everybody reads as one") from error
    return host


def _values(config: Any, path: list[str]) -> Iterator[Any]:
    """Yield what settings hold at a path; nothing where there is none."""
    if not path:
        if config is not None:
            yield config
        return
    first, *rest = path
    if first == "*":
        entries = config.values() if isinstance(config, Mapping) else config or ()
        for each in entries:
            yield from _values(each, rest)
    elif isinstance(config, Mapping):
        yield from _values(config.get(first), rest)
    else:
        yield from _values(getattr(config, first, None), rest)


def _refused(host: str, problem: str) -> EgressRefusedError:
    return EgressRefusedError(host=host, problem=problem)
