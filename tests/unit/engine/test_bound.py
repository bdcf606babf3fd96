from __future__ import annotations

from typing import Any

import pytest

from ccsdk.engine.bound import Bound, bounds_of, unbounded_by
from ccsdk.model.command import DefineQueue
from ccsdk.model.policy import Discipline, Move, Order, ServiceClass, TimelineStep

VIP = ServiceClass(name="vip", head_start_ms=60_000, burst=2, refill_ms=25_000)
GOLD = ServiceClass(name="gold", head_start_ms=90_000, burst=1, refill_ms=10_000)


def queue(*classes: ServiceClass, **more: Any) -> DefineQueue:
    facts: dict[str, Any] = {
        "discipline": Discipline.AGEING,
        "handle_cap_ms": 300_000,
        "wrap_up_cap_ms": 60_000,
        "max_strikes": 2,
        "ring_ms": 15_000,
        "retry_same_ms": 30_000,
        "connect_ms": 10_000,
    }
    return DefineQueue(queue="q", name="Q", classes=classes, **(facts | more))


def test_burst_and_refills_of_the_head_start_overtake_a_regular() -> None:
    bounds = bounds_of(queue(VIP))

    assert bounds == (Bound("vip", 0, 460_000), Bound(None, 2 + 60_000 // 25_000, 460_000))


def test_only_the_difference_of_head_starts_counts_between_classes() -> None:
    bounds = {each.service_class: each.overtaking for each in bounds_of(queue(VIP, GOLD))}

    assert bounds == {"gold": 0, "vip": 1 + 30_000 // 10_000, None: 4 + 1 + 90_000 // 10_000}


def test_the_wait_is_in_rounds_of_all_agents_and_one_more_for_each_missed_offer() -> None:
    bound = Bound(None, 4, 1_000)

    assert bound.wait_ms(ahead=0, agents=1) == 5_000
    assert bound.wait_ms(ahead=6, agents=5) == 3_000
    assert bound.wait_ms(ahead=5, agents=5, missed=2) == 4_000


def test_fifo_overtakes_nobody() -> None:
    bounds = bounds_of(queue(VIP, discipline=Discipline.FIFO))

    assert [each.overtaking for each in bounds] == [0, 0]


@pytest.mark.parametrize(
    ("definition", "path"),
    [
        (queue(VIP, handle_cap_ms=None), "handle_cap_ms"),
        (
            queue(ServiceClass(name="low", tier=1), discipline=Discipline.PRIORITY),
            "classes",
        ),
        (queue(VIP, ServiceClass(name="rich", head_start_ms=1)), "classes[1].burst"),
        (queue(VIP, steps=(TimelineStep(after_ms=1, do=Order(tier=0)),)), "steps[0].do"),
    ],
)
def test_what_breaks_the_bound_is_named(definition: DefineQueue, path: str) -> None:
    broken = unbounded_by(definition)

    assert broken is not None
    assert broken[0] == path
    assert bounds_of(definition) == ()


def test_a_class_without_a_head_start_needs_no_bucket() -> None:
    definition = queue(
        VIP,
        ServiceClass(name="others"),
        ServiceClass(name="rest", burst=1, refill_ms=5),
        steps=(TimelineStep(after_ms=1, do=Move(queue="p")),),
    )

    assert unbounded_by(definition) is None
    assert [each.overtaking for each in bounds_of(definition)] == [0, 4, 4, 4]
