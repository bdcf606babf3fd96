from __future__ import annotations

from typing import Any

from ccsdk.engine.refusing import refused_by
from ccsdk.engine.replay import fingerprint, replay
from ccsdk.errors import NotEligibleError
from ccsdk.model import command as cmd
from ccsdk.model import event as ev
from ccsdk.model.pure import NO_OBJECTS, AgentTraits, EligibilityRule, PureKind, WorkKind
from ccsdk.model.queue import Mode
from ccsdk.model.transfer import TransferTarget
from tests.unit.engine.advice import RULE, raises, refuses, rule
from tests.unit.engine.play import Play, agent, ready


def offered(play: Play) -> list[str]:
    return [e.event.agent for e in play.entries if isinstance(e.event, ev.OfferMade)]


def ruled(refuse: Any, *agents: str, **queue: Any) -> Play:
    """Return a center whose queue `q` has a rule, and these Agents."""
    play = ready(*agents, **{"eligibility": RULE, **queue})
    play.pure = rule(refuse)
    return play


def test_whom_a_rule_refuses_is_offered_nothing() -> None:
    play = ruled(refuses("ana"), "ana", "ben")

    play.write(1)
    play.write(2)

    assert offered(play) == ["ben", "ben"]


def test_the_refused_do_not_count_as_free() -> None:
    play = ruled(refuses("ana"), "ana", "ben")

    play.write()

    receipt = play.last(ev.OfferMade).receipt
    assert receipt is not None
    assert (receipt.skilled, receipt.ready, receipt.free) == (2, 2, 1)


def test_each_agent_is_asked_about_once_per_kind_of_work() -> None:
    asked: list[tuple[str, Any]] = []

    def refuse(kind: WorkKind, traits: AgentTraits) -> str | None:
        asked.append((traits.agent, kind.attributes.get("branch")))
        return "not_them"

    play = ruled(refuse, "ana", "ben")
    for number, branch in enumerate(("north", "north", "south", 1, True)):
        play.write(number, attributes={"branch": branch, "order": number})
        play.do(cmd.SetNotReady(agent="ana", reason="lunch"))
        play.do(cmd.SetReady(agent="ana"))

    # Each answer is asked for twice in a row.
    pairs = asked[::2]
    assert pairs == asked[1::2]
    assert [(who, repr(of)) for who, of in pairs] == [
        (who, of) for of in ("'north'", "'south'", "1", "True") for who in ("ana", "ben")
    ]


def test_a_rule_sees_the_attributes_it_reads_and_the_agents_definition() -> None:
    seen: list[tuple[WorkKind, AgentTraits]] = []
    play = ready(eligibility=RULE)
    play.pure = rule(lambda kind, traits: seen.append((kind, traits)))
    play.agent("ana", skills={"sofa": 4})

    play.write(attributes={"branch": "north", "order": 7})

    kind, traits = seen[0]
    assert (kind.queue, kind.channel, kind.service_class) == ("q", "chat", None)
    assert dict(kind.attributes) == {"branch": "north"}
    assert (traits.agent, traits.priority, dict(traits.skills)) == ("ana", 0, {"sofa": 4})


def test_who_comes_later_is_asked_about_when_they_come() -> None:
    play = ruled(refuses("ana"))
    play.write()

    play.agent("ana")
    play.agent("ben")

    assert offered(play) == ["ben"]


def test_an_agent_of_other_skills_is_asked_about_again() -> None:
    play = ruled(lambda kind, traits: None if "sofa" in traits.skills else "no_sofa", "ana")
    play.write()

    play.do(cmd.SetSkills(agent="ana", skills={"sofa": 1}))
    before = offered(play)
    play.do(cmd.DeclineOffer(offer="in_1-o1"), by=agent("ana"))
    play.do(cmd.SetSkills(agent="ana", skills={}))
    play.wait(30_001)

    assert (before, offered(play)) == (["ana"], ["ana"])


def test_a_rule_that_fails_refuses_nobody_and_three_strikes_end_it() -> None:
    play = ruled(raises, "ana", "ben", "cai", "dee")

    play.write(1)

    assert (play.count(ev.PluginStruck), play.count(ev.PluginDisabled)) == (3, 1)
    assert offered(play) == ["ana"]


