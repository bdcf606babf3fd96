"""Measures as versioned data: what is counted over what, and by whose definition.

A changed definition is a new version, so that a stored number keeps its meaning. Rates are
of ended facts only; each fact belongs to the interval in which it began (cohort), so that
numerator and denominator speak about the same customers. docs/explanation/measures.md has
the formulas, their edges, and where the vendors differ.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import Enum

from attrs import frozen

from ccsdk.metrics.fact import Outcome, Population, Visit
from ccsdk.metrics.formula import Formula, Ratio, Symbols

__all__ = [
    "DEFAULT_PROFILE",
    "MEASURES",
    "PROFILES",
    "Measure",
    "Unit",
    "genesys",
    "longest_wait_ms",
    "service_level",
]

DEFAULT_PROFILE = "ccsdk-1"
# The symbol of a population's open facts: while there are any, a rate may still move.
_OPEN = {
    Population.VISITS: "W",
    Population.HANDLINGS: "H_open",
    Population.OFFERS: "E_open",
    Population.EPISODES: "P_open",
}


class Unit(Enum):
    """Name what a value is: percent to one decimal, or whole milliseconds."""

    PERCENT = "percent"
    MS = "ms"


@frozen(kw_only=True)
class Measure:
    """Hold one definition; two with the same name and version never differ.

    `scopes` says by what it can be asked for: the center, a queue, an Agent.
    `attribution` is cohort: a fact counts where it began. `clock` is elapsed.
    """

    name: str
    population: Population
    numerator: Formula
    denominator: Formula
    unit: Unit
    scopes: tuple[str, ...] = ("center", "queue")
    version: int = 1
    clock: str = "elapsed"
    attribution: str = "cohort"
    profile: str | None = None

    @property
    def formula(self) -> str:
        """Return the formula in symbols, for instance `Ax / (O - S)`."""
        return f"{_operand(self.numerator)} / {_operand(self.denominator)}"

    def of(self, symbols: Symbols) -> Ratio:
        """Return both sums, undivided, for one fact or for a sum of facts."""
        return Ratio(self.numerator.of(symbols), self.denominator.of(symbols))

    def value(self, ratio: Ratio) -> float | None:
        """Return percent or milliseconds; None means no data."""
        return ratio.percent() if self.unit is Unit.PERCENT else ratio.mean()

    def is_matured(self, symbols: Symbols) -> bool:
        """Return whether every fact of the population has ended, so the value will stay."""
        return not symbols.get(_OPEN.get(self.population, ""), 0)


def _operand(formula: Formula) -> str:
    return f"({formula})" if " " in formula.text else formula.text


def service_level(profile: str, numerator: str, denominator: str) -> Measure:
    """Return a service level profile of one's own: data, such as `"Ax"` over `"A + B"`.

    Args:
        profile: The name that stands beside every number made by it.
        numerator: Of the symbols O, A, B, S, F, Ax, Bx, Cx.
        denominator: Likewise; whoever is in the numerator must be in it.

    Raises:
        ValueError: A formula is malformed, or the rate could pass 100 or fall below 0.
    """
    measure = Measure(
        name="service_level",
        population=Population.VISITS,
        numerator=Formula(numerator),
        denominator=Formula(denominator),
        unit=Unit.PERCENT,
        profile=profile,
    )
    for visit in _every_ending():
        ratio = measure.of(visit.symbols())
        if not 0 <= ratio.numerator <= ratio.denominator:
            message = (
                f"profile {profile!r}: {measure.formula} counts a visit {ratio.numerator} times "
                f"over {ratio.denominator} ({visit.outcome}, waited {visit.wait_ms} ms of "
                f"{visit.target_ms}); no visit may count more above than below, or below 0"
            )
            raise ValueError(message)
    return measure


def _every_ending() -> Iterator[Visit]:
    """Yield a visit for each way to end that symbols tell apart."""
    for outcome in Outcome:
        # Short and within target, within target, past it; and short, but past it.
        for wait_ms, target_ms in ((0, 20_000), (20_000, 20_000), (20_001, 20_000), (1, 0)):
            for reason in ("callback", "overflow"):
                yield Visit(
                    id="v",
                    interaction="i",
                    queue="q",
                    kind="inbound",
                    entered_at_ms=0,
                    target_ms=target_ms,
                    left_at_ms=wait_ms,
                    wait_ms=wait_ms,
                    outcome=outcome,
                    reason=reason,
                )


def genesys(*, flow_outs: bool = False, short: bool = False, abandons: bool = False) -> Measure:
    """Return the profile of Genesys Cloud with its switches; without any: Ax / (A + B).

    Args:
        flow_outs: Count those who flowed out as offered.
        short: Leave short abandons out.
        abandons: Leave all abandons out; short ones are then not taken away again.

    Source: docs/explanation/measures.md, profile "genesys".
    """
    denominator = "A + B"
    name = "genesys"
    if flow_outs:
        denominator, name = f"{denominator} + F", f"{name}+F"
    if abandons:
        denominator, name = f"{denominator} - B", f"{name}-B"
    elif short:
        denominator, name = f"{denominator} - S", f"{name}-S"
    return service_level(name, "Ax", denominator)


# One row per profile: vendors do not agree on what "80/20" is a share of.
_PROFILES = (
    service_level(DEFAULT_PROFILE, "Ax", "O - S"),
    service_level("amazon", "Ax + Bx + Cx", "O"),
    genesys(),
    genesys(short=True),
    genesys(flow_outs=True),
    genesys(abandons=True),
    service_level("asterisk-sl", "Ax", "A"),
    service_level("asterisk-sl2", "Ax + Bx", "A + B"),
)
PROFILES: Mapping[str, Measure] = {measure.profile or "": measure for measure in _PROFILES}


def _measure(
    name: str, population: Population, numerator: str, denominator: str, unit: Unit, *scopes: str
) -> Measure:
    return Measure(
        name=name,
        population=population,
        numerator=Formula(numerator),
        denominator=Formula(denominator),
        unit=unit,
        scopes=scopes or ("center", "queue"),
    )


_EVERYWHERE = ("center", "queue", "agent")
_MEASURES = (
    PROFILES[DEFAULT_PROFILE],
    _measure("average_speed_of_answer", Population.VISITS, "wait", "A", Unit.MS),
    _measure(
        "average_handle_time",
        Population.HANDLINGS,
        "talk + hold + wrap_up",
        "H",
        Unit.MS,
        *_EVERYWHERE,
    ),
    _measure("abandonment_rate", Population.VISITS, "B", "O", Unit.PERCENT),
    _measure("abandonment_rate_without_short", Population.VISITS, "B - S", "O - S", Unit.PERCENT),
    _measure("transfer_rate", Population.HANDLINGS, "T", "H", Unit.PERCENT, *_EVERYWHERE),
    _measure("rona_rate", Population.OFFERS, "R", "E", Unit.PERCENT, *_EVERYWHERE),
    _measure(
        "occupancy_rate",
        Population.SPANS,
        "busy",
        "busy + idle",
        Unit.PERCENT,
        "center",
        "agent",
    ),
    _measure("first_response_time", Population.EPISODES, "reply", "P", Unit.MS),
)
MEASURES: Mapping[str, Measure] = {measure.name: measure for measure in _MEASURES}


def longest_wait_ms(entered_at_ms: Iterable[int], *, now_ms: int) -> int | None:
    """Return how long the longest open visit has waited; None while nobody waits.

    What is measured counts, the entry, never what is ordered by.
    """
    oldest_ms = min(entered_at_ms, default=None)
    return None if oldest_ms is None else now_ms - oldest_ms
