from __future__ import annotations

from ccsdk.engine.deadlines import Deadlines


def keys(deadlines: Deadlines) -> list[str]:
    found = []
    while (deadline := deadlines.first()) is not None:
        found.append("/".join(deadline[2]))
        deadlines.cancel(deadline[2])
    return found


def test_deadlines_come_by_due_instant_and_then_as_they_were_armed() -> None:
    deadlines = Deadlines()
    deadlines.arm(("ring", "b"), 20)
    deadlines.arm(("ring", "c"), 10)
    deadlines.arm(("ack", "a"), 20)

    assert keys(deadlines) == ["ring/c", "ring/b", "ack/a"]


def test_arming_again_replaces_what_was_armed() -> None:
    deadlines = Deadlines()
    deadlines.arm(("ring", "a"), 10)
    deadlines.arm(("ring", "a"), 30)
    deadlines.arm(("ring", "b"), 20)

    assert keys(deadlines) == ["ring/b", "ring/a"]


def test_a_cancelled_deadline_never_comes() -> None:
    deadlines = Deadlines()
    deadlines.arm(("ring", "a"), 10)
    deadlines.cancel(("ring", "a"))
    deadlines.cancel(("ring", "unknown"))

    assert deadlines.first() is None


def test_what_is_set_aside_comes_back_unless_it_was_cancelled() -> None:
    deadlines = Deadlines()
    deadlines.arm(("ring", "a"), 10)
    deadlines.arm(("ring", "b"), 20)
    deadlines.first()
    hidden = [deadlines.set_aside(), deadlines.set_aside()]
    while_hidden = deadlines.first()
    deadlines.cancel(("ring", "a"))

    deadlines.put_back(hidden)

    assert while_hidden is None
    assert keys(deadlines) == ["ring/b"]


def test_stale_entries_do_not_pile_up() -> None:
    deadlines = Deadlines()

    for due_ms in range(1_000):
        deadlines.arm(("ring", "a"), due_ms)

    assert len(deadlines.heap) < 100
    assert deadlines.first() == (999, 1_000, ("ring", "a"))


def test_tidying_keeps_the_order() -> None:
    deadlines = Deadlines()
    for number in range(20):
        deadlines.arm(("ring", f"{number:02}"), 1_000 - number)

    for _ in range(1_000):
        deadlines.arm(("ack", "a"), 2_000)

    expected = [f"ring/{number:02}" for number in reversed(range(20))]
    assert keys(deadlines) == [*expected, "ack/a"]
