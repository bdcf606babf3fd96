"""What it costs to serve: agents' time, line minutes and unit fees, in micro-units.

Integers all the way: a rate is micro-units of the currency per hour or minute, a cost is
divided once, at the end, half up.
"""

from __future__ import annotations

from collections.abc import Iterable

from attrs import frozen

from ccsdk.metrics.fact import Handling, Visit

__all__ = ["Cost", "Rates", "cost_to_serve"]

_HOUR_MS = 3_600_000
_MINUTE_MS = 60_000


@frozen(kw_only=True)
class Rates:
    """Hold prices in micro-units of one currency (30.00 is 30,000,000)."""

    agent_hour: int
    line_minute: int


@frozen(kw_only=True)
class Cost:
    """Hold what was used: milliseconds of agents' and of line time, and fees."""

    agent_ms: int
    line_ms: int
    rates: Rates
    fees: int = 0

    def micros(self, *, over: int = 1) -> int | None:
        """Return the cost in micro-units, or its share over a number of episodes or Customers.

        None where that number is 0.
        """
        if not over:
            return None
        # Both rates on one scale: an hour has sixty minutes.
        used = self.agent_ms * self.rates.agent_hour + 60 * self.line_ms * self.rates.line_minute
        below = _HOUR_MS * over
        return (2 * (used + self.fees * _HOUR_MS) + below) // (2 * below)


def cost_to_serve(
    visits: Iterable[Visit], handlings: Iterable[Handling], rates: Rates, *, fees: int = 0
) -> Cost:
    """Add up what some Interactions used.

    A line is used while somebody is on it: waiting live, talking, or on hold. Who waits for
    a callback is on no line. An Agent's time is talk, hold and wrap-up.

    Args:
        visits: All visits, callbacks included.
        handlings: Ended ones.
        fees: Unit fees, already in micro-units.
    """
    served = list(handlings)
    live_ms = sum(visit.wait_ms for visit in visits if visit.kind != "callback")
    return Cost(
        agent_ms=sum(handling.handle_ms for handling in served),
        line_ms=live_ms + sum(handling.talk_ms + handling.hold_ms for handling in served),
        rates=rates,
        fees=fees,
    )
