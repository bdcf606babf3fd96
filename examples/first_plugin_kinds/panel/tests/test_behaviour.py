"""The panel learns what its button sends."""

from __future__ import annotations

from typing import Any

import pytest

from ccsdk.errors import UnknownEntityError
from first_panel import plugin

WORDS = {"plugins": {"first-panel": {"thanks": "Many thanks!"}}}


async def test_the_words_are_those_of_the_settings(cc_center: Any, cc_inject: Any) -> None:
    async with cc_center(plugins=[plugin], settings=WORDS):
        interaction = await cc_inject.interaction()
        mei = await cc_inject.answered(interaction)

        told = await mei.request("first_panel_words.v1", interaction=interaction)

    assert told == {"thanks": "Many thanks!"}


async def test_no_words_for_an_interaction_that_is_not_there(
    cc_center: Any, cc_client: Any
) -> None:
    async with cc_center(plugins=[plugin]):
        with pytest.raises(UnknownEntityError):
            await cc_client("agent").request("first_panel_words.v1", interaction="in_0")
