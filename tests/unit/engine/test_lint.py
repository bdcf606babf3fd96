from __future__ import annotations

from typing import Any

import pytest

from ccsdk.engine.lint import Finding, Policies, lint
from ccsdk.model import command as cmd
from ccsdk.model import policy as pol
from ccsdk.model.calendar import Intervals
from ccsdk.model.policy import Discipline, ServiceClass, Terminal
from ccsdk.model.queue import members
from ccsdk.model.skill import SkillRequirement, needs
from tests.unit.engine.deciding.flow_play import at, to

END = to(Terminal.END)


def linted(*, edges: tuple[int, ...] = (0,), p: dict[str, Any] | None = None, **q: Any) -> list:
    """Return rule and path of what is wrong with a queue `q` beside a queue `p`."""
    queues = {
        "q": cmd.DefineQueue(queue="q", name="Q", **q),
        "p": cmd.DefineQueue(queue="p", name="P", **(p or {})),
    }
    found = lint(
        Policies(
            queues=queues,
            agents={
                "ana": cmd.DefineAgent(
                    agent="ana", memberships=members("q", "p"), skills={"bed": 3}
                ),
                "ben": cmd.DefineAgent(
                    agent="ben", memberships=members("p"), skills={"sofa": 3, "bed": 3}
                ),
            },
            calendars={"hours": Intervals(edges)},
        )
    )
    return [(each.rule, each.path) for each in found]


def classes(*each: tuple[int, int | None]) -> tuple[ServiceClass, ...]:
    return tuple(
        ServiceClass(name=f"c{n}", when=f"attr.n == {n}", tier=tier, burst=burst, refill_ms=burst)
        for n, (tier, burst) in enumerate(each)
    )


@pytest.mark.parametrize(
    ("declared", "expected"),
    [
        (None, []),
        (("vip",), []),
        ((), ["no attribute 'vip' is declared"]),
        (("vips", "orders"), ["no attribute 'vip' is declared; did you mean 'vips'?"]),
    ],
)
def test_an_attribute_that_nobody_says_is_named(
    declared: tuple[str, ...] | None, expected: list[str]
) -> None:
    queue = cmd.DefineQueue(queue="q", name="Q", max_waiting=1, overflow=(to("p", "attr.vip"), END))
    ana = cmd.DefineAgent(agent="ana", memberships=members("q", "p"))
    other = cmd.DefineQueue(queue="p", name="P")

    found = lint(
        Policies(
            queues={"q": queue, "p": other},
            agents={"ana": ana},
            calendars={},
            attributes=declared,
        )
    )

    assert [each.problem for each in found] == expected


def test_a_sound_policy_has_no_findings() -> None:
    assert (
        linted(
            requires=needs("bed"),
            calendar="hours",
            overflow=(to("p", "open.hours"), to("p"), END),
            classes=classes((0, 5), (0, None)),
            discipline=Discipline.PRIORITY,
            steps=(at(5, pol.Move(queue="p")), at(9, pol.End(), "queue.free == 0")),
        )
        == []
    )


@pytest.mark.parametrize(
    ("policy", "rule", "path"),
    [
        (
            {"overflow": (to("p", "queue.free < 0"), END)},
            "never_true",
            "queues.q.overflow[0].when",
        ),
        (
            {"classes": (ServiceClass(name="c", when="queue.free >= 0"),)},
            "always_true",
            "queues.q.classes[0].when",
        ),
        (
            {"steps": (at(1, pol.End(), "open.nights"),)},
            "unknown_calendar",
            "queues.q.steps[0].when",
        ),
        ({"overflow": (END, to("p"), END)}, "shadowed", "queues.q.overflow[1]"),
        (
            {"overflow": (to(Terminal.MESSAGE, "queue.free > 1"), to("p", "queue.free > 5"), END)},
            "shadowed",
            "queues.q.overflow[1]",
        ),
        (
            {"classes": (ServiceClass(name="a"), ServiceClass(name="b"))},
            "shadowed",
            "queues.q.classes[1]",
        ),
        ({"steps": (at(1, pol.End()), at(2, pol.End()))}, "shadowed", "queues.q.steps[1]"),
        ({"requires": needs("lamp")}, "unknown_skill", "queues.q.requires[0]"),
        ({"requires": needs("sofa")}, "unserved", "queues.q"),
        ({"overflow": (to("nowhere"), END)}, "unreachable", "queues.q.overflow[0].to"),
        ({"steps": (at(1, pol.Move(queue="q")),)}, "unreachable", "queues.q.steps[0].do"),
        (
            {"overflow": (to("p"), END), "p": {"overflow": (to("q"), END)}},
            "looping",
            "queues.q.overflow",
        ),
        ({"overflow": (to("p"), END)}, "unreachable", "queues.q.overflow"),
        ({"overflow": (to("p"),), "needs_staff": True}, "no_terminal", "queues.q.overflow"),
        ({"max_estimated_wait_ms": 1}, "no_terminal", "queues.q.overflow"),
        ({"calendar": "hours"}, "no_terminal", "queues.q.overflow"),
        ({"max_waiting": 3}, "no_terminal", "queues.q.overflow"),
        (
            {"classes": classes((0, None), (2, None)), "discipline": Discipline.PRIORITY},
            "starving",
            "queues.q.classes[1]",
        ),
        (
            {"classes": classes((5, 1)), "discipline": Discipline.PRIORITY},
            "starving",
            "queues.q.classes[0]",
        ),
        ({"steps": (at(1, pol.Order(tier=1)),)}, "starving", "queues.q.steps[0].do"),
        ({"steps": (at(1, pol.Relax(skill="bed")),)}, "idle", "queues.q.steps[0].do"),
        (
            {"requires": needs("bed"), "steps": (at(1, pol.Relax(skill="bed", min=1)),)},
            "idle",
            "queues.q.steps[0].do",
        ),
        ({"edges": ()}, "empty_calendar", "calendars.hours"),
    ],
)
def test_what_nobody_can_have_meant_is_found(policy: dict[str, Any], rule: str, path: str) -> None:
    assert (rule, path) in linted(**policy)


def test_a_rule_that_leads_to_a_queue_and_a_class_with_a_bucket_shadow_nothing() -> None:
    found = linted(
        calendar="hours",
        overflow=(to("p"), to("p"), END),
        classes=(
            ServiceClass(name="a", burst=1, refill_ms=1),
            ServiceClass(name="b", head_start_ms=1),
        ),
    )

    assert found == []


def test_a_last_class_that_takes_everybody_leaves_no_tier_in_front_of_it() -> None:
    vip = ServiceClass(name="vip", when="attr.vip", burst=1, refill_ms=1)
    rest = ServiceClass(name="rest", tier=1)

    found = linted(
        classes=(vip, rest),
        discipline=Discipline.PRIORITY,
        steps=(at(1, pol.Order(tier=1)), at(2, pol.Order())),
    )

    assert found == []


def test_a_skill_that_is_asked_for_may_be_relaxed() -> None:
    asked = (SkillRequirement(skill="bed", min=3),)

    found = linted(
        requires=asked,
        steps=(at(1, pol.Relax(skill="bed", min=2)), at(2, pol.Relax(skill="bed"))),
    )

    assert found == []


def test_a_long_way_round_that_does_not_come_back_is_no_circle() -> None:
    found = linted(overflow=(to("p"), END), p={"overflow": (to("gone"), to("gone"), END)})

    assert "looping" not in [rule for rule, _ in found]


def test_a_finding_reads_as_a_sentence() -> None:
    assert str(Finding("queues.q", "looping", "comes back")) == "queues.q: comes back (looping)"
