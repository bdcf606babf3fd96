from __future__ import annotations

from ccsdk.model import command as cmd
from ccsdk.model import event as ev
from tests.unit.engine.consulting import OFFER, asked, consulting, held
from tests.unit.engine.play import agent


def test_a_colleague_who_is_lost_ends_the_consult() -> None:
    play = consulting(sessions=True)
    play.sign_off("ben")

    play.wait(60_001)

    assert (play.last(ev.ConsultEnded).cause, held(play)) == ("failed", False)


def test_an_asker_who_is_lost_before_an_answer_transfers_blindly() -> None:
    play = asked(sessions=True)
    play.do(cmd.DeclineOffer(offer=OFFER), by=agent("ben"))
    play.sign_off("ana")

    play.wait(60_001)

    assert play.count(ev.InteractionTransferred) == 1
