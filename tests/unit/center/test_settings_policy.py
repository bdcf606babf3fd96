"""What a center file says about a queue's policy: entry, order, overflow, and steps."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest

from ccsdk.center.blueprint import draw_blueprint
from ccsdk.center.calendar import compiled
from ccsdk.center.definitions import definitions
from ccsdk.engine.engine import decide
from ccsdk.engine.state import State
from ccsdk.errors import SettingsError
from ccsdk.model import policy
from ccsdk.model.command import DefineAccount, DefineCalendar, DefineQueue
from ccsdk.model.event import QueueDefined
from ccsdk.model.policy import OverflowRule, OverflowTarget, ServiceClass, Terminal, TimelineStep
from ccsdk.model.principal import SYSTEM
from ccsdk.model.skill import SkillRequirement
from tests.unit.center.shop import CHAT, tables

FILE = """
[calendars.shop]
zone = "Europe/Berlin"
weekly = ["mon-fri 09:00-18:00"]

[queues.care]

[queues.sales]
requires = [{skill = "german", min = 4}]
calendar = "shop"
at_closing = "flow_out"
max_waiting = 20
max_estimated_wait = "10 min"
needs_staff = true
empty = "45s"
overflow = [{to = "care", when = "open.shop"}, {to = "message"}]
discipline = "ageing"
head_start = "5s"
bounded = true
handle_cap = "15 min"
dial = "30s"
callback_gap = "5 min"
steps = [
    {after = "5s", announce = "position"},
    {after = "10s", announce = "wait"},
    {after = "20s", say = "Thank you for waiting."},
    {after = "30s", relax = "german", min = 2, when = "queue.free == 0"},
    {after = "1 min", relax = "german"},
    {after = "2 min", offer = "callback"},
    {after = "2 min", offer = "self_service"},
    {after = "3 min", move = "care"},
    {after = "4 min", plugin = "quiz"},
    {after = "9 min", end = true},
]

[[queues.sales.classes]]
name = "vip"
when = "attr.vip"
head_start = "2 min"
burst = 5
refill = "1 min"

[queues.late]
steps = [{after = "1 min", order = {tier = 1, head_start = "1 min"}}]

