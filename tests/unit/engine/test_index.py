from __future__ import annotations

from ccsdk.engine.index import Index


def index(*queues: str) -> Index:
    found = Index()
    for queue in queues or ("q",):
        found.lines[queue] = []
        found.pools[queue] = []
        found.members[queue] = {}
    return found


def nobody(_: str) -> bool:
    return False


def test_the_oldest_is_the_smallest_key() -> None:
    found = index()
    for place in ((0, 5, "b"), (0, 5, "a"), (-1, 9, "c"), (0, 1, "d")):
        found.line_up("q", place, at_most=4)

    assert found.oldest("q", nobody) == (-1, 9, "c")
    assert found.oldest("q", lambda interaction: interaction == "c") == (0, 1, "d")
    assert found.oldest("q", lambda interaction: True) is None


def test_who_left_the_line_is_not_found_and_comes_back_to_the_same_place() -> None:
    found = index()
    found.line_up("q", (0, 1, "a"), at_most=2)
    found.line_up("q", (0, 2, "b"), at_most=2)
    del found.waiting["a"]
    gone = found.oldest("q", nobody)

    found.line_up("q", (0, 1, "a"), at_most=2)

    assert gone == (0, 2, "b")
    assert found.oldest("q", nobody) == (0, 1, "a")


def test_lining_up_twice_changes_nothing() -> None:
    found = index()
    found.line_up("q", (0, 1, "a"), at_most=1)
    found.fresh.clear()

    found.line_up("q", (0, 1, "a"), at_most=1)

    assert (len(found.lines["q"]), found.fresh) == (1, {})


def test_agents_come_by_used_slots_then_idleness_then_id() -> None:
    found = index()
    for place in ((1, 0, "busy"), (0, 7, "b"), (0, 7, "a"), (0, 3, "z")):
        found.serve(place[2], ("q",))
        found.set_free(place)

    assert found.choose("q", 9, ()) == ["z", "a", "b", "busy"]
    assert found.choose("q", 1, ()) == ["z"]
    assert found.choose("q", 2, ("z",)) == ["a", "b"]
    assert found.choose("q", 9, ()) == ["z", "a", "b", "busy"]


def test_an_agent_with_a_new_key_stands_once_in_the_pool() -> None:
    found = index()
    found.serve("a", ("q",))
    found.set_free((0, 1, "a"))
    found.set_free((0, 1, "a"))
    found.set_free((1, 1, "a"))

    assert found.choose("q", 9, ()) == ["a"]
    assert list(found.freed) == ["a"]


def test_an_agent_is_found_only_in_the_queues_they_serve_now() -> None:
    found = index("q", "p")
    found.serve("a", ("q",))
    found.set_free((0, 1, "a"))

    found.serve("a", ("p",))
    before = found.choose("p", 1, ())
    # Equal, but not the same object: as the engine makes a new place each time.
    found.set_free((len(found.fresh), 1, "a"))

    assert before == []
    assert found.choose("q", 1, ()) == []
    assert found.choose("p", 1, ()) == ["a"]
    assert found.members == {"q": {}, "p": {"a": None}}


def test_stale_places_do_not_pile_up() -> None:
    found = index()
    found.serve("a", ("q",))

    for instant in range(1_000):
        found.set_free((0, instant, "a"))
        found.line_up("q", (0, instant, "in"), at_most=1)

    assert len(found.pools["q"]) < 100
    assert len(found.lines["q"]) < 100
    assert found.choose("q", 1, ()) == ["a"]
    assert found.oldest("q", nobody) == (0, 999, "in")
