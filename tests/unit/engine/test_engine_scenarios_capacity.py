"""Scenarios of capacity, membership and strategy, numbered as in the list of what to test."""

from __future__ import annotations

import itertools

import pytest

from ccsdk.engine.capacity import load_of, used_of
from ccsdk.engine.evolving.direct import direct
from ccsdk.model import command as cmd
from ccsdk.model import event as ev
from ccsdk.model.queue import Membership, Mode, Strategy
from ccsdk.model.skill import SkillRequirement, needs
from tests.unit.engine.play import Play, agent, names

SHIPPED = ("voice", "chat", "message", "email")


def offered(play: Play) -> list[tuple[str, str]]:
    made = [e.event for e in play.entries if isinstance(e.event, ev.OfferMade)]
    return [(event.interaction, event.agent) for event in made]


def center(*channels: str, **queue: object) -> Play:
    """Return a center whose queue `q` every channel leads to, by an account of its name."""
    play = Play()
    play.queue("q", wrap_up_ms=0, **queue)
    for channel in channels:
        play.do(cmd.DefineAccount(account=f"web-{channel}", channel=channel, queues=("q",)))
    return play


@pytest.mark.parametrize(
    "order", list(itertools.permutations(("voice", "chat", "message", "email")))
)
def test_18_load_stays_within_slots_and_100_in_any_order(order: tuple[str, ...]) -> None:
    play = center(*order)
    play.agent("ana")
    ana, loads = play.state.agents["ana"], []

    for number, channel in enumerate(order * 6):
        play.write(number, channel)
        for offer in list(ana.offers):
            play.engage(offer)
        loads.append(load_of(play.state, used_of(play.state, ana)))
        if number % 3 == 2 and ana.owned:
            play.do(cmd.EndInteraction(interaction=next(iter(ana.owned))))
        loads.append(load_of(play.state, used_of(play.state, ana)))

    assert max(loads) <= 100
    assert len(offered(play)) > 5


def test_18_voice_interrupts_mail_and_holds_the_agent_through_its_wrap_up() -> None:
    play = center("voice", "email")
    play.do(cmd.DefineQueue(queue="q", name="q", wrap_up_ms=9_000))
    play.agent("ana")
    play.write(1, "email")
    play.engage("in_1-o1")
    play.write(2, "voice")
    play.engage("in_2-o1")
    play.write(3, "email")

    play.do(cmd.EndInteraction(interaction="in_2"))
    in_wrap_up = offered(play)
    play.do(cmd.CompleteWrapUp(interaction="in_2"))

    assert in_wrap_up == [("in_1", "ana"), ("in_2", "ana")]
    assert offered(play)[2:] == [("in_3", "ana")]


def test_21_nobody_gets_an_offer_from_a_queue_that_is_picked_from() -> None:
    play = center("chat", mode=Mode.PULL)
    play.agent("ana")

    play.write(1, "chat")
    play.do(cmd.SetNotReady(agent="ana", reason="lunch"))
    play.do(cmd.SetReady(agent="ana"))

    assert offered(play) == []


def test_34_freed_capacity_takes_the_oldest_of_what_it_has_room_for() -> None:
    play = center("chat", "email")
    play.agent("ana")
    play.write(1, "chat")
    play.engage("in_1-o1")
    for number, channel in ((2, "email"), (3, "chat"), (4, "chat"), (5, "chat")):
        play.write(number, channel)
        play.wait(1)
    busy = offered(play)[1:]

    for number in (3, 4):
        play.engage(f"in_{number}-o1")
    for number in (1, 3, 4):
        play.do(cmd.EndInteraction(interaction=f"in_{number}"))

    assert busy == [("in_3", "ana"), ("in_4", "ana")]
    assert offered(play)[3:] == [("in_5", "ana")]


def test_35_work_that_grows_old_goes_to_who_waits_for_it() -> None:
    play = center("chat")
    play.agent("ana", memberships=(Membership(queue="q", delay_ms=5_000),))
    play.write(1, "chat")
    early = [offered(play), play.wait(5_000)]

    fired = play.wait(1)

    assert early == [[], []]
    assert names(fired) == ["InteractionAged", "OfferMade"]
    assert fired[0].at_ms == 5_000


def test_35_work_grows_old_by_each_delay_in_turn_and_anew_in_each_visit() -> None:
    play = center("chat")
    for name, delay_ms in (("ana", 0), ("ben", 1_000), ("cai", 3_000)):
        play.agent(name, memberships=(Membership(queue="q", delay_ms=delay_ms),))
        play.do(cmd.SetCapacity(agent=name, slots={"chat": 0}))
    play.write(1, "chat")
    play.wait(10_000)
    ages = [e.event.age_ms for e in play.entries if isinstance(e.event, ev.InteractionAged)]

    play.do(cmd.SetCapacity(agent="ben", slots={"chat": 1}))
    play.sign_in("ben")
    play.engage("in_1-o1")
    play.sign_off("ben")
    play.wait(60_001)

    found = play.state.interactions["in_1"]
    assert (ages, offered(play)) == ([1_000, 3_000], [("in_1", "ben")])
    assert (found.tier, found.age_ms) == (-1, 0)


