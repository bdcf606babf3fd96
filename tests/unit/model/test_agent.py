from __future__ import annotations

from ccsdk.model.agent import Occupancy, Presence, PresenceReason


def test_presence_and_occupancy_share_no_word() -> None:
    assert {state.value for state in Presence} & {state.value for state in Occupancy} == set()


def test_occupancy_is_listed_in_the_order_in_which_it_is_looked_for() -> None:
    assert [state.value for state in Occupancy] == ["ENGAGED", "WRAP_UP", "OFFERED", "IDLE"]


def test_the_engines_own_reasons_are_three() -> None:
    assert {reason.value for reason in PresenceReason} == {"login", "rona", "connection_lost"}
