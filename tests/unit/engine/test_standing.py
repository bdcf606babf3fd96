from __future__ import annotations

from ccsdk.engine.evolving.direct import direct
from ccsdk.engine.standing import (
    is_offerable,
    is_present,
    openings_of,
    place_of,
    refresh_requirements,
    settle_agent,
    settle_interaction,
    take_in,
    work_kind_of,
)
from ccsdk.model import command as cmd
from ccsdk.model import event as ev
from ccsdk.model.agent import Presence
from ccsdk.model.interaction import InteractionState
from ccsdk.model.pure import WorkKind
from ccsdk.model.queue import Mode, Strategy
from ccsdk.model.skill import Relax, SkillRequirement, needs
from tests.unit.engine.advice import RULE, refuses, rule
from tests.unit.engine.play import Play, ready


def free(play: Play) -> list[str]:
    """Return who is free for what waits."""
    (signature,) = play.state.index.signatures["q"].values()
    return list(signature.pool.current)


def test_the_one_key_is_tier_then_age_with_its_head_start_then_id() -> None:
    play = ready()
    play.wait(9)
    play.write()
    found = play.state.interactions["in_1"]
    found.tier, found.head_start_ms = -1, 5

    assert place_of(found) == (-1, 4, "in_1")


def test_an_agent_is_present_while_ready_and_reachable() -> None:
    play = ready("ana")
    ana = play.state.agents["ana"]
    seen = [is_present(ana)]

    ana.is_lost = True
    seen.append(is_present(ana))
    ana.is_lost, ana.presence = False, Presence.NOT_READY
    seen.append(is_present(ana))

    assert seen == [True, False, False]


def test_an_interaction_is_offerable_while_it_stands_and_the_customer_is_there() -> None:
    play = ready()
    play.write(1, sessions=("c1",))
    found = play.state.interactions["in_1"]
    seen = [is_offerable(play.state, found)]

    play.do(cmd.ReportSessionGone(session="c1", customer="cu_i1"))
    seen.append(is_offerable(play.state, found))
    found.state = InteractionState.ENGAGED
    seen.append(is_offerable(play.state, found))
    found.state, found.offers = InteractionState.OFFERED, {"o": None}
    seen.append(is_offerable(play.state, found))

    assert seen == [True, False, False, False]


def test_a_callback_and_an_asynchronous_channel_need_nobody_on_the_line() -> None:
    play = ready()
    play.do(cmd.DefineAccount(account="mail", channel="message", queues=("q",)))
    play.write(1, sessions=("c1",))
    play.write(2, account="mail")
    play.do(cmd.AcceptCallback(interaction="in_1"))
    for customer in play.state.customers.values():
        customer.left_at_ms = 0

    seen = [is_offerable(play.state, each) for each in play.state.interactions.values()]

    assert seen == [True, True]


def test_settling_follows_what_has_changed() -> None:
    play = ready("ana")
    play.do(cmd.SetNotReady(agent="ana", reason="lunch"))
    play.write()
    ana, found = play.state.agents["ana"], play.state.interactions["in_1"]
    ana.presence = Presence.READY
    found.state = InteractionState.CLOSED

    settle_agent(play.state, ana)
    settle_interaction(play.state, found)
    came, left = free(play), list(play.state.index.waiting)
    ana.slots = {"chat": 0}
    settle_agent(play.state, ana)
    full = free(play)
    ana.slots, ana.presence = {}, Presence.NOT_READY
    found.state = InteractionState.QUEUED
    settle_agent(play.state, ana)
    settle_interaction(play.state, found)

    assert (came, left, full) == (["ana"], [], [])
    assert free(play) == []
    assert list(play.state.index.waiting) == ["in_1"]


