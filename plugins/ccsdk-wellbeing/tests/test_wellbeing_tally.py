"""What is counted of an agent's talks, and what of what others set."""

from __future__ import annotations

from typing import Any

from ccsdk.model import event as ev
from ccsdk.model.event import Event
from ccsdk_wellbeing.settings import HeavySettings
from ccsdk_wellbeing.tally import Tally, agents_of, take

HEAVY = HeavySettings(
    queues=("care",),
    longer_than_ms=600_000,
    in_a_row=2,
    rest_ms=1_000_000,
    light=2,
    slots={"chat": 1},
)
REFS = {"customer": "cu_1", "channel": "chat"}


class Day:
    """Let an agent talk, one talk after the other."""

    def __init__(self, heavy: HeavySettings | None = HEAVY) -> None:
        self.tally = Tally()
        self.heavy = heavy
        self.now_ms = 0
        self.talks = 0

    def take(self, event: Event, agent: str = "mei") -> None:
        take(self.tally, agent, event, self.now_ms, self.heavy)

    def answer(self, queue: str) -> dict[str, Any]:
        self.talks += 1
        refs = {**REFS, "interaction": f"in_{self.talks}", "queue": queue, "agent": "mei"}
        offer = {"offer": "o1", "visit": "v1", "leg": "l1", "customer_leg": "l2"}
        self.take(ev.InteractionAnswered(**refs, **offer, wait_ms=0, is_in_target=True))
        return refs

    def talk(self, queue: str, ms: int = 1_000) -> None:
        refs = self.answer(queue)
        self.now_ms += ms
        self.take(ev.InteractionEnded(**refs, by="agent"))

    @property
    def is_resting(self) -> bool:
        return self.now_ms < self.tally.rest_until_ms


def test_so_many_heavy_talks_in_a_row_bring_rest() -> None:
    day = Day()

    day.talk("care")
    one = day.is_resting
    day.talk("sales", ms=600_000)

    assert (one, day.is_resting) == (False, True)
    assert day.tally.rest_until_ms == day.now_ms + 1_000_000


def test_a_light_talk_between_breaks_the_row() -> None:
    day = Day()

    for queue in ("care", "sales", "care"):
        day.talk(queue)

    assert not day.is_resting


def test_rest_ends_with_so_many_light_talks() -> None:
    day = Day()
    for queue in ("care", "care", "sales"):
        day.talk(queue)
    before = day.is_resting

    day.talk("sales")

    assert (before, day.is_resting) == (True, False)


def test_every_way_a_talk_ends_counts_once() -> None:
    for number, end in enumerate(
        (
            ev.InteractionParked(**REFS, interaction="in_1", agent="mei", until_due_at_ms=1),
            ev.InteractionTransferred(
                **REFS,
                interaction="in_1",
                agent="mei",
                from_queue="care",
                visit="v2",
                visit_kind="transfer",
                order_from_ms=0,
            ),
            ev.InteractionRequeued(
                **REFS, interaction="in_1", agent="mei", cause="agent_lost", visit="v2"
            ),
            ev.OwnerChanged(
                **REFS, interaction="in_1", agent="tom", leg="l3", former="mei", cause="left"
            ),
        )
    ):
        day = Day()
        day.answer("care")

        day.take(end)
        day.take(end)

        assert (day.tally.heavy, day.tally.talks) == (1, {}), number


def test_who_takes_over_leads_a_talk_from_then_on() -> None:
    day = Day()
    day.now_ms = 50
    over = ev.OwnerChanged(
        **REFS, interaction="in_9", queue="care", agent="mei", leg="l3", former="tom", cause="left"
    )

    day.take(over)

    assert agents_of(over) == ["mei", "tom"]
    assert day.tally.talks["in_9"].since_ms == 50


def test_what_was_never_answered_is_no_talk() -> None:
    day = Day()

    day.take(ev.InteractionEnded(**REFS, interaction="in_1", agent="mei", by="agent"))

    assert (day.tally.heavy, day.tally.light) == (0, 0)


def test_without_settings_nothing_is_heavy() -> None:
    day = Day(heavy=None)

    day.talk("care")

    assert day.tally == Tally()


def test_a_light_talk_ends_no_rest_where_only_time_does() -> None:
    day = Day(heavy=HeavySettings(queues=("care",), in_a_row=1, slots={"chat": 1}))

    for queue in ("care", "sales", "sales", "sales"):
        day.talk(queue)

    assert day.is_resting


def test_whose_word_counts_is_kept_until_it_is_as_defined() -> None:
    day = Day()
    day.take(ev.AgentDefined(agent="mei", memberships=(), skills={"oak": 3}, slots={"chat": 3}))

    day.take(ev.CapacitySet(agent="mei", slots={"chat": 1}, by="plugin:wellbeing"))
    day.take(ev.SkillsSet(agent="mei", skills={}, by="supervisor"))
    first = (day.tally.slots_by, day.tally.skills_by, day.tally.skills_set)
    day.take(ev.CapacitySet(agent="mei", slots={}, by="supervisor"))
    day.take(ev.SkillsSet(agent="mei", skills={"oak": 3}, by="supervisor"))

    assert first == ("plugin:wellbeing", "supervisor", {})
    assert day.tally == Tally(slots={"chat": 3}, skills={"oak": 3})


def test_a_new_definition_ends_what_was_set() -> None:
    day = Day()
    day.take(ev.CapacitySet(agent="mei", slots={"chat": 1}, by="supervisor"))
    day.take(ev.SkillsSet(agent="mei", skills={"oak": 1}, by="supervisor"))

    day.take(ev.AgentDefined(agent="mei", memberships=(), skills={}, slots={}))

    assert day.tally == Tally()
