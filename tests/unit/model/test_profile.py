from __future__ import annotations

import pytest

from ccsdk.model.profile import (
    AGENT,
    BARE,
    GUEST,
    VISITOR,
    WHOLE,
    Profile,
    profile_of_classes,
)


@pytest.mark.parametrize(
    ("profile", "shown"),
    [
        (BARE, {"MessageSent", "MessageWhispered", "LegStarted"}),
        (AGENT, {"MessageSent", "MessageWhispered", "LegStarted"}),
        (GUEST, {"MessageSent", "LegStarted"}),
        (VISITOR, {"MessageSent"}),
        (WHOLE, {"MessageSent", "MessageWhispered", "LegStarted"}),
    ],
    ids=lambda value: getattr(value, "name", ""),
)
def test_only_who_it_is_for_sees_a_whisper_and_no_customer_a_leg(
    profile: Profile, shown: set[str]
) -> None:
    every = {"MessageSent", "MessageWhispered", "LegStarted"}

    assert {name for name in every if profile.shows(name)} == shown


def test_a_plugin_sees_every_event_and_of_people_the_classes_it_names() -> None:
    profile = profile_of_classes(("text", "name"))

    assert profile.shows("MessageWhispered")
    assert profile.classes == {"text", "name"}
    assert profile == profile_of_classes(["name", "text"])
    assert profile.name != profile_of_classes(["name"]).name