[accounts.web]
channel = "chat"
queues = ["sales"]
enrichment = "2s"
self_service = "5 min"
"""

STEPS = (
    (5_000, policy.AnnouncePosition()),
    (10_000, policy.AnnounceWait()),
    (20_000, policy.Say(text="Thank you for waiting.")),
    (30_000, policy.Relax(skill="german", min=2)),
    (60_000, policy.Relax(skill="german")),
    (120_000, policy.OfferCallback()),
    (120_000, policy.OfferSelfService()),
    (180_000, policy.Move(queue="care")),
    (240_000, policy.CallPlugin(name="quiz")),
    (540_000, policy.End()),
)
SALES = DefineQueue(
    queue="sales",
    name="sales",
    requires=(SkillRequirement(skill="german", min=4),),
    calendar="shop",
    at_closing=policy.AtClosing.FLOW_OUT,
    max_waiting=20,
    max_estimated_wait_ms=600_000,
    needs_staff=True,
    empty_ms=45_000,
    overflow=(
        OverflowRule(to=OverflowTarget(queue="care"), when="open.shop"),
        OverflowRule(to=OverflowTarget(terminal=Terminal.MESSAGE)),
    ),
    discipline=policy.Discipline.AGEING,
    head_start_ms=5_000,
    is_bounded=True,
    handle_cap_ms=900_000,
    dial_ms=30_000,
    callback_gap_ms=300_000,
    classes=(
        ServiceClass(name="vip", when="attr.vip", head_start_ms=120_000, burst=5, refill_ms=60_000),
    ),
    steps=tuple(
        TimelineStep(after_ms=ms, do=do, when="queue.free == 0" if ms == 30_000 else None)
        for ms, do in STEPS
    ),
)


def mistakes(queue: dict[str, Any], **changed: Any) -> list[str]:
    whole = tables(queues={"sales": queue, "delivery": {}}, plugins={}, **changed)
    with pytest.raises(SettingsError) as caught:
        draw_blueprint(whole, plugins=[CHAT])
    return [str(mistake) for mistake in caught.value.mistakes]


def test_a_file_says_the_whole_policy_of_a_queue(tmp_path: Path) -> None:
    path = tmp_path / "center.toml"
    path.write_text(FILE)

    blueprint = draw_blueprint(path, plugins=[CHAT])

    commands = [each.command for each in definitions(blueprint.settings, State())]
    defined = {each.queue: each for each in commands if isinstance(each, DefineQueue)}
    assert defined["sales"] == SALES
    assert defined["late"].steps[0].do == policy.Order(tier=1, head_start_ms=60_000)
    (account,) = [each for each in commands if isinstance(each, DefineAccount)]
    assert (account.enrichment_ms, account.self_service_ms) == (2_000, 300_000)


def test_what_a_file_may_say_the_engine_takes(tmp_path: Path) -> None:
    path = tmp_path / "center.toml"
    path.write_text(FILE)
    settings, state = draw_blueprint(path, plugins=[CHAT]).settings, State()

    for number, each in enumerate(definitions(settings, State())):
        command = each.command
        if isinstance(command, DefineCalendar):
            command = compiled(command, 1)
        decide(state, command, by=SYSTEM, now_ms=1, key=f"k{number}")

    assert state.queues["sales"].definition == QueueDefined(**msgspec.structs.asdict(SALES))


@pytest.mark.parametrize(
    ("queue", "expected"),
    [
        ({"calendar": "hours"}, "queues.sales.calendar: there is no calendar 'hours'"),
        ({"max_waiting": -1}, "queues.sales.max_waiting: is to be at least 0"),
        ({"max_estimated_wait": 60}, "queues.sales.max_estimated_wait: expected a duration"),
        ({"at_closing": "flow_out"}, "queues.sales.at_closing: only counts with a calendar"),
        ({"empty": "1 min"}, "queues.sales.empty: only counts with needs_staff = true"),
        ({"handle_cap": "400 d"}, "queues.sales.handle_cap: is to be at most"),
        ({"bounded": True}, "queues.sales.handle_cap: a bounded queue says how long an Agent"),
        (
            {"overflow": [{"to": "delivry"}]},
            "queues.sales.overflow[0].to: there is no queue 'delivry'; did you mean 'delivery'?",
        ),
        (
            {"overflow": [{"to": "messages"}]},
            "queues.sales.overflow[0].to: there is no queue 'messages'; did you mean 'message'?",
        ),
        ({"overflow": [{"when": "open.x"}]}, "queues.sales.overflow[0].to: is missing"),
        (
            {"overflow": [{"to": "end", "wen": "attr.vip"}]},
            "queues.sales.overflow[0].wen: is no setting here; did you mean 'when'?",
        ),
        (
            {"overflow": [{"to": "end"}] * 33},
            "queues.sales.overflow: is to have at most 32 entries",
        ),
    ],
)
def test_a_mistake_about_entry_is_told(queue: dict[str, Any], expected: str) -> None:
    (found,) = mistakes(queue)

    assert found.startswith(expected), found


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        (
            "queue.witing > 3",
            "column 1: there is no field queue.witing; did you mean 'queue.waiting'?",
        ),
        ("queue.waiting > 3 and", "column 22: expected a field or a value, not the end"),
        ("interaction.waited > 20", "column 22: interaction.waited wants a number with its unit"),
        ("queue.waiting > '3'", "column 17: queue.waiting wants a whole number"),
        ("open.shop", "there is no calendar 'shop'"),
        ("", "is to have at least 1 characters"),
        (True, "expected text, got true or false"),
    ],
)
def test_a_condition_is_read_when_the_file_is(when: object, expected: str) -> None:
    (found,) = mistakes({"overflow": [{"to": "message"}, {"to": "end", "when": when}]})

    assert found.startswith(f"queues.sales.overflow[1].when: {expected}"), found


AGEING = {"discipline": "ageing", "handle_cap": "1 min", "bounded": True}


@pytest.mark.parametrize(
    ("queue", "expected"),
    [
        ({"classes": [{"when": "attr.vip"}]}, "classes[0].name: is missing"),
        ({"classes": [{"name": "a"}, {"name": "a"}]}, "classes[1].name: is another class's name"),
        ({"classes": [{"name": "a", "burst": 2}]}, "classes[0].burst: a bucket has both a burst"),
        ({"classes": [{"name": "a", "tier": 101}]}, "classes[0].tier: is to be at most 100"),
        (
            {"classes": [{"name": "a", "tier": 1}]},
            'classes[0].tier: only counts with discipline = "priority"',
        ),
        (
            {"classes": [{"name": "a", "head_start": "1s"}], "discipline": "priority"},
            'classes[0].head_start: only counts with discipline = "ageing"',
        ),
        (
            {**AGEING, "classes": [{"name": "a", "head_start": "1s"}]},
            "classes[0].burst: who overtakes others in a bounded queue has a bucket",
        ),
        (
            {**AGEING, "steps": [{"after": "1s", "order": {"head_start": "1s"}}]},
            "steps[0].order: a step that reorders overtakes without a bucket",
        ),
        (
            {**AGEING, "discipline": "priority", "classes": [{"name": "a", "tier": 1}]},
            "classes: below another tier nobody's wait has a bound",
        ),
        ({"discipline": "lifo"}, "discipline: 'lifo' is none of ageing, fifo, priority, service"),
        ({"classes": [{"name": str(n)} for n in range(17)]}, "classes: is to have at most 16 ent"),
    ],
)
def test_a_mistake_about_who_is_first_is_told(queue: dict[str, Any], expected: str) -> None:
    (found,) = mistakes(queue)

    assert found.startswith(f"queues.sales.{expected}"), found


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        ({}, ": a step does one thing: announce, say, offer, relax, move, order, plugin or end"),
        ({"end": False}, ": a step does one thing"),
        ({"end": True, "say": "Bye."}, ": a step does one thing"),
        ({"say": "Bye.", "min": 2}, ": min only counts with relax"),
        ({"sya": "Bye."}, ".sya: is no setting here; did you mean 'say'?"),
        ({"say": ""}, ".say: is to have at least 1 characters"),
        ({"announce": "place"}, ".announce: 'place' is none of position, wait"),
        ({"offer": "callbac"}, ".offer: 'callbac' is none of callback, self_service; did you mean"),
        ({"relax": "furnitur"}, ".relax: nobody has the skill 'furnitur', and no queue asks for"),
        ({"relax": "furniture", "min": 6}, ".min: is to be at most 5"),
        ({"move": "message"}, ".move: there is no queue 'message'"),
        ({"order": {"teir": 1}}, ".order.teir: is no setting here; did you mean 'tier'?"),
        ({"end": True, "when": "queue.free"}, ".when: column 1: queue.free is a number"),
    ],
)
def test_a_mistake_in_a_step_is_told(step: dict[str, Any], expected: str) -> None:
    (found,) = mistakes({"steps": [{"after": "0s", "say": "Hello."}, {"after": "1s", **step}]})

    assert found.startswith(f"queues.sales.steps[1]{expected}"), found


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ([{"end": True}], "steps[0].after: is missing"),
        ([{"after": 30, "end": True}], "steps[0].after: expected a duration such as '20s'"),
        (
            [{"after": "2s", "say": "Two."}, {"after": "1s", "say": "One."}],
            "steps[1].after: a step comes no earlier than the one before it",
        ),
        ([{"after": "1s", "say": "One."}] * 33, "steps: is to have at most 32 entries"),
        ({"after": "1s"}, "steps: expected a list, got a table"),
    ],
)
def test_a_mistake_about_when_is_told(steps: Any, expected: str) -> None:
    (found,) = mistakes({"steps": steps})

    assert found.startswith(f"queues.sales.{expected}"), found


def test_a_queue_that_is_called_like_an_end_cannot_be_a_target() -> None:
    queues = {"sales": {"overflow": [{"to": "message"}]}, "delivery": {}, "message": {}}

    with pytest.raises(SettingsError) as caught:
        draw_blueprint(tables(queues=queues, plugins={}), plugins=[CHAT])

    assert str(caught.value.mistakes[0]) == (
        "queues.sales.overflow[0].to: 'message' is an end and a queue; give the queue another id"
    )


def test_all_mistakes_of_a_policy_are_told_at_once_and_where_they_stand() -> None:
    found = mistakes(
        {
            "requires": [{"min": 2}],
            "overflow": [{"when": "attr.vip"}, {"to": "end", "when": "queue.fre > 1"}],
            "classes": [{}, {"name": "vip", "when": "attr."}, {"name": "vip"}],
            "steps": [{"say": "Hi."}, {"after": "1s", "move": "seles"}],
        },
        agents={"mei": {"queues": ["salse"], "skills": [3]}},
    )

    assert [line.split(": ")[0] for line in found] == [
        "queues.sales.requires[0].skill",
        "queues.sales.overflow[0].to",
        "queues.sales.classes[0].name",
        "queues.sales.steps[0].after",
        "agents.mei.skills[0]",
        "agents.mei.queues[0]",
        "queues.sales.overflow[1].when",
        "queues.sales.classes[1].when",
        "queues.sales.classes[2].name",
        "queues.sales.steps[1].move",
    ]
