"""A morning in two queues, as facts: the worked example of docs/explanation/measures.md.

Queue P, voice, from 9:00 with T = 20 s and S = 5 s; queue Q takes overflow and transfers. The
engine has no overflow, transfer or callback yet, so the facts are built here, in the shape
in which a fold will leave them.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import pairwise

from msgspec.structs import replace

from ccsdk.metrics.fact import Episode, Handling, Outcome, Span, Visit
from ccsdk.model.agent import Occupancy, Presence

NINE_MS = int(datetime(2026, 3, 2, 9, tzinfo=UTC).timestamp() * 1_000)
TARGET_MS = 20_000
HALF_PAST_MS, TEN_MS = NINE_MS + 1_800_000, NINE_MS + 3_600_000

# id, Customer, queue, kind, entered, left, outcome, reason, (agent, talk, hold, wrap_up), ended by
ROWS = """
i1  c1  P inbound   1:00  1:08 answered   -        Ana 240 30 40 customer
i2  c2  P inbound   1:40  2:00 answered   -        Bo  180  0 30 customer
i3  c3  P inbound   3:20  3:23 abandoned  -        -     0  0  0 -
i4  c4  P inbound   3:30  5:35 answered   -        Bo  300  0 20 customer
i5  c5  P inbound   4:00  4:12 abandoned  -        -     0  0  0 -
i6  c6  P inbound   4:20  5:20 abandoned  -        -     0  0  0 -
i7  c7  P inbound   4:30  5:00 flowed_out callback -     0  0  0 -
i7  c7  P callback  5:00  6:25 answered   -        Ana 120  0 15 customer
i9  c1  P inbound  11:00 11:05 answered   -        Ana 400  0 35 customer
i8  c8  P inbound  11:40 12:40 flowed_out overflow -     0  0  0 -
i8  c8  Q overflow 12:40 12:50 answered   -        Cy  200  0 25 customer
i10 c9  P inbound  21:40 21:58 answered   -        Bo  150  0 10 blind_transfer
i10 c9  Q transfer 24:28 24:40 answered   -        Cy  260  0 20 customer
i11 c10 P inbound  29:50 30:04 answered   -        Ana 300 60 45 customer
i12 c2  P inbound  29:55 30:01 abandoned  -        -     0  0  0 -
"""
# Who was READY, from and to; and OFFERED, which is neither busy nor idle.
READY = {"Ana": ["0:00-60:00"], "Bo": ["1:50-10:55", "20:55-60:00"], "Cy": ["0:00-60:00"]}
OFFERED = {
    "Ana": ["1:00-1:08", "6:18-6:25", "11:00-11:05", "21:40-21:55", "29:50-30:04"],
    "Bo": ["1:50-2:00", "5:30-5:35", "21:55-21:58", "29:55-30:01"],
    "Cy": ["12:40-12:50", "24:28-24:40"],
}


def at(text: str) -> int:
    """Return the instant of minutes and seconds after nine."""
    minutes, seconds = text.split(":")
    return NINE_MS + (60 * int(minutes) + int(seconds)) * 1_000


def visits_and_handlings() -> tuple[list[Visit], list[Handling]]:
    """Return all visits, in the order of entry, and all handlings."""
    visits: list[Visit] = []
    handlings: list[Handling] = []
    for number, line in enumerate(ROWS.strip().splitlines()):
        id_, _, queue, kind, entered, left, outcome, reason, agent, *served = line.split()
        visit = Visit(
            id=f"{id_}-v{number}",
            interaction=id_,
            queue=queue,
            kind=kind,
            entered_at_ms=at(entered),
            target_ms=TARGET_MS,
            left_at_ms=at(left),
            wait_ms=at(left) - at(entered),
            outcome=Outcome(outcome),
            reason=None if reason == "-" else reason,
            agent=None if agent == "-" else agent,
            positions=(4 * number + 1, 4 * number + 2),
        )
        visits.append(visit)
        if agent != "-":
            handlings.append(_handling(visit, agent, served, number))
    return visits, handlings


def _handling(visit: Visit, agent: str, served: list[str], number: int) -> Handling:
    *seconds, by = served
    talk_ms, hold_ms, wrap_up_ms = (1_000 * int(each) for each in seconds)
    answered_at_ms = visit.left_at_ms or 0
    return Handling(
        id=f"{visit.interaction}-o{number}",
        interaction=visit.interaction,
        agent=agent,
        queue=visit.queue or "",
        kind=visit.kind,
        answered_at_ms=answered_at_ms,
        talk_ms=talk_ms,
        hold_ms=hold_ms,
        wrap_up_ms=wrap_up_ms,
        ended_at_ms=answered_at_ms + talk_ms + hold_ms + wrap_up_ms,
        ended_by=by,
        positions=(4 * number + 3, 4 * number + 4),
    )


def as_of(visits: list[Visit], now_ms: int) -> list[Visit]:
    """Return the visits as a fold knew them at an instant."""
    return [
        visit
        if (visit.left_at_ms or 0) <= now_ms
        else replace(visit, outcome=None, left_at_ms=None, wait_ms=0)
        for visit in visits
        if visit.entered_at_ms <= now_ms
    ]


def episodes() -> list[Episode]:
    """Return one episode per Interaction; those with a handling were handled."""
    visits, handlings = visits_and_handlings()
    customers = {line.split()[0]: line.split()[1] for line in ROWS.strip().splitlines()}
    found = []
    for id_, customer in customers.items():
        own = [visit for visit in visits if visit.interaction == id_]
        served = [handling for handling in handlings if handling.interaction == id_]
        ends = [*(v.left_at_ms or 0 for v in own), *(h.ended_at_ms or 0 for h in served)]
        found.append(
            Episode(
                id=id_,
                interaction=id_,
                customer=customer,
                channel="voice",
                queue=own[0].queue,
                received_at_ms=own[0].entered_at_ms,
                closed_at_ms=max(ends),
                is_handled=bool(served),
                is_transferred=any(handling.is_transferred for handling in served),
            )
        )
    return found


def spans() -> Iterator[Span]:
    """Yield each Agent's spans of the hour, in order."""
    _, handlings = visits_and_handlings()
    for agent, stretches in READY.items():
        ready = [_stretch(text) for text in stretches]
        offered = [_stretch(text) for text in OFFERED[agent]]
        busy = [(h.answered_at_ms, h.ended_at_ms or 0) for h in handlings if h.agent == agent]
        edges = {
            NINE_MS,
            TEN_MS,
            *(edge for stretch in (*ready, *offered, *busy) for edge in stretch),
        }
        ordered = sorted(edge for edge in edges if edge <= TEN_MS)
        for from_ms, to_ms in pairwise(ordered):
            occupancy = Occupancy.IDLE
            if _covers(offered, from_ms):
                occupancy = Occupancy.OFFERED
            if _covers(busy, from_ms):
                occupancy = Occupancy.ENGAGED
            yield Span(
                agent=agent,
                presence=Presence.READY if _covers(ready, from_ms) else Presence.NOT_READY,
                occupancy=occupancy,
                from_ms=from_ms,
                to_ms=to_ms,
            )


def _stretch(text: str) -> tuple[int, int]:
    start, end = text.split("-")
    return at(start), at(end)


def _covers(stretches: list[tuple[int, int]], at_ms: int) -> bool:
    return any(from_ms <= at_ms < to_ms for from_ms, to_ms in stretches)