def test_36_a_later_key_passes_only_who_may_not_have_the_agent() -> None:
    play = center("chat")
    play.queue("hard", requires=(SkillRequirement(skill="sofa", min=4),))
    for number, queue in ((1, "hard"), (2, "q"), (3, "hard")):
        play.write(number, queue)
        play.wait(1)

    play.agent("ana", "q", "hard", skills={"sofa": 3}, slots={"chat": 1})
    play.agent("ben", "q", "hard", skills={"sofa": 4}, slots={"chat": 1})

    assert offered(play) == [("in_2", "ana"), ("in_1", "ben")]


def test_37_priority_holds_across_the_queues_of_an_agent() -> None:
    play = center("chat")
    play.queue("first")
    for number, queue in ((1, "q"), (2, "q"), (3, "first")):
        play.write(number, queue)
        play.wait(1)

    both = (Membership(queue="q", priority=2), Membership(queue="first", priority=1))
    play.agent("ana", memberships=both, slots={"chat": 2})

    assert offered(play) == [("in_3", "ana"), ("in_1", "ana")]


def test_37_a_queue_asks_those_of_its_lowest_priority_first() -> None:
    play = center("chat")
    play.agent("ana", memberships=(Membership(queue="q", priority=1),))
    play.agent("ben", slots={"chat": 1})
    play.agent("cai", memberships=(Membership(queue="q", priority=1),))

    for number in (1, 2, 3):
        play.write(number, "chat")

    assert offered(play) == [("in_1", "ben"), ("in_2", "ana"), ("in_3", "cai")]


def test_43_least_loaded_counts_open_work_only() -> None:
    play = center("chat", "email", strategy=Strategy.LEAST_LOADED)
    play.agent("ana")
    play.agent("ben")
    for number in (1, 2):
        play.write(number, "chat")
        play.engage(f"in_{number}-o1")
        play.do(cmd.EndInteraction(interaction=f"in_{number}"))
        play.wait(1)

    play.write(3, "email")
    play.engage("in_3-o1")
    play.write(4, "chat")
    play.write(5, "chat")

    assert offered(play)[2:] == [("in_3", "ben"), ("in_4", "ana"), ("in_5", "ben")]


def test_round_robin_goes_round_whoever_is_idle_longest() -> None:
    play = center("chat", strategy=Strategy.ROUND_ROBIN)
    for name in ("cai", "ana", "ben"):
        play.agent(name)
        play.wait(1)

    for number in range(4):
        play.write(number, "chat")
        play.do(cmd.AbandonInteraction(interaction=f"in_{number}"))

    assert [who for _, who in offered(play)] == ["ana", "ben", "cai", "ana"]


def test_best_skill_counts_what_is_preferred_and_excludes_nobody_by_it() -> None:
    rather = SkillRequirement(skill="bed", is_required=False, weight=2)
    play = center("chat", strategy=Strategy.BEST_SKILL, requires=(*needs("sofa"), rather))
    play.agent("ana", skills={"sofa": 5}, slots={"chat": 1})
    play.agent("ben", skills={"sofa": 1, "bed": 3}, slots={"chat": 1})
    play.agent("cai", skills={"bed": 5})

    for number in (1, 2, 3):
        play.write(number, "chat")

    assert offered(play) == [("in_1", "ben"), ("in_2", "ana")]


def test_a_draw_depends_on_the_seed_and_nothing_else() -> None:
    def who(seed: int) -> str:
        play = center("chat", strategy=Strategy.WEIGHTED_RANDOM)
        for name in ("ana", "ben", "cai"):
            play.agent(name)
        play.do(
            cmd.ReceiveInteraction(
                interaction="in_1", account="web-chat", thread="t", identity="i", seed=seed
            )
        )
        return play.last(ev.OfferMade).agent

    drawn = [who(seed) for seed in range(30)]

    assert set(drawn) == {"ana", "ben", "cai"}
    assert drawn == [who(seed) for seed in range(30)]


def test_what_is_for_one_agent_goes_to_them_alone() -> None:
    play = center("chat", mode=Mode.PULL, strategy=Strategy.BROADCAST, broadcast=2)
    play.agent("ana", memberships=())
    play.agent("ben")
    play.write(1, "chat")
    found = play.state.interactions["in_1"]

    direct(play.state, found, "ana", 9_000)
    play.do(cmd.DefineQueue(queue="q", name="q", mode=Mode.PULL))

    assert offered(play) == [("in_1", "ana")]
    play.do(cmd.DeclineOffer(offer="in_1-o1"), by=agent("ana"))
    assert play.last(ev.InteractionRequeued).cause == "offers_ended"
