from __future__ import annotations

import msgspec
import pytest

from ccsdk.engine.engine import advance, decide
from ccsdk.model import command as cmd
from ccsdk.model import event as ev
from ccsdk.model import policy as pol
from ccsdk.model.policy import Choice
from ccsdk.model.principal import SYSTEM
from ccsdk.model.queue import Strategy
from ccsdk.model.skill import Relax
from tests.unit.engine.deciding.flow_play import at, outcome_of, state_of
from tests.unit.engine.play import Play, agent, names, ready, visitor


def with_steps(*steps: pol.TimelineStep, agents: tuple[str, ...] = ()) -> Play:
    play = ready(*agents, steps=steps)
    play.queue("p")
    return play


def dues(play: Play) -> list[tuple[int, str, str | None]]:
    """Return step, outcome and reason of each StepDue."""
    found = [e.event for e in play.entries if isinstance(e.event, ev.StepDue)]
    return [(each.step, each.outcome.value, each.why) for each in found]


def test_each_step_falls_due_once_from_entry_on() -> None:
    play = with_steps(
        at(1_000, pol.Say(text="Soon.")),
        at(1_000, pol.CallPlugin(name="music")),
        at(3_000, pol.Say(text="Sorry."), "queue.waiting > 5"),
    )
    play.wait(500)
    play.write()

    fired = play.wait(100_000)

    due = [(type(e.event).__name__, e.at_ms) for e in fired]
    assert due == [
        ("StepDue", 1_500),
        ("AnnouncementMade", 1_500),
        ("StepDue", 1_500),
        ("StepDue", 3_500),
    ]
    assert dues(play) == [(1, "done", None), (2, "done", None), (3, "skipped", "condition")]
    assert play.last(ev.AnnouncementMade).text == "Soon."
    assert [e.event.operation for e in fired if isinstance(e.event, ev.StepDue)] == [
        "message",
        "plugin:music",
        "message",
    ]


def test_position_and_wait_are_announced() -> None:
    play = with_steps(
        at(0, pol.AnnouncePosition()), at(0, pol.AnnounceWait()), agents=("ana", "ben")
    )
    for number in (1, 2):
        play.write(number)
        play.engage(f"in_{number}-o1")
        play.wait(10_000)
    for name in ("ana", "ben"):
        play.do(cmd.SetNotReady(agent=name, reason="lunch"))
    play.write(3)
    play.write(4)

    play.wait(1)

    made = [e.event for e in play.entries if isinstance(e.event, ev.AnnouncementMade)]
    told = [(each.announcement, each.position, each.estimated_wait_ms) for each in made[-4:]]
    assert told == [
        ("position", 1, None),
        ("position", 2, None),
        ("wait", None, 10_000),
        ("wait", None, 20_000),
    ]


def test_a_wait_that_nobody_knows_is_not_announced() -> None:
    play = with_steps(at(0, pol.AnnounceWait()))
    play.write()

    play.wait(1)

    assert dues(play) == [(1, "skipped", "unknown")]


def test_40_an_announcement_never_delays_the_answer() -> None:
    steps = [at(ms, pol.AnnouncePosition()) for ms in range(0, 3_000, 100)]
    plain, told = with_steps(), with_steps(*steps)

    offered = []
    for play in (plain, told):
        play.write(1)
        play.write(2)
        play.wait(1_450)
        play.agent("ana", slots={"chat": 2})
        play.wait(4_001)
        # A receipt names positions, and announcements take some.
        offered.append(
            [
                (e.at_ms, msgspec.structs.replace(e.event, receipt=None))
                for e in play.entries
                if isinstance(e.event, ev.OfferMade)
            ]
        )

    assert told.count(ev.AnnouncementMade) == 60
    assert offered[0] == offered[1] != []


def test_choices_are_offered_once() -> None:
    play = with_steps(
        at(0, pol.OfferCallback()), at(0, pol.OfferCallback()), at(0, pol.OfferSelfService())
    )
    play.write()

    play.wait(1)

    assert dues(play)[1] == (2, "skipped", "unchanged")
    assert play.state.interactions["in_1"].choices == (Choice.CALLBACK, Choice.SELF_SERVICE)


def test_a_step_relaxes_once_and_gives_another_place_once() -> None:
    relax, order = pol.Relax(skill="sofa", min=2), pol.Order(tier=1)
    play = with_steps(*(at(0, do) for do in (relax, relax, order, order)))
    play.write()

    play.wait(1)

    assert [why for _, _, why in dues(play)] == [None, "unchanged", None, "unchanged"]
    interaction = play.state.interactions["in_1"]
    assert interaction.relaxed == (Relax(skill="sofa", min=2),)
    assert interaction.tier == 1
    assert play.last(ev.PriorityChanged).by == "step"


def test_what_was_relaxed_holds_for_the_queue_alone() -> None:
    play = with_steps(at(0, pol.Relax(skill="sofa")), at(5, pol.Move(queue="p")))
    play.write()

    play.wait(6)

    interaction = play.state.interactions["in_1"]
    assert (interaction.queue, interaction.relaxed) == ("p", ())


@pytest.mark.parametrize(("queue", "why"), [("q", "unchanged"), ("nowhere", "unknown")])
def test_a_move_that_is_impossible_is_skipped(queue: str, why: str) -> None:
    play = with_steps(at(0, pol.Move(queue=queue)))
    play.write()

    play.wait(1)

    assert dues(play) == [(1, "skipped", why)]
    assert state_of(play) == "QUEUED"


