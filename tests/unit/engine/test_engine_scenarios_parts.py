"""What must hold of parts, transfers, parking and coming back, by the number of its promise."""

from __future__ import annotations

import pytest

from ccsdk.errors import InvalidTransitionError, NotOwnerError, OfferGoneError
from ccsdk.model import command as cmd
from ccsdk.model import event as ev
from ccsdk.model.agent import Presence
from ccsdk.model.interaction import InteractionState
from ccsdk.model.principal import Principal, Role
from ccsdk.model.queue import members
from ccsdk.model.transfer import TransferTarget
from tests.unit.engine.play import Play, agent, names, ready, visitor

BOSS = Principal(id="sam", role=Role.SUPERVISOR)


def transfer(number: int = 1, **to: str) -> cmd.BlindTransfer:
    return cmd.BlindTransfer(interaction=f"in_{number}", to=TransferTarget(**to))


def two_queues(**queue: int) -> Play:
    """Return a center in which Ana of q talks in in_1, and Ben serves p."""
    play = ready("ana", **queue)
    play.queue("p", **queue)
    play.agent("ben", "p")
    play.write()
    play.engage()
    return play


def test_02_an_interaction_that_is_sent_on_has_one_owner_and_one_line() -> None:
    play = two_queues()
    owners = [play.state.interactions["in_1"].owner]

    play.do(transfer(queue="p"), by=agent("ana"))
    owners.append(play.state.interactions["in_1"].owner)
    lines = [name for name, queue in play.state.queues.items() if "in_1" in queue.waiting]
    play.engage("in_1-o2")
    owners.append(play.state.interactions["in_1"].owner)

    assert (owners, lines) == (["ana", None, "ben"], ["p"])


def test_03_every_visit_ends_once_and_the_closed_is_forgotten_in_time() -> None:
    play = two_queues(wrap_up_ms=0)
    play.do(transfer(queue="p"), by=agent("ana"))
    play.engage("in_1-o2")
    play.do(cmd.EndInteraction(interaction="in_1"), by=agent("ben"))

    play.wait(86_400_001)

    answered = [e.event.visit for e in play.entries if isinstance(e.event, ev.InteractionAnswered)]
    assert answered == ["in_1-v1", "in_1-v2"]
    assert [(q.offered, q.answered) for q in play.state.queues.values()] == [(1, 1), (1, 1)]
    assert play.state.interactions == {}


def test_03_what_its_states_took_sums_to_its_lifetime() -> None:
    play = Play()
    play.queue("q")
    play.queue("p")
    play.write()
    play.wait(1_000)
    play.agent("ana")
    play.engage()
    play.wait(5_000)
    play.do(transfer(queue="p"), by=agent("ana"))
    play.wait(2_000)
    play.agent("ben", "p")
    play.engage("in_1-o2")
    play.wait(7_000)
    play.do(cmd.EndInteraction(interaction="in_1"), by=agent("ben"))
    play.wait(60_001)

    at = {type(entry.event): entry.at_ms for entry in play.entries}
    answers = [e for e in play.entries if isinstance(e.event, ev.InteractionAnswered)]
    waits = [answer.event.wait_ms for answer in answers]
    talks = [
        end_ms - answer.at_ms
        for answer, end_ms in zip(
            answers, (at[ev.InteractionTransferred], at[ev.InteractionEnded]), strict=True
        )
    ]
    wrap_up = at[ev.InteractionClosed] - at[ev.InteractionEnded]
    lifetime = at[ev.InteractionClosed] - at[ev.InteractionReceived]

    assert (waits, talks, wrap_up) == ([1_000, 2_000], [5_000, 7_000], 60_000)
    assert sum([*waits, *talks, wrap_up]) == lifetime


@pytest.mark.parametrize("state", ["given away", "parked", "closed lately"])
def test_04_a_message_of_its_thread_never_opens_a_second_one(state: str) -> None:
    play = ready("ana", wrap_up_ms=0)
    play.do(cmd.DefineAccount(account="mail", channel="email", queues=("q",), reopen_ms=1_000))
    first = cmd.ReceiveInteraction(interaction="in_1", account="mail", thread="t", identity="i1")
    play.do(first)
    play.engage()
    leave: dict[str, cmd.Command] = {
        "given away": transfer(queue="q"),
        "parked": cmd.ParkInteraction(interaction="in_1", until_ms=60_000),
        "closed lately": cmd.EndInteraction(interaction="in_1"),
    }
    play.do(leave[state], by=agent("ana"))

    decision = play.do(
        cmd.ReceiveInteraction(interaction="in_2", account="mail", thread="t", identity="i1")
    )

    assert decision.answer.interaction == "in_1"
    assert list(play.state.interactions) == ["in_1"]


