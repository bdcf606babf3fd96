from __future__ import annotations

from ccsdk.engine.skillset import SkillSet
from ccsdk.model.queue import Membership, members
from ccsdk.model.skill import SkillRequirement, needs


def skillset() -> SkillSet:
    """Return three members of `q`, of whom the last gets only what is 5 ms old."""
    found = SkillSet()
    for agent, skills in (("ana", {"sofa": 5, "bed": 1}), ("ben", {"sofa": 2}), ("cai", {})):
        delay_ms = 5 if agent == "cai" else 0
        found.join(agent, (Membership(queue="q", delay_ms=delay_ms),))
        found.learn(agent, {}, skills)
    return found


def test_a_requirement_is_met_by_its_proficiency() -> None:
    found = skillset()
    well = (SkillRequirement(skill="sofa", min=3),)
    rather = (SkillRequirement(skill="sofa", min=5, is_required=False),)

    assert list(found.suited("q", 0, ())) == ["ana", "ben"]
    assert list(found.suited("q", 0, needs("sofa"))) == ["ana", "ben"]
    assert list(found.suited("q", 0, well)) == ["ana"]
    assert list(found.suited("q", 0, rather)) == ["ana", "ben"]
    assert list(found.suited("q", 0, needs("sofa", "bed"))) == ["ana"]
    assert list(found.suited("q", 9, needs("juggling"))) == []
    assert list(found.suited("nowhere", 9, ())) == []


def test_a_delay_is_over_once_work_is_old_enough() -> None:
    found = skillset()

    assert list(found.suited("q", 4, ())) == ["ana", "ben"]
    assert list(found.suited("q", 5, ())) == ["ana", "ben", "cai"]
    assert (found.delays("q"), found.delays("nowhere")) == ([5], [])


def test_who_leaves_or_unlearns_is_not_found() -> None:
    found = skillset()

    found.leave("cai", (Membership(queue="q", delay_ms=5),))
    found.learn("ana", {"sofa": 5, "bed": 1}, {"bed": 2})
    found.join("cai", members("p"))

    assert list(found.suited("q", 9, needs("sofa"))) == ["ben"]
    assert list(found.suited("q", 9, needs("bed"))) == ["ana"]
    assert list(found.suited("p", 0, ())) == ["cai"]
    assert found.delays("q") == []


def test_they_are_counted_without_being_named_and_every_change_is_a_generation() -> None:
    found = skillset()
    before = found.generation
    counts = [found.count("q", 4, ()), found.count("q", 5, ()), found.count("q", 5, needs("bed"))]

    found.learn("ben", {"sofa": 2}, {"bed": 1})
    found.leave("ana", members("q"))

    assert counts == [2, 3, 1]
    assert found.count("q", 5, needs("bed")) == 1
    assert found.generation == before + 2
