"""Measures are data: a formula over a population, with version and profile."""

from __future__ import annotations

from itertools import product

import attrs
import pytest

from ccsdk.metrics.formula import Ratio
from ccsdk.metrics.measure import (
    MEASURES,
    PROFILES,
    Unit,
    genesys,
    longest_wait_ms,
    service_level,
)


def test_default_service_level_shows_its_formula_and_profile() -> None:
    measure = MEASURES["service_level"]

    assert (measure.formula, measure.profile, measure.version) == ("Ax / (O - S)", "ccsdk-1", 1)
    assert (measure.clock, measure.attribution) == ("elapsed", "cohort")


def test_a_definition_cannot_be_changed() -> None:
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        MEASURES["service_level"].version = 2  # type: ignore[misc]


@pytest.mark.parametrize("name", sorted(PROFILES))
def test_profile_is_found_by_its_name(name: str) -> None:
    assert PROFILES[name].profile == name


@pytest.mark.parametrize(
    ("flow_outs", "short", "abandons", "formula"),
    [
        (False, False, False, "Ax / (A + B)"),
        (True, False, False, "Ax / (A + B + F)"),
        (False, True, False, "Ax / (A + B - S)"),
        (False, False, True, "Ax / (A + B - B)"),
        (False, True, True, "Ax / (A + B - B)"),
        (True, True, True, "Ax / (A + B + F - B)"),
    ],
)
def test_switches_of_genesys(flow_outs: bool, short: bool, abandons: bool, formula: str) -> None:
    measure = genesys(flow_outs=flow_outs, short=short, abandons=abandons)

    assert measure.formula == formula


def test_every_setting_of_genesys_has_a_name_of_its_own() -> None:
    switches = product((False, True), repeat=3)
    named = [genesys(flow_outs=f, short=s, abandons=a) for f, s, a in switches]

    # With abandons out, short ones are out already: two pairs are the same.
    assert len({measure.profile for measure in named}) == 6


def test_a_profile_of_ones_own_is_data() -> None:
    mine = service_level("mine", "Ax", "O")

    assert mine.of({"Ax": 1, "O": 4}) == Ratio(1, 4)
    assert mine.value(Ratio(1, 4)) == 25.0


@pytest.mark.parametrize(
    ("numerator", "denominator"),
    [("Ax + Bx", "A"), ("A + A", "O"), ("A - B", "O"), ("Ax", "A - F")],
)
def test_profile_that_could_leave_its_bounds_is_refused(numerator: str, denominator: str) -> None:
    with pytest.raises(ValueError, match="no visit may count more above than below"):
        service_level("mine", numerator, denominator)


def test_mean_is_in_whole_milliseconds() -> None:
    measure = MEASURES["average_speed_of_answer"]

    assert measure.unit is Unit.MS
    assert measure.value(measure.of({"wait": 190_000, "A": 6})) == 31_667


@pytest.mark.parametrize(
    ("name", "symbol"),
    [
        ("service_level", "W"),
        ("average_handle_time", "H_open"),
        ("rona_rate", "E_open"),
        ("first_response_time", "P_open"),
    ],
)
def test_figure_is_matured_once_nothing_is_open(name: str, symbol: str) -> None:
    assert not MEASURES[name].is_matured({symbol: 1})
    assert MEASURES[name].is_matured({symbol: 0, "O": 3})


def test_time_that_has_passed_is_matured() -> None:
    assert MEASURES["occupancy_rate"].is_matured({"busy": 1})


def test_longest_wait_is_of_whoever_entered_first() -> None:
    assert longest_wait_ms([500, 200, 900], now_ms=1_000) == 800
    assert longest_wait_ms([], now_ms=1_000) is None
