"""What a manifest declares is checked where it is written."""

from __future__ import annotations

import pytest

from ccsdk.errors import ConfigurationError, InvalidRequestError
from ccsdk.hooks import Capabilities


def test_topics_and_commands_are_taken_as_they_are() -> None:
    capabilities = Capabilities(topics=("agent.*.>",), commands=("SetCapacity", "SetSkills"))

    assert capabilities.topics == ("agent.*.>",)
    assert capabilities.commands == ("SetCapacity", "SetSkills")
    assert Capabilities() == Capabilities(topics=(), commands=())


@pytest.mark.parametrize("name", ["SetCapacty", "DefineQueue", ""])
def test_a_command_that_no_plugin_may_give_is_refused(name: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        Capabilities(commands=("SetSkills", name))

    assert caught.value.path == "Capabilities.commands[1]"
    assert caught.value.nearest == ("SetCapacity" if name == "SetCapacty" else None)


@pytest.mark.parametrize(("name", "near"), [("nme", "name"), ("evaluation", None)])
def test_a_class_of_personal_fields_that_no_plugin_is_told_is_refused(
    name: str, near: str | None
) -> None:
    with pytest.raises(ConfigurationError, match="no class of personal fields") as caught:
        Capabilities(personal=("text", name))

    assert (caught.value.path, caught.value.nearest) == ("Capabilities.personal[1]", near)


def test_a_topic_that_is_no_pattern_is_refused() -> None:
    with pytest.raises(InvalidRequestError) as caught:
        Capabilities(topics=("agent.*.>", "agent.>.x"))

    assert caught.value.path == "Capabilities.topics[1]"
