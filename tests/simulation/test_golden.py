"""Golden logs: what the engine makes of a scenario, byte for byte, under every Python.

`CCSDK_UPDATE_GOLDEN=1` writes the files anew; read their difference before you commit it.
"""

from __future__ import annotations

import os
from difflib import unified_diff
from pathlib import Path

import pytest

from ccsdk.engine.replay import fingerprint, replay
from tests.simulation.scenarios import TALKS, Scenario
from tests.simulation.scenarios_waiting import WAITS
from tests.simulation.transcript import Transcript, decide_again, entries_of

FOLDER = Path(__file__).parents[1] / "golden"
SCENARIOS = {each.__name__: each for each in (*TALKS, *WAITS)}


def golden(name: str) -> str:
    return (FOLDER / f"{name}.jsonl").read_text(encoding="utf-8")


def played(scenario: Scenario) -> Transcript:
    play = Transcript()
    scenario(play)
    return play


def difference(before: str, after: str) -> str:
    """Return the lines that differ, `-` those of the golden log; empty if none does."""
    lines = unified_diff(before.splitlines(), after.splitlines(), "golden", "now", n=0, lineterm="")
    return "\n".join(lines)


@pytest.mark.parametrize("name", SCENARIOS)
def test_44_a_scenario_leads_to_its_golden_log(name: str) -> None:
    text = played(SCENARIOS[name]).text()

    if "CCSDK_UPDATE_GOLDEN" in os.environ:
        (FOLDER / f"{name}.jsonl").write_text(text, encoding="utf-8")
    found = difference(golden(name), text)
    assert not found, found


@pytest.mark.parametrize("name", SCENARIOS)
def test_47_a_golden_log_replays_to_the_state_of_its_scenario(name: str) -> None:
    rebuilt = replay(entries_of(golden(name)))

    assert fingerprint(rebuilt) == fingerprint(played(SCENARIOS[name]).state)


@pytest.mark.parametrize("name", SCENARIOS)
def test_47_the_commands_of_a_golden_log_lead_to_it_again(name: str) -> None:
    found = difference(golden(name), decide_again(golden(name)))

    assert not found, found


def test_every_golden_log_has_a_scenario() -> None:
    assert sorted(path.stem for path in FOLDER.iterdir()) == sorted(SCENARIOS)
