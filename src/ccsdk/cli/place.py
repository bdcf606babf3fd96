"""Where a center file keeps its data, and what is read of it without a server."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

from ccsdk.center.blueprint import Blueprint, draw_blueprint
from ccsdk.center.files import log_path
from ccsdk.center.provided import scheme_of
from ccsdk.center.settings import ServeSection
from ccsdk.cli.journal import speak_aside
from ccsdk.engine.replay import replay
from ccsdk.engine.state import State
from ccsdk.errors import ConfigurationError, CorruptLogError
from ccsdk.log.offline import OfflineLog
from ccsdk.model.entry import Entry

__all__ = ["address_of", "data_folder", "draw", "entries_of", "log_folder", "state_of"]

PAGE = 1_000


def draw(center: Path, *, is_safe: bool = False) -> Blueprint:
    """Return settings and plugins of a center file; a safe start is without third parties'."""
    speak_aside()
    return draw_blueprint(center, is_safe=is_safe)


def data_folder(blueprint: Blueprint, data: Path | None) -> Path:
    """Return the folder of the log: what the command line says, else the file."""
    return data if data is not None else blueprint.settings.center.data


def log_folder(blueprint: Blueprint, data: Path | None) -> Path:
    """Return the folder of the log, for who reads its file.

    Raises:
        ConfigurationError: The log is in no such file, but where a plugin keeps it.
    """
    scheme = scheme_of(blueprint.settings.center.store)
    if scheme != "sqlite":
        problem = f"{scheme!r} keeps no file that this command could read beside the server"
        raise ConfigurationError(path="center.store", problem=problem)
    return data_folder(blueprint, data)


def address_of(serve: ServeSection, host: str, port: int, *, is_local: bool = False) -> str:
    """Return the address of a server that listens at `host` and `port`.

    With `is_local` it is how this machine reaches it, else what people use: the public
    address, or this machine's own in place of "all of its addresses".
    """
    if serve.public_url and not is_local:
        return serve.public_url
    scheme = "https" if serve.tls_cert else "http"
    try:
        is_all = ipaddress.ip_address(host).is_unspecified
    except ValueError:
        is_all = False
    if is_all:
        host = "127.0.0.1" if is_local else _own_address()
    return f"{scheme}://{f'[{host}]' if ':' in host else host}:{port}"


def _own_address() -> str:
    """Return the address by which this machine reaches others; without a network, loopback."""
    with closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as probe:
        try:
            # Connecting a datagram socket sends nothing. RFC 5737 keeps this address free.
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return "127.0.0.1"
        return str(probe.getsockname()[0])


def entries_of(data: Path, *, after: int = 0) -> Iterator[Entry]:
    """Yield the entries of a log behind `after`, whoever else has it open; none if it is new."""
    try:
        with OfflineLog(log_path(data)) as log:
            while page := log.read(after=after, limit=PAGE):
                yield from page
                after = page[-1].position
    except FileNotFoundError:
        return


def state_of(
    data: Path, *, until: int | None = None, see: Callable[[Entry], None] = lambda entry: None
) -> State:
    """Return the state that the log leads to, or led to `until` a position.

    Args:
        data: The folder of the log.
        until: The last position that counts.
        see: Gets every entry that counts.

    Raises:
        CorruptLogError: An entry is damaged, or cannot follow the ones before it.
    """
    position = 0

    def noted() -> Iterator[Entry]:
        nonlocal position
        for entry in entries_of(data):
            if until is not None and entry.position > until:
                return
            position = entry.position
            see(entry)
            yield entry

    try:
        return replay(noted())
    except (AssertionError, KeyError) as error:
        problem = f"its event cannot follow the ones before it ({type(error).__name__})"
        raise CorruptLogError(
            path=str(log_path(data)), position=position, problem=problem
        ) from error
