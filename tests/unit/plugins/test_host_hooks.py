"""Who implements which query hook, and plugins that are part of the embedding program."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ccsdk.hooks import Channel, Contribution, Plugin, PluginContext, hookimpl
from ccsdk.plugins.discovery import Candidate
from ccsdk.plugins.host import start_plugins


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