def test_a_new_kind_of_work_finds_who_is_free_for_it() -> None:
    play = ready(requires=needs("sofa"), strategy=Strategy.WEIGHTED_RANDOM)
    play.agent("ana", skills={"sofa": 1})
    play.agent("ben", skills={"sofa": 2}, slots={"chat": 0})
    play.agent("cai")
    play.agent("dee", skills={"sofa": 4})
    play.do(cmd.SetNotReady(agent="dee", reason="lunch"))

    play.write()

    assert play.last(ev.OfferMade).agent == "ana"
    assert free(play) == ["ana"]


def test_work_that_is_only_picked_is_an_opening_for_nobody() -> None:
    play = ready("ana", mode=Mode.PULL)
    play.write()

    assert openings_of(play.state, play.state.agents["ana"]) == []
    assert list(play.state.index.waiting) == ["in_1"]


def test_work_for_one_agent_stands_before_their_queues_and_for_nobody_else() -> None:
    play = ready("ana", "ben")
    for name in ("ana", "ben"):
        play.do(cmd.SetNotReady(agent=name, reason="lunch"))
    for number in (1, 2, 3):
        play.write(number)
        if number > 1:
            found = play.state.interactions[f"in_{number}"]
            direct(play.state, found, "ana", 9_000)
            settle_interaction(play.state, found)
    play.state.index.fresh.clear()

    play.do(cmd.SetReady(agent="ben"))
    play.do(cmd.SetReady(agent="ana"))

    made = [(e.event.interaction, e.event.agent) for e in play.entries
            if isinstance(e.event, ev.OfferMade)]  # fmt: skip
    assert made == [("in_1", "ben"), ("in_2", "ana"), ("in_3", "ana")]


def test_requirements_are_the_queues_less_what_was_relaxed() -> None:
    sofa, bed = SkillRequirement(skill="sofa", min=4), SkillRequirement(skill="bed", min=2)
    play = ready(requires=(sofa, bed))
    play.write()
    found = play.state.interactions["in_1"]
    found.relaxed = (Relax(skill="sofa", min=2), Relax(skill="bed"))

    refresh_requirements(play.state, found)

    assert found.requirements == (
        SkillRequirement(skill="sofa", min=2),
        SkillRequirement(skill="bed", min=2, is_required=False),
    )


def test_rules_are_asked_about_who_comes_into_a_pool_and_of_nobody_twice() -> None:
    play = ready("ana", eligibility=RULE)
    play.pure = rule(refuses("ben"))
    play.write()
    play.agent("ben")
    play.agent("cai")
    (signature,) = play.state.index.signatures["q"].values()
    before = dict(signature.refused)

    play.do(cmd.SetNotReady(agent="ben", reason="lunch"))
    play.do(cmd.SetReady(agent="ben"))

    assert before == signature.refused == {"ana": None, "ben": "not_them", "cai": None}
    assert free(play) == ["ana", "cai"]


def test_a_member_is_taken_in_once_rules_let_them() -> None:
    play = ready("ana", eligibility=RULE)
    play.pure = rule(refuses())
    play.write()
    (signature,) = play.state.index.signatures["q"].values()
    signature.pool.current.clear()
    signature.refused.clear()
    ana = play.state.agents["ana"]

    take_in(play.state, "q", signature, ana)
    wondered = list(signature.unasked)
    signature.refused["ana"] = "not_them"
    take_in(play.state, "q", signature, ana)

    assert (wondered, free(play)) == (["ana"], [])


def test_rules_see_the_attributes_that_they_say_they_read() -> None:
    play = ready(eligibility=RULE)
    play.write(1, attributes={"branch": "north", "order": 7})
    play.write(2)
    first, second = (play.state.interactions[f"in_{number}"] for number in (1, 2))

    kinds = [work_kind_of(play.state, each) for each in (first, second)]
    first.only = "ana"

    assert [kind and dict(kind.attributes) for kind in kinds] == [{"branch": "north"}, {}]
    assert isinstance(kinds[0], WorkKind)
    assert work_kind_of(play.state, first) is None
