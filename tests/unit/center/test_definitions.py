"""Settings become definitions, and only what the file says otherwise than before is said."""

from __future__ import annotations

from typing import Any

from ccsdk.center.blueprint import draw_blueprint
from ccsdk.center.calendar import compiled
from ccsdk.center.definitions import Definition, due_definitions
from ccsdk.center.settings import CenterSettings
from ccsdk.engine.engine import decide
from ccsdk.engine.state import State
from ccsdk.model.command import (
    ApplySettings,
    DefineAccount,
    DefineAgent,
    DefineCalendar,
    DefineQueue,
    DeleteQueue,
)
from ccsdk.model.principal import SYSTEM
from ccsdk.model.queue import members
from ccsdk.model.skill import needs
from tests.unit.center.shop import CHAT, tables

SECRET = b"s" * 32


def drawn(**changed: Any) -> CenterSettings:
    return draw_blueprint(tables(**changed), plugins=[CHAT]).settings


def due(state: State, **changed: Any) -> list[Definition]:
    return list(due_definitions(drawn(**changed), state, SECRET))


def apply(state: State, definitions: list[Definition]) -> State:
    for each in definitions:
        command = each.command
        if isinstance(command, DefineCalendar):
            command = compiled(command, 1)
        decide(state, command, by=SYSTEM, now_ms=1, key="k")
    digests = {each.path: each.digest(SECRET) for each in definitions}
    decide(state, ApplySettings(digests=digests), by=SYSTEM, now_ms=1, key="k")
    return state


def test_a_new_center_defines_what_is_named_before_those_who_name_it() -> None:
    hours = {"shop": {"weekly": ["mon-fri 09:00-17:00"]}}

    center = {"name": "shop", "timezone": "Asia/Tokyo"}

    found = due(State(), calendars=hours, center=center)

    assert [type(each.command) for each in found] == [
        DefineCalendar,
        DefineQueue,
        DefineQueue,
        DefineAccount,
        DefineAgent,
        DefineAgent,
    ]
    assert found[0].command == DefineCalendar(
        calendar="shop", zone="Asia/Tokyo", weekly=("mon-fri 09:00-17:00",)
    )
    assert found[1].command == DefineQueue(
        queue="sales", name="Sales", requires=needs("furniture"), ring_ms=15_000
    )
    assert found[4].command == DefineAgent(
        agent="mei", memberships=members("sales"), skills={"furniture": 3}, slots={"chat": 2}
    )
    assert found[4].personal == DefineAgent.Personal(name="Mei Lin")


def test_the_same_settings_say_nothing_again() -> None:
    state = apply(State(), due(State()))

    assert due(state) == []


def test_only_what_changed_is_said() -> None:
    state = apply(State(), due(State()))
    queues = {**tables()["queues"], "delivery": {"name": "Delivery", "ring": "9s"}}

    found = due(state, queues=queues)

    assert [each.command for each in found] == [
        DefineQueue(queue="delivery", name="Delivery", ring_ms=9_000)
    ]


def test_a_new_display_name_alone_is_said_and_no_digest_tells_it() -> None:
    state = apply(State(), due(State()))
    agents = {**tables()["agents"], "tom": {**tables()["agents"]["tom"], "name": "Thomas"}}

    (found,) = due(state, agents=agents)

    assert found.personal == DefineAgent.Personal(name="Thomas")
    assert found.digest(SECRET) != found.digest(b"o" * 32)


def test_an_agent_who_left_the_file_serves_nothing_any_more() -> None:
    state = apply(State(), due(State()))
    staying = {"tom": tables()["agents"]["tom"]}

    found = due(state, agents=staying)

    assert [each.command for each in found] == [
        DefineAgent(agent="mei", memberships=(), slots={"chat": 0})
    ]
    assert due(apply(state, found), agents=staying) == []
    assert [each.path for each in due(state)] == ["agents.mei"]


def test_what_people_change_stays_until_the_file_says_something_else_of_it() -> None:
    state = apply(State(), due(State()))
    decide(state, DefineQueue(queue="sales", name="Sales"), by=SYSTEM, now_ms=2, key="k")
    queues = {**tables()["queues"], "sales": {"name": "Sales", "ring": "20s"}}

    assert due(state) == []
    assert [each.path for each in due(state, queues=queues)] == ["queues.sales"]


def test_a_deleted_queue_stays_deleted_until_something_that_names_it_is_defined_anew() -> None:
    queues = {**tables()["queues"], "night": {}}
    state = apply(State(), due(State(), queues=queues))
    decide(state, DeleteQueue(queue="night"), by=SYSTEM, now_ms=2, key="k")
    agents = {**tables()["agents"], "tom": {"queues": ["night"]}}

    assert due(state, queues=queues) == []
    found = due(state, queues=queues, agents=agents)
    assert [each.path for each in found] == ["queues.night", "agents.tom"]


def test_a_default_that_comes_with_a_later_version_changes_no_digest() -> None:
    plain = Definition(path="queues.q", command=DefineQueue(queue="q", name="Q"))
    spelt = Definition(path="queues.q", command=DefineQueue(queue="q", name="Q", ring_ms=15_000))
    other = Definition(path="queues.q", command=DefineQueue(queue="q", name="Q", ring_ms=15_001))

    assert plain.digest(SECRET) == spelt.digest(SECRET) != other.digest(SECRET)


def test_what_is_left_out_and_what_is_empty_are_one() -> None:
    left_out = DefineAgent(agent="a", memberships=())
    empty = DefineAgent(agent="a", memberships=(), skills={}, slots={})
    slots = DefineAgent(agent="a", memberships=(), slots={"chat": 1})

    digests = [
        Definition(path="agents.a", command=each).digest(SECRET)
        for each in (left_out, empty, slots)
    ]

    assert digests[0] == digests[1] != digests[2]
