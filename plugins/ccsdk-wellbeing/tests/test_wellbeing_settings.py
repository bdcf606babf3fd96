"""Settings as a shop owner writes them, and mistakes that say what is meant."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import attrs
import pytest

from ccsdk import ContactCenter
from ccsdk.errors import SettingsError
from ccsdk_wellbeing import plugin
from ccsdk_wellbeing.settings import HeavySettings, RampSettings, WellbeingSettings

WHOLE = """
[plugins.wellbeing]
timezone = "Europe/Berlin"

[plugins.wellbeing.started]
lucia = 2026-11-02

[plugins.wellbeing.ramp]
slots = {chat = [1, 2, 2]}
skills = {damage = [0, 0, 1, 3]}

[plugins.wellbeing.heavy]
queues = ["care"]
longer_than = "20 min"
in_a_row = 2
rest = "30 min"
light = 3
slots = {chat = 1}
without = ["damage"]
"""


def mistakes(text: str) -> list[str]:
    with pytest.raises(SettingsError) as caught:
        ContactCenter.in_memory(tomllib.loads(text), plugins=[plugin])
    return [str(each) for each in caught.value.mistakes]


def test_a_whole_table_is_read() -> None:
    center = ContactCenter.in_memory(tomllib.loads(WHOLE), plugins=[plugin])

    assert center.settings.plugins["wellbeing"]["heavy"]["in_a_row"] == 2


def test_everything_may_be_left_out() -> None:
    ContactCenter.in_memory({}, plugins=[plugin])

    assert WellbeingSettings() == WellbeingSettings(
        timezone="UTC", started={}, ramp=RampSettings(), heavy=None
    )


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ('timezone = "Europe/Berlin"|timezone = "Berlin"', "'Berlin' is no zone"),
        ("lucia = 2026-11-02|lucia = 1102", "started.lucia"),
        ("[1, 2, 2]|[1, 2, 200]", "ramp.slots.chat[2]"),
        ("[0, 0, 1, 3]|[0, 0, 1, 6]", "ramp.skills.damage[3]"),
        ("in_a_row = 2|in_a_row = 0", "heavy.in_a_row"),
        ('rest = "30 min"|rest = 30', "heavy.rest"),
        ("in_a_row|in_row", "in_a_row"),
        ('queues = ["care"]\nlonger_than = "20 min"\n|', "nothing is heavy"),
        ('slots = {chat = 1}\nwithout = ["damage"]\n|', "rest changes nothing"),
    ],
)
def test_a_mistake_is_named(wrong: str, told: str) -> None:
    before, _, after = wrong.partition("|")
    assert before in WHOLE

    found = mistakes(WHOLE.replace(before, after))

    assert any(told in each for each in found), found
    assert all("wellbeing" in each for each in found)


def test_a_queue_or_a_length_is_enough_to_be_heavy() -> None:
    HeavySettings(queues=("care",), without=("damage",))
    HeavySettings(longer_than_ms=60_000, slots={"chat": 1})


def test_the_first_day_is_a_date() -> None:
    started = WellbeingSettings(started={"lucia": date(2026, 11, 2)}).started

    assert started["lucia"].isoformat() == "2026-11-02"


def test_every_setting_is_on_its_page() -> None:
    page = Path(__file__).parents[3] / "docs" / "plugins" / "wellbeing.md"
    text = page.read_text(encoding="utf-8")
    names = {
        "": [each.name for each in attrs.fields(WellbeingSettings)],
        "ramp.": [each.name for each in attrs.fields(RampSettings)],
        "heavy.": [each.name for each in attrs.fields(HeavySettings)],
    }

    told = [(table, name.removesuffix("_ms")) for table, found in names.items() for name in found]
    missing = [
        f"{table}{name}"
        for table, name in told
        if (table, name) not in (("", "ramp"), ("", "heavy")) and f"| `{table}{name}" not in text
    ]

    assert missing == []
