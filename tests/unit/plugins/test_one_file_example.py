"""The example of a plugin in one file is on, and its rule refuses whom it says."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from ccsdk.center.blueprint import draw_blueprint
from ccsdk.hooks import Eligibility

CENTER = Path(__file__).resolve().parents[3] / "examples" / "one_file" / "center.toml"


@pytest.mark.parametrize(
    ("attributes", "skills", "reason"),
    [
        ({"large": True}, {"orders": 2}, "junior"),
        ({"large": True}, {}, "junior"),
        ({"large": True}, {"orders": 4}, None),
        ({}, {}, None),
    ],
)
def test_large_orders_want_experience(
    attributes: dict[str, bool], skills: dict[str, int], reason: str | None
) -> None:
    blueprint = draw_blueprint(CENTER)
    ((plugin, rule),) = blueprint.host.contributions(Eligibility)
    kind: Any = SimpleNamespace(attributes=attributes)
    agent: Any = SimpleNamespace(skills=skills)

    found = rule.refuse(kind, agent)

    assert (plugin, found) == ("four-eyes", reason)
    assert blueprint.settings.queues["orders"].eligibility == ("four-eyes",)
