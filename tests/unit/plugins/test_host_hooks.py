"""Who implements which query hook, and plugins that are part of the embedding program."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest

from ccsdk.hooks import Capabilities, Channel, Contribution, Plugin, PluginContext, hookimpl
from ccsdk.plugins.candidate import Candidate
from ccsdk.plugins.observing import observing_of
from ccsdk.plugins.starting import start_plugins


class Sms:
    """Contribute a channel of the plugin's name."""

    @hookimpl
    def register(self, ctx: PluginContext) -> Iterable[Contribution]:
        """Declare the channel."""
        return [Channel(kind=ctx.name, capacity_class="chat")]


class Silent:
    """Implement nothing."""


class Greeter:
    """Answer a query hook, and contribute nothing."""

    @hookimpl
    def authenticate(self, credentials: Any) -> None:
        """Know nobody."""


def test_class_of_the_embedding_program_is_taken_as_it_is() -> None:
    host = start_plugins(
        [Candidate(manifest=Plugin(name="ours", summary="", implementation=Sms), config=None)],
        center="shop",
    )

    assert [each.kind for _, each in host.contributions(Channel)] == ["ours"]


def test_who_answers_a_hook_is_known_in_plugin_order() -> None:
    wanted = {"zeta": (), "alpha": ("zeta",), "mute": ()}
    host = start_plugins(
        [
            Candidate(
                manifest=Plugin(
                    name=name,
                    summary="",
                    implementation=Silent if name == "mute" else Greeter,
                    after=after,
                ),
                config=None,
            )
            for name, after in wanted.items()
        ],
        center="shop",
    )

    found = host.implementations("authenticate")

    assert [each.plugin for each in found] == ["zeta", "alpha"]
    assert found[0].arguments == ("credentials",)
    assert found[0].context.center == "shop"


class Deaf:
    """Observe by a function that could wait for nothing."""

    @hookimpl
    def on_event(self, ctx: Any, event: Any) -> None:
        """Look at nothing."""


class Watcher:
    """Observe as it should."""

    @hookimpl
    async def on_event(self, ctx: Any, event: Any) -> None:
        """Look at nothing."""


class Starter:
    """Start, and observe nothing."""

    @hookimpl
    async def start(self, ctx: Any) -> None:
        """Begin with nothing."""


@pytest.mark.parametrize(
    ("implementation", "topics", "problem"),
    [
        (Deaf, ("agent.*.>",), "on_event is to be an `async def`"),
        (Watcher, (), "it has on_event, but its manifest names no topics"),
    ],
)
def test_who_could_never_observe_is_off(
    implementation: type[Any], topics: tuple[str, ...], problem: str
) -> None:
    capabilities = Capabilities(topics=topics)
    manifest = Plugin(
        name="ours", summary="", implementation=implementation, capabilities=capabilities
    )

    host = start_plugins([Candidate(manifest=manifest, config=None)], center="shop")

    assert host.names == ()
    assert problem in str(host.warnings[0])


def test_observers_are_known_in_plugin_order_with_their_hooks() -> None:
    capabilities = Capabilities(topics=("agent.*.>",))
    manifests = [
        Plugin(name=name, summary="", implementation=kind, capabilities=capabilities)
        for name, kind in (("b", Watcher), ("a", Watcher), ("c", Starter), ("d", Silent))
    ]

    host = start_plugins(
        [Candidate(manifest=each, config=None) for each in manifests], center="shop"
    )

    found = [(each.context.name, set(each.hooks)) for each in observing_of(host)]
    assert found == [("a", {"on_event"}), ("b", {"on_event"})]
    assert observing_of(host)[0].context.capabilities is capabilities
