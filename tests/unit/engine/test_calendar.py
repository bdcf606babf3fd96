from __future__ import annotations

from ccsdk.engine.calendar import is_open, opens_at_ms
from ccsdk.model import command as cmd
from tests.unit.engine.play import Play


def test_no_calendar_is_always_open_and_one_is_as_its_last_edge_has_it() -> None:
    play = Play()
    play.do(cmd.DefineCalendar(calendar="hours", zone="UTC", tz="t", edges=(0, 100, 200)))

    seen = [is_open(play.state, "hours")]
    # At the very instant of the edge the person wins.
    for ms in (100, 1, 98, 2):
        play.wait(ms)
        seen.append(is_open(play.state, "hours"))

    assert is_open(play.state, None)
    assert seen == [True, True, False, False, True]


def test_a_closed_calendar_opens_at_its_next_edge_if_it_has_one() -> None:
    play = Play()
    play.do(cmd.DefineCalendar(calendar="hours", zone="UTC", tz="t", edges=(100, 200)))

    seen = [opens_at_ms(play.state, "hours")]
    for ms in (101, 100):
        play.wait(ms)
        seen.append(opens_at_ms(play.state, "hours"))

    assert seen == [100, None, None]
    assert opens_at_ms(play.state, None) is None
