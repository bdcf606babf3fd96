"""What a timeline tells of its steps, to the letter."""

from __future__ import annotations

import pytest

from ccsdk.model import command as cmd
from ccsdk.model import event as ev
from ccsdk.model import policy as pol
from ccsdk.model.interaction import Closing
from ccsdk.model.policy import Choice, StepOutcome
from ccsdk.model.skill import Relax
from tests.unit.engine.deciding.flow_play import at
from tests.unit.engine.play import Play, agent, ready

REFS = {"interaction": "in_1", "customer": "cu_i1", "channel": "chat-q", "queue": "q"}


def stepping(*steps: pol.TimelineStep, agents: tuple[str, ...] = ()) -> Play:
    """Return a center where somebody came at 700 and is told at these steps."""
    play = ready(*agents, steps=steps)
    play.queue("p")
    play.wait(700)
    play.write(attributes={"vip": True})
    return play


def test_a_step_names_itself_and_the_instant_of_the_next() -> None:
    play = stepping(at(100, pol.AnnouncePosition()), at(250, pol.End()))

    play.wait(101)

    assert play.last(ev.StepDue) == ev.StepDue(
        **REFS,
        step=1,
        operation="announce_position",
        outcome=StepOutcome.DONE,
        step_due_at_ms=950,
    )


def test_a_step_taken_out_of_the_policy_is_named_none() -> None:
    play = stepping(at(100, pol.End()))
    play.do(cmd.DefineQueue(queue="q", name="q"))

    play.wait(101)

    assert play.last(ev.StepDue) == ev.StepDue(
        **REFS, step=1, operation="none", outcome=StepOutcome.SKIPPED, why="undefined"
    )


@pytest.mark.parametrize(
    ("when", "outcome"),
    [
        ("attr.vip", "done"),
        ("interaction.waited == '10s'", "done"),
        ("interaction.waited > '10s'", "skipped"),
    ],
)
def test_a_step_asks_about_its_customer_and_its_instant(when: str, outcome: str) -> None:
    play = stepping(at(10_000, pol.AnnouncePosition(), when))

    play.wait(60_000)

    assert play.last(ev.StepDue).outcome.value == outcome


def test_a_step_that_moves_says_that_it_did() -> None:
    play = stepping(at(100, pol.Move(queue="p")))

    play.wait(101)

    assert play.last(ev.InteractionOverflowed) == ev.InteractionOverflowed(
        **REFS, visit="in_1-v1", reason="step", wait_ms=100, to="p"
    )


def test_a_step_that_ends_the_wait_says_so() -> None:
    play = stepping(at(100, pol.End()))

    play.wait(101)

    assert play.last(ev.InteractionDeflected) == ev.InteractionDeflected(
        **REFS, reason="end", visit="in_1-v1", wait_ms=100
    )
    assert play.last(ev.InteractionConcluded).outcome is Closing.ENDED


def test_less_skill_another_place_and_choices_are_told() -> None:
    play = stepping(
        at(0, pol.Relax(skill="lamp", min=2)),
        at(0, pol.Order(tier=-1, head_start_ms=5)),
        at(0, pol.OfferSelfService()),
        at(0, pol.OfferCallback()),
    )

    play.wait(1)

    told = (ev.RequirementRelaxed, ev.PriorityChanged, ev.ChoiceOffered)
    assert [e.event for e in play.entries if isinstance(e.event, told)] == [
        ev.RequirementRelaxed(**REFS, relax=Relax(skill="lamp", min=2)),
        ev.PriorityChanged(**REFS, tier=-1, head_start_ms=5, by="step"),
        ev.ChoiceOffered(**REFS, choice=Choice.SELF_SERVICE),
        ev.ChoiceOffered(**REFS, choice=Choice.CALLBACK),
    ]


def test_announcements_are_told_each_with_what_is_theirs() -> None:
    play = stepping(at(0, pol.AnnouncePosition()), at(0, pol.Say(text="Soon.")))

    play.wait(1)

    assert [e.event for e in play.entries if isinstance(e.event, ev.AnnouncementMade)] == [
        ev.AnnouncementMade(**REFS, announcement="position", position=1),
        ev.AnnouncementMade(**REFS, announcement="message", text="Soon."),
    ]


def test_a_deferred_step_tells_twice_what_became_of_it() -> None:
    play = stepping(at(100, pol.Move(queue="p")), agents=("ana",))
    play.wait(101)
    play.do(cmd.DeclineOffer(offer="in_1-o1"), by=agent("ana"))

    assert [e.event for e in play.entries if isinstance(e.event, ev.StepDue)] == [
        ev.StepDue(**REFS, step=1, operation="move", outcome=outcome)
        for outcome in (StepOutcome.DEFERRED, StepOutcome.DONE)
    ]


def test_what_is_deferred_is_done_though_another_has_nothing_deferred() -> None:
    play = ready("ana", steps=(at(100, pol.Move(queue="p"), "attr.vip"),))
    play.queue("p")
    play.write(1)
    play.write(2, attributes={"vip": True})
    play.wait(101)

    play.do(cmd.SetNotReady(agent="ana", reason="lunch"))

    assert [play.state.interactions[f"in_{number}"].queue for number in (1, 2)] == ["q", "p"]
