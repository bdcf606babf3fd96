"""A panel is checked where it is made, so that its author hears of a mistake at once."""

from __future__ import annotations

from typing import Any

import attrs
import pytest

from ccsdk.errors import ConfigurationError, InvalidRequestError
from ccsdk.hooks import Panel

CARD = Panel(
    slot="context",
    tag="acme-card",
    module="parts/card.js",
    title="Card",
    topics=("interaction.*.>",),
    commands=("SendMessage",),
)


@pytest.mark.parametrize("tag", ["a-b", "acme-order-card", "x-", "a1.b_c-2"])
def test_panel_takes_the_name_of_a_custom_element(tag: str) -> None:
    panel = attrs.evolve(CARD, tag=tag)

    assert panel.tag == tag


@pytest.mark.parametrize("module", ["card.js", "card.v2.mjs", "parts/deep/card.js"])
def test_panel_takes_a_relative_file_of_script(module: str) -> None:
    panel = attrs.evolve(CARD, module=module)

    assert panel.module == module


@pytest.mark.parametrize(
    ("wrong", "problem"),
    [
        ({"slot": "contxt"}, "Panel.slot: 'contxt' .* did you mean 'context'"),
        ({"slot": "x"}, "Panel.slot: 'x' is no slot of the desk$"),
        ({"commands": ("SendMesage",)}, r"Panel.commands\[0\]: .* did you mean 'SendMessage'"),
        *[
            ({"tag": tag}, "Panel.tag: ")
            for tag in ("card", "Acme-card", "1-card", "-card", "acme card-x", "font-face", "")
        ],
        *[
            ({"module": module}, "Panel.module: ")
            for module in (
                "/card.js",
                "../desk/app.js",
                "parts/../card.js",
                "./card.js",
                ".card.js",
                "parts//card.js",
                "https://example.test/card.js",
                "//example.test/card.js",
                "card.js?x",
                "card.css",
                "card",
                "",
            )
        ],
    ],
)
def test_panel_refuses_what_a_desk_cannot_load(wrong: dict[str, Any], problem: str) -> None:
    with pytest.raises(ConfigurationError, match=problem):
        attrs.evolve(CARD, **wrong)


def test_panel_refuses_a_topic_that_is_no_pattern_and_says_which() -> None:
    with pytest.raises(InvalidRequestError, match=r"Panel.topics\[1\]"):
        attrs.evolve(CARD, topics=("interaction.*.>", "agent.>.x"))
