"""How a figure, its counts and the rows behind it look in an answer: built-ins only."""

from __future__ import annotations

from typing import Any

from ccsdk.metrics.explain import Row
from ccsdk.metrics.fact import Balk, Episode, Fact, Handling, Offer, Span, Visit
from ccsdk.metrics.formula import Symbols
from ccsdk.metrics.measure import Measure, Unit

__all__ = ["counts_told", "measure_told", "row_told"]

# In a formula O counts who has left; whoever waits was offered, too.
_COUNTS = {
    "offered": ("O", "W"),
    "answered": ("A",),
    "abandoned": ("B",),
    "short_abandon": ("S",),
    "flowed_out": ("F",),
    "waiting": ("W",),
    "refused": ("K",),
}


def counts_told(symbols: Symbols) -> dict[str, int]:
    """Return the counts of visits; offered = answered + abandoned + flowed_out + waiting.

    Beside them stand the refused, who never came to be offered.
    """
    return {
        name: sum(symbols.get(symbol, 0) for symbol in counted) for name, counted in _COUNTS.items()
    }


def measure_told(measure: Measure, symbols: Symbols, *, target_ms: int | None) -> dict[str, Any]:
    """Return a figure with its definition, both sums, and whether it may still move.

    Args:
        target_ms: Told with a service level; None where several targets hold.
    """
    ratio = measure.of(symbols)
    told = {
        "version": measure.version,
        "profile": measure.profile,
        "value": measure.value(ratio),
        "unit": measure.unit.value,
        "numerator": ratio.numerator,
        "denominator": ratio.denominator,
        "matured": measure.is_matured(symbols),
        "target_ms": target_ms,
    }
    if measure.profile is None:
        del told["profile"], told["target_ms"]
    elif target_ms is None:
        del told["target_ms"]
    return told


def row_told(row: Row, measure: Measure, *, from_ms: int, now_ms: int) -> dict[str, Any]:
    """Return one row of an explanation; what a fact does not have is left out.

    `value_ms` is what the row adds to a mean or, of a span, its milliseconds in the window.
    Whoever waits still has waited until now.

    Args:
        from_ms: The window's start, at which spans are cut.
        now_ms: Its end.
    """
    fact = row.fact
    told: dict[str, Any] = {"interaction": None if isinstance(fact, Span) else fact.interaction}
    if isinstance(fact, Span):
        told |= {
            "at_ms": max(fact.from_ms, from_ms),
            "value_ms": fact.between(from_ms, now_ms),
            "outcome": fact.state,
            "agent": fact.agent,
        }
    else:
        told |= {"at_ms": fact.began_at_ms, **_of_fact(fact, now_ms)}
        if measure.unit is Unit.MS and row.reason is None:
            told["value_ms"] = row.numerator
    # Positions are text: they may outgrow what JavaScript counts exactly.
    told["positions"] = [f"{position:020d}" for position in fact.positions]
    told["reason"] = row.reason
    return {name: value for name, value in told.items() if value is not None}


def _of_fact(fact: Fact, now_ms: int) -> dict[str, Any]:
    match fact:
        case Visit():
            waited_ms = now_ms - fact.entered_at_ms if fact.is_open else fact.wait_ms
            outcome = fact.outcome.value if fact.outcome else None
            return {"wait_ms": waited_ms, "outcome": outcome, "agent": fact.agent}
        case Offer():
            ended = fact.outcome.value.lower() if fact.outcome else None
            return {"outcome": ended, "agent": fact.agent}
        case Handling():
            return {"outcome": fact.ended_by, "agent": fact.agent}
        case Balk():
            return {"outcome": fact.reason}
        case Episode():
            return {}