def test_a_step_ends_the_wait() -> None:
    play = with_steps(at(1_000, pol.End()))
    play.write()

    fired = play.wait(1_001)

    assert names(fired) == [
        "StepDue",
        "InteractionDeflected",
        "InteractionConcluded",
        "InteractionClosed",
    ]
    assert outcome_of(play) == "ended"


def test_steps_are_void_once_somebody_has_accepted() -> None:
    play = with_steps(at(1_000, pol.Move(queue="p")), at(30_000, pol.End()), agents=("ana",))
    play.write()
    play.accept()
    play.wait(1_001)
    assert dues(play) == [(1, "skipped", "accepted")]

    play.do(cmd.ConfirmConnected(interaction="in_1"), by=agent("ana"))

    assert play.wait(100_000) == []


def test_a_move_waits_for_the_offers_to_end_and_comes_before_the_next_offer() -> None:
    play = with_steps(at(1_000, pol.Move(queue="p")), at(2_000, pol.End()), agents=("ana", "ben"))
    play.write()
    play.wait(2_001)
    assert dues(play) == [(1, "deferred", None), (2, "skipped", "deferred")]

    entries = play.do(cmd.DeclineOffer(offer="in_1-o1"), by=agent("ana")).entries

    assert names(entries) == [
        "OfferDeclined",
        "StepDue",
        "InteractionOverflowed",
        "InteractionQueued",
    ]
    assert dues(play)[-1] == (1, "done", None)


def test_a_deferred_move_is_void_after_an_accept() -> None:
    play = with_steps(at(1_000, pol.Move(queue="p")), agents=("ana", "ben"))
    play.write()
    play.wait(1_001)
    play.accept()

    play.wait(10_001)

    assert play.state.interactions["in_1"].queue == "q"
    assert state_of(play) == "OFFERED"


def test_a_deferred_move_whose_target_has_filled_up_lets_the_next_agent_be_asked() -> None:
    play = with_steps(at(1_000, pol.Move(queue="p")), agents=("ana", "ben"))
    play.write()
    play.wait(1_001)
    play.do(cmd.DefineQueue(queue="p", name="P", max_waiting=0))

    entries = play.do(cmd.DeclineOffer(offer="in_1-o1"), by=agent("ana")).entries

    assert names(entries) == ["OfferDeclined", "StepDue", "OfferMade"]
    assert dues(play)[-1] == (1, "skipped", "full")


def test_a_deferred_step_that_was_taken_out_of_the_policy_is_undefined() -> None:
    play = with_steps(at(1_000, pol.Move(queue="p")), agents=("ana", "ben"))
    play.write()
    play.wait(1_001)
    play.do(cmd.DefineQueue(queue="q", name="q"))

    play.do(cmd.DeclineOffer(offer="in_1-o1"), by=agent("ana"))

    assert dues(play)[-1] == (1, "skipped", "undefined")
    assert play.last(ev.StepDue).operation == "none"


def test_a_broadcast_step_waits_for_the_last_offer() -> None:
    play = Play()
    steps = (at(1_000, pol.Move(queue="p")),)
    play.queue("p")
    play.queue("q", strategy=Strategy.BROADCAST, broadcast=2, steps=steps)
    for name in ("ana", "ben"):
        play.agent(name)
    play.write()
    play.wait(1_001)

    play.do(cmd.DeclineOffer(offer="in_1-o1"))
    assert dues(play)[-1] == (1, "deferred", None)
    play.do(cmd.DeclineOffer(offer="in_1-o2"))

    assert play.state.interactions["in_1"].queue == "p"


def test_no_policy_change_moves_a_running_step() -> None:
    play = with_steps(at(1_000, pol.Say(text="Soon.")))
    play.write()

    play.do(cmd.DefineQueue(queue="q", name="q"))
    fired = play.wait(1_001)

    assert [(e.at_ms, type(e.event).__name__) for e in fired] == [(1_000, "StepDue")]
    assert dues(play) == [(1, "skipped", "undefined")]


def test_a_visit_begun_anew_has_its_timeline_anew() -> None:
    play = ready("ana", sessions=True, steps=(at(5_000, pol.Say(text="Soon.")),))
    play.write()
    play.engage()
    play.sign_off("ana")

    play.wait(65_001)

    assert play.last(ev.InteractionRequeued).step_due_at_ms == 65_000
    assert dues(play) == [(1, "done", None)]


def test_who_abandons_has_no_steps_any_more() -> None:
    play = with_steps(at(5_000, pol.Say(text="Soon.")))
    play.write()

    play.do(cmd.AbandonInteraction(interaction="in_1"), by=visitor("i1"))

    assert play.wait(10_000) == []


def test_45_ten_thousand_deadlines_in_one_millisecond_fire_once_each_in_order() -> None:
    play = with_steps(at(1_000, pol.CallPlugin(name="x")))
    for number in range(10_000):
        received = cmd.ReceiveInteraction(
            interaction=f"in_{number}", account="web-q", thread=f"t{number}", identity=f"i{number}"
        )
        decide(play.state, received, by=SYSTEM, now_ms=0, key=None)

    fired = advance(play.state, 2_000)

    told = [e.event.interaction for e in fired if isinstance(e.event, ev.StepDue)]
    assert told == [f"in_{number}" for number in range(10_000)]
    assert {entry.at_ms for entry in fired} == {1_000}


def test_after_five_overflows_a_step_moves_nobody_any_more() -> None:
    play = Play()
    play.queue("p", steps=(at(1_000, pol.Move(queue="q")),))
    play.queue("q", steps=(at(1_000, pol.Move(queue="p")),))
    play.write(1, "q")

    play.wait(60_000)

    assert play.count(ev.InteractionOverflowed) == 5
    assert dues(play)[-1] == (1, "skipped", "hops")
