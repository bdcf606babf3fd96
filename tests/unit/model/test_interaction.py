from __future__ import annotations

from ccsdk.model.interaction import Closing, InteractionState, VisitKind


def test_a_customer_waits_from_the_queue_until_the_answer() -> None:
    waiting = [state.value for state in InteractionState if state.is_waiting]

    assert waiting == ["QUEUED", "OFFERED", "CONNECTING"]


def test_codes_are_lower_case_and_states_upper() -> None:
    assert all(kind.value.islower() for kind in (*Closing, *VisitKind))
    assert all(state.value.isupper() for state in InteractionState)
