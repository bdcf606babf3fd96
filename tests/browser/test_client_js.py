"""The browser's bus client: the link rule, resume, close codes, liveness."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.scripted import HB_MS, Server, at, cursor, link

# --- hello --------------------------------------------------------------------------------------


def test_hello_carries_token_session_and_client_and_the_subprotocol_is_offered(
    server: Server,
) -> None:
    server.run("t.sockets[0].open()")

    assert server.run("t.sockets[0].protocols") == ["ccsdk.v1"]
    assert server.sent() == [
        {
            "op": "hello",
            "v": [1],
            "token": "tok",
            "session": "se_1",
            "client": {"kind": "desk", "name": "test", "version": "1"},
        }
    ]
    assert server.state == "connecting"


def test_server_time_is_estimated_from_the_welcome(server: Server) -> None:
    server.welcome(time="2030-01-01T00:00:00.000Z")

    assert server.run("new Date(t.bus.now()).toISOString()") == "2030-01-01T00:00:00.000Z"


# --- link rule ----------------------------------------------------------------------------------


def test_links_that_join_are_applied_in_order(following: Server) -> None:
    following.say(link(5, 7, 1, 2), link(7, 9), link(9, 12, 3))

    assert following.seen == [
        ["events", [1, 2], {"cursor": cursor(7), "caughtUp": True}],
        ["events", [3], {"cursor": cursor(12), "caughtUp": True}],
    ]
    assert following.run("t.handle.cursor") == at(12)
    assert len(following.sent("sub")) == 1


def test_frame_that_comes_twice_is_applied_once(following: Server) -> None:
    following.say(link(5, 7, 1), link(5, 7, 1))

    assert [entry[1] for entry in following.seen] == [[1]]
    assert len(following.sent("sub")) == 1


def test_missing_link_asks_again_from_where_we_stand_and_drops_frames_until_the_answer(
    following: Server,
) -> None:
    following.say(link(5, 7, 1), link(9, 11, 3), link(7, 9, 2))
    asked = following.sent("sub")
    following.follow(7)
    following.say(link(7, 9, 2), link(9, 11, 3))

    assert [frame["from"] for frame in asked] == [at(5), at(7)]
    assert [entry[1] for entry in following.seen] == [[1], [2], [3]]


def test_cursor_is_never_taken_from_an_event(following: Server) -> None:
    frame = link(5, 7)
    frame["events"] = [{"version": 1, "position": cursor(99)}]
    following.say(frame)

    assert following.run("t.handle.cursor") == at(7)


def test_snapshot_comes_in_parts_and_links_go_on_from_it(server: Server) -> None:
    server.run("t.subscribe({ topics: ['queue.*.>'], where: { queue: ['qu_1'] } })")
    server.welcome()
    asked = server.sent("sub")[0]
    server.follow(30, "reset")
    part = {"op": "snap", "sub": "f_1", "at": cursor(30)}
    server.say({**part, "part": 0, "last": False, "items": ["a"]})
    behind = server.state
    server.say({**part, "part": 1, "last": True, "items": ["b"]}, link(30, 31, 7))

    assert asked["from"] == "snapshot"
    assert asked["where"] == {"queue": ["qu_1"]}
    assert behind == "catching_up"
    assert server.state == "live"
    assert server.seen == [
        ["reset"],
        ["snapshot", ["a"], {"at": cursor(30), "first": True, "last": False}],
        ["snapshot", ["b"], {"at": cursor(30), "first": False, "last": True}],
        ["events", [7], {"cursor": cursor(31), "caughtUp": True}],
    ]


def test_snapshot_cut_by_a_lost_connection_is_asked_for_whole(server: Server) -> None:
    server.run("t.subscribe({ topics: ['queue.*.>'] })")
    server.welcome()
    server.follow(30, "reset")
    server.say(
        {"op": "snap", "sub": "f_1", "at": cursor(30), "part": 0, "last": False, "items": []}
    )
    server.drop(1006)
    server.page.clock.run_for(500)
    server.welcome()

    assert server.sent("sub")[-1]["from"] == "snapshot"


def test_error_of_a_subscription_ends_it_alone(following: Server) -> None:
    following.say({"op": "err", "sub": "f_1", "code": "grant_changed"}, link(5, 7, 1))

    assert following.seen == [["error", "grant_changed"]]
    assert following.state == "live"


def test_closed_subscription_is_given_back_and_silent(following: Server) -> None:
    following.run("t.handle.close()")
    following.say(link(5, 7, 1))

    assert following.sent("unsub")[0]["sub"] == "f_1"
    assert following.seen == []


def test_full_frame_means_there_is_more(following: Server) -> None:
    following.say(link(5, 105, *range(100)))
    behind = following.state
    following.say(link(105, 106, 100))

    assert behind == "catching_up"
    assert following.state == "live"
    assert [entry[2]["caughtUp"] for entry in following.seen] == [False, True]


def test_two_subscriptions_with_one_label_are_a_fault_of_the_page(following: Server) -> None:
    following.run("t.subscribe({ topics: ['agent.*.>'], from: 'now' })")
    following.follow(5)

    assert following.seen == [["error", "conflict"]]


def test_throwing_handler_is_reported_and_does_not_stop_the_stream(server: Server) -> None:
    server.run("globalThis.reportError = (error) => t.seen.push(['reported', error.message])")
    server.run(
        "t.subscribe({ topics: ['agent.*.>'], from: value, onEvents() { throw Error('x') } })",
        at(5),
    )
    server.welcome()
    server.follow(5)
    server.say(link(5, 6, 1), link(6, 7, 2))

    assert server.seen == [["reported", "x"], ["reported", "x"]]
    assert server.run("t.handle.cursor") == at(7)


# --- resume -------------------------------------------------------------------------------------


def test_steady_connection_is_renewed_at_once_from_the_close_handler(following: Server) -> None:
    following.say(link(5, 8, 1))
    following.page.clock.run_for(6_000)
    following.drop(1006)
    reopened = following.sockets
    following.welcome()

    assert reopened == 2
    assert following.sent("sub")[-1]["from"] == at(8)


def test_reset_after_resume_discards_before_the_snapshot(following: Server) -> None:
    following.drop(1012)
    following.page.clock.run_for(500)
    following.welcome()
    following.follow(3, "reset")

    assert following.seen == [["reset"]]


def test_failing_attempts_wait_longer_but_never_over_four_seconds(server: Server) -> None:
    server.run("Math.random = () => 0.999")
    waits = []
    for _ in range(8):
        server.drop(1006)
        waits.append(server.run("t.states.at(-1)[1].retryInMs"))
        server.page.clock.run_for(4_000)

    assert waits == [500, 999, 1998, 3996, 3996, 3996, 3996, 3996]
    assert server.state == "offline"


@pytest.mark.parametrize("event", ["online", "visibilitychange"])
def test_waiting_ends_when_the_network_or_the_person_is_back(server: Server, event: str) -> None:
    server.drop(1006)
    target = "document" if event == "visibilitychange" else "window"
    server.run(f"{target}.dispatchEvent(new Event(value))", event)

    assert server.sockets == 2


def test_server_that_goes_away_is_left_after_the_new_socket_is_open(following: Server) -> None:
    following.say({"op": "goaway", "reason": "drain", "after_ms": 4200})
    following.page.clock.run_for(4_100)
    before = following.sockets
    following.page.clock.run_for(200)
    old = following.run("t.sockets[0].closedWith")
    following.welcome()

    assert before == 1
    assert following.sockets == 2
    assert old is None
    assert following.run("t.sockets[0].closedWith") == 1000
    assert following.sent("sub")[-1]["from"] == at(5)


@pytest.mark.parametrize("code", [1012, 4503])
def test_former_connection_that_the_next_one_replaces_ends_nothing(
    following: Server, code: int
) -> None:
    following.say({"op": "goaway", "reason": "drain", "after_ms": 100})
    following.page.clock.run_for(200)
    following.run("t.sockets[0].drop(value)", code)
    meanwhile = following.state
    following.welcome()
    following.follow(5)

    assert meanwhile == "connecting"
    assert (following.sockets, following.state) == (2, "live")
    assert following.sent("sub")[-1]["from"] == at(5)


# --- close codes --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "code", [1000, 1001, 1006, 1011, 1012, 4000, 4001, 4002, 4003, 4004, 4005, 4006, 4499]
)
def test_close_that_one_reconnects_after(following: Server, code: int) -> None:
    following.drop(code)
    following.page.clock.run_for(4_500)

    assert following.sockets == 2


@pytest.mark.parametrize("code", [1009, 4500, 4501, 4503, 4504, 4505, 4506, 4999])
def test_close_that_ends_it_is_told_with_its_reason(following: Server, code: int) -> None:
    following.say({"op": "err", "code": "unauthorized", "reason": "used"})
    following.drop(code)
    following.page.clock.run_for(60_000)

    assert following.sockets == 1
    assert following.run("t.states.at(-1)") == ["stopped", {"closeCode": code, "reason": "used"}]


def test_refused_token_stops_and_an_unreachable_one_is_asked_for_again(server: Server) -> None:
    server.run("t.token = async () => { throw new TypeError('failed to fetch') }")
    server.drop(1006)
    server.page.clock.run_for(1_000)
    unreachable = server.state
    server.run("t.token = async () => { throw new t.client.BusError({ code: 'unauthorized' }) }")
    server.page.clock.run_for(5_000)

    assert unreachable == "offline"
    assert server.state == "stopped"


def test_sign_in_that_cannot_tell_who_somebody_is_signs_nobody_out(
    server: Server, window: Any
) -> None:
    window.allow("status of 503")
    told = {"code": "unavailable", "retryable": True, "status": 503}
    server.page.route("**/token", lambda route: route.fulfill(status=503, json=told))
    server.run("t.token = () => t.client.fetchJson('https://client.test/token')")
    server.drop(1006)
    with server.page.expect_response("**/token"):
        server.page.clock.run_for(10_000)
    server.page.wait_for_function("t.states.at(-1)[0] === 'offline'")
    server.run("t.token = async () => 'token'")
    before = server.sockets
    server.page.clock.run_for(10_000)

    assert server.sockets > before


# --- liveness -----------------------------------------------------------------------------------


def test_ack_goes_out_in_the_handler_at_most_once_a_second(following: Server) -> None:
    before = len(following.sent("ack"))
    following.page.clock.run_for(1_000)
    following.run("t.sockets.at(-1).say(value)", link(5, 6, 1))
    first = following.sent("ack")[before:]
    following.say(link(6, 7, 2), link(7, 8, 3))
    following.page.clock.run_for(1_000)
    following.say(link(8, 8))

    assert first == [{"op": "ack", "subs": {"f_1": cursor(6)}}]
    assert following.sent("ack")[before + 1 :] == [{"op": "ack", "subs": {"f_1": cursor(8)}}]


def test_ack_needs_neither_timer_nor_frame_of_animation(following: Server) -> None:
    following.page.clock.run_for(1_000)
    following.run(
        "globalThis.setTimeout = globalThis.requestAnimationFrame = () => { throw Error() }"
    )
    following.say(link(5, 6, 1))

    assert following.sent("ack")[-1]["subs"] == {"f_1": cursor(6)}


def test_silence_of_two_and_a_half_beats_is_death(following: Server) -> None:
    following.page.clock.run_for(2 * HB_MS)
    following.say({"op": "hb", "time": "2027-01-15T08:00:40.000Z"})
    following.page.clock.run_for(int(2.4 * HB_MS))
    alive = following.sockets
    following.page.clock.run_for(int(0.2 * HB_MS))

    assert alive == 1
    assert following.sockets == 2
    assert following.run("t.sockets[0].closedWith") is not None


def test_token_is_renewed_by_auth_before_it_expires(server: Server) -> None:
    server.welcome(auth_expires="2027-01-15T08:10:00.000Z")
    beat = {"op": "hb", "time": "2027-01-15T08:09:10.000Z"}
    for _ in range(26):
        server.page.clock.run_for(HB_MS)
        server.say(beat)
    early = server.sent("auth")
    server.page.clock.run_for(HB_MS)
    server.say(beat)
    server.answer("auth", ok={"auth_expires": "2027-01-15T08:20:00.000Z"})
    server.say(beat)

    assert early == []
    assert [frame["token"] for frame in server.sent("auth")] == ["tok"]
    assert server.sockets == 1
