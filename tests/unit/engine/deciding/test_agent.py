from __future__ import annotations

import pytest

from ccsdk.errors import InvalidTransitionError, UnknownEntityError
from ccsdk.model import command as cmd
from ccsdk.model import event as ev
from ccsdk.model.agent import Presence
from ccsdk.model.command import Command
from ccsdk.model.principal import SYSTEM, Principal
from ccsdk.model.queue import members
from tests.unit.engine.play import Play, agent, names, ready

LUNCH = cmd.SetNotReady(agent="ana", reason="lunch")


def defined() -> Play:
    play = ready()
    play.do(cmd.DefineAgent(agent="ana", memberships=members("q")))
    return play


@pytest.mark.parametrize(("by", "said"), [(agent("ana"), "agent"), (SYSTEM, "system")])
def test_logging_in_makes_not_ready(by: Principal, said: str) -> None:
    play = defined()

    play.do(cmd.LogIn(agent="ana"), by=by)

    changed = play.last(ev.AgentPresenceChanged)
    assert (changed.presence, changed.reason, changed.by) == (
        Presence.NOT_READY,
        "login",
        said,
    )


@pytest.mark.parametrize(
    "command",
    [
        cmd.LogIn(agent="bob"),
        cmd.SetReady(agent="bob"),
        cmd.SetNotReady(agent="bob", reason="x"),
        cmd.LogOut(agent="bob"),
        cmd.ReportSessionBack(session="s", agent="bob"),
        cmd.ReportSessionGone(session="s", agent="bob"),
    ],
)
def test_somebody_undefined_is_unknown(command: Command) -> None:
    assert ready().refused(command, UnknownEntityError) == {"kind": "agent", "id": "bob"}


@pytest.mark.parametrize("command", [cmd.SetReady(agent="ana"), LUNCH, cmd.LogOut(agent="ana")])
def test_who_is_logged_out_logs_in_first(command: Command) -> None:
    defined().refused(command, InvalidTransitionError, by=agent("ana"))


def test_logging_in_twice_is_refused() -> None:
    ready("ana").refused(cmd.LogIn(agent="ana"), InvalidTransitionError)


def test_who_is_ready_already_stays_so_without_an_event() -> None:
    play = ready("ana")

    assert play.do(cmd.SetReady(agent="ana")).entries == []


def test_not_ready_for_the_same_reason_is_no_event_and_another_reason_is() -> None:
    play = ready("ana")

    first, second = play.do(LUNCH), play.do(LUNCH)
    third = play.do(cmd.SetNotReady(agent="ana", reason="training"))

    assert [len(decision.entries) for decision in (first, second, third)] == [1, 0, 1]


def test_not_ready_declines_every_live_offer_with_its_reason() -> None:
    play = ready("ana")
    play.write(1)
    play.write(2)

    play.do(LUNCH)

    assert play.count(ev.OfferDeclined) == 2
    assert play.last(ev.OfferDeclined).reason == "lunch"


def test_work_goes_on_while_not_ready() -> None:
    play = ready("ana")
    play.write()
    play.engage()

    play.do(LUNCH)

    play.do(cmd.SendMessage(interaction="in_1"), by=agent("ana"))
    assert play.state.interactions["in_1"].owner == "ana"


def test_logging_out_declines_live_offers() -> None:
    play = ready("ana")
    play.write()

    play.do(cmd.LogOut(agent="ana"))

    assert play.last(ev.OfferDeclined).reason == "logged_out"
    assert play.state.agents["ana"].presence is Presence.LOGGED_OUT


def test_logging_out_is_refused_while_somebody_is_being_served() -> None:
    play = ready("ana")
    play.write()
    play.accept()

    refusal = play.refused(cmd.LogOut(agent="ana"), InvalidTransitionError, by=agent("ana"))

    assert refusal["state"] == "ENGAGED"


def test_a_session_is_noted_once_and_dropped_once() -> None:
    play = defined()

    there = [play.do(cmd.ReportSessionBack(session="s", agent="ana")).entries for _ in (1, 2)]
    gone = [play.sign_off("ana") for _ in (1, 2)]

    assert [names(entries) for entries in there] == [["AgentConnected"], []]
    assert [names(entries) for entries in gone] == [["AgentDisconnected"], []]


def test_graces_run_after_the_last_session_and_for_what_is_at_hand() -> None:
    play = ready("ana", sessions=True)
    play.write(1)
    play.engage()
    play.write(2)
    play.sign_in("ana", "t")

    first, last = play.sign_off("ana", "s"), play.sign_off("ana", "t")

    dues = [
        (e.event.offer_due_at_ms, e.event.grace_due_at_ms, e.event.leg_due_at_ms)
        for e in (*first, *last)
    ]
    assert dues == [(None, None, None), (5_000, 15_000, 60_000)]


def test_who_is_idle_or_logged_out_has_no_grace_for_work() -> None:
    idle, out = ready("ana", sessions=True), defined()
    out.sign_in("ana")

    (idle_entry,), (out_entry,) = idle.sign_off("ana"), out.sign_off("ana")

    assert idle_entry.event == ev.AgentDisconnected(
        agent="ana", session="s", grace_due_at_ms=15_000
    )
    assert out_entry.event == ev.AgentDisconnected(agent="ana", session="s")


def test_nobody_lost_becomes_ready_or_not_ready_but_may_log_out() -> None:
    play = ready("ana", sessions=True)
    play.sign_off("ana")

    for command in (cmd.SetReady(agent="ana"), LUNCH):
        refusal = play.refused(command, InvalidTransitionError, by=agent("ana"))
        assert refusal["state"] == "connection_lost"

    play.do(cmd.LogOut(agent="ana"), by=agent("ana"))


def test_who_was_away_for_a_reason_is_so_again_after_a_loss() -> None:
    play = ready("ana", sessions=True)
    play.do(LUNCH)
    play.sign_off("ana")
    play.wait(20_000)

    decision = play.do(cmd.ReportSessionBack(session="t", agent="ana"))

    assert names(decision.entries) == ["AgentConnected", "AgentPresenceChanged"]
    changed = play.last(ev.AgentPresenceChanged)
    assert (changed.presence, changed.reason, changed.by) == (
        Presence.NOT_READY,
        "lunch",
        "engine",
    )


def test_who_comes_back_logged_out_stays_so() -> None:
    play = ready("ana", sessions=True)
    play.sign_off("ana")
    play.wait(700_000)

    decision = play.do(cmd.ReportSessionBack(session="t", agent="ana"))

    assert names(decision.entries) == ["AgentConnected"]
    assert play.state.agents["ana"].presence is Presence.LOGGED_OUT
