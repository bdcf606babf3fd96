"""A talk in one line: what the unit tests of legs, conference and monitor begin with."""

from __future__ import annotations

from ccsdk.model import command as cmd
from ccsdk.model.leg import LegState
from ccsdk.model.principal import Principal, Role
from ccsdk.model.queue import Membership
from tests.unit.engine.play import Play, agent, ready

SAM = Principal(id="sam", role=Role.SUPERVISOR)
IN = {"interaction": "in_1"}
Q = (Membership(queue="q"),)


def talk(*others: str, sessions: bool = False) -> Play:
    """Return a center in which Ana talks, with these other Agents READY."""
    play = ready("ana", *others, sessions=sessions)
    play.write(1, sessions=("c1",))
    assert play.engage() == "ana"
    return play


def invite(play: Play, name: str) -> str:
    """Let Ana ask somebody to join; return the Offer."""
    play.do(cmd.AddParticipant(**IN, agent=name), by=agent("ana"))
    return f"in_1-o{play.state.interactions['in_1'].offers_made}"


def join(play: Play, *names: str) -> Play:
    """Let these Agents join Ana's talk and connect, one after the other."""
    for name in names:
        play.accept(invite(play, name))
        play.do(cmd.ConfirmConnected(**IN), by=agent(name))
        play.wait(1)
    return play


def legs(play: Play) -> dict[str, tuple[str, str, LegState]]:
    """Return role, party and state of each leg, by who it is."""
    return {
        f"{leg.who}/{leg.channel}": (leg.role.value, leg.party.value, leg.state)
        for leg in play.state.interactions["in_1"].legs.values()
    }
