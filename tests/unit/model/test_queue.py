from __future__ import annotations

from ccsdk.model.queue import Membership, Mode, Strategy, members


def test_strategies_are_named_as_in_settings() -> None:
    assert [strategy.value for strategy in Strategy] == [
        "longest_idle",
        "round_robin",
        "least_loaded",
        "weighted_random",
        "best_skill",
        "broadcast",
    ]


def test_a_mode_offers_lets_pick_or_both() -> None:
    assert [(m.value, m.is_push, m.is_pull) for m in Mode] == [
        ("push", True, False),
        ("pull", False, True),
        ("both", True, True),
    ]


def test_plain_members_have_neither_priority_nor_delay() -> None:
    assert members("q", "p") == (
        Membership(queue="q", priority=0, delay_ms=0),
        Membership(queue="p", priority=0, delay_ms=0),
    )
