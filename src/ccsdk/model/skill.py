"""What an Agent can do, and what a queue asks for."""

from __future__ import annotations

from typing import Annotated

import msgspec

from ccsdk.model.values import Id

__all__ = ["PROFICIENCY_MAX", "Proficiency", "Relax", "SkillRequirement", "needs"]

PROFICIENCY_MAX = 5
Proficiency = Annotated[int, msgspec.Meta(ge=1, le=PROFICIENCY_MAX)]


class SkillRequirement(msgspec.Struct, kw_only=True, frozen=True):
    """Ask for a skill with at least this proficiency.

    A required one decides who may have the work. A preferred one excludes nobody; with
    its `weight` it counts where a strategy looks at skills.
    """

    skill: Id
    min: Proficiency = 1
    is_required: bool = True
    weight: Annotated[int, msgspec.Meta(ge=1, le=100)] = 1

    def is_met(self, proficiency: int) -> bool:
        """Return whether an Agent of this proficiency may have the work; 0 lacks the skill."""
        return not self.is_required or proficiency >= self.min


class Relax(msgspec.Struct, kw_only=True, frozen=True):
    """Ask less of a skill: no more than `min`, or with None nothing that is required."""

    skill: Id
    min: Proficiency | None = None

    def relaxed(self, requirement: SkillRequirement) -> SkillRequirement:
        """Return what is left of a requirement; whoever met it still does."""
        if requirement.skill != self.skill:
            return requirement
        if self.min is None:
            return msgspec.structs.replace(requirement, is_required=False)
        return msgspec.structs.replace(requirement, min=min(requirement.min, self.min))


def needs(*skills: str) -> tuple[SkillRequirement, ...]:
    """Return requirements that any proficiency in each of these skills meets."""
    return tuple(SkillRequirement(skill=skill) for skill in skills)
