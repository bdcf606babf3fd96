"""Planted bugs in who may have what, what there is room for, and who comes first.

The engine's own check is blinded where it would see them: the judge must do so by itself.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from ccsdk.engine import standing
from ccsdk.engine.evolving import interaction as evolving_interaction
from ccsdk.engine.evolving.entry import EVOLVE
from ccsdk.engine.index import Signature
from ccsdk.engine.skillset import SkillSet
from ccsdk.engine.state import Agent, State
from ccsdk.model import event as ev
from ccsdk.model.queue import Membership
from tests.properties import engine_world

Plant = Callable[[pytest.MonkeyPatch], None]


def _blind(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(engine_world, "breaches", lambda *_: [])


def one_slot_too_many(patch: pytest.MonkeyPatch) -> None:
    """R8: the last slot is counted twice."""
    why_no_room = standing.why_no_room

    def generous(state: State, agent: Agent, used: dict[str, int], kind: str) -> str | None:
        return why_no_room(state, agent, {**used, kind: max(0, used.get(kind, 0) - 1)}, kind)

    patch.setattr(standing, "why_no_room", generous)
    _blind(patch)


def matrix_does_not_matter(patch: pytest.MonkeyPatch) -> None:
    """R8: what shuts out a channel is not looked at."""
    why_no_room = standing.why_no_room

    def unshut(state: State, agent: Agent, used: dict[str, int], kind: str) -> str | None:
        why = why_no_room(state, agent, used, kind)
        return None if why == "matrix" else why

    patch.setattr(standing, "why_no_room", unshut)
    _blind(patch)


def offered_while_away(patch: pytest.MonkeyPatch) -> None:
    """R9: Presence is not looked at."""
    patch.setattr(standing, "is_present", lambda agent: True)
    _blind(patch)


def skills_do_not_matter(patch: pytest.MonkeyPatch) -> None:
    """R9: a member of the queue is enough."""
    suited = SkillSet.suited

    def unasked(self: SkillSet, queue: str, age_ms: int, requirements: Any) -> Any:
        return suited(self, queue, age_ms, ())

    def suits(self: Signature, membership: Membership, skills: dict[str, int]) -> bool:
        return membership.delay_ms <= self.age_ms

    patch.setattr(SkillSet, "suited", unasked)
    patch.setattr(Signature, "suits", suits)


def nobody_is_patient(patch: pytest.MonkeyPatch) -> None:
    """R9: a member's delay is not waited for."""
    suited, suits = SkillSet.suited, Signature.suits

    def at_once(self: SkillSet, queue: str, age_ms: int, requirements: Any) -> Any:
        return suited(self, queue, 10**9, requirements)

    def young(self: Signature, membership: Membership, skills: dict[str, int]) -> bool:
        return suits(self, msgspec.structs.replace(membership, delay_ms=0), skills)

    patch.setattr(SkillSet, "suited", at_once)
    patch.setattr(Signature, "suits", young)


def what_is_picked_from_is_offered(patch: pytest.MonkeyPatch) -> None:
    """R9: a queue's mode is not looked at."""
    new_signature = standing._new_signature

    def pushed(*args: Any) -> Signature:
        signature = new_signature(*args)
        signature.is_push = True
        return signature

    patch.setattr(standing, "_new_signature", pushed)


def priority_is_forgotten(patch: pytest.MonkeyPatch) -> None:
    """R11: a membership's priority never reaches the state."""
    evolve = EVOLVE[ev.AgentDefined]

    def flat(state: State, event: ev.AgentDefined, at_ms: int) -> None:
        plain = tuple(msgspec.structs.replace(each, priority=0) for each in event.memberships)
        evolve(state, msgspec.structs.replace(event, memberships=plain), at_ms)

    patch.setitem(EVOLVE, ev.AgentDefined, flat)


def nothing_grows_old(patch: pytest.MonkeyPatch) -> None:
    """T1: no deadline waits for a member's delay."""
    patch.setattr(evolving_interaction, "arm_delay", lambda state, interaction: None)


PLANTS: list[tuple[str, Plant]] = [
    ("R8", one_slot_too_many),
    ("R8", matrix_does_not_matter),
    ("R9", offered_while_away),
    ("R9", skills_do_not_matter),
    ("R9", nobody_is_patient),
    ("R9", what_is_picked_from_is_offered),
    ("R11", priority_is_forgotten),
    ("T1", nothing_grows_old),
]
