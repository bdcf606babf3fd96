from __future__ import annotations

import pytest

from ccsdk.model.skill import Relax, SkillRequirement, needs


@pytest.mark.parametrize(("proficiency", "is_met"), [(0, False), (2, False), (3, True), (5, True)])
def test_a_required_skill_is_met_from_its_minimum_on(proficiency: int, is_met: bool) -> None:
    assert SkillRequirement(skill="sofa", min=3).is_met(proficiency) is is_met


def test_a_preferred_skill_excludes_nobody() -> None:
    assert SkillRequirement(skill="sofa", min=3, is_required=False).is_met(0)


def test_relaxing_drops_or_lowers_and_never_asks_for_more() -> None:
    sofa = SkillRequirement(skill="sofa", min=3, weight=2)

    assert Relax(skill="bed").relaxed(sofa) is sofa
    assert Relax(skill="sofa", min=2).relaxed(sofa) == SkillRequirement(
        skill="sofa", min=2, weight=2
    )
    assert Relax(skill="sofa", min=5).relaxed(sofa) == sofa
    assert Relax(skill="sofa").relaxed(sofa).is_required is False


def test_what_is_simply_needed_is_needed_in_any_proficiency() -> None:
    assert needs("sofa", "bed") == (
        SkillRequirement(skill="sofa", min=1),
        SkillRequirement(skill="bed", min=1),
    )
