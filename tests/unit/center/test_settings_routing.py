"""What a center file says about who may have what: skills, memberships, slots, channels."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ccsdk.center.blueprint import draw_blueprint
from ccsdk.center.definitions import due_definitions
from ccsdk.center.pure import rules_of
from ccsdk.engine.engine import decide
from ccsdk.engine.state import State
from ccsdk.errors import SettingsError
from ccsdk.model.channel import CHANNELS
from ccsdk.model.command import ApplySettings, Command, DefineAgent, DefineChannel, DefineQueue
from ccsdk.model.principal import SYSTEM
from ccsdk.model.queue import Membership, Mode
from ccsdk.model.skill import SkillRequirement
from tests.unit.center.shop import CHAT, tables

FILE = """
[channels.voice]
slots = 2
weight = 50

[queues.sales]
skills = ["furniture"]
requires = [
    {skill = "returns", min = 3},
    {skill = "english", preferred = true, weight = 2},
]
mode = "both"
pick_from = 5

[agents.mei]
queues = ["sales", {queue = "sales", priority = 1, delay = "30s"}]
skills = {furniture = 5, returns = 2}
slots = {chat = 2, voice = 1}

[agents.tom]
queues = ["sales"]
skills = ["furniture"]
chats = 4
"""


def commands(settings: Any, state: State | None = None) -> list[Command]:
    blueprint = draw_blueprint(settings, plugins=[CHAT])
    rules = rules_of(blueprint.host)
    return [
        e.command for e in due_definitions(blueprint.settings, state or State(), bytes(32), rules)
    ]


def mistakes(**changed: Any) -> list[str]:
    with pytest.raises(SettingsError) as caught:
        draw_blueprint(tables(**changed), plugins=[CHAT])
    return [str(mistake) for mistake in caught.value.mistakes]


def test_a_file_says_who_may_have_what(tmp_path: Path) -> None:
    path = tmp_path / "center.toml"
    path.write_text(FILE)

    voice, sales, mei, tom = commands(path)

    assert voice == DefineChannel(
        channel="voice",
        slots=2,
        weight=50,
        denies=CHANNELS["voice"].denies,
        interrupts=CHANNELS["voice"].interrupts,
    )
    assert isinstance(sales, DefineQueue)
    assert (sales.mode, sales.pick_from) == (Mode.BOTH, 5)
    assert sales.requires == (
        SkillRequirement(skill="furniture"),
        SkillRequirement(skill="returns", min=3),
        SkillRequirement(skill="english", is_required=False, weight=2),
    )
    assert isinstance(mei, DefineAgent)
    assert mei.memberships == (
        Membership(queue="sales"),
        Membership(queue="sales", priority=1, delay_ms=30_000),
    )
    assert (mei.skills, mei.slots) == ({"furniture": 5, "returns": 2}, {"chat": 2, "voice": 1})
    assert isinstance(tom, DefineAgent)
    assert (tom.skills, tom.slots) == ({"furniture": 3}, {"chat": 4})


def test_a_channel_that_is_no_longer_described_is_again_as_shipped() -> None:
    state = State()
    for command in commands(tables(channels={"chat": {"weight": 10}})):
        decide(state, command, by=SYSTEM, now_ms=1, key="k")
    applied = ApplySettings(digests={"channels.chat": "of a smaller weight"})
    decide(state, applied, by=SYSTEM, now_ms=1, key="k")

    again = commands(tables(), state)

    assert [e for e in again if isinstance(e, DefineChannel)] == [
        DefineChannel(channel="chat", slots=3, weight=25, denies=("voice", "email"),
                      interrupts=("email",))
    ]  # fmt: skip


def test_an_unknown_channel_begins_as_chat() -> None:
    (fax,) = [
        e for e in commands(tables(channels={"fax": {"slots": 1}})) if isinstance(e, DefineChannel)
    ]

    assert (fax.channel, fax.slots, fax.weight) == ("fax", 1, CHANNELS["chat"].weight)


@pytest.mark.parametrize(
    ("agent", "expected"),
    [
        ({"skills": {"oak": 6}}, "agents.mei.skills.oak: is to be at most 5"),
        ({"skills": "oak"}, "agents.mei.skills: expected a list, got text"),
        ({"queues": [{"queue": "sale"}]}, "agents.mei.queues[0].queue: there is no queue 'sale'"),
        ({"queues": [{"delay": "1s"}]}, "agents.mei.queues[0].queue: is missing"),
        ({"queues": [3]}, "agents.mei.queues[0]: expected text, got a whole number"),
        ({"chats": 5}, "agents.mei.chats: 5 of weight 25 are more than 100; give [channels.chat]"),
        ({"slots": {"email": 11}}, "agents.mei.slots.email: 11 of weight 10 are more than 100"),
        ({"slots": {"fax": 5}}, "agents.mei.slots.fax: 5 of weight 25 are more than 100"),
        ({"slots": {"chat": 65}}, "agents.mei.slots.chat: is to be at most 64"),
    ],
)
def test_a_mistake_about_an_agent_is_told(agent: dict[str, Any], expected: str) -> None:
    (found,) = mistakes(agents={"mei": agent})

    assert found.startswith(expected), found


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"channels": {"chat": {"weight": 101}}}, "channels.chat.weight: is to be at most 100"),
        ({"channels": {"chat": 3}}, "channels.chat: expected a table, got a whole number"),
        (
            {"queues": {"sales": {"requires": [{"min": 2}]}, "delivery": {}}},
            "queues.sales.requires[0].skill: is missing",
        ),
        (
            {"queues": {"sales": {"mode": "shove"}, "delivery": {}}},
            "queues.sales.mode: 'shove' is none of both, pull, push",
        ),
    ],
)
def test_a_mistake_about_work_is_told(changed: dict[str, Any], expected: str) -> None:
    (found,) = mistakes(**changed)

    assert found.startswith(expected), found
