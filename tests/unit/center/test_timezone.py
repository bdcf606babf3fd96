"""The center's time zone is checked before anything is opened."""

from __future__ import annotations

import pytest

from ccsdk.center.blueprint import draw_blueprint
from ccsdk.errors import SettingsError
from tests.unit.center.shop import CHAT, tables


def test_center_lives_by_utc_unless_told_otherwise() -> None:
    assert draw_blueprint(tables(), plugins=[CHAT]).settings.center.timezone == "UTC"


def test_named_zone_is_taken() -> None:
    source = {**tables(), "center": {"timezone": "Europe/Berlin"}}

    assert draw_blueprint(source, plugins=[CHAT]).settings.center.timezone == "Europe/Berlin"


def test_unknown_zone_is_a_mistake_with_its_path_and_the_nearest_name() -> None:
    source = {**tables(), "center": {"timezone": "Europe/Berln"}}

    with pytest.raises(SettingsError) as caught:
        draw_blueprint(source, plugins=[CHAT])

    (mistake,) = caught.value.mistakes
    assert mistake.path == "center.timezone"
    assert mistake.nearest == "Europe/Berlin"
    assert "IANA name" in mistake.problem
