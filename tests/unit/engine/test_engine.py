from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from ccsdk.engine.engine import DEADLINES, DECIDE, advance, decide, next_deadline_ms
from ccsdk.engine.evolving.entry import evolve
from ccsdk.engine.state import State
from ccsdk.model import command as cmd
from ccsdk.model.command import COMMANDS
from ccsdk.model.principal import SYSTEM
from tests.unit.engine.play import names, ready

SCENARIO = Path(__file__).with_name("scenario.py")


def test_every_command_there_is_can_be_decided() -> None:
    assert set(DECIDE) == set(COMMANDS.values())


def test_nothing_is_due_in_an_empty_center() -> None:
    assert advance(State(), 10**15) == []
    assert next_deadline_ms(State()) is None


def test_what_is_due_fires_in_order_each_at_its_own_instant() -> None:
    play = ready("ana", "ben")
    play.write(1)
    play.wait(1_000)
    play.write(2)

    fired = play.wait(60_000)

    first = [(type(entry.event).__name__, entry.at_ms, entry.cause) for entry in fired][:2]
    assert first == [("OfferWithdrawn", 4_000, None), ("OfferMade", 4_000, None)]
    assert [entry.at_ms for entry in fired] == sorted(entry.at_ms for entry in fired)
    assert len({name for name, _ in DEADLINES.items()}) == 23


def test_the_command_is_the_cause_of_every_event_it_leads_to() -> None:
    play = ready("ana")

    decision = play.do(
        cmd.ReceiveInteraction(interaction="in_1", account="web-q", thread="t", identity="i"),
        key="k7",
    )

    assert {entry.cause for entry in decision.entries} == {"k7"}


def test_a_command_before_the_last_event_takes_that_events_instant() -> None:
    state = State()
    decide(state, cmd.DefineQueue(queue="q", name="q"), by=SYSTEM, now_ms=50, key=None)

    later = decide(state, cmd.DefineQueue(queue="p", name="p"), by=SYSTEM, now_ms=20, key=None)

    assert [entry.at_ms for entry in later.entries] == [50]


def test_after_a_restart_those_who_go_back_to_their_place_do_so_for_the_restart() -> None:
    play = ready("ana", sessions=True)
    play.write()

    entries = play.do(cmd.ResumeCenter()).entries

    assert names(entries)[-1] == "InteractionRequeued"
    assert entries[-1].event.cause == "restart"


def test_the_next_deadline_is_the_earliest() -> None:
    play = ready("ana")
    play.write()

    assert next_deadline_ms(play.state) == 4_000


def test_the_engines_entries_are_evolved_already() -> None:
    play = ready("ana")
    rebuilt = State()

    for entry in play.entries:
        evolve(rebuilt, entry)

    assert rebuilt.position == play.state.position == len(play.entries)


def test_44_two_hash_seeds_give_the_same_bytes() -> None:
    outputs = []

    for seed in ("1", "4242"):
        environment = os.environ | {"PYTHONHASHSEED": seed}
        command = [sys.executable, str(SCENARIO)]
        run = subprocess.run(command, env=environment, capture_output=True, check=True)
        outputs.append(run.stdout)

    assert outputs[0] == outputs[1]
    assert outputs[0].count(b"\n") > 100
