from __future__ import annotations

from ccsdk.engine.state import State
from ccsdk.engine.step import Step
from ccsdk.model.entry import Entry
from ccsdk.model.event import AgentDefined, CustomerCreated


def test_emitted_events_are_numbered_and_taken_by_the_state() -> None:
    state = State()
    step = Step(state, 7, "key")
    ana = AgentDefined(agent="ana", memberships=(), skills={}, slots={"chat": 1})

    step.emit(ana)
    step.emit(CustomerCreated(customer="cu_1"))
    step.emit(ana)

    places = [(e.position, e.at_ms, e.subject, e.version, e.cause) for e in step.entries]
    assert places == [
        (1, 7, "agent/ana", 1, "key"),
        (2, 7, "customer/cu_1", 1, "key"),
        (3, 7, "agent/ana", 2, "key"),
    ]
    assert isinstance(step.entries[0], Entry)
    assert (state.position, state.now_ms, list(state.agents)) == (3, 7, ["ana"])
