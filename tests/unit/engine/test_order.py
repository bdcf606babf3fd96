from __future__ import annotations

import pytest

from ccsdk.engine.order import order_of
from ccsdk.model import command as cmd
from ccsdk.model import event as ev
from ccsdk.model.policy import Discipline, ServiceClass
from tests.unit.engine.play import Play, ready

VIP = ServiceClass(name="vip", when="attr.vip", tier=1, head_start_ms=500, burst=2, refill_ms=100)
OTHERS = ServiceClass(name="others", tier=3)


@pytest.mark.parametrize(
    ("discipline", "of_vip", "of_none"),
    [
        (Discipline.FIFO, (0, 7), (0, 7)),
        (Discipline.PRIORITY, (1, 7), (0, 7)),
        (Discipline.AGEING, (0, 507), (0, 7)),
        (Discipline.SERVICE_LEVEL, (0, -893), (0, -893)),
    ],
)
def test_the_discipline_says_what_a_class_is_worth(
    discipline: Discipline, of_vip: tuple[int, int], of_none: tuple[int, int]
) -> None:
    definition = cmd.DefineQueue(
        queue="q",
        name="Q",
        classes=(OTHERS, VIP),
        discipline=discipline,
        target_ms=900,
        head_start_ms=7,
    )

    assert order_of(definition, "vip") == of_vip
    assert order_of(definition, None) == of_none


def classes_of(play: Play) -> list[str | None]:
    queued = [e.event for e in play.entries if isinstance(e.event, ev.InteractionQueued)]
    return [event.service_class for event in queued]


def test_the_excess_of_a_class_enters_as_the_next_one_that_fits() -> None:
    play = ready(classes=(VIP, OTHERS), discipline=Discipline.AGEING)

    for number in range(4):
        play.write(number, attributes={"vip": True})
    play.wait(100)
    play.write(4, attributes={"vip": True})
    play.write(5)

    assert classes_of(play) == ["vip", "vip", "others", "others", "vip", "others"]


def test_the_excess_is_of_no_class_where_none_fits() -> None:
    play = ready(classes=(VIP,), discipline=Discipline.AGEING)

    for number in range(3):
        play.write(number, attributes={"vip": True})

    assert classes_of(play) == ["vip", "vip", None]
    assert play.state.interactions["in_2"].head_start_ms == 0


def test_vips_overtake_by_their_head_start() -> None:
    play = ready(classes=(VIP,), discipline=Discipline.AGEING)
    play.write(1)
    play.wait(499)

    play.write(2, attributes={"vip": True})
    play.wait(2)
    play.write(3, attributes={"vip": True})
    play.agent("ana", slots={"chat": 3})

    made = [e.event.interaction for e in play.entries if isinstance(e.event, ev.OfferMade)]
    assert made == ["in_2", "in_1", "in_3"]


def test_priority_holds_across_queues() -> None:
    play = Play()
    play.queue("p", discipline=Discipline.PRIORITY, classes=(OTHERS,))
    play.queue("q", discipline=Discipline.PRIORITY, classes=(VIP, OTHERS))
    play.write(1, "p")
    play.wait(50)
    play.write(2, "q", attributes={"vip": True})

    play.agent("ana", "p", "q", slots={"chat": 3})

    made = [e.event.interaction for e in play.entries if isinstance(e.event, ev.OfferMade)]
    assert made == ["in_2", "in_1"]


def test_a_bucket_outlives_a_definition_that_leaves_it_alone() -> None:
    play = ready(classes=(VIP, OTHERS), discipline=Discipline.AGEING)
    play.write(1, attributes={"vip": True})
    play.write(2, attributes={"vip": True})

    again = cmd.DefineQueue(queue="q", name="Other", classes=(VIP,))
    play.do(again)
    assert play.state.queues["q"].buckets["vip"].credit_ms == 0
    larger = ServiceClass(name="vip", burst=3, refill_ms=100)
    play.do(cmd.DefineQueue(queue="q", name="Other", classes=(larger,)))

    assert play.state.queues["q"].buckets["vip"].credit_ms == 300
    play.do(cmd.DefineQueue(queue="q", name="Other"))
    assert play.state.queues["q"].buckets == {}


def test_a_bucket_fills_from_the_instant_of_its_last_token() -> None:
    one = ServiceClass(name="vip", when="attr.vip", burst=1, refill_ms=100)
    play = ready(classes=(one,), discipline=Discipline.AGEING)

    for number, wait_ms in enumerate((1_000, 50, 50, 99, 1)):
        play.wait(wait_ms)
        play.write(number, attributes={"vip": True})

    assert classes_of(play) == ["vip", None, "vip", None, "vip"]


def test_a_class_may_ask_about_its_queue_and_calendars() -> None:
    crowd = ServiceClass(name="crowd", when="queue.waiting >= 1 and open.shop", tier=3)
    play = Play()
    play.do(cmd.DefineCalendar(calendar="shop", zone="UTC", tz="t", edges=(0,)))
    play.queue("q", classes=(crowd,), discipline=Discipline.PRIORITY)

    for number in range(3):
        play.write(number)

    assert classes_of(play) == [None, "crowd", "crowd"]


def test_a_class_may_ask_how_long_others_wait() -> None:
    late = ServiceClass(name="late", when="queue.longest_wait >= '10s'", tier=3)
    play = ready(classes=(late,), discipline=Discipline.PRIORITY)

    for number, wait_ms in enumerate((0, 9_999, 1)):
        play.wait(wait_ms)
        play.write(number)

    assert classes_of(play) == [None, None, "late"]


def test_a_bucket_is_filled_though_a_class_before_it_has_none() -> None:
    play = ready(classes=(ServiceClass(name="plain", when="attr.plain"), VIP))

    play.write(attributes={"vip": True})

    assert classes_of(play) == ["vip"]
