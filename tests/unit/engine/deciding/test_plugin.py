from __future__ import annotations

from ccsdk.model import command as cmd
from ccsdk.model import event as ev
from ccsdk.model.entry import Answer
from ccsdk.model.pure import PureKind, StrikeReason
from tests.unit.engine.play import Play, names


def strike(reason: StrikeReason = StrikeReason.SLOW, version: int = 1) -> cmd.StrikePlugin:
    return cmd.StrikePlugin(
        contribution=PureKind.SCORER, name="rated", version=version, reason=reason
    )


def test_the_center_strikes_what_it_timed() -> None:
    play = Play()

    decision = play.do(strike())

    assert decision.answer == Answer()
    assert play.last(ev.PluginStruck).reason is StrikeReason.SLOW


def test_what_is_disabled_already_is_struck_no_more() -> None:
    play = Play()
    play.do(strike(StrikeReason.HUNG))

    again, newer = play.do(strike()), play.do(strike(version=2))

    assert names(again.entries) == []
    assert names(newer.entries) == ["PluginStruck"]


def test_other_settings_of_a_plugin_are_an_event_and_nothing_else() -> None:
    play = Play()
    said = {"name": "sms", "version": "1.2", "config_hash": "1f"}

    result = play.do(cmd.ConfigurePlugin(**said))

    assert [entry.event for entry in result.entries] == [ev.PluginConfigured(**said)]
