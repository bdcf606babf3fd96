"""Commands on who may have what: capacity, skills, and picking by oneself."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ccsdk.engine.state import State
from ccsdk.model import command as cmd
from ccsdk.model.command import Command
from ccsdk.model.principal import SYSTEM, Principal
from tests.properties.definitions import AGENTS

Choose = Callable[[Sequence[str]], str]


def pick(state: State, choose: Choose) -> tuple[Command, Principal]:
    """Pick something, mostly what stands in line, for somebody who may have it or not."""
    standing = list(state.index.waiting)
    interaction = choose([*standing * 3, *list(state.interactions)[-3:], "in_unknown"])
    agent = choose((*AGENTS, *AGENTS, "nobody"))
    return cmd.PickInteraction(interaction=interaction, agent=agent), SYSTEM


def set_capacity(state: State, choose: Choose) -> tuple[Command, Principal]:
    slots = {choose(("chat", "email", "voice")): int(choose("0123"))}
    return cmd.SetCapacity(agent=choose((*AGENTS, "nobody")), slots=slots), SYSTEM


def set_skills(state: State, choose: Choose) -> tuple[Command, Principal]:
    skills = {choose(("sofa", "bed")): int(choose("12345")) for _ in choose(("", "x", "xx"))}
    return cmd.SetSkills(agent=choose(AGENTS), skills=skills), SYSTEM


MAKERS: dict[str, Callable[[State, Choose], tuple[Command, Principal]]] = {
    "pick": pick,
    "set_capacity": set_capacity,
    "set_skills": set_skills,
}
