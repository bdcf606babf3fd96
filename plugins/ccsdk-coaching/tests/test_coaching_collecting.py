"""The cyclic collector rests while a long text is read, and is as it was afterwards."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from ccsdk_coaching.collecting import LONG_CHARACTERS
from ccsdk_coaching.interruption import OutOfTime
from ccsdk_coaching.linter import Linter
from ccsdk_coaching.rules import RULES

LONG = "You must go. " * (LONG_CHARACTERS // 13 + 1)


@pytest.fixture(autouse=True)
def collector() -> Iterator[None]:
    yield
    gc.enable()


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Tell whether the collector was on when a rule was asked."""
    seen: list[bool] = []
    check = type(RULES[0]).check

    def looking(self: object, *asked: object) -> object:
        seen.append(gc.isenabled())
        return check(self, *asked)  # type: ignore[arg-type]

    monkeypatch.setattr(type(RULES[0]), "check", looking)
    return seen


def test_it_rests_for_a_long_text_alone(seen: list[bool]) -> None:
    Linter(rules=RULES[:1]).lint("You waved, but late.")
    assert set(seen) == {True}
    seen.clear()

    Linter(rules=RULES[:1]).lint(LONG + "You waved, but late.")

    assert set(seen) == {False}
    assert gc.isenabled()


def test_it_is_on_again_when_reading_ends_by_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def ended(*asked: object) -> object:
        raise OutOfTime

    monkeypatch.setattr("ccsdk_coaching.linter.search", ended)

    with pytest.raises(OutOfTime):
        Linter().lint(LONG)

    assert gc.isenabled()


def test_it_stays_off_where_a_program_turned_it_off() -> None:
    gc.disable()

    Linter().lint(LONG)

    assert not gc.isenabled()
