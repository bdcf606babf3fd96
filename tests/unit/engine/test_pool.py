from __future__ import annotations

from collections import Counter
from collections.abc import Collection

import pytest

from ccsdk.engine.pool import DrawPool, Pool, Turn, TurnPool, drawn

ORDINALS = {"a": 0, "b": 1, "c": 2}


def chosen(pool: Pool, count: int, excluded: Collection[str], draw: int) -> list[str]:
    return [entry[3] for entry in pool.choose(count, excluded, draw)[0]]


def next_one(pool: Pool, count: int, excluded: Collection[str] = ()) -> str | None:
    found = pool.choose(count, excluded, 0)[1]
    return None if found is None else found[3]


def test_who_would_have_been_next_is_told_whatever_their_priority() -> None:
    pool = Pool()
    for entry in ((1, 0, 0, "other"), (0, 1, 0, "busy"), (0, 0, 7, "b"), (0, 0, 7, "a")):
        pool.put(entry)

    assert [next_one(pool, count) for count in (1, 2, 3, 9)] == ["b", "busy", "other", "other"]
    assert [next_one(pool, 1, ("b",)), next_one(pool, 1, ("b", "busy"))] == ["busy", "other"]
    assert next_one(pool, 1, ("b", "busy", "other")) is None


def test_a_lower_priority_comes_alone_then_rank_idleness_and_id() -> None:
    pool = Pool()
    for entry in ((1, 0, 0, "other"), (0, 1, 0, "busy"), (0, 0, 7, "b"), (0, 0, 7, "a")):
        pool.put(entry)

    assert chosen(pool, 9, (), 0) == ["a", "b", "busy"]
    assert chosen(pool, 2, (), 0) == ["a", "b"]
    assert chosen(pool, 2, ("a", "b", "busy"), 0) == ["other"]
    assert chosen(pool, 2, ("b",), 0) == ["a", "busy"]
    assert [pool.priority(()), pool.priority(("a", "b", "busy"))] == [0, 1]


def test_nobody_is_chosen_from_nobody() -> None:
    pool = Pool()
    pool.put((0, 0, 0, "a"))
    pool.put((0, 0, 0, "b"))
    pool.drop("b")
    pool.drop("b")

    assert chosen(pool, 1, ("a",), 0) == []
    assert pool.priority(("a",)) is None


def test_an_agent_with_a_new_entry_stands_once() -> None:
    pool = Pool()
    came = [pool.put((0, 0, 1, "a")), pool.put((0, 0, 1, "a")), pool.put((0, 1, 1, "a"))]

    assert came == [True, False, False]
    assert chosen(pool, 9, (), 0) == ["a"]


def test_stale_entries_do_not_pile_up() -> None:
    pool = Pool()

    for instant in range(1_000):
        pool.put((0, 0, instant, "a"))

    assert len(pool.heap) < 100
    assert chosen(pool, 1, (), 0) == ["a"]


@pytest.mark.parametrize(("agents", "most"), [(1, 68), (100, 464)])
def test_a_heap_is_tidied_once_the_stale_are_many_more_than_the_current(
    agents: int, most: int
) -> None:
    pool = Pool()

    sizes = []
    for instant in range(most + 1):
        pool.put((0, 0, instant, f"a{instant % agents}"))
        sizes.append(len(pool.heap))

    assert sizes == [*range(1, most + 1), agents]


def test_a_turn_goes_round_by_id_and_passes_those_who_are_excluded() -> None:
    turn = Turn()
    pool = TurnPool(turn=turn)
    for agent in ("b", "c", "a"):
        pool.put((0, 99, 99, agent))
    went = []

    for excluded in ((), (), ("c",), (), (), ()):
        (agent,) = chosen(pool, 1, excluded, 0)
        turn.pass_to(agent)
        pool.put((0, 0, 0, agent))
        went.append(agent)

    assert went == ["a", "b", "a", "b", "c", "a"]


def test_a_turn_that_another_pool_took_passes_here_too() -> None:
    turn = Turn()
    pool = TurnPool(turn=turn)
    for agent in ("a", "b", "c"):
        pool.put((0, 0, 0, agent))

    turn.pass_to("b")

    assert chosen(pool, 1, (), 0) == ["c"]
    assert chosen(pool, 1, ("c",), 0) == ["a"]
    assert pool.priority(("a", "b", "c")) is None


def test_a_lap_begun_anew_changes_nothing_but_the_lap() -> None:
    turn = Turn()
    pool = TurnPool(turn=turn)
    pool.put((3, 99, 99, "a"))
    turn.pass_to("b")

    assert pool.choose(1, (), 0) == ([(3, 1, 0, "a")], None)
    assert pool.priority(()) == 3
    assert not pool.put((3, 99, 99, "a"))


def test_a_draw_follows_the_weights_and_repeats() -> None:
    pool = DrawPool(ordinals=ORDINALS)
    for agent, weight in (("c", 6), ("a", 1), ("b", 3)):
        pool.put((0, weight, 99, agent))

    drawn_ones = [chosen(pool, 1, (), draw)[0] for draw in range(20)]

    assert drawn_ones == ["a", *"bbb", *"cccccc"] * 2


def test_a_draw_is_among_the_lowest_priority_and_without_the_excluded() -> None:
    pool = DrawPool(ordinals=ORDINALS)
    for agent, priority in (("a", 1), ("b", 0), ("c", 0)):
        pool.put((priority, 2, 99, agent))

    assert chosen(pool, 5, ("b", "stranger"), 0) == ["c"]
    assert chosen(pool, 1, ("b", "c"), 7) == ["a"]
    assert chosen(pool, 1, ("a", "b", "c"), 7) == []
    assert [pool.priority(x) for x in ((), ("b", "c"), ("a", "b", "c"))] == [0, 1, None]
    assert Counter(chosen(pool, 1, (), n)[0] for n in range(4)) == {"b": 2, "c": 2}


def test_a_draw_tells_agents_apart_however_many_there_are() -> None:
    ordinals = {"a": 0, "b": 1, "c": 2, "d": 5, "e": 262_144, "f": 700_000, "g": 1_048_574}
    pool = DrawPool(ordinals=ordinals)
    weights = {agent: number for number, agent in enumerate(ordinals, start=1)}
    for agent, weight in weights.items():
        pool.put((0, weight, 0, agent))

    drawn_ones = [chosen(pool, 1, (), draw)[0] for draw in range(sum(weights.values()))]

    assert Counter(drawn_ones) == weights
    assert drawn_ones == sorted(drawn_ones)


def test_who_leaves_a_draw_takes_their_weight_along() -> None:
    pool = DrawPool(ordinals=ORDINALS)
    came = [pool.put((0, 5, 0, "a")), pool.put((0, 5, 0, "a")), pool.put((0, 1, 0, "a"))]
    pool.put((0, 1, 0, "b"))
    even = [chosen(pool, 1, (), n)[0] for n in range(4)]

    pool.drop("b")
    pool.drop("b")

    assert came == [True, False, False]
    assert even == ["a", "b", "a", "b"]
    assert [chosen(pool, 1, (), n)[0] for n in range(2)] == ["a", "a"]


@pytest.mark.parametrize(
    ("seed", "offer", "number"),
    [(0, "in_1-o1", 6), (0, "in_1-o2", 1), (7, "in_1-o1", 3)],
)
def test_chance_is_the_same_for_ever(seed: int, offer: str, number: int) -> None:
    assert drawn(seed, offer) % 10 == number
