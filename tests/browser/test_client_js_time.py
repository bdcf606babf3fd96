"""The browser's bus client: wrong clocks, sleep, a session that ends, two tabs."""

from __future__ import annotations

import pytest

from tests.browser.scripted import HB_MS, Server, at, cursor, link

HOUR_MS = 3_600_000
SHIFT = "((real) => { Date.now = () => real() + value; })(Date.now)"
EXPIRES = "2027-01-15T08:10:00.000Z"
MESSAGE = {"key": "k1", "personal": {"text": "half a sent"}}


def clock_shows(server: Server, off_ms: int) -> None:
    """Set the machine's clock; time itself goes on."""
    server.run(SHIFT, off_ms)


def now(server: Server) -> str:
    return str(server.run("new Date(Math.round(t.bus.now())).toISOString()"))


@pytest.mark.parametrize("off_ms", [HOUR_MS, -HOUR_MS])
def test_clock_an_hour_off_changes_neither_time_nor_renewal_nor_silence(
    server: Server, off_ms: int
) -> None:
    clock_shows(server, off_ms)
    server.welcome(auth_expires=EXPIRES)
    told = now(server)
    for _ in range(26):
        server.page.clock.run_for(HB_MS)
        server.say(link(5, 5))
    early = server.sent("auth")
    server.page.clock.run_for(HB_MS)
    server.say(link(5, 5))

    assert told == "2027-01-15T08:00:00.000Z"
    assert (early, len(server.sent("auth"))) == ([], 1)
    assert (server.sockets, server.state) == (1, "live")


@pytest.mark.parametrize("off_ms", [HOUR_MS, -HOUR_MS])
def test_clock_that_is_set_meanwhile_is_noticed_and_costs_no_gap(
    following: Server, off_ms: int
) -> None:
    clock_shows(following, off_ms)
    at_once = now(following)
    following.say(link(5, 6, 1))
    following.say(link(6, 7, 2), socket=0)
    beside = (following.sockets, following.state, following.run("t.sockets[0].closedWith"))
    following.welcome()
    following.follow(7)
    following.say(link(7, 8, 3), link(8, 9))

    assert at_once == "2027-01-15T08:00:00.000Z"
    assert beside == (2, "live", None)
    assert following.run("t.sockets[0].closedWith") == 1000
    assert following.sent("sub")[-1]["from"] == at(7)
    assert [entry[1] for entry in following.seen] == [[1], [2], [3]]
    assert following.sockets == 2


@pytest.mark.parametrize("off_ms", [HOUR_MS, -HOUR_MS])
def test_clock_that_is_set_is_no_silence_and_hides_none(following: Server, off_ms: int) -> None:
    clock_shows(following, off_ms)
    following.page.clock.run_for(int(2.4 * HB_MS))
    alive = following.sockets
    following.page.clock.run_for(int(0.2 * HB_MS))

    assert alive == 1
    assert following.sockets == 2


def test_machine_that_slept_connects_anew_when_the_person_is_back(following: Server) -> None:
    clock_shows(following, 8 * HOUR_MS)

    following.run("document.dispatchEvent(new Event('visibilitychange'))")

    assert following.sockets == 2


def test_session_that_ends_in_mid_sentence_keeps_what_was_sent_for_the_next(
    following: Server,
) -> None:
    following.run("t.command('SendMessage', { interaction: 'in_7' }, value)", MESSAGE)
    following.run("t.token = async () => { throw new t.client.BusError({ code: 'unauthorized' }) }")
    following.say({"op": "err", "code": "token_expired", "retryable": True})
    following.drop(4003)
    following.page.clock.run_for(5_000)
    ended = (following.state, following.run("t.answers"))
    kept = following.run("t.bus.pending()")
    following.run("t.token = async () => 'new'")
    following.run("t.bus.start()")
    following.welcome()
    following.follow(5)
    sent = following.sent("cmd")
    following.answer("cmd", ok={"message": "m1"}, cursor=cursor(9), replayed=False)

    assert ended == ("stopped", {})
    assert [command["key"] for command in kept] == ["k1"]
    assert [frame["key"] for frame in sent] == ["k1"]
    assert following.run("t.answers.k1.ok") == {"message": "m1"}
    assert following.run("localStorage.getItem('outbox')") == "[]"


def test_renewal_that_is_refused_leaves_the_connection_until_its_end(server: Server) -> None:
    server.welcome(auth_expires="2027-01-15T08:00:50.000Z")
    server.run("t.token = async () => { throw new t.client.BusError({ code: 'unauthorized' }) }")
    for _ in range(3):
        server.page.clock.run_for(15_000)
        server.say(link(5, 5))

    assert server.sent("auth") == []
    assert (server.sockets, server.state) == (1, "live")


def test_two_tabs_share_an_outbox_and_each_takes_out_its_own(server: Server) -> None:
    server.welcome()
    server.run("t.command('SendMessage', {}, { key: 'k1' })")
    server.run("t.first = t.bus")
    server.run("t.start()")
    server.welcome()
    second = [frame["key"] for frame in server.sent("cmd")]
    server.run("t.command('SendMessage', {}, { key: 'k2' })")
    asked = server.sent("cmd")[-1]
    server.say({"op": "res", "id": asked["id"], "ok": {}})
    left = server.run("JSON.parse(localStorage.getItem('outbox')).map(({ key }) => key)")
    first = server.sent("cmd", socket=0)[-1]
    server.say({"op": "res", "id": first["id"], "ok": {}}, socket=0)

    # The one that was there before the second tab goes out by both, with one key.
    assert second == ["k1"]
    assert left == ["k1"]
    assert server.run("localStorage.getItem('outbox')") == "[]"
    assert server.run("t.first.pending()") == []
