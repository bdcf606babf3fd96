"""`[center] store` chooses who keeps the log: the center itself, or a plugin by its scheme."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from ccsdk import ContactCenter
from ccsdk.cli.program import main
from ccsdk.errors import (
    ConfigurationError,
    IncompatiblePluginError,
    PluginLoadError,
    SettingsError,
)
from ccsdk.hooks import Contribution, Plugin, Provide, hookimpl
from ccsdk.hooks.ports import Clock, LogStore
from ccsdk.log.memory import MemoryLogStore


def providing(
    factory: Any = lambda address, data: MemoryLogStore(), scheme: str = "acme", name: str = "acme"
) -> Plugin:
    class Acme:
        @hookimpl
        def register(self) -> Iterable[Contribution]:
            return [Provide(port=LogStore, scheme=scheme, factory=factory)]

    return Plugin(name=name, summary="Keeps logs.", implementation=Acme)


def shop(store: str) -> dict[str, Any]:
    return {"center": {"store": store}, "queues": {"support": {}}}


async def head_of(center: ContactCenter) -> int:
    async with center:
        return center.hub.head


def test_a_plugin_keeps_the_log_where_the_settings_name_its_scheme(tmp_path: Path) -> None:
    stores, given = [], []

    def make(address: str, data: Path) -> MemoryLogStore:
        given.append((address, data))
        stores.append(MemoryLogStore())
        return stores[-1]

    center = ContactCenter(shop("acme://db/one"), plugins=[providing(make)], data=tmp_path)
    head = asyncio.run(head_of(center))

    assert given == [("acme://db/one", tmp_path)]
    assert len(asyncio.run(stores[0].read(after=0, limit=1_000))) == head > 0
    assert not (tmp_path / "center.sqlite3").exists()


def test_a_log_in_memory_leaves_no_file(tmp_path: Path) -> None:
    center = ContactCenter(shop("memory:"), data=tmp_path / "data")

    assert asyncio.run(head_of(center)) > 0
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize(
    ("store", "message"),
    [
        ("acmee://db", "nobody provides 'acmee'; there are: acme, memory, sqlite"),
        ("acmee://db", "did you mean 'acme'"),
        ("Acme", r"center\.store"),
    ],
)
def test_a_scheme_that_nobody_provides_is_told_with_those_that_are(
    store: str, message: str
) -> None:
    with pytest.raises(SettingsError, match=message):
        ContactCenter(shop(store), plugins=[providing()])


def fail(address: str, data: Path) -> MemoryLogStore:
    raise OSError("no such driver")


@pytest.mark.parametrize(
    ("factory", "message"),
    [(fail, "no such driver"), (lambda address, data: object(), "object is no store")],
)
def test_a_store_that_cannot_be_made_names_its_plugin(factory: Any, message: str) -> None:
    with pytest.raises(PluginLoadError, match=f"(?s)acme.*{message}"):
        ContactCenter(shop("acme:"), plugins=[providing(factory)])


def test_two_plugins_cannot_provide_one_scheme() -> None:
    with pytest.raises(IncompatiblePluginError, match="LogStore 'acme'"):
        ContactCenter(shop("sqlite:"), plugins=[providing(), providing(name="other")])


@pytest.mark.parametrize(
    ("port", "scheme", "message"),
    [
        (Clock, "acme", "no port that can be provided; there are: LogStore"),
        (LogStore, "sqlite", "center's own"),
        (LogStore, "Acme:", "no URL scheme"),
    ],
)
def test_what_cannot_be_provided_is_refused(port: Any, scheme: str, message: str) -> None:
    with pytest.raises(ConfigurationError, match=message):
        Provide(port=port, scheme=scheme, factory=lambda address, data: None)


def test_a_command_that_reads_the_log_says_that_there_is_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "center.toml").write_text('[center]\nstore = "memory:"\n', encoding="utf-8")
    monkeypatch.setattr("sys.argv", ["ccsdk", "log", str(tmp_path / "center.toml")])

    with pytest.raises(SystemExit):
        main()

    assert "error: center.store: 'memory' keeps no file" in capsys.readouterr().err
