from __future__ import annotations

from ccsdk.errors import InvalidTransitionError
from ccsdk.model import command as cmd
from tests.unit.engine.consulting import consulting
from tests.unit.engine.play import agent
from tests.unit.engine.talk import IN


def test_nobody_is_invited_beside_a_consult() -> None:
    play = consulting("cai")

    invite = cmd.AddParticipant(**IN, agent="cai")
    play.refused(invite, InvalidTransitionError, by=agent("ana"))
