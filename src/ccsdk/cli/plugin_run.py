"""`ccsdk plugins run`: one plugin in a process of its own, until it is told to stop."""

from __future__ import annotations

import asyncio
import signal
import tomllib
from collections.abc import Mapping
from os import environ
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import click

from ccsdk.center.plugin_process import PluginProcess
from ccsdk.cli.journal import start_journal
from ccsdk.errors import ConfigurationError, SettingsError
from ccsdk.plugins.candidate import Candidate
from ccsdk.plugins.conversion import Reader
from ccsdk.plugins.discovery import find_plugins
from ccsdk.plugins.egress_settings import EgressSettings
from ccsdk.server.control import is_loopback

__all__ = ["bus_address", "run_plugin"]

_ENDING = (signal.SIGTERM, signal.SIGINT)
_TABLES = ("plugins", "egress")
_SCHEMES = {"http": "ws", "https": "wss", "ws": "ws", "wss": "wss"}


def run_plugin(name: str, url: str, config: Path | None, token_file: Path, data: Path) -> None:
    """Run an installed plugin over the bus of a center elsewhere.

    Raises:
        SettingsError: Whatever is wrong in the file of its settings, all of it.
        CcsdkError: The center refuses it for good, or it cannot run in its own process.
    """
    candidate, egress = _read(name, config)
    process = PluginProcess(
        candidate.manifest,
        url=bus_address(url),
        # Afresh for each connection: a new token is taken up without a restart.
        token=lambda: token_file.read_text().strip(),
        config=candidate.config,
        data=data,
        egress=egress,
    )
    if not token_file.is_file():
        raise ConfigurationError(path="--token-file", problem=f"there is no {token_file}")
    start_journal()
    asyncio.run(_run(process, name))


async def _run(process: PluginProcess, name: str) -> None:
    loop, running = asyncio.get_running_loop(), asyncio.create_task(process.run())
    is_told_to_stop = asyncio.Event()
    for each in _ENDING:
        loop.add_signal_handler(each, is_told_to_stop.set)
    stopping = asyncio.create_task(is_told_to_stop.wait())
    ready = asyncio.create_task(process.is_ready.wait())
    await asyncio.wait({running, stopping, ready}, return_when=asyncio.FIRST_COMPLETED)
    if ready.done() and process.welcome is not None:
        click.echo(f"ready {name} at {process.welcome.principal.center}")
        await asyncio.wait({running, stopping}, return_when=asyncio.FIRST_COMPLETED)
    for task in (stopping, ready):
        task.cancel()
    if running.done():
        running.result()
    running.cancel()
    await asyncio.wait({running})


def _read(name: str, config: Path | None) -> tuple[Candidate, EgressSettings]:
    """Return the plugin and where it may go, both as its file says."""
    tables = _opened(config)
    folder = config.parent if config else Path()
    reader = Reader(folder=folder, environ=environ)
    for table in tables.keys() - set(_TABLES):
        reader.note(table, f"is no table here; there are {' and '.join(_TABLES)}")
    egress = reader.table(EgressSettings, tables.get("egress", {}), path="egress")
    own = dict(tables.get("plugins", {}).get(name, {}))
    # The same table may stand in the center's file.
    own.pop("remote", None)
    found, _ = find_plugins({name: {**own, "required": True}}, manifests=(), reader=reader)
    if reader.mistakes:
        source = config.name if config else "--config"
        raise SettingsError(source=source, mistakes=tuple(reader.mistakes))
    if not found:
        problem = "is not enabled; leave `enabled = false` out"
        raise ConfigurationError(path=f"plugins.{name}", problem=problem)
    return found[0], egress or EgressSettings()


def _opened(config: Path | None) -> Mapping[str, Any]:
    if config is None:
        return {}
    try:
        return tomllib.loads(config.read_text())
    except OSError as error:
        problem = f"{config} cannot be read: {error.strerror}"
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        problem = f"{config} is no TOML file: {error}"
    raise ConfigurationError(path="--config", problem=problem)


def bus_address(url: str) -> str:
    """Return where the bus of a center is: below its address, or that itself.

    Raises:
        ConfigurationError: It is no such address, or the token would travel in the open.
    """
    parts = urlsplit(url)
    scheme, path = _SCHEMES.get(parts.scheme), parts.path.rstrip("/")
    if scheme is None or not parts.hostname or parts.query or parts.fragment:
        problem = f"{url!r} is no address such as https://shop.example or wss://shop.example/bus"
        raise ConfigurationError(path="--url", problem=problem)
    if scheme == "ws" and not is_loopback(parts.hostname):
        problem = "the token would travel in the open; use https or wss, or this machine's own"
        raise ConfigurationError(path="--url", problem=problem)
    if not path.endswith("/bus"):
        path += "/bus"
    return urlunsplit((scheme, parts.netloc, path, "", ""))
