"""A plugin that runs with other settings says so in the log, and nothing of what they are."""

from __future__ import annotations

import asyncio
from typing import Any

import attrs
import pytest

from ccsdk.center.center import ContactCenter
from ccsdk.hooks import Plugin, Secret
from ccsdk.log.memory import MemoryLogStore
from ccsdk.model.event import Event, PluginConfigured, SettingsApplied


@attrs.frozen(kw_only=True)
class Settings:
    """Stand for a plugin's settings."""

    greeting: str = "Hello"
    token: Secret | None = None
    names: frozenset[str] = frozenset({"ana", "ben", "cem"})
    words: tuple[str, ...] = ()


class Greeter:
    """Contribute nothing."""


PLUGIN = Plugin(name="greet", summary="", implementation=Greeter, settings=Settings)


def starts(*tables: dict[str, Any], kind: type[Event] = PluginConfigured) -> list[Any]:
    """Return the events of a kind after a start with each of these settings."""
    store = MemoryLogStore()

    async def start(table: dict[str, Any]) -> list[Any]:
        source = {"plugins": {"greet": table.get("own", {})}, **table.get("center", {})}
        async with ContactCenter(source, plugins=[PLUGIN], store=store) as center:
            return [e.event async for e in center.entries() if isinstance(e.event, kind)]

    found: list[Any] = []
    for table in tables:
        found = asyncio.run(start(table))
    return found


def test_the_first_settings_stand_beside_the_definitions() -> None:
    (applied,) = starts({}, {}, kind=SettingsApplied)

    assert list(applied.digests) == ["plugins.greet"]
    assert starts({}) == []


def test_the_same_settings_say_nothing_again() -> None:
    same = {"own": {"words": ["a", "b"]}}

    assert starts(same, same, {"own": {"greeting": "Hello", "words": ["a", "b"]}}) == []


@pytest.mark.parametrize(
    "other",
    [
        {"own": {"greeting": "Hi"}},
        {"own": {"words": ["a"]}},
        {"own": {"token": "${env:GREET_TOKEN}"}},
        {"center": {"queues": {"q": {"plugins": {"greet": {"greeting": "Hi"}}}}}},
    ],
)
def test_other_settings_are_an_event_each_time(
    other: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GREET_TOKEN", "hush-hush")

    found = starts({}, other, other, {})

    assert [(each.name, each.version) for each in found] == [("greet", "")] * 2
    assert found[0].config_hash != found[1].config_hash
    assert "hush" not in str(found)


def test_another_secret_is_another_hash(monkeypatch: pytest.MonkeyPatch) -> None:
    table = {"own": {"token": "${env:GREET_TOKEN}"}}
    store = MemoryLogStore()

    async def start(token: str) -> list[str]:
        monkeypatch.setenv("GREET_TOKEN", token)
        source = {"plugins": {"greet": table["own"]}}
        async with ContactCenter(source, plugins=[PLUGIN], store=store) as center:
            entries = [e.event async for e in center.entries()]
        return [e.config_hash for e in entries if isinstance(e, PluginConfigured)]

    told = [asyncio.run(start(token)) for token in ("one", "two", "two")]

    assert [len(each) for each in told] == [0, 1, 1]
