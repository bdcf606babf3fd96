"""Scopes: settings of a plugin that are others for a queue or a channel."""

from __future__ import annotations

from typing import Any

import attrs
import pytest

from ccsdk.center.blueprint import draw_blueprint
from ccsdk.errors import SettingsError
from ccsdk.hooks import Plugin, hookimpl


@attrs.frozen(kw_only=True)
class Tone:
    """Stand for a table within the settings."""

    words: str = "kind"


@attrs.frozen(kw_only=True)
class Settings:
    """Stand for a plugin's settings."""

    greeting: str = "Hello"
    wait_ms: int = 1_000
    tone: Tone = attrs.field(factory=Tone)
    most: int = 9
    least: int = 1

    def __attrs_post_init__(self) -> None:
        if self.least > self.most:
            raise ValueError("least is over most")


class Greeter:
    """Keep the context, to ask it later."""

    met: Any = None

    @hookimpl
    def register(self, ctx: Any) -> list[Any]:
        """Declare nothing."""
        Greeter.met = ctx
        return []


PLUGIN = Plugin(name="greet", summary="", implementation=Greeter, settings=Settings)


def drawn(**tables: Any) -> Any:
    plugins = {"greet": {"greeting": "Hi", "wait": "3 s"}, **tables.pop("plugins", {})}
    draw_blueprint({"plugins": plugins, **tables}, plugins=[PLUGIN])
    return Greeter.met


def mistakes(**tables: Any) -> list[str]:
    with pytest.raises(SettingsError) as refused:
        drawn(**tables)
    return [str(each) for each in refused.value.mistakes]


def scoped(**settings: Any) -> dict[str, Any]:
    return {"plugins": {"greet": settings}}


def test_without_a_table_a_scope_is_the_plugins_own_settings() -> None:
    ctx = drawn()

    assert ctx.scope() is ctx.config
    assert ctx.scope(queue="sales", channel="chat") is ctx.config


def test_a_queue_overrides_single_settings() -> None:
    ctx = drawn(queues={"sales": scoped(wait="5 s"), "post": {}})

    assert ctx.scope(queue="sales") == Settings(greeting="Hi", wait_ms=5_000)
    assert ctx.scope(queue="post") == ctx.config == Settings(greeting="Hi", wait_ms=3_000)


def test_the_queue_wins_over_the_channel() -> None:
    ctx = drawn(
        queues={"sales": scoped(greeting="Sales")},
        channels={"chat": scoped(greeting="Chat", tone={"words": "short"})},
    )

    found = ctx.scope(queue="sales", channel="chat")

    assert (found.greeting, found.tone.words, found.wait_ms) == ("Sales", "short", 3_000)


@pytest.mark.parametrize(
    ("tables", "said"),
    [
        (
            {"queues": {"q": scoped(greting="x")}},
            "queues.q.plugins.greet.greting: is no setting here; did you mean 'greeting'?",
        ),
        (
            {"queues": {"q": scoped(tone={"words": 3})}},
            "queues.q.plugins.greet.tone.words: expected text, got a whole number",
        ),
        (
            {"channels": {"chat": scoped(wait=3)}},
            "channels.chat.plugins.greet.wait: expected a duration such as '20s', "
            "got a whole number",
        ),
        (
            {"queues": {"q": {"plugins": {"greet": 3}}}},
            "queues.q.plugins.greet: expected a table, got a whole number",
        ),
        (
            {"queues": {"q": {"plugins": {"gret": {}}}}},
            "queues.q.plugins.gret: no [plugins.gret] enables it; did you mean 'greet'?",
        ),
        (
            {"queues": {"q": scoped(enabled=False)}},
            "queues.q.plugins.greet.enabled: is no setting here",
        ),
        (
            {"queues": {"q": scoped(least=7)}, "channels": {"chat": scoped(most=5)}},
            "queues.q.plugins: with channels.chat: least is over most",
        ),
    ],
)
def test_a_mistake_is_told_with_its_path(tables: dict[str, Any], said: str) -> None:
    assert mistakes(**tables) == [said]


def test_a_mistake_of_the_plugins_own_table_is_told_once() -> None:
    found = mistakes(plugins={"greet": {"greeting": 3}}, queues={"q": scoped(wait="5 s")})

    assert found == ["plugins.greet.greeting: expected text, got a whole number"]
