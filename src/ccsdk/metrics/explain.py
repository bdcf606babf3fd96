"""Open a figure: which facts are in it, which only below the line, which were left out.

The rows are made from the same facts and the same formula as the figure, so whoever adds up
what is returned gets the figure: `Explanation.ratio` does just that.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from attrs import field, frozen

from ccsdk.metrics.fact import COUNTED_KINDS, Fact, Handling, Span, Visit
from ccsdk.metrics.formula import Ratio
from ccsdk.metrics.measure import Measure, Unit

__all__ = ["Explanation", "Row", "explain", "explain_spans"]


@frozen(kw_only=True)
class Row:
    """Hold one fact with what it adds above and below the line.

    `reason` is set for who is left out: not_matured (still open), kind (callback, requeue,
    ... are reported apart), short (a short_abandon), outcome (this formula does not count
    how it ended), or of a span the state that is neither busy nor idle.
    """

    fact: Fact | Span
    numerator: int = 0
    denominator: int = 0
    reason: str | None = None


@frozen(kw_only=True)
class Explanation:
    """Hold the rows of one figure, each in the order of their facts."""

    measure: Measure
    numerator: list[Row] = field(factory=list)
    denominator_only: list[Row] = field(factory=list)
    excluded: list[Row] = field(factory=list)

    def ratio(self) -> Ratio:
        """Return the figure's sums, added up from the rows."""
        counted = [*self.numerator, *self.denominator_only]
        return Ratio(sum(row.numerator for row in counted), sum(row.denominator for row in counted))


def explain(measure: Measure, facts: Iterable[Fact], *, of_queue: bool = False) -> Explanation:
    """Sort facts by what they are to a measure.

    Args:
        facts: Of the measure's population, scope and window.
        of_queue: Whether a queue is asked about, which answers for some kinds only.
    """
    return _sorted(measure, (_row(measure, fact, of_queue=of_queue) for fact in facts))


def explain_spans(
    measure: Measure, spans: Iterable[Span], *, from_ms: int, to_ms: int
) -> Explanation:
    """Sort spans, cut at the window to the millisecond, by what they are to a measure."""
    return _sorted(measure, _span_rows(measure, spans, from_ms, to_ms))


def _row(measure: Measure, fact: Fact, *, of_queue: bool) -> Row:
    if _is_apart(fact, of_queue=of_queue):
        return Row(fact=fact, reason="kind")
    if fact.is_open:
        return Row(fact=fact, reason="not_matured")
    ratio = measure.of(fact.symbols())
    if not ratio.denominator:
        is_short = isinstance(fact, Visit) and fact.is_short
        return Row(fact=fact, reason="short" if is_short else "outcome")
    return Row(fact=fact, numerator=ratio.numerator, denominator=ratio.denominator)


def _is_apart(fact: Fact, *, of_queue: bool) -> bool:
    if isinstance(fact, Visit):
        return fact.kind not in COUNTED_KINDS
    return of_queue and isinstance(fact, Handling) and fact.kind not in COUNTED_KINDS


def _span_rows(measure: Measure, spans: Iterable[Span], from_ms: int, to_ms: int) -> Iterator[Row]:
    for span in spans:
        within_ms = span.between(from_ms, to_ms)
        if not within_ms:
            continue
        ratio = measure.of({span.symbol: within_ms} if span.symbol else {})
        if ratio.denominator:
            yield Row(fact=span, numerator=ratio.numerator, denominator=ratio.denominator)
        else:
            yield Row(fact=span, reason=span.state)


def _sorted(measure: Measure, rows: Iterable[Row]) -> Explanation:
    explanation = Explanation(measure=measure)
    for row in rows:
        if row.reason is not None:
            explanation.excluded.append(row)
        # Of a mean each row that counts stands above the line, be its value 0.
        elif row.numerator or measure.unit is Unit.MS:
            explanation.numerator.append(row)
        else:
            explanation.denominator_only.append(row)
    return explanation