def test_10_accepting_what_was_cancelled_or_sent_back_is_refused() -> None:
    play = two_queues()
    play.do(transfer(queue="p"), by=agent("ana"))
    play.do(cmd.CancelInteraction(interaction="in_1"), by=BOSS)

    gone = play.refused(cmd.AcceptOffer(offer="in_1-o2"), OfferGoneError, by=agent("ben"))
    old = play.refused(cmd.AcceptOffer(offer="in_1-o1"), OfferGoneError, by=agent("ana"))

    assert (gone["outcome"], old["outcome"]) == ("cancelled", "accepted")


def test_20_calls_that_nobody_answers_leave_presence_and_strikes_alone() -> None:
    play = ready("ana", max_strikes=1, callback_gap_ms=0, dial_ms=1_000)
    play.write()
    play.do(cmd.AcceptCallback(interaction="in_1"))
    before = play.count(ev.AgentPresenceChanged)

    for number in (2, 3, 4):
        play.accept(f"in_1-o{number}")
        play.wait(1_002)
    play.write(2)

    ana = play.state.agents["ana"]
    assert [e.event.cause for e in play.entries if isinstance(e.event, ev.ConnectFailed)] == [
        "customer"
    ] * 3
    assert (ana.presence, ana.strikes) == (Presence.READY, 0)
    assert play.count(ev.AgentPresenceChanged) == before
    assert (play.last(ev.OfferMade).interaction, play.last(ev.OfferMade).agent) == ("in_2", "ana")


def test_22_a_supervisors_presence_command_counts_like_any() -> None:
    play = ready("ana")

    play.do(cmd.SetNotReady(agent="ana", reason="meeting"), by=BOSS)
    play.do(cmd.SetReady(agent="ana"), by=agent("ana"))
    play.do(cmd.SetNotReady(agent="ana", reason="coaching"), by=BOSS)

    assert play.state.agents["ana"].reason == "coaching"
    assert play.last(ev.AgentPresenceChanged).by == "supervisor"


def test_23_wrap_up_ends_at_its_instant_though_the_interaction_goes_on_with_another() -> None:
    play = two_queues()
    play.wait(100)
    play.do(transfer(queue="p"), by=agent("ana"))
    play.wait(30_000)
    play.do(cmd.ResumeCenter(is_restart=False))

    fired = play.wait(40_000)

    ended = [e for e in fired if isinstance(e.event, ev.WrapUpEnded)]
    assert [(e.at_ms, e.event.agent) for e in ended] == [(60_100, "ana")]
    assert play.state.interactions["in_1"].state is not InteractionState.CLOSED


def test_24_the_wrap_up_of_who_gave_it_away_and_logs_out_ends_once() -> None:
    play = two_queues()
    play.do(transfer(queue="p"), by=agent("ana"))
    play.wait(60_000)

    play.do(cmd.LogOut(agent="ana"), by=agent("ana"))
    play.wait(60_000)

    assert play.count(ev.WrapUpEnded) == 1
    assert play.last(ev.WrapUpEnded).cause == "logged_out"


def test_25_who_gave_it_away_is_offered_work_again_after_wrap_up() -> None:
    play = two_queues()
    play.do(cmd.DefineAgent(agent="ana", memberships=members("q"), slots={"chat": 1}))
    play.do(transfer(queue="p"), by=agent("ana"))
    play.write(2)
    before = play.state.interactions["in_2"].state

    play.do(cmd.CompleteWrapUp(interaction="in_1"), by=agent("ana"))

    assert before is InteractionState.QUEUED
    assert play.last(ev.OfferMade).agent == "ana"


