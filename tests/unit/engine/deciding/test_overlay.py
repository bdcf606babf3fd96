from __future__ import annotations

import pytest

from ccsdk.errors import InvalidTransitionError, UnknownEntityError
from ccsdk.model import command as cmd
from ccsdk.model import event as ev
from ccsdk.model.command import Command
from ccsdk.model.principal import Principal, Role
from ccsdk.model.queue import members
from tests.unit.engine.play import Play, ready

RAMP = Principal(id="plugin:ramp", role=Role.PLUGIN)
REST = Principal(id="plugin:rest", role=Role.PLUGIN)
ADA = Principal(id="ada", role=Role.SUPERVISOR)

CAPACITY = cmd.SetCapacity(agent="ana", slots={"chat": 1})
SKILLS = cmd.SetSkills(agent="ana", skills={"sofa": 4})
AS_DEFINED = (cmd.SetCapacity(agent="ana", slots={}), cmd.SetSkills(agent="ana", skills={}))


def told(play: Play, command: Command, by: Principal) -> list[ev.Event]:
    return [entry.event for entry in play.do(command, by=by).entries]


def test_other_slots_and_skills_are_said_once() -> None:
    play = ready("ana")

    first = [*told(play, CAPACITY, RAMP), *told(play, SKILLS, ADA)]
    again = [*told(play, CAPACITY, RAMP), *told(play, SKILLS, ADA)]

    assert first == [
        ev.CapacitySet(agent="ana", slots={"chat": 1}, by="plugin:ramp"),
        ev.SkillsSet(agent="ana", skills={"sofa": 4}, by="supervisor"),
    ]
    assert again == []


def test_what_is_as_defined_already_is_not_said() -> None:
    play = ready("ana")

    assert [told(play, each, ADA) for each in AS_DEFINED] == [[], []]


def test_the_same_again_by_somebody_else_is_their_word() -> None:
    play = ready("ana")
    for command in (CAPACITY, SKILLS):
        play.do(command, by=RAMP)

    confirmed = [*told(play, CAPACITY, ADA), *told(play, SKILLS, ADA)]

    assert confirmed == [
        ev.CapacitySet(agent="ana", slots={"chat": 1}, by="supervisor"),
        ev.SkillsSet(agent="ana", skills={"sofa": 4}, by="supervisor"),
    ]


@pytest.mark.parametrize("command", [CAPACITY, SKILLS])
def test_of_two_plugins_the_last_word_counts(command: Command) -> None:
    play = ready("ana")
    play.do(command, by=RAMP)

    play.do(command, by=REST)

    assert [each.event.by for each in play.entries[-1:]] == ["plugin:rest"]


@pytest.mark.parametrize(
    ("by_hand", "late"),
    [
        (CAPACITY, cmd.SetCapacity(agent="ana", slots={"chat": 2})),
        (CAPACITY, CAPACITY),
        (CAPACITY, AS_DEFINED[0]),
        (SKILLS, cmd.SetSkills(agent="ana", skills={"bed": 1})),
        (SKILLS, AS_DEFINED[1]),
    ],
)
def test_no_plugin_undoes_what_a_supervisor_gave(by_hand: Command, late: Command) -> None:
    play = ready("ana")
    play.do(by_hand, by=ADA)

    refusal = play.refused(late, InvalidTransitionError, by=RAMP)

    assert refusal["state"] == "set by hand"


@pytest.mark.parametrize(
    ("command", "given_back"), [(CAPACITY, AS_DEFINED[0]), (SKILLS, AS_DEFINED[1])]
)
def test_a_plugin_goes_on_once_a_supervisor_gave_back_what_is_defined(
    command: Command, given_back: Command
) -> None:
    play = ready("ana")
    play.do(command, by=ADA)
    play.do(given_back, by=ADA)

    assert len(told(play, command, RAMP)) == 1


@pytest.mark.parametrize("command", [CAPACITY, SKILLS])
def test_a_plugin_goes_on_once_the_agent_is_defined_anew(command: Command) -> None:
    play = ready("ana")
    play.do(command, by=ADA)
    play.do(cmd.DefineAgent(agent="ana", memberships=members("q")))

    assert len(told(play, command, RAMP)) == 1


def test_nobody_unknown_is_given_slots_or_skills() -> None:
    play = ready()

    play.refused(cmd.SetCapacity(agent="eve", slots={}), UnknownEntityError)
    play.refused(cmd.SetSkills(agent="eve", skills={}), UnknownEntityError)
