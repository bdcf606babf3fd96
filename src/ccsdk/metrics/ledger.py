"""The ledger: the facts of the last day, and their sums per scope and half hour.

A formula is linear in its symbols, so a sum kept per queue and half hour answers for any
longer window by addition. A fact that changes is taken out of its sum and put in again: not
at once, since most change several times within seconds, but when somebody reads, or when
`CHANGES_MAX` facts have changed.

Bounded: what began before the floor is dropped (see `forget`), so the ledger holds as many
facts as began since then, and sums for as many half hours. Whoever still waits since before
the floor is known to the fold that feeds the ledger.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from datetime import tzinfo

from msgspec.structs import replace

from ccsdk.metrics.fact import COUNTED_KINDS, Fact, Handling, Offer, Population, Span, Visit
from ccsdk.metrics.interval import HALF_HOUR_MS, cut, half_hour

__all__ = ["CENTER", "CHANGES_MAX", "Ledger", "Scope", "scopes_of"]

# Reading waits for no more than this to be counted: some milliseconds.
CHANGES_MAX = 1_000

# What a sum is of: ("center", ""), ("queue", id) or ("agent", id).
Scope = tuple[str, str]
CENTER: Scope = ("center", "")
# Facts lie by population, and journeys apart from visits.
_Shelf = tuple[Population, bool]


def scopes_of(fact: Fact | Span) -> tuple[Scope, ...]:
    """Return whose sums a fact belongs to.

    A queue answers for the kinds that came to it by themselves. The center counts journeys,
    not visits, or who overflowed would be two customers.
    """
    match fact:
        case Visit(queue=None):
            return (CENTER,)
        case Visit(queue=str(queue)):
            return (("queue", queue),) if fact.kind in COUNTED_KINDS else ()
        case Handling():
            own: tuple[Scope, ...] = (CENTER, ("agent", fact.agent))
            return (*own, ("queue", fact.queue)) if fact.kind in COUNTED_KINDS else own
        case Offer():
            return (CENTER, ("agent", fact.agent), ("queue", fact.queue))
        case Span():
            return (CENTER, ("agent", fact.agent))
    return (CENTER, ("queue", fact.queue)) if fact.queue is not None else (CENTER,)


class Ledger:
    """Keep facts and sums on one zone's clock."""

    def __init__(self, zone: tzinfo) -> None:
        self.zone = zone
        self.floor_ms = 0
        self._facts: dict[_Shelf, dict[str, Fact]] = defaultdict(dict)
        self._spans: dict[str, list[Span]] = defaultdict(list)
        self._sums: dict[Scope, dict[int, Counter[str]]] = defaultdict(dict)
        # What changed since it was last counted, as it was then.
        self._changed: dict[tuple[_Shelf, str], Fact | None] = {}
        self._half_ms = 0

    # --- what the fold writes ---------------------------------------------------------------

    def put(self, fact: Fact) -> None:
        """Take a new fact, or what became of a known one; older than the floor it is dropped."""
        if fact.began_at_ms < self.floor_ms:
            return
        shelf = _shelf(fact)
        known = self._facts[shelf]
        self._changed.setdefault((shelf, fact.id), known.get(fact.id))
        known[fact.id] = fact
        if len(self._changed) >= CHANGES_MAX:
            self._count_changes()

    def add_span(self, span: Span) -> None:
        """Take a stretch of an Agent's time that is over; empty ones do not count."""
        if span.to_ms > max(span.from_ms, self.floor_ms):
            self._spans[span.agent].append(span)
            self._count_span(span, 1)

    def cut_spans(self, agent: str, to_ms: int) -> None:
        """Take away what the Agent's spans cover after an instant: the center stood still."""
        spans = self._spans[agent]
        while spans and spans[-1].to_ms > to_ms:
            span = spans.pop()
            self._count_span(span, -1)
            self.add_span(replace(span, to_ms=max(to_ms, span.from_ms)))

    def forget(self, before_ms: int) -> None:
        """Raise the floor: drop what began, and spans that ended, before an instant."""
        self._count_changes()
        self.floor_ms = before_ms
        for shelf, facts in self._facts.items():
            kept = {id_: fact for id_, fact in facts.items() if fact.began_at_ms >= before_ms}
            self._facts[shelf] = kept
        for agent, spans in self._spans.items():
            self._spans[agent] = [span for span in spans if span.to_ms > before_ms]
        for scope, halves in self._sums.items():
            kept_sums = {
                start_ms: sums for start_ms, sums in halves.items() if start_ms >= before_ms
            }
            self._sums[scope] = kept_sums

    # --- what a board reads -----------------------------------------------------------------

    def facts(self, population: Population, from_ms: int, *, of_center: bool) -> list[Fact]:
        """Return the facts that began at or after an instant, in the order they began.

        Args:
            of_center: Of visits the journeys, not each queue's.
        """
        facts = self._facts[population, of_center and population is Population.VISITS]
        found = []
        for fact in reversed(facts.values()):
            if fact.began_at_ms < from_ms:
                break
            found.append(fact)
        return found[::-1]

    def spans(self, agent: str, from_ms: int) -> list[Span]:
        """Return an Agent's closed spans that reach beyond an instant, in order."""
        found = []
        for span in reversed(self._spans.get(agent, ())):
            if span.to_ms <= from_ms:
                break
            found.append(span)
        return found[::-1]

    def halves(self, scope: Scope) -> Mapping[int, Counter[str]]:
        """Return a scope's sums by the start of their half hour."""
        self._count_changes()
        return self._sums.get(scope, {})

    def since(self, from_ms: int) -> dict[Scope, Counter[str]]:
        """Return every scope's sums from a half hour's start on."""
        self._count_changes()
        return {
            scope: _added(sums for start_ms, sums in halves.items() if start_ms >= from_ms)
            for scope, halves in self._sums.items()
        }

    def sliding(self, from_ms: int) -> dict[Scope, Counter[str]]:
        """Return every scope's sums from any instant on, by looking at each fact.

        Spans are counted to the millisecond.
        """
        sums: dict[Scope, Counter[str]] = defaultdict(Counter)
        for population, of_center in list(self._facts):
            for fact in self.facts(population, from_ms, of_center=of_center):
                for scope in scopes_of(fact):
                    sums[scope].update(fact.symbols())
        for agent in self._spans:
            for span in self.spans(agent, from_ms):
                if span.symbol is not None:
                    for scope in scopes_of(span):
                        sums[scope][span.symbol] += span.between(from_ms, span.to_ms)
        return sums

    # --- sums -------------------------------------------------------------------------------

    def _count_changes(self) -> None:
        for (shelf, id_), old in self._changed.items():
            if old is not None:
                self._count(old, -1)
            self._count(self._facts[shelf][id_], 1)
        self._changed.clear()

    def _count(self, fact: Fact, times: int) -> None:
        start_ms = self._start(fact.began_at_ms)
        symbols = fact.symbols()
        for scope in scopes_of(fact):
            sums = self._sum(scope, start_ms)
            for symbol, amount in symbols.items():
                sums[symbol] += times * amount

    def _count_span(self, span: Span, times: int) -> None:
        if span.symbol is None:
            return
        for start_ms, part_ms in cut(max(span.from_ms, self.floor_ms), span.to_ms, self.zone):
            for scope in scopes_of(span):
                self._sum(scope, start_ms)[span.symbol] += times * part_ms

    def _sum(self, scope: Scope, start_ms: int) -> Counter[str]:
        halves = self._sums[scope]
        if (sums := halves.get(start_ms)) is None:
            sums = halves[start_ms] = Counter()
        return sums

    def _start(self, at_ms: int) -> int:
        # Nearly every fact belongs to the half hour of the one before.
        if not self._half_ms <= at_ms < self._half_ms + HALF_HOUR_MS:
            self._half_ms = half_hour(at_ms, self.zone)
        return self._half_ms


def _shelf(fact: Fact) -> _Shelf:
    return fact.population, isinstance(fact, Visit) and fact.queue is None


def _added(sums: Iterator[Counter[str]]) -> Counter[str]:
    total: Counter[str] = Counter()
    for each in sums:
        total.update(each)
    return total
