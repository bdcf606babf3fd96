"""Cost to serve: integers of micro-units, divided once."""

from __future__ import annotations

from ccsdk.metrics.cost import Cost, Rates

RATES = Rates(agent_hour=36_000_000, line_minute=60_000)


def test_agents_lines_and_fees_add_up() -> None:
    cost = Cost(agent_ms=3_000, line_ms=2_000, rates=RATES, fees=5)

    # 10,000 micros a second of an agent, 1,000 a second of a line.
    assert cost.micros() == 30_000 + 2_000 + 5


def test_share_is_rounded_half_up_once() -> None:
    cost = Cost(agent_ms=0, line_ms=0, rates=RATES, fees=5)

    assert cost.micros(over=2) == 3
    assert cost.micros(over=0) is None
