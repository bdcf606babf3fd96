from __future__ import annotations

from ccsdk.errors import InvalidTransitionError
from ccsdk.model import command as cmd
from ccsdk.model import event as ev
from tests.unit.engine.consulting import CHILD, consulting
from tests.unit.engine.play import agent
from tests.unit.engine.talk import IN


def test_the_owner_ends_the_consult_before_the_talk() -> None:
    play = consulting()

    play.refused(cmd.EndInteraction(**IN), InvalidTransitionError, by=agent("ana"))


def test_the_end_of_a_consult_is_not_the_end_of_the_talk() -> None:
    play = consulting()

    play.do(cmd.EndInteraction(interaction=CHILD), by=agent("ben"))

    assert play.last(ev.ConsultEnded).cause == "failed"
    assert play.state.interactions["in_1"].owner == "ana"
