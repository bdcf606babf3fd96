"""Spans: an Agent's time, cut where their state changes and where the center stood still."""

from __future__ import annotations

from datetime import UTC

from ccsdk.metrics.fold import Fold
from ccsdk.model.agent import Presence
from tests.unit.metrics.journal import Journal

NOON_MS = 20_000 * 86_400_000 + 12 * 3_600_000


def spans(journal: Journal, agent: str = "ana") -> list[tuple[str, int]]:
    """Return (state, seconds) of each closed span."""
    fold = Fold(UTC)
    fold.take(journal.entries)
    found = fold.ledger.spans(agent, 0)
    return [(span.state, (span.to_ms - span.from_ms) // 1_000) for span in found]


def ready() -> Journal:
    journal = Journal(NOON_MS).define("q", "ana").presence("ana", Presence.NOT_READY)
    return journal.after(7_000).presence("ana", Presence.READY)


def test_a_talk_is_idle_offered_engaged_wrap_up_and_idle_again() -> None:
    journal = ready().after(5_000).enter("i").offer("i", "ana").after(3_000).accept("i", "ana")
    journal.after(1_000).answer("i", "ana", 4_000).after(60_000).end("i", "ana")
    journal.begin_wrap_up("i", "ana")
    journal.after(10_000).wrap_up("i", "ana").after(2_000).presence("ana", Presence.LOGGED_OUT)
    journal.after(9_000).presence("ana", Presence.NOT_READY)

    assert spans(journal) == [
        ("not_ready", 7), ("idle", 5), ("offered", 3), ("engaged", 61), ("wrap_up", 10),
        ("idle", 2),
    ]  # fmt: skip


def test_two_talks_at_once_are_one_busy_time() -> None:
    journal = ready().enter("i").offer("i", "ana").accept("i", "ana").after(10_000)
    journal.enter("j").offer("j", "ana").after(5_000).accept("j", "ana").after(5_000)
    journal.end("i", "ana").wrap_up("i", "ana").after(5_000).end("j", "ana").close("j", agent="ana")
    journal.presence("ana", Presence.NOT_READY)

    assert spans(journal) == [("not_ready", 7), ("engaged", 25)]


def test_work_while_not_ready_is_busy() -> None:
    journal = ready().enter("i").offer("i", "ana").accept("i", "ana").after(10_000)
    journal.presence("ana", Presence.NOT_READY, "lunch").after(5_000)
    journal.end("i", "ana").wrap_up("i", "ana").after(1_000).presence("ana", Presence.READY)

    assert spans(journal) == [("not_ready", 7), ("engaged", 10), ("engaged", 5), ("not_ready", 1)]


def test_customer_who_leaves_while_connecting_frees_the_agent() -> None:
    journal = ready().enter("i").offer("i", "ana").accept("i", "ana").after(4_000)
    journal.abandon("i", 4_000).after(6_000).presence("ana", Presence.NOT_READY)

    assert spans(journal) == [("not_ready", 7), ("engaged", 4), ("idle", 6)]


def test_ended_offers_make_idle_again() -> None:
    journal = ready().enter("i").offer("i", "ana").after(15_000).expire("i", "ana")
    journal.after(1_000).offer("i", "ana", 2).after(2_000).decline("i", "ana", 2)
    journal.after(1_000).offer("i", "ana", 3).after(3_000).withdraw("i", "ana", 3)
    journal.after(1_000).presence("ana", Presence.NOT_READY)

    assert spans(journal)[1:] == [
        ("offered", 15), ("idle", 1), ("offered", 2), ("idle", 1), ("offered", 3), ("idle", 1),
    ]  # fmt: skip


def test_failed_connect_and_lost_leg_free_the_agent() -> None:
    journal = ready().enter("i").offer("i", "ana").accept("i", "ana").after(10_000).fail("i", "ana")
    journal.after(1_000).offer("i", "ana", 2).accept("i", "ana", 2)
    journal.answer("i", "ana", 11_000, number=2).after(5_000).lose("i", "ana")
    journal.after(2_000).presence("ana", Presence.NOT_READY)

    assert spans(journal)[1:] == [("engaged", 10), ("idle", 1), ("engaged", 5), ("idle", 2)]


def test_stop_belongs_to_no_span_even_where_a_deadline_fired_in_it() -> None:
    journal = ready().enter("i").offer("i", "ana").accept("i", "ana").answer("i", "ana", 0)
    journal.after(20_000).end("i", "ana").begin_wrap_up("i", "ana")
    stopped_at_ms = journal.now_ms
    # Wrap-up ended by itself, 60 s into a stop of 100 s.
    journal.after(60_000).wrap_up("i", "ana").after(40_000).resume(stopped_at_ms)
    journal.after(3_000).presence("ana", Presence.NOT_READY)

    assert spans(journal) == [("not_ready", 7), ("engaged", 20), ("idle", 3)]


def test_stop_cuts_the_span_that_was_running() -> None:
    journal = ready().after(5_000).enter("i")
    stopped_at_ms = journal.now_ms
    journal.after(90_000).resume(stopped_at_ms).after(2_000).presence("ana", Presence.NOT_READY)

    assert spans(journal) == [("not_ready", 7), ("idle", 5), ("idle", 2)]


def test_stop_cuts_a_span_that_a_deadline_of_the_stop_had_closed() -> None:
    journal = ready().enter("i").offer("i", "ana").accept("i", "ana").answer("i", "ana", 0)
    journal.after(20_000).end("i", "ana").begin_wrap_up("i", "ana").after(4_000).enter("j")
    stopped_at_ms = journal.now_ms
    journal.after(60_000).wrap_up("i", "ana").after(40_000).resume(stopped_at_ms)

    assert spans(journal) == [("not_ready", 7), ("engaged", 20), ("wrap_up", 4)]


def test_agents_are_known_once_defined_and_strangers_never() -> None:
    fold = Fold(UTC)
    fold.take(ready().define("q", "bo").entries)

    assert [standing.agent for standing in fold.standings] == ["ana", "bo"]
    assert "ana" in fold.standings
    assert "nobody" not in fold.standings
