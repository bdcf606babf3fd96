from __future__ import annotations

from ccsdk.model.queue import Strategy


def test_strategies_are_named_as_in_settings() -> None:
    assert [strategy.value for strategy in Strategy] == ["longest_idle", "broadcast"]
