from __future__ import annotations

from ccsdk.model import command as cmd
from ccsdk.model import event as ev
from tests.unit.engine.play import ready


def test_who_gives_up_before_any_queue_is_closed_and_was_not_offered() -> None:
    play = ready()
    play.do(cmd.DefineAccount(account="w", channel="c", queues=("q",), enrichment_ms=1_000))
    play.write(account="w")

    play.do(cmd.AbandonInteraction(interaction="in_1"))

    assert play.last(ev.InteractionClosed).outcome.value == "abandoned"
    assert play.count(ev.InteractionAbandoned) == 0
    assert play.state.queues["q"].offered == 0
