"""A consult in one line: what the tests of everybody it concerns begin with."""

from __future__ import annotations

from ccsdk.model import command as cmd
from ccsdk.model.leg import LegState
from ccsdk.model.transfer import TransferTarget
from tests.unit.engine.play import Play, agent
from tests.unit.engine.talk import IN, talk

CHILD = "in_1-c1"
QUEUE = TransferTarget(queue="q")
ASK = cmd.StartConsult(**IN, to=QUEUE)
OFFER = f"{CHILD}-o1"


def asked(*others: str, sessions: bool = False) -> Play:
    """Return a center in which Ana asks Ben, who has not answered."""
    play = talk("ben", *others, sessions=sessions)
    play.do(ASK, by=agent("ana"))
    return play


def consulting(*others: str, sessions: bool = False) -> Play:
    """Return a center in which Ana asks Ben, who has answered."""
    play = asked(*others, sessions=sessions)
    assert play.engage(OFFER) == "ben"
    return play


def held(play: Play) -> bool:
    """Return whether the customer of the talk is on hold."""
    legs = play.state.interactions["in_1"].customer_legs()
    return any(leg.state is LegState.HELD for leg in legs)
