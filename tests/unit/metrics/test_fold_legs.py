"""Hold, members and consults as the fold counts them, from what the engine itself wrote."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from ccsdk.metrics.fact import Handling
from ccsdk.metrics.fold import Fold
from ccsdk.model import command as cmd
from ccsdk.model.transfer import TransferTarget
from tests.unit.engine.play import Play, agent, visitor
from tests.unit.engine.talk import IN, SAM, invite, join, talk

UTC = ZoneInfo("UTC")


def handlings(play: Play) -> dict[str, Handling]:
    """Return each Agent's last handling as of the end of what was played."""
    fold = Fold(UTC)
    fold.take(play.entries)
    found: dict[str, Handling] = {}
    for work in fold._work.values():
        found |= work.handlings
    return found


def test_hold_is_counted_apart_from_talk() -> None:
    play = talk()
    play.wait(1_000)
    play.do(cmd.HoldCustomer(**IN), by=agent("ana"))
    play.wait(300)
    play.do(cmd.RetrieveCustomer(**IN), by=agent("ana"))
    play.wait(50)
    play.do(cmd.HoldCustomer(**IN), by=agent("ana"))
    play.wait(7)
    play.do(cmd.EndInteraction(**IN), by=visitor("i1"))

    ana = handlings(play)["ana"]

    assert (ana.talk_ms, ana.hold_ms) == (1_050, 307)


def test_a_failed_hold_is_talk() -> None:
    play = talk()
    play.do(cmd.HoldCustomer(**IN), by=agent("ana"))
    play.wait(300)
    play.do(cmd.ReportHoldFailed(**IN))
    play.do(cmd.EndInteraction(**IN), by=visitor("i1"))

    ana = handlings(play)["ana"]

    assert (ana.talk_ms, ana.hold_ms) == (300, 0)


def test_in_a_conference_each_agent_counts_and_no_supervisor() -> None:
    play = join(talk("ben"), "ben")
    play.do(cmd.BargeIn(**IN), by=SAM)
    play.wait(99)
    play.do(cmd.LeaveInteraction(**IN), by=agent("ben"))
    play.wait(900)
    play.do(cmd.EndInteraction(**IN), by=visitor("i1"))

    found = handlings(play)

    assert {name: each.talk_ms for name, each in found.items()} == {"ana": 1_000, "ben": 100}
    assert found["ben"].ended_by == "left"


def test_an_invitation_that_is_declined_is_an_offer_like_any_other() -> None:
    play = talk("ben")
    play.do(cmd.DeclineOffer(offer=invite(play, "ben")), by=agent("ben"))

    assert list(handlings(play)) == ["ana"]


def test_a_completed_consult_is_a_transfer() -> None:
    play = talk("ben")
    play.do(cmd.StartConsult(**IN, to=TransferTarget(queue="q")), by=agent("ana"))
    play.engage("in_1-c1-o1")
    play.wait(500)
    play.do(cmd.CompleteTransfer(**IN), by=agent("ana"))

    ana = handlings(play)["ana"]

    assert (ana.ended_by, ana.is_transferred, ana.hold_ms) == ("consult_transfer", True, 500)
