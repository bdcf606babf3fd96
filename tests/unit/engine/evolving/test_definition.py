from __future__ import annotations

import msgspec

from ccsdk.engine.evolving.definition import customer_grace_ms
from ccsdk.engine.standing import openings_of
from ccsdk.model import command as cmd
from ccsdk.model import event as ev
from ccsdk.model.skill import needs
from tests.unit.engine.play import ready


def test_a_changed_requirement_decides_anew_who_may_have_what_waits() -> None:
    play = ready()
    play.agent("ana", "q", skills={"sofa": 3})
    play.agent("ben", "q")
    play.write()
    play.do(cmd.DeclineOffer(offer="in_1-o1"))
    play.do(cmd.DeclineOffer(offer="in_1-o2"))

    play.do(cmd.DefineQueue(queue="q", name="q", requires=needs("sofa")))
    openings = {a.id: len(openings_of(play.state, a)) for a in play.state.agents.values()}

    assert play.state.interactions["in_1"].requirements == needs("sofa")
    assert openings == {"ana": 1, "ben": 0}


def test_a_channel_decides_anew_who_has_room() -> None:
    play = ready("ana")
    for number in range(1, 5):
        play.write(number)

    play.do(
        cmd.DefineChannel(channel="chat-q", slots=4, weight=20, denies=("voice",), interrupts=())
    )

    rule = play.state.channels["chat-q"]
    assert (rule.slots, rule.weight, rule.denies) == (4, 20, ("voice",))
    assert play.last(ev.OfferMade).interaction == "in_4"


def test_less_room_on_a_channel_drains() -> None:
    play = ready("ana")
    play.write(1)
    play.write(2)

    play.do(cmd.DefineChannel(channel="chat", slots=3, weight=60))

    assert play.state.agents["ana"].is_draining


def test_an_eased_requirement_brings_an_offer_at_once() -> None:
    play = ready(requires=needs("sofa"))
    play.agent("ana")
    play.write()
    before = play.count(ev.OfferMade)

    play.do(cmd.DefineQueue(queue="q", name="q"))

    assert (before, play.last(ev.OfferMade).agent) == (0, "ana")


def test_counts_outlive_a_new_definition() -> None:
    play = ready()
    play.write()

    play.do(cmd.DefineQueue(queue="q", name="New"))

    queue = play.state.queues["q"]
    assert (queue.definition.name, queue.offered) == ("New", 1)


def test_an_account_takes_its_new_definition() -> None:
    play = ready()
    command = cmd.DefineAccount(account="web-q", channel="chat-q", queues=("q",), forget_ms=7_000)

    play.do(command)

    definition = play.state.accounts["web-q"].definition
    assert msgspec.structs.asdict(definition) == msgspec.structs.asdict(command)


def test_the_customer_grace_is_the_accounts() -> None:
    play = ready()
    play.do(
        cmd.DefineAccount(account="web-q", channel="chat-q", queues=("q",), customer_grace_ms=7)
    )
    play.write()

    assert customer_grace_ms(play.state, "cu_i1") == 7


def test_a_restart_ends_sessions_and_a_stall_does_not() -> None:
    play = ready("ana", sessions=True)
    play.write(1, sessions=("c1",))
    play.write(2)

    play.do(cmd.ResumeCenter(is_restart=False))
    stalled = (play.state.agents["ana"].is_lost, play.state.customers["cu_i1"].left_at_ms)
    play.now_ms = 5
    play.do(cmd.ResumeCenter())

    ana = play.state.agents["ana"]
    assert stalled == (False, None)
    assert (ana.is_lost, ana.sessions) == (True, {})
    assert play.state.customers["cu_i1"].left_at_ms == 5
    assert play.state.customers["cu_i2"].left_at_ms is None


def test_each_kind_of_lost_agent_gets_the_grace_of_their_kind_anew() -> None:
    play = ready("ana", "ben", "cai", sessions=True)
    play.write(1)
    play.write(2)
    play.engage("in_1-o1")
    play.engage("in_2-o1")
    play.sign_off("ana")
    play.sign_off("cai")
    play.wait(15_001)
    play.sign_off("ben")
    play.do(cmd.LogOut(agent="cai"))

    play.do(cmd.ResumeCenter(is_restart=False))

    live = {key: due for due, _, key in play.state.deadlines.live.values()}
    assert live == {
        ("logout", "ana"): 615_001,
        ("leg_grace", "ana"): 75_001,
        ("agent_grace", "ben"): 30_001,
        ("leg_grace", "ben"): 75_001,
    }


def test_a_lost_agent_without_work_gets_no_leg_grace() -> None:
    play = ready("ana", "ben", sessions=True)
    play.sign_off("ana")
    play.wait(15_001)
    play.sign_off("ben")

    play.do(cmd.ResumeCenter(is_restart=False))

    assert set(play.state.deadlines.live) == {("logout", "ana"), ("agent_grace", "ben")}


def test_a_lost_customers_grace_starts_anew_after_a_stall() -> None:
    play = ready()
    play.write(1, sessions=("c1",))
    play.do(cmd.ReportSessionGone(session="c1", customer="cu_i1"))
    play.now_ms = 50_000

    play.do(cmd.ResumeCenter(is_restart=False))

    live = {key: due for due, _, key in play.state.deadlines.live.values()}
    assert live == {("customer_grace", "cu_i1"): 110_000}


def test_after_a_gap_a_talk_may_be_idle_for_its_whole_time_again() -> None:
    play = ready("ana", idle_ms=1_000)
    play.write(1)
    play.engage()
    play.write(2)
    play.now_ms = 50_000

    play.do(cmd.ResumeCenter(is_restart=False))

    assert play.state.deadlines.live["idle", "in_1"][0] == 51_000
    assert ("idle", "in_2") not in play.state.deadlines.live
