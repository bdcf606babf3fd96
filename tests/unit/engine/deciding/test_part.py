from __future__ import annotations

import pytest

from ccsdk.errors import InvalidTransitionError, NotOwnerError, UnknownEntityError
from ccsdk.model import command as cmd
from ccsdk.model import event as ev
from ccsdk.model.interaction import Closing
from ccsdk.model.principal import SYSTEM, Principal, Role
from ccsdk.model.queue import Mode
from ccsdk.model.transfer import TransferTarget
from tests.unit.engine.play import Play, agent, names, ready

BOSS = Principal(id="sam", role=Role.SUPERVISOR)
EXTEND = cmd.ExtendWrapUp(interaction="in_1")
SOLD = cmd.SetDisposition(interaction="in_1", disposition="sold")


def wrapping_up(**queue: int) -> Play:
    play = ready("ana", **queue)
    play.write()
    play.engage()
    play.do(cmd.EndInteraction(interaction="in_1"), by=agent("ana"))
    return play


def test_without_wrap_up_the_end_closes() -> None:
    play = wrapping_up(wrap_up_ms=0)

    assert names(play.entries[-2:]) == ["InteractionEnded", "InteractionClosed"]
    closed = play.last(ev.InteractionClosed)
    assert (closed.outcome, closed.agent) == (Closing.HANDLED, "ana")


@pytest.mark.parametrize(("given", "recorded"), [("sold", "sold"), (None, "none")])
def test_wrap_up_ends_with_its_disposition(given: str | None, recorded: str) -> None:
    play = wrapping_up()

    decision = play.do(cmd.CompleteWrapUp(interaction="in_1", disposition=given), by=agent("ana"))

    assert names(decision.entries) == ["WrapUpEnded", "InteractionClosed"]
    ended = play.last(ev.WrapUpEnded)
    assert (ended.disposition, ended.cause) == (recorded, "completed")


def test_wrap_up_ends_by_itself() -> None:
    play = wrapping_up()

    ended = play.wait(60_001)

    assert names(ended) == ["WrapUpEnded", "InteractionClosed"]
    assert play.last(ev.WrapUpEnded).cause == "expired"


def test_logging_out_ends_wrap_ups() -> None:
    play = wrapping_up()

    decision = play.do(cmd.LogOut(agent="ana"))

    assert names(decision.entries) == [
        "AgentPresenceChanged",
        "WrapUpEnded",
        "InteractionClosed",
    ]


def given_away() -> Play:
    """Return a center in which Ana has sent in_1 to Ben, who talks in it; both can wrap up."""
    play = ready("ana")
    play.queue("p", wrap_up_ms=5_000)
    play.agent("ben", "p")
    play.write()
    play.engage()
    to = TransferTarget(queue="p")
    play.do(cmd.BlindTransfer(interaction="in_1", to=to), by=agent("ana"))
    play.engage("in_1-o2")
    return play


def test_each_part_is_wrapped_up_and_the_last_one_closes() -> None:
    play = given_away()
    play.do(cmd.EndInteraction(interaction="in_1"), by=agent("ben"))

    bens = play.wait(5_001)
    anas = play.do(cmd.CompleteWrapUp(interaction="in_1"), by=agent("ana")).entries

    assert names(bens) == ["WrapUpEnded"]
    assert names(anas) == ["WrapUpEnded", "InteractionClosed"]
    assert play.last(ev.InteractionClosed).agent == "ana"


def test_a_part_that_is_done_first_closes_nothing() -> None:
    play = given_away()

    decision = play.do(cmd.CompleteWrapUp(interaction="in_1"), by=agent("ana"))

    assert names(decision.entries) == ["WrapUpEnded"]
    assert play.last(ev.WrapUpEnded).queue == "q"


def test_the_owner_without_wrap_up_is_told_of_the_close() -> None:
    play = given_away()
    play.do(cmd.DefineQueue(queue="p", name="p", wrap_up_ms=0))
    play.do(cmd.EndInteraction(interaction="in_1"), by=agent("ben"))

    play.do(cmd.CompleteWrapUp(interaction="in_1"), by=agent("ana"))

    assert play.last(ev.InteractionClosed).agent == "ben"


def test_what_is_given_up_while_somebody_wraps_up_is_closed_after_them() -> None:
    play = ready("ana")
    play.queue("p")
    play.write()
    play.engage()
    to = TransferTarget(queue="p")
    play.do(cmd.BlindTransfer(interaction="in_1", to=to), by=agent("ana"))

    left = play.do(cmd.AbandonInteraction(interaction="in_1")).entries
    done = play.do(cmd.CompleteWrapUp(interaction="in_1"), by=agent("ana")).entries

    assert names(left) == ["InteractionAbandoned"]
    assert names(done) == ["WrapUpEnded", "InteractionClosed"]
    assert play.last(ev.InteractionClosed).outcome is Closing.ABANDONED


