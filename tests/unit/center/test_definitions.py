"""Settings become definitions, and only what differs from the log is said."""

from __future__ import annotations

from typing import Any

import msgspec

from ccsdk.center.blueprint import draw_blueprint
from ccsdk.center.definitions import Definition, changed_definitions
from ccsdk.engine.engine import decide
from ccsdk.engine.state import State
from ccsdk.model.command import DefineAccount, DefineAgent, DefineQueue
from ccsdk.model.principal import SYSTEM
from ccsdk.model.queue import members
from ccsdk.model.skill import needs
from tests.unit.center.shop import CHAT, tables


def definitions(
    state: State, names: dict[str, str] | None = None, **changed: Any
) -> list[Definition]:
    settings = draw_blueprint(tables(**changed), plugins=[CHAT]).settings
    return list(changed_definitions(settings, state, names or {}, {}))


def applied(definitions: list[Definition]) -> tuple[State, dict[str, str]]:
    state, names = State(), {}
    for each in definitions:
        decide(state, each.command, by=SYSTEM, now_ms=1, key=each.key)
        if isinstance(each.personal, DefineAgent.Personal) and each.personal.name:
            names[msgspec.to_builtins(each.command)["agent"]] = each.personal.name
    return state, names


def test_a_new_center_defines_queues_before_those_who_name_them() -> None:
    found = definitions(State())

    assert [type(each.command) for each in found] == [
        DefineQueue,
        DefineQueue,
        DefineAccount,
        DefineAgent,
        DefineAgent,
    ]
    assert found[0].command == DefineQueue(
        queue="sales", name="Sales", requires=needs("furniture"), ring_ms=15_000
    )
    assert found[3].command == DefineAgent(
        agent="mei", memberships=members("sales"), skills={"furniture": 3}, slots={"chat": 2}
    )
    assert found[3].personal == DefineAgent.Personal(name="Mei Lin")


def test_the_same_settings_say_nothing_again() -> None:
    state, names = applied(definitions(State()))

    assert definitions(state, names) == []


def test_only_what_changed_is_said() -> None:
    state, names = applied(definitions(State()))
    queues = {**tables()["queues"], "delivery": {"name": "Delivery", "ring": "9s"}}

    found = definitions(state, names, queues=queues)

    assert [each.command for each in found] == [
        DefineQueue(queue="delivery", name="Delivery", ring_ms=9_000)
    ]


def test_a_new_display_name_alone_is_said() -> None:
    state, names = applied(definitions(State()))

    found = definitions(state, {**names, "mei": "Mei"})

    assert [each.personal for each in found] == [DefineAgent.Personal(name="Mei Lin")]


def test_an_agent_who_left_the_file_serves_nothing_any_more() -> None:
    state, names = applied(definitions(State()))
    staying = {"tom": tables()["agents"]["tom"]}

    found = definitions(state, names, agents=staying)

    assert [each.command for each in found] == [
        DefineAgent(agent="mei", memberships=(), slots={"chat": 0})
    ]


def test_a_definition_that_comes_back_has_another_key() -> None:
    first = definitions(State())
    state, names = applied(first)
    other = {**tables()["queues"], "delivery": {"name": "Parcels"}}
    (between,) = definitions(state, names, queues=other)
    decide(state, between.command, by=SYSTEM, now_ms=2, key=between.key)

    (back,) = definitions(state, names)

    assert back.command == first[1].command
    assert back.key != first[1].key


def test_keys_are_the_same_for_the_same_content_at_the_same_place() -> None:
    keys = [[each.key for each in definitions(State())] for _ in range(2)]

    assert keys[0] == keys[1]
    assert len(set(keys[0])) == len(keys[0])
