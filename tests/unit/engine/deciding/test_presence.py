from __future__ import annotations

from ccsdk.engine.deciding.presence import change_presence
from ccsdk.engine.step import Step
from ccsdk.model.agent import Presence
from ccsdk.model.event import AgentPresenceChanged
from tests.unit.engine.play import ready


def test_presence_moves_by_its_event() -> None:
    play = ready("ana")
    step = Step(play.state, 5, "key")

    change_presence(step, play.state.agents["ana"], Presence.NOT_READY, reason="lunch", by="agent")

    (entry,) = step.entries
    assert entry.event == AgentPresenceChanged(
        agent="ana", presence=Presence.NOT_READY, reason="lunch", by="agent"
    )
    assert play.state.agents["ana"].presence is Presence.NOT_READY
