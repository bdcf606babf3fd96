"""The board: what `metrics.v1` and `explain.v1` answer, from a fold that follows the log.

`note` folds what is on disk; a day's figures are added up from sums per half hour, and only
an explanation looks at single facts. The answers are built-ins, ready for a frame.

Bounded: the fold keeps what began since the half hour before the last local midnight, and
open Interactions; a list of an explanation holds at most `ROWS_MAX` rows, the latest.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from attrs import frozen

from ccsdk.center.figure import counts_told, measure_told, row_told
from ccsdk.center.settings import CenterSettings
from ccsdk.errors import InvalidRequestError, UnknownEntityError
from ccsdk.metrics.explain import Explanation, Row, explain, explain_spans
from ccsdk.metrics.fact import SHORT_MS, Fact, Population, Span
from ccsdk.metrics.fold import Fold
from ccsdk.metrics.formula import Symbols
from ccsdk.metrics.interval import HALF_HOUR_MS, half_hours, midnight, zone_of
from ccsdk.metrics.ledger import CENTER, Scope
from ccsdk.metrics.measure import MEASURES, Measure
from ccsdk.model.entry import Entry
from ccsdk.model.spelling import nearest

__all__ = ["ROWS_MAX", "WINDOWS", "Board"]

WINDOWS = ("today", "last_30_min")
ROWS_MAX = 200

_TILES = (
    "service_level",
    "average_speed_of_answer",
    "average_handle_time",
    "abandonment_rate",
    "rona_rate",
)
_OF_HALF_HOURS = ("service_level", "average_speed_of_answer")
_OF_AGENTS = ("occupancy_rate", "average_handle_time")
_Sums = Mapping[Scope, Symbols]


@frozen
class _Window:
    """Hold a stretch of time by name; figures are of what began in it."""

    name: str
    from_ms: int
    now_ms: int


class Board:
    """Answer for one center's figures.

    Args:
        settings: For the zone on whose clock days and half hours are cut.
    """

    def __init__(self, settings: CenterSettings) -> None:
        self._zone = zone_of(settings.center.timezone)
        self._fold = Fold(self._zone)

    def note(self, entries: Sequence[Entry]) -> None:
        """Fold entries that are on disk, in log order; known ones change nothing."""
        self._fold.take(entries)

    # --- metrics.v1 -------------------------------------------------------------------------

    def figures(self, window: str, now_ms: int) -> dict[str, Any]:
        """Return every figure of a wallboard as of now.

        Raises:
            InvalidRequestError: There is no such window.
        """
        asked = self._window(window, now_ms)
        sums = self._sums(asked)
        oldest = self._oldest()
        queues = self._fold.targets_ms
        return {
            "as_of_ms": now_ms,
            "from_ms": asked.from_ms,
            "window": window,
            "center": self._tile(CENTER, sums, oldest),
            "queues": [
                {"queue": queue, **self._tile(("queue", queue), sums, oldest)} for queue in queues
            ],
            "agents": [
                {
                    "agent": standing.agent,
                    "measures": self._measures(_OF_AGENTS, ("agent", standing.agent), sums),
                }
                for standing in self._fold.standings
            ],
            "series": list(self._series(asked)),
        }

    def _tile(self, scope: Scope, sums: _Sums, oldest: Mapping[Scope, int]) -> dict[str, Any]:
        return {
            "measures": self._measures(_TILES, scope, sums),
            "counts": counts_told(sums.get(scope, {})),
            "oldest_at_ms": oldest.get(scope),
        }

    def _measures(self, names: Sequence[str], scope: Scope, sums: _Sums) -> dict[str, Any]:
        symbols, target_ms = sums.get(scope, {}), self._target_ms(scope)
        return {name: measure_told(MEASURES[name], symbols, target_ms=target_ms) for name in names}

    def _series(self, asked: _Window) -> Iterator[dict[str, Any]]:
        """Yield the half hours that the window touches, whole: the center's, then queues'.

        A half hour in which nobody came to a queue is left out; the center's are all there.
        """
        starts = list(half_hours(asked.from_ms, max(asked.now_ms, asked.from_ms + 1), self._zone))
        scopes = [CENTER, *(("queue", queue) for queue in self._fold.targets_ms)]
        halves = [(scope, self._fold.ledger.halves(scope)) for scope in scopes]
        for start_ms in starts:
            for scope, sums in halves:
                symbols: Symbols = sums.get(start_ms, {})
                counts = counts_told(symbols)
                if scope == CENTER or counts["offered"]:
                    yield {
                        "from_ms": start_ms,
                        "to_ms": start_ms + HALF_HOUR_MS,
                        "queue": None if scope == CENTER else scope[1],
                        **{name: counts[name] for name in ("offered", "answered", "abandoned")},
                        **self._measures(_OF_HALF_HOURS, scope, {scope: symbols}),
                    }

    def _sums(self, asked: _Window) -> dict[Scope, Counter[str]]:
        ledger = self._fold.ledger
        # A day begins with a half hour, so its sums are there; any other window is scanned.
        read = ledger.since if asked.name == "today" else ledger.sliding
        sums = defaultdict(Counter, read(asked.from_ms))
        for standing in self._fold.standings:
            span = standing.span(asked.now_ms)
            if span.symbol is not None:
                for scope in (CENTER, ("agent", span.agent)):
                    sums[scope][span.symbol] += span.between(asked.from_ms, asked.now_ms)
        return sums

    def _oldest(self) -> dict[Scope, int]:
        """Return the entry of who has waited longest, by scope, of whatever kind."""
        oldest: dict[Scope, int] = {}
        for visit in self._fold.waiting():
            for scope in (CENTER, ("queue", visit.queue or "")):
                known_ms = oldest.get(scope, visit.entered_at_ms)
                oldest[scope] = min(known_ms, visit.entered_at_ms)
        return oldest

    def _target_ms(self, scope: Scope) -> int | None:
        """Return a queue's target; of the center only where all queues share one."""
        targets = self._fold.targets_ms
        if scope[0] == "queue":
            return targets[scope[1]]
        return next(iter(targets.values())) if len(set(targets.values())) == 1 else None

    # --- explain.v1 -------------------------------------------------------------------------

    def explain(
        self,
        measure: str,
        window: str,
        now_ms: int,
        queue: str | None = None,
        agent: str | None = None,
    ) -> dict[str, Any]:
        """Return what one figure is made of; adding up its rows gives the figure.

        Raises:
            InvalidRequestError: There is no such measure or window, or the measure is not
                kept per queue, or per Agent, or both are asked for.
            UnknownEntityError: There is no such queue or Agent.
        """
        asked = self._window(window, now_ms)
        wanted, scope = self._asked(measure, queue, agent)
        opened = self._open(wanted, scope, asked)
        lists = {
            "numerator": opened.numerator,
            "denominator_only": opened.denominator_only,
            "excluded": opened.excluded,
        }
        return {
            "measure": wanted.name,
            "version": wanted.version,
            **({"profile": wanted.profile} if wanted.profile else {}),
            "unit": wanted.unit.value,
            "value": wanted.value(opened.ratio()),
            "as_of_ms": now_ms,
            "from_ms": asked.from_ms,
            "formula": wanted.formula,
            "parameters": {"target_ms": self._target_ms(scope), "short_ms": SHORT_MS},
            **{name: _latest(rows, wanted, asked) for name, rows in lists.items()},
            "more": any(len(rows) > ROWS_MAX for rows in lists.values()),
        }

    def _asked(self, name: str, queue: str | None, agent: str | None) -> tuple[Measure, Scope]:
        measure = MEASURES.get(name)
        if measure is None:
            raise _no_such("measure", name, MEASURES)
        if queue is not None and agent is not None:
            problem = "ask for a queue or for an agent, not for both"
            raise InvalidRequestError(path="data.agent", problem=problem)
        scope: Scope = CENTER
        if queue is not None:
            scope = ("queue", queue)
        elif agent is not None:
            scope = ("agent", agent)
        if scope[0] not in measure.scopes:
            problem = f"{name} is kept per {' and '.join(measure.scopes)}, not per {scope[0]}"
            raise InvalidRequestError(path=f"data.{scope[0]}", problem=problem)
        if queue is not None and queue not in self._fold.targets_ms:
            raise UnknownEntityError(kind="queue", id=queue)
        if agent is not None and agent not in self._fold.standings:
            raise UnknownEntityError(kind="agent", id=agent)
        return measure, scope

    def _open(self, measure: Measure, scope: Scope, asked: _Window) -> Explanation:
        if measure.population is Population.SPANS:
            spans = self._spans(scope, asked)
            return explain_spans(measure, spans, from_ms=asked.from_ms, to_ms=asked.now_ms)
        facts = self._fold.ledger.facts(
            measure.population, asked.from_ms, of_center=scope == CENTER
        )
        mine = (fact for fact in facts if scope == CENTER or _is_of(fact, scope))
        return explain(measure, mine, of_queue=scope[0] == "queue")

    def _spans(self, scope: Scope, asked: _Window) -> Iterator[Span]:
        for standing in self._fold.standings:
            if scope in (CENTER, ("agent", standing.agent)):
                yield from self._fold.ledger.spans(standing.agent, asked.from_ms)
                yield standing.span(asked.now_ms)

    def _window(self, name: str, now_ms: int) -> _Window:
        if name not in WINDOWS:
            raise _no_such("window", name, WINDOWS)
        from_ms = midnight(now_ms, self._zone) if name == "today" else now_ms - HALF_HOUR_MS
        return _Window(name, from_ms, now_ms)


def _no_such(
    member: str, name: str, known: Sequence[str] | Mapping[str, Any]
) -> InvalidRequestError:
    close = nearest(name, known)
    hint = f"; did you mean {close!r}?" if close else f"; there are {', '.join(known)}"
    return InvalidRequestError(
        path=f"data.{member}", problem=f"there is no {member} {name!r}{hint}"
    )


def _latest(rows: Sequence[Row], measure: Measure, asked: _Window) -> list[dict[str, Any]]:
    return [
        row_told(row, measure, from_ms=asked.from_ms, now_ms=asked.now_ms)
        for row in rows[-ROWS_MAX:]
    ]


def _is_of(fact: Fact, scope: Scope) -> bool:
    return bool(getattr(fact, scope[0], None) == scope[1])
