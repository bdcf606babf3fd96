"""Overlays: other slots or skills than an Agent is defined with, and whose word counts.

The last word does, with one exception: what a Supervisor gave stands until the Agent is defined
anew or a Supervisor gives back what is defined. A plugin is refused meanwhile, so that it
cannot undo by a late command what it has not heard of yet.
"""

from __future__ import annotations

from ccsdk.engine.deciding.guard import agent_of
from ccsdk.engine.deciding.staffing import watch
from ccsdk.engine.state import Agent, Overlay
from ccsdk.engine.step import Step
from ccsdk.errors import InvalidTransitionError
from ccsdk.model.command import Command, SetCapacity, SetSkills
from ccsdk.model.entry import Answer
from ccsdk.model.event import CapacitySet, SkillsSet
from ccsdk.model.principal import Principal, Role

__all__ = ["set_capacity", "set_skills"]

_BY_HAND = Role.SUPERVISOR.value


def set_capacity(step: Step, command: SetCapacity, by: Principal) -> Answer:
    """Give the Agent other slots; work in hand stays.

    Raises:
        InvalidTransitionError: A plugin asks, and a Supervisor's word stands.
    """
    agent = agent_of(step.state, command.agent)
    _require_say(agent, agent.slots_set, command, by)
    is_other = agent.slots != {**agent.definition.slots, **command.slots}
    author = _author(by) if command.slots else None
    if is_other or author != _author_of(agent.slots_set):
        step.emit(CapacitySet(agent=agent.id, slots=command.slots, by=_author(by)))
    return Answer()


def set_skills(step: Step, command: SetSkills, by: Principal) -> Answer:
    """Give the Agent other skills; work in hand stays.

    Raises:
        InvalidTransitionError: A plugin asks, and a Supervisor's word stands.
    """
    agent = agent_of(step.state, command.agent)
    _require_say(agent, agent.skills_set, command, by)
    author = _author(by) if command.skills != agent.definition.skills else None
    if agent.skills != command.skills or author != _author_of(agent.skills_set):
        step.emit(SkillsSet(agent=agent.id, skills=command.skills, by=_author(by)))
        watch(step, agent.memberships)
    return Answer()


def _require_say(agent: Agent, overlay: Overlay | None, command: Command, by: Principal) -> None:
    if by.role is Role.PLUGIN and _author_of(overlay) == _BY_HAND:
        raise InvalidTransitionError(
            entity=f"agent {agent.id}", state="set by hand", command=type(command).__name__
        )


def _author(by: Principal) -> str:
    return by.id if by.role is Role.PLUGIN else by.role.value


def _author_of(overlay: Overlay | None) -> str | None:
    return None if overlay is None else overlay.by
