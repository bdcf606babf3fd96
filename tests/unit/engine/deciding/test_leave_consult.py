from __future__ import annotations

from ccsdk.model import command as cmd
from ccsdk.model import event as ev
from tests.unit.engine.consulting import asked
from tests.unit.engine.play import agent
from tests.unit.engine.talk import IN


def test_an_owner_who_leaves_before_an_answer_transfers_blindly() -> None:
    play = asked()

    play.do(cmd.LeaveInteraction(**IN), by=agent("ana"))

    assert play.last(ev.InteractionTransferred).queue == "q"