def test_27_a_blind_transfer_frees_its_source_at_once_whether_or_not_somebody_takes_it() -> None:
    play = two_queues(wrap_up_ms=0)
    play.do(cmd.DefineAgent(agent="ana", memberships=members("q"), slots={"chat": 1}))
    play.do(cmd.LogOut(agent="ben"), by=agent("ben"))
    play.write(2)

    decision = play.do(transfer(queue="p"), by=agent("ana"))

    assert names(decision.entries) == ["InteractionTransferred", "OfferMade"]
    assert (play.last(ev.OfferMade).agent, play.last(ev.OfferMade).interaction) == ("ana", "in_2")
    assert play.state.interactions["in_1"].state is InteractionState.QUEUED


def test_28_a_transfer_to_who_is_away_waits_for_them_and_then_falls_back() -> None:
    play = two_queues()
    play.do(cmd.SetNotReady(agent="ben", reason="lunch"), by=agent("ben"))
    play.agent("cai", "q")

    play.do(transfer(agent="ben", fallback="q"), by=agent("ana"))
    waiting = play.state.interactions["in_1"].state
    fired = play.wait(20_001)

    assert waiting is InteractionState.QUEUED
    assert names(fired) == ["DirectLineEnded", "OfferMade"]
    assert play.last(ev.OfferMade).agent == "cai"


def test_29_a_former_owner_writes_ends_and_gives_away_nothing_more() -> None:
    play = two_queues()
    play.do(transfer(queue="p"), by=agent("ana"))
    play.engage("in_1-o2")

    for command in (
        cmd.SendMessage(interaction="in_1"),
        cmd.EndInteraction(interaction="in_1"),
        cmd.AddNote(interaction="in_1"),
        transfer(queue="q"),
    ):
        play.refused(command, NotOwnerError, by=agent("ana"))


def test_30_a_direct_target_who_leaves_hands_it_to_the_fallback_in_the_original_order() -> None:
    play = ready("ana")
    play.agent("ben", "q", slots={"chat": 0})
    play.write(1)
    play.engage()
    play.do(cmd.DefineAgent(agent="ana", memberships=members("q"), slots={"chat": 1}))
    play.wait(50)
    play.write(2)
    play.do(transfer(agent="ben"), by=agent("ana"))

    play.do(cmd.SetNotReady(agent="ben", reason="lunch"), by=agent("ben"))
    play.agent("cai", "q", slots={"chat": 1})

    offer = play.last(ev.OfferMade)
    assert (offer.agent, offer.interaction) == ("cai", "in_1")
    assert play.state.interactions["in_1"].order_from_ms == 0


@pytest.mark.parametrize("way", ["reopen", "resume"])
def test_32_neither_a_reopening_nor_a_resume_binds_an_agent_who_is_not_ready(way: str) -> None:
    play = ready("ana", "ben", wrap_up_ms=0)
    play.do(cmd.DefineAccount(account="mail", channel="email", queues=("q",), reopen_ms=9_000))
    first = cmd.ReceiveInteraction(interaction="in_1", account="mail", thread="t", identity="i1")
    play.do(first)
    play.engage()
    park = cmd.ParkInteraction(interaction="in_1", until_ms=60_000)
    play.do({"reopen": cmd.EndInteraction(interaction="in_1"), "resume": park}[way])
    play.do(cmd.SetNotReady(agent="ana", reason="lunch"), by=agent("ana"))

    play.do(cmd.ReceiveInteraction(interaction="in_2", account="mail", thread="t", identity="i1"))

    assert play.state.interactions["in_1"].only is None
    assert play.last(ev.OfferMade).agent == "ben"


def test_39_who_gave_up_and_is_back_in_time_is_served_before_who_came_meanwhile() -> None:
    play = ready()
    play.do(
        cmd.DefineAccount(account="web-q", channel="c", queues=("q",), resume_abandoned_ms=9_000)
    )
    play.write(1)
    play.wait(1)
    play.write(2)
    play.do(cmd.AbandonInteraction(interaction="in_1"), by=visitor("i1"))
    play.wait(1)

    play.do(cmd.ReceiveInteraction(interaction="in_3", account="web-q", thread="t1", identity="i1"))
    play.agent("ana", "q", slots={"chat": 1})

    assert play.last(ev.OfferMade).interaction == "in_3"
    assert play.last(ev.InteractionQueued).resumes == "in_1"


def test_nobody_completes_wrap_up_of_a_talk_that_goes_on() -> None:
    play = two_queues()

    play.refused(cmd.CompleteWrapUp(interaction="in_1"), InvalidTransitionError, by=agent("ana"))
