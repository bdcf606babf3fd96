from __future__ import annotations

import pytest

from ccsdk.model.profile import AGENT, BARE, GUEST, VISITOR, WHOLE, Profile


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
