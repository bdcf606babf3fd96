"""The browser's bus client: commands that happen once, requests, keys."""

from __future__ import annotations

from tests.browser.scripted import Server, cursor

MESSAGE = {"key": "k1", "personal": {"text": "hello"}}


def test_command_is_sent_by_its_full_name_and_answered(following: Server) -> None:
    following.run("t.command('SendMessage', { interaction: 'in_7' }, value)", MESSAGE)
    frame = following.sent("cmd")[0]
    following.answer("cmd", ok={"message": "m1"}, cursor=cursor(9), replayed=False)

    assert frame == {
        "op": "cmd",
        "id": frame["id"],
        "key": "k1",
        "type": "ccsdk.SendMessage.v1",
        "data": {"interaction": "in_7"},
        "personal": {"text": "hello"},
    }
    assert following.run("t.answers.k1") == {
        "ok": {"message": "m1"},
        "cursor": cursor(9),
        "replayed": False,
        "key": "k1",
    }
    assert following.run("t.bus.pending()") == []


def test_refusal_rejects_with_who_and_when(following: Server) -> None:
    following.run("t.command('AcceptOffer', { offer: 'in_7-o1' }, { key: 'k1' })")
    taken = {"code": "conflict", "reason": "offer_taken", "by": "ag_7", "at_ms": 5}
    following.answer("cmd", err={**taken, "retryable": False})

    assert following.run("t.answers.k1") == taken
    assert following.run("localStorage.getItem('outbox')") == "[]"


def test_unanswered_command_is_sent_again_with_its_key_after_the_resume(following: Server) -> None:
    following.run("t.command('SendMessage', { interaction: 'in_7' }, value)", MESSAGE)
    following.page.clock.run_for(6_000)
    following.drop(1006)
    following.welcome()
    before_resume = following.sent("cmd")
    following.follow(5)

    assert before_resume == []
    assert [frame["key"] for frame in following.sent("cmd")] == ["k1"]
    assert following.run("t.answers") == {}


def test_command_survives_a_reload_and_tells_its_answer_to_who_asks_by_key(
    following: Server,
) -> None:
    following.run("t.command('SendMessage', { interaction: 'in_7' }, value)", MESSAGE)
    following.boot()
    kept = following.run("t.bus.pending()")
    following.run("t.command(value.type, value.data, value)", kept[0])
    following.welcome()
    frames = following.sent("cmd")
    following.answer("cmd", ok={"message": "m1"}, cursor=cursor(9), replayed=True)

    assert [entry["personal"] for entry in kept] == [{"text": "hello"}]
    assert [frame["key"] for frame in frames] == ["k1"]
    assert following.run("t.answers.k1.replayed") is True
    assert following.run("localStorage.getItem('outbox')") == "[]"


def test_command_that_may_not_wait_is_refused_offline_and_never_stored(server: Server) -> None:
    server.run("t.command('AcknowledgeOffer', {}, { key: 'k1', durable: false })")
    server.welcome()
    server.run("t.command('AcknowledgeOffer', {}, { key: 'k2', durable: false })")
    stored = server.run("localStorage.getItem('outbox')")
    server.drop(1006)

    assert server.run("t.answers.k1.code") == "offline"
    assert server.run("t.answers.k2.code") == "offline"
    assert stored is None


def test_retryable_refusal_is_waited_out_and_keeps_the_order(following: Server) -> None:
    following.run("t.command('SendMessage', {}, { key: 'k1' })")
    busy = {"code": "overloaded", "retryable": True, "retry_after_ms": 3_000}
    following.answer("cmd", err=busy)
    following.run("t.command('SendMessage', {}, { key: 'k2' })")
    following.page.clock.run_for(2_900)
    held = [frame["key"] for frame in following.sent("cmd")]
    following.page.clock.run_for(200)

    assert held == ["k1"]
    assert [frame["key"] for frame in following.sent("cmd")] == ["k1", "k1", "k2"]


def test_no_more_commands_are_under_way_than_the_server_takes(server: Server) -> None:
    server.welcome(limits={"inflight": 2})
    for number in range(3):
        server.run("t.command('SendMessage', {}, { key: value })", f"k{number}")
    first = [frame["key"] for frame in server.sent("cmd")]
    server.answer("cmd", ok={})

    assert first == ["k0", "k1"]
    assert [frame["key"] for frame in server.sent("cmd")] == ["k0", "k1", "k2"]


def test_request_is_answered_or_fails_with_the_connection(following: Server) -> None:
    following.run("void t.bus.request('history.v1').then((ok) => { t.got = ok; })")
    following.answer("req", ok={"items": []})
    following.run("void t.bus.request('history.v1').catch(({ code }) => { t.failed = code; })")
    following.drop(1006)

    assert following.run("t.got") == {"items": []}
    assert following.run("t.failed") == "offline"


def test_keys_are_uuids_of_version_seven_in_order_of_time(server: Server) -> None:
    first = server.run("t.client.uuid7()")
    server.page.clock.run_for(5)
    second = server.run("t.client.uuid7()")

    assert first[14] == "7"
    assert first[19] in "89ab"
    assert len(first) == 36
    assert first < second
