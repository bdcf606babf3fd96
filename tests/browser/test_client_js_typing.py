"""The browser's bus client: who types is said now and then, heard, and never to an old server."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.scripted import Server, at

FEATURES = ["snapshot", "history", "eph"]
TOPIC = "interaction.in_7.Typing"
TYPES = {"op": "eph", "topic": TOPIC, "ttl_ms": 6_000}
STOPPED = {"op": "eph", "topic": TOPIC, "ttl_ms": 0}


def follow(server: Server, **welcome: Any) -> None:
    """Follow one subscription that asks to hear what is ephemeral."""
    wanted = {"topics": ["interaction.*.>"], "from": at(5), "eph": True}
    server.run("t.subscribe({ ...value, onEph: (heard) => t.seen.push(heard) })", wanted)
    server.welcome(**welcome)
    server.follow(5)


def test_typing_is_said_at_once_again_while_it_goes_on_and_once_at_its_end(server: Server) -> None:
    follow(server, features=FEATURES)
    for _ in range(5):
        server.run("t.bus.typing('in_7')")
        server.page.clock.run_for(1_000)
    going_on = server.sent("eph")
    for _ in range(2):
        server.run("t.bus.typing('in_7', false)")

    assert going_on == [TYPES, TYPES]
    assert server.sent("eph") == [TYPES, TYPES, STOPPED]


def test_each_interaction_is_typed_in_by_itself(server: Server) -> None:
    follow(server, features=FEATURES)

    server.run("t.bus.typing('in_7')")
    server.run("t.bus.typing('in_8')")

    assert [frame["topic"] for frame in server.sent("eph")] == [TOPIC, "interaction.in_8.Typing"]


def test_next_connection_is_told_anew(server: Server) -> None:
    follow(server, features=FEATURES)
    server.run("t.bus.typing('in_7')")
    server.page.clock.run_for(600)
    server.drop(1006)
    server.run("t.bus.typing('in_7')")
    server.page.clock.run_for(500)
    server.welcome(features=FEATURES)
    server.run("t.bus.typing('in_7')")

    assert server.sent("eph", socket=0) == [TYPES]
    assert server.sent("eph") == [TYPES]


@pytest.mark.parametrize("features", [None, ["snapshot", "history"]])
def test_old_server_is_sent_nothing_of_it(server: Server, features: Any) -> None:
    follow(server, **({} if features is None else {"features": features}))

    server.run("t.bus.typing('in_7')")

    assert "eph" not in server.sent("sub")[0]
    assert server.sent("eph") == []


def test_heard_is_handed_to_who_asked_for_it(server: Server) -> None:
    follow(server, features=FEATURES)
    server.run("t.bus.subscribe({ topics: ['a'], onEph: () => t.seen.push('deaf') }) && 0")
    heard = {"topic": TOPIC, "key": "customer", "ttl_ms": 6_000}

    server.say({"op": "eph", **heard, "added": "later"})

    assert server.sent("sub")[0]["eph"] is True
    assert "eph" not in server.sent("sub")[1]
    assert server.seen == [heard]
    assert server.run("t.handle.cursor") == at(5)


def test_typing_without_a_connection_is_nothing(server: Server) -> None:
    server.run("t.bus.typing('in_7')")
    server.run("t.bus.typing('in_7', false)")
    follow(server, features=FEATURES)

    assert server.sent("eph") == []
