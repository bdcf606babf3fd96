"""Agents learn how to greet a customer."""

from __future__ import annotations

from typing import Any

import pytest

from ccsdk.errors import AnswerUnavailableError, SettingsError, UnknownEntityError
from first_plugin import plugin

GREETINGS = {"plugins": {"first-plugin": {"greetings": {"en": "Hi", "zh": "您好"}}}}
METHOD = "first_plugin_greeting.v1"


async def test_the_greeting_is_that_of_the_language(
    cc_center: Any, cc_client: Any, cc_inject: Any
) -> None:
    async with cc_center(plugins=[plugin], settings=GREETINGS):
        interaction = await cc_inject.interaction("你好")
        mei = await cc_inject.answered(interaction)

        told = await mei.request(METHOD, interaction=interaction, language="zh")
        unknown = await mei.request(METHOD, interaction=interaction, language="fr")

    assert (told, unknown) == ({"text": "您好"}, {"text": "Hi"})


async def test_nobody_is_greeted_in_an_interaction_that_is_not_there(
    cc_center: Any, cc_client: Any
) -> None:
    async with cc_center(plugins=[plugin]):
        with pytest.raises(UnknownEntityError):
            await cc_client("agent").request(METHOD, interaction="in_0")


async def test_without_a_greeting_in_the_default_language_no_center_starts(
    cc_center: Any,
) -> None:
    wrong = {"plugins": {"first-plugin": {"greetings": {"zh": "您好"}}}}

    with pytest.raises(SettingsError, match="default language 'en'"):
        async with cc_center(plugins=[plugin], settings=wrong):
            raise AssertionError("it opened")


async def test_an_answer_that_does_not_come_is_an_error_to_try_again_on(
    cc_center: Any, cc_inject: Any, cc_faults: Any
) -> None:
    async with cc_center(plugins=[cc_faults(plugin, METHOD, "raises")]):
        interaction = await cc_inject.interaction()
        mei = await cc_inject.answered(interaction)

        with pytest.raises(AnswerUnavailableError):
            await mei.request(METHOD, interaction=interaction)
        cc_faults.heal()

        assert await mei.request(METHOD, interaction=interaction) == {"text": "Hello"}
