from __future__ import annotations

from ccsdk.engine.deciding.close import close
from ccsdk.engine.step import Step
from ccsdk.model import command as cmd
from ccsdk.model import event as ev
from ccsdk.model.interaction import Closing
from tests.unit.engine.play import Play


def test_a_close_says_how_it_ended_and_when_it_is_forgotten() -> None:
    play = Play()
    play.queue("q")
    play.do(
        cmd.DefineAccount(
            account="w", channel="c", queues=("q",), enrichment_ms=1_000, forget_ms=7_000
        )
    )
    play.write(account="w")
    step = Step(play.state, 30, None)

    close(step, play.state.interactions["in_1"], Closing.ENDED)

    (entry,) = step.entries
    assert isinstance(entry.event, ev.InteractionClosed)
    assert (entry.event.outcome, entry.event.agent) == (Closing.ENDED, None)
    assert entry.event.forget_due_at_ms == 7_030