def test_whom_a_disabled_rule_refused_may_have_the_work_now() -> None:
    play = ruled(refuses("ana"), "ana")
    play.write()
    play.queue("other")

    strike = {"contribution": PureKind.ELIGIBILITY, "name": "rule", "version": 1}
    for reason in ("slow", "slow", "slow", "slow"):
        play.do(cmd.StrikePlugin(**strike, reason=ev.plugin.StrikeReason(reason)))

    assert play.count(ev.PluginStruck) == 3
    assert offered(play) == ["ana"]


def test_a_strike_of_a_scorer_lines_nobody_up_anew() -> None:
    play = ruled(refuses("ana"), "ana")
    play.write()
    before = dict(play.state.index.stands)

    strike = {"contribution": PureKind.SCORER, "name": "rule", "version": 1}
    play.do(cmd.StrikePlugin(**strike, reason=ev.plugin.StrikeReason.HUNG))

    assert play.count(ev.PluginDisabled) == 1
    assert play.state.index.stands == before


def test_the_first_rule_that_refuses_names_the_reason() -> None:
    play = ruled(refuses("ana"), "ana", eligibility=(EligibilityRule(name="gone"), *RULE))
    play.write()
    waiting, ana = play.state.interactions["in_1"], play.state.agents["ana"]

    assert refused_by(play.state, play.pure, waiting, ana) == ("rule", "not_them")
    assert refused_by(play.state, NO_OBJECTS, waiting, ana) is None
    assert refused_by(play.state, rule(refuses("ben")), waiting, ana) is None


def test_work_for_one_agent_alone_knows_no_rules() -> None:
    play = ruled(refuses("ben"), "ana", "ben")
    play.write()
    play.engage()

    play.do(cmd.BlindTransfer(interaction="in_1", to=TransferTarget(agent="ben")), by=agent("ana"))

    waiting = play.state.interactions["in_1"]
    assert offered(play) == ["ana", "ben"]
    assert refused_by(play.state, play.pure, waiting, play.state.agents["ben"]) is None


def test_what_a_rule_refuses_cannot_be_picked() -> None:
    play = ruled(refuses("ana"), "ana", "ben", mode=Mode.PULL)
    play.write()
    pick = cmd.PickInteraction(interaction="in_1", agent="ana")

    facts = [play.refused(pick, NotEligibleError, by=agent("ana")) for _ in range(2)]
    play.do(cmd.PickInteraction(interaction="in_1", agent="ben"), by=agent("ben"))

    assert [each["condition"] for each in facts] == ["rule", "rule"]
    assert offered(play) == ["ben"]


def test_a_pick_strikes_a_rule_that_fails() -> None:
    play = ruled(raises, "ana", mode=Mode.PULL)
    play.write()

    play.do(cmd.PickInteraction(interaction="in_1", agent="ana"), by=agent("ana"))

    assert (play.count(ev.PluginStruck), offered(play)) == (1, ["ana"])


def test_a_refused_pick_strikes_nobody() -> None:
    rules = (EligibilityRule(name="bad"), *RULE)
    play = ruled(refuses("ana"), "ana", eligibility=rules, mode=Mode.PULL)
    play.pure = play.pure.__class__(
        eligibility={**play.pure.eligibility, "bad": rule(raises).eligibility["rule"]}
    )
    play.write()

    play.refused(cmd.PickInteraction(interaction="in_1", agent="ana"), NotEligibleError)

    assert play.state.pure == {}


def test_a_pick_in_a_queue_without_rules_asks_nobody() -> None:
    play = ready("ana", mode=Mode.PULL)
    play.write()

    play.do(cmd.PickInteraction(interaction="in_1", agent="ana"), by=agent("ana"))

    assert offered(play) == ["ana"]


def test_a_center_that_goes_on_asks_about_everybody_again() -> None:
    play = ruled(refuses("ana"), "ana")
    play.write()
    again = Play(state=replay(play.entries), now_ms=play.now_ms, pure=rule(refuses(), version=2))
    same = fingerprint(again.state) == fingerprint(play.state)

    again.do(cmd.ResumeCenter(is_restart=False))

    assert same
    assert offered(again) == ["ana"]


def test_who_left_before_they_were_asked_about_is_not_taken_in() -> None:
    play = ruled(refuses(), "ana")
    play.write()
    play.do(cmd.DeclineOffer(offer="in_1-o1"), by=agent("ana"))
    again = Play(state=replay(play.entries), now_ms=play.now_ms, pure=play.pure)
    again.do(cmd.SetNotReady(agent="ana", reason="lunch"))
    again.wait(60_000)

    assert offered(again) == []
    assert again.state.index.asking == {}
