from __future__ import annotations

import pytest

from ccsdk.engine.deciding import monitor
from ccsdk.errors import InvalidTransitionError, NotOwnerError
from ccsdk.model import command as cmd
from ccsdk.model import event as ev
from ccsdk.model.command import Command
from ccsdk.model.leg import LegState
from ccsdk.model.principal import SYSTEM
from tests.unit.engine.play import agent, names, ready
from tests.unit.engine.talk import IN, SAM, legs, talk

STARTS = [cmd.StartMonitor(**IN), cmd.StartWhisper(**IN), cmd.BargeIn(**IN)]
SAY = cmd.WhisperMessage(**IN)


@pytest.mark.parametrize(
    ("command", "role"), [*zip(STARTS, ("monitor", "whisper", "member"), strict=True)]
)
def test_a_supervisor_comes_beside_a_talk_without_a_slot(command: Command, role: str) -> None:
    play = talk()

    came = play.do(command, by=SAM).entries
    again = play.do(command, by=SAM).entries

    assert (names(came), again) == (["LegStarted"], [])
    assert legs(play)["sam/chat-q"] == (role, "supervisor", LegState.CONNECTED)
    assert play.state.agents["ana"].used == 1


def test_another_role_is_another_leg() -> None:
    play = talk()
    play.do(STARTS[0], by=SAM)

    changed = play.do(STARTS[2], by=SAM).entries

    assert names(changed) == ["LegEnded", "LegStarted"]
    assert play.last(ev.LegEnded).cause == "role_changed"
    assert list(legs(play)) == ["ana/chat-q", "cu_i1/chat-q", "sam/chat-q"]


def test_who_barged_in_writes_to_the_customer_and_who_listens_does_not() -> None:
    play = talk()
    play.do(STARTS[1], by=SAM)
    play.refused(cmd.SendMessage(**IN), NotOwnerError, by=SAM)

    play.do(STARTS[2], by=SAM)
    play.do(cmd.SendMessage(**IN), by=SAM)

    assert play.last(ev.MessageSent).agent == "sam"


def test_only_who_whispers_whispers() -> None:
    play = talk()
    play.refused(SAY, NotOwnerError, by=SAM)
    play.do(STARTS[0], by=SAM)
    play.refused(SAY, NotOwnerError, by=SAM)
    play.do(STARTS[1], by=SAM)

    said = play.do(SAY, by=SAM)

    assert names(said.entries) == ["MessageWhispered"]
    assert said.answer.message == f"interaction/in_1:{said.entries[0].version}"


def test_a_supervisor_stops_listening_once() -> None:
    play = talk()
    play.do(STARTS[0], by=SAM)

    stopped = play.do(cmd.StopMonitor(**IN), by=SAM).entries

    assert names(stopped) == ["LegEnded"]
    play.refused(cmd.StopMonitor(**IN), NotOwnerError, by=SAM)
    play.refused(cmd.StopMonitor(**IN), NotOwnerError, by=agent("ana"))


@pytest.mark.parametrize("command", STARTS, ids=lambda command: type(command).__name__)
def test_only_a_supervisor_comes_beside_a_talk_and_only_beside_a_talk(command: Command) -> None:
    play = talk()
    waiting = ready()
    waiting.write()

    play.refused(command, NotOwnerError, by=agent("ana"))
    play.refused(command, NotOwnerError, by=SYSTEM)
    waiting.refused(command, InvalidTransitionError, by=SAM)


def test_the_bound_of_a_talk_counts_supervisors(monkeypatch: pytest.MonkeyPatch) -> None:
    play = talk()
    play.do(STARTS[0], by=SAM)
    monkeypatch.setattr(monitor, "LEGS_MAX", 3)

    play.do(STARTS[1], by=SAM)
    play.do(cmd.StopMonitor(**IN), by=SAM)
    monkeypatch.setattr(monitor, "LEGS_MAX", 2)

    play.refused(STARTS[0], InvalidTransitionError, by=SAM)
