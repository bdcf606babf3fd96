"""Each check finds what it is for, in a state broken by hand."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ccsdk.engine.invariants import breaches
from ccsdk.engine.standing import openings_of
from ccsdk.model import command as cmd
from ccsdk.model.agent import Presence
from ccsdk.model.interaction import InteractionState
from ccsdk.model.offer import OfferState
from ccsdk.model.transfer import TransferTarget
from tests.unit.engine.play import Play, agent, ready


def engaged() -> Play:
    play = ready("ana", "ben", sessions=True)
    play.write(1, sessions=("c1",))
    play.engage()
    return play


def connecting() -> Play:
    play = ready("ana", sessions=True)
    play.write(1, sessions=("c1",))
    play.accept()
    return play


def talking() -> Play:
    """Return a talk that Ben was invited to and has accepted, with another channel dialled."""
    play = engaged()
    play.do(cmd.AddParticipant(interaction="in_1", agent="ben"), by=agent("ana"))
    play.accept("in_1-o2")
    play.do(cmd.ElevateChannel(interaction="in_1", to="sms"), by=agent("ana"))
    return play


def mentioned() -> Play:
    play = engaged()
    play.do(cmd.AddNote(interaction="in_1", mentions=("ben",)), by=agent("ana"))
    return play


def wrapping_up() -> Play:
    play = engaged()
    play.do(cmd.EndInteraction(interaction="in_1"))
    return play


def offered() -> Play:
    play = ready("ana", "ben", sessions=True)
    play.write()
    return play


def waiting() -> Play:
    play = ready("ana", sessions=True)
    play.write(1, sessions=("c1",))
    play.do(cmd.DeclineOffer(offer="in_1-o1"), by=agent("ana"))
    return play


def nobody_owns(play: Play) -> None:
    play.state.interactions["in_1"].owner = None


def rests_for_ever(play: Play) -> None:
    play.state.interactions["in_1"].is_resting = True


def defers_for_nothing(play: Play) -> None:
    play.state.interactions["in_1"].deferred = 0


def line_is_out_of_order(play: Play) -> None:
    play.state.queues["q"].line.append((0, 9, "in_9"))


def owner_does_not_know(play: Play) -> None:
    play.state.agents["ana"].owned.clear()


def nothing_was_accepted(play: Play) -> None:
    play.state.interactions["in_1"].accepted = None


def somebody_else_accepted(play: Play) -> None:
    play.state.offers["in_1-o1"].agent = "ben"


def accepted_offer_expired(play: Play) -> None:
    play.state.offers["in_1-o1"].state = OfferState.EXPIRED


def nobody_leads(play: Play) -> None:
    del play.state.interactions["in_1"].legs["in_1-l1"]


def customer_is_not_there(play: Play) -> None:
    del play.state.interactions["in_1"].legs["in_1-l2"]


def member_does_not_know(play: Play) -> None:
    play.state.agents["ben"].joined.clear()


def dialled_for_ever(play: Play) -> None:
    play.state.deadlines.cancel(("dial", "in_1", "in_1-l3"))


def asked_for_ever(play: Play) -> None:
    play.state.deadlines.cancel(("join", "in_1"))


def is_member_of_nothing(play: Play) -> None:
    play.state.agents["ben"].joined["in_9"] = "chat"


def is_member_of_what_they_own(play: Play) -> None:
    play.state.agents["ana"].joined["in_1"] = "chat"


def keeps_a_second_slot(play: Play) -> None:
    play.state.agents["ben"].elevated["in_1"] = "sms"


def ended_offer_is_held_out(play: Play) -> None:
    play.state.offers["in_1-o1"].state = OfferState.EXPIRED


def offer_of_another(play: Play) -> None:
    play.state.agents["ben"].offers["in_1-o1"] = None


def waits_without_a_visit(play: Play) -> None:
    play.state.interactions["in_1"].visit = None


def counts_differ(play: Play) -> None:
    play.state.queues["q"].offered += 1


def is_not_in_line(play: Play) -> None:
    play.state.index.waiting.clear()


def waits_beside_a_free_agent(play: Play) -> None:
    play.state.interactions["in_1"].excluded.clear()


def is_not_in_the_pool(play: Play) -> None:
    openings = openings_of(play.state, play.state.agents["ana"])
    openings[0][0].pool.current.clear()


def was_never_queued(play: Play) -> None:
    play.state.interactions["in_1"].state = InteractionState.RECEIVED


def offered_to_nobody(play: Play) -> None:
    play.state.interactions["in_1"].offers.clear()


def no_ring(play: Play) -> None:
    play.state.deadlines.cancel(("ring", "in_1-o1"))


def no_end_of_exclusion(play: Play) -> None:
    play.state.deadlines.cancel(("retry_same", "in_1", "ana"))


def no_connect(play: Play) -> None:
    play.state.interactions["in_1"].state = InteractionState.CONNECTING


def too_much_work(play: Play) -> None:
    play.state.agents["ana"].slots = {"chat": 0}


def owns_what_is_not_there(play: Play) -> None:
    play.state.agents["ana"].owned["in_9"] = "chat"


def owns_what_another_has(play: Play) -> None:
    play.state.agents["ben"].owned["in_1"] = None


def logged_out_with_work(play: Play) -> None:
    play.state.agents["ana"].presence = Presence.LOGGED_OUT


def logged_out_and_lost(play: Play) -> None:
    play.state.agents["ben"].presence = Presence.LOGGED_OUT
    play.state.agents["ben"].is_lost = True


def lost_for_ever(play: Play) -> None:
    play.state.agents["ana"].is_lost = True


def deadline_of_nothing(play: Play) -> None:
    play.state.deadlines.arm(("ring", "in_9-o1"), 99_000)


def customer_lost_for_ever(play: Play) -> None:
    play.state.customers["cu_i1"].left_at_ms = 0


def reader_does_not_know(play: Play) -> None:
    play.state.interactions["in_1"].readers["ana"] = None


def reads_what_is_not_there(play: Play) -> None:
    play.state.agents["ben"].mentions["in_9"] = None


def reads_without_a_mention(play: Play) -> None:
    play.state.agents["ana"].mentions["in_1"] = None


def wrapped_up_by_who_does_not_know(play: Play) -> None:
    play.state.interactions["in_1"].wrap_ups["ben"] = 1


def wraps_up_what_is_not_there(play: Play) -> None:
    play.state.agents["ben"].wrap_ups["in_9"] = None


def wraps_up_what_is_not_theirs(play: Play) -> None:
    play.state.agents["ben"].wrap_ups["in_1"] = None


def wrapped_up_by_nobody(play: Play) -> None:
    play.state.interactions["in_1"].wrap_ups.clear()


def wrapped_up_for_ever(play: Play) -> None:
    play.state.deadlines.cancel(("wrap_up", "in_1", "ana"))


def parked() -> Play:
    play = ready("ana", "ben", sessions=True)
    play.do(cmd.DefineAccount(account="mail", channel="email", queues=("q",)))
    play.do(cmd.ReceiveInteraction(interaction="in_1", account="mail", thread="t", identity="i1"))
    play.engage()
    play.do(cmd.ParkInteraction(interaction="in_1", until_ms=60_000), by=agent("ana"))
    return play


def directed() -> Play:
    play = engaged()
    to = TransferTarget(agent="ben")
    play.do(cmd.BlindTransfer(interaction="in_1", to=to), by=agent("ana"))
    return play


def waits_for_who_does_not_know(play: Play) -> None:
    play.state.agents["ben"].direct.clear()


def waits_for_somebody_else(play: Play) -> None:
    play.state.agents["ana"].direct["in_1"] = None


def waits_for_who_waits_for_nothing(play: Play) -> None:
    play.state.agents["ana"].direct["in_9"] = None


def waits_alone_for_ever(play: Play) -> None:
    play.state.deadlines.cancel(("direct", "in_1"))


def waits_alone_and_is_answered(play: Play) -> None:
    play.state.interactions["in_1"].only = "ben"


def parked_by_who_does_not_know(play: Play) -> None:
    play.state.agents["ana"].parked.clear()


def parked_what_is_not_parked(play: Play) -> None:
    play.state.agents["ana"].parked["in_1"] = None


def parked_what_is_not_there(play: Play) -> None:
    play.state.agents["ana"].parked["in_9"] = None


def parked_for_ever(play: Play) -> None:
    play.state.deadlines.cancel(("until", "in_1"))


Break = Callable[[Play], None]


@pytest.mark.parametrize(
    ("begin", "spoil", "invariant"),
    [
        (engaged, nobody_owns, "R1"),
        (engaged, owner_does_not_know, "R1"),
        (connecting, nothing_was_accepted, "R2"),
        (engaged, accepted_offer_expired, "R2"),
        (engaged, somebody_else_accepted, "R2"),
        (offered, ended_offer_is_held_out, "R5"),
        (offered, offer_of_another, "R5"),
        (waiting, waits_without_a_visit, "R4"),
        (waiting, counts_differ, "R4"),
        (waiting, is_not_in_line, "R10"),
        (waiting, waits_beside_a_free_agent, "R10"),
        (waiting, is_not_in_the_pool, "R9"),
        (waiting, was_never_queued, "T1"),
        (offered, offered_to_nobody, "T1"),
        (waiting, rests_for_ever, "T1"),
        (waiting, defers_for_nothing, "T1"),
        (waiting, line_is_out_of_order, "R11"),
        (offered, no_ring, "T1"),
        (waiting, no_end_of_exclusion, "T1"),
        (engaged, no_connect, "T1"),
        (engaged, too_much_work, "R8"),
        (engaged, owns_what_is_not_there, "R1"),
        (engaged, owns_what_another_has, "R1"),
        (engaged, logged_out_with_work, "R9 ana is LOGGED_OUT"),
        (engaged, logged_out_and_lost, "R9 ben is LOGGED_OUT"),
        (engaged, lost_for_ever, "T1"),
        (waiting, deadline_of_nothing, "T2"),
        (engaged, customer_lost_for_ever, "T1"),
        (talking, nobody_leads, "R3"),
        (talking, customer_is_not_there, "R3"),
        (talking, member_does_not_know, "R3"),
        (talking, is_member_of_nothing, "R3"),
        (talking, is_member_of_what_they_own, "R3"),
        (talking, keeps_a_second_slot, "R3"),
        (talking, dialled_for_ever, "T1"),
        (talking, asked_for_ever, "T1"),
        (wrapping_up, wrapped_up_by_who_does_not_know, "R1 in_1 is wrapped up by"),
        (wrapping_up, wraps_up_what_is_not_there, "R1 ben"),
        (wrapping_up, wraps_up_what_is_not_theirs, "R1 ben"),
        (wrapping_up, wrapped_up_by_nobody, "T1 in_1"),
        (wrapping_up, wrapped_up_for_ever, "T1 ana"),
        (directed, waits_for_who_does_not_know, "R17 in_1"),
        (directed, waits_for_somebody_else, "R17 in_1"),
        (directed, waits_for_who_waits_for_nothing, "R17 in_9"),
        (directed, waits_alone_for_ever, "T1 in_1"),
        (engaged, waits_alone_and_is_answered, "R17 in_1"),
        (parked, parked_by_who_does_not_know, "R17 in_1"),
        (engaged, parked_what_is_not_parked, "R17 in_1"),
        (engaged, parked_what_is_not_there, "R17 in_9"),
        (parked, parked_for_ever, "T1 in_1"),
        (mentioned, reader_does_not_know, "R14"),
        (mentioned, reads_what_is_not_there, "R14"),
        (mentioned, reads_without_a_mention, "R14"),
    ],
    ids=lambda value: getattr(value, "__name__", value),
)
def test_a_broken_state_is_found(begin: Callable[[], Play], spoil: Break, invariant: str) -> None:
    play = begin()
    before = breaches(play.state)

    spoil(play)

    assert before == []
    assert any(line.startswith(f"{invariant} ") for line in breaches(play.state))


def test_a_lost_owner_without_leg_grace_is_found() -> None:
    play = engaged()
    play.sign_off("ana")
    before = breaches(play.state)

    play.state.deadlines.cancel(("leg_grace", "ana"))

    assert before == []
    assert breaches(play.state) == ["T1 work of ana is lost for ever"]


def test_only_what_a_decision_touched_is_checked_if_its_entries_are_given() -> None:
    play = waiting()
    touched = play.write(2)
    forgotten = play.entries[:0]

    play.state.interactions["in_1"].visit = None
    play.state.queues["q"].offered += 1

    assert [line.split()[0] for line in breaches(play.state, touched)] == ["R4"]
    assert breaches(play.state, forgotten) == []


def test_what_was_forgotten_is_not_looked_for() -> None:
    play = ready()
    play.write()
    play.do(cmd.AbandonInteraction(interaction="in_1"))

    entries = play.wait(86_400_001)

    assert breaches(play.state, entries) == []
