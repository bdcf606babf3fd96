"""Who takes part in a talk without owning it is ENGAGED; who hands it on is not any more."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from ccsdk.metrics.ledger import Ledger
from ccsdk.metrics.standing import Standings
from ccsdk.model import command as cmd
from ccsdk.model.agent import Occupancy
from tests.unit.engine.play import Play, agent
from tests.unit.engine.talk import IN, invite, join, talk


def occupancies(play: Play) -> dict[str, Occupancy]:
    standings = Standings(Ledger(ZoneInfo("UTC")))
    for entry in play.entries:
        standings.take(entry)
    return {standing.agent: standing.occupancy for standing in standings}


def same(play: Play) -> bool:
    """Say whether the fold sees what the engine derives."""
    return occupancies(play) == {a.id: a.occupancy for a in play.state.agents.values()}


def test_a_member_is_offered_then_engaged_then_idle() -> None:
    play = talk("ben")
    seen = []

    offer = invite(play, "ben")
    seen.append(occupancies(play)["ben"])
    play.accept(offer)
    seen.append(occupancies(play)["ben"])
    play.wait(10_001)
    seen.append(occupancies(play)["ben"])

    assert seen == [Occupancy.OFFERED, Occupancy.ENGAGED, Occupancy.IDLE]


def test_who_leads_on_is_engaged_and_who_left_is_not() -> None:
    play = join(talk("ben", "cai"), "ben", "cai")

    play.do(cmd.LeaveInteraction(**IN), by=agent("ana"))
    after_the_owner = same(play)
    play.do(cmd.LeaveInteraction(**IN), by=agent("cai"))
    after_a_member = same(play)
    play.do(cmd.EndInteraction(**IN), by=agent("ben"))

    assert (after_the_owner, after_a_member, same(play)) == (True, True, True)