def test_wrap_up_is_extended_up_to_its_cap() -> None:
    play = wrapping_up(wrap_up_ms=1_000, wrap_up_extension_ms=400, wrap_up_cap_ms=1_500)
    due_ms = []
    for _ in range(2):
        play.do(EXTEND, by=agent("ana"))
        due_ms.append(play.last(ev.WrapUpExtended).wrap_up_due_at_ms)

    refused = play.refused(EXTEND, InvalidTransitionError, by=agent("ana"))

    assert due_ms == [1_400, 1_500]
    assert refused["state"] == "at its cap"
    assert next((e.at_ms, type(e.event)) for e in play.wait(9_000)) == (1_500, ev.WrapUpEnded)


def test_nobody_extends_what_they_do_not_wrap_up() -> None:
    play = wrapping_up()

    play.refused(EXTEND, NotOwnerError, by=agent("ben"))


def test_a_disposition_that_was_set_outlives_the_end_of_wrap_up() -> None:
    play = wrapping_up()
    play.do(SOLD, by=agent("ana"))
    again = play.do(SOLD, by=agent("ana"))

    play.wait(60_001)

    assert again.entries == []
    assert play.last(ev.WrapUpEnded).disposition == "sold"


def remembered(**queue: int) -> Play:
    """Return a center in which Ana has talked, and which forgets later than a day."""
    play = ready("ana", **queue)
    remember = {"account": "web-q", "channel": "c", "queues": ("q",), "forget_ms": 90_000_000}
    play.do(cmd.DefineAccount(**remember))
    play.write()
    play.engage()
    play.do(cmd.EndInteraction(interaction="in_1"))
    return play


@pytest.mark.parametrize("by", [agent("ana"), SYSTEM])
def test_a_missing_disposition_is_set_late_and_once(by: Principal) -> None:
    play = remembered()
    play.do(cmd.CompleteWrapUp(interaction="in_1"), by=agent("ana"))
    play.wait(86_400_000)

    decision = play.do(SOLD, by=by)

    assert names(decision.entries) == ["DispositionSet"]
    assert play.last(ev.DispositionSet).disposition == "sold"
    play.refused(SOLD, InvalidTransitionError, by=by)


def test_a_missing_disposition_is_not_set_too_late() -> None:
    play = remembered(wrap_up_ms=0)
    play.wait(86_400_001)

    play.refused(SOLD, InvalidTransitionError, by=agent("ana"))


def test_a_disposition_is_of_ones_own_part() -> None:
    play = given_away()

    play.refused(SOLD, NotOwnerError, by=agent("cai"))
    play.refused(SOLD, InvalidTransitionError, by=agent("ben"))


def test_the_system_sets_none_where_nobody_talked() -> None:
    play = ready()
    play.write()

    play.refused(SOLD, InvalidTransitionError)


def test_a_supervisor_ends_an_agents_wrap_up() -> None:
    play = wrapping_up()
    end = cmd.EndWrapUp(interaction="in_1", agent="ana")
    play.refused(end, UnknownEntityError, by=agent("ana"))

    decision = play.do(end, by=BOSS)

    assert names(decision.entries) == ["WrapUpEnded", "InteractionClosed"]
    assert play.last(ev.WrapUpEnded).cause == "supervisor"
    play.refused(end, InvalidTransitionError, by=BOSS)


@pytest.mark.parametrize("way", ["accept", "pick"])
def test_who_takes_again_what_they_gave_away_ends_their_wrap_up_of_it(way: str) -> None:
    play = ready("ana", retry_same_ms=100, mode=Mode.BOTH if way == "accept" else Mode.PULL)
    play.write()
    if way == "pick":
        play.do(cmd.PickInteraction(interaction="in_1", agent="ana"), by=agent("ana"))
        play.do(cmd.ConfirmConnected(interaction="in_1"), by=agent("ana"))
    else:
        play.engage()
    to = TransferTarget(queue="q")
    play.do(cmd.BlindTransfer(interaction="in_1", to=to), by=agent("ana"))
    play.wait(101)

    pick = cmd.PickInteraction(interaction="in_1", agent="ana")
    take = {"accept": cmd.AcceptOffer(offer="in_1-o2"), "pick": pick}
    decision = play.do(take[way], by=agent("ana"))

    assert names(decision.entries)[-2:] == ["OfferAccepted", "WrapUpEnded"]
    assert play.last(ev.WrapUpEnded).cause == "returned"
    assert list(play.state.agents["ana"].wrap_ups) == []
