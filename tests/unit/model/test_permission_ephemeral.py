"""The grant table: which questions and ephemeral topics a role has, enumerated."""

from __future__ import annotations

import pytest

from ccsdk.model.grant import GRANTS, grant_of
from ccsdk.model.permission import narrow, permits, permits_hearing, permits_sending
from ccsdk.model.principal import Principal, Role
from ccsdk.model.relation import Relates
from ccsdk.model.request import (
    QUESTIONS,
    ExplainQuestion,
    KnowledgeQuestion,
    MetricsQuestion,
    PluginsQuestion,
    Question,
    ReceiveQuestion,
    RedrivePluginQuestion,
    WhyQuestion,
)
from ccsdk.model.topic import Filter

TOPIC = "interaction.in_1.Typing"
REFS = {"interaction": "in_1", "customer": "cu_1", "queue": "sales", "channel": "chat"}
PRINCIPALS = {
    Role.VISITOR: Principal(id="vi_1", role=Role.VISITOR, customer="cu_1"),
    Role.AGENT: Principal(id="mei", role=Role.AGENT),
    Role.SUPERVISOR: Principal(id="sam", role=Role.SUPERVISOR),
    Role.PLUGIN: Principal(id="plugin:bot", role=Role.PLUGIN, commands=("SetSkills",)),
    Role.SYSTEM: Principal(id="system", role=Role.SYSTEM),
}


def relating(*known: str) -> Relates:
    """Return who relates: `known` are the refs by which everybody is related to in_1."""
    return lambda ref, agent, interaction: ref in known and interaction == "in_1"


@pytest.mark.parametrize(
    ("role", "related", "sends", "hears"),
    [
        (Role.VISITOR, (), True, True),
        (Role.AGENT, ("owner",), True, True),
        (Role.AGENT, ("reader",), False, True),
        (Role.AGENT, (), False, False),
        (Role.SUPERVISOR, ("owner", "reader"), False, False),
        (Role.SYSTEM, ("owner", "reader"), False, False),
    ],
)
def test_who_sends_and_hears_typing(
    role: Role, related: tuple[str, ...], sends: bool, hears: bool
) -> None:
    grant, relates = grant_of(PRINCIPALS[role]), relating(*related)

    assert permits_sending(grant, TOPIC, REFS, relates) == sends
    assert permits_hearing(grant, TOPIC, REFS, relates) == hears


def test_visitor_neither_sends_nor_hears_in_anothers_interaction() -> None:
    grant, refs = grant_of(PRINCIPALS[Role.VISITOR]), {**REFS, "customer": "cu_2"}

    assert not permits_sending(grant, TOPIC, refs, relating())
    assert not permits_hearing(grant, TOPIC, refs, relating())


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("topic", ["interaction.in_1.MessageSent", "agent.mei.Typing"])
def test_no_other_topic_is_ephemeral(role: Role, topic: str) -> None:
    grant, relates = grant_of(PRINCIPALS[role]), relating("owner", "reader")

    assert not permits_sending(grant, topic, REFS, relates)
    assert not permits_hearing(grant, topic, REFS, relates)


@pytest.mark.parametrize("role", Role)
def test_typing_is_no_event_that_a_subscription_without_it_would_bring(role: Role) -> None:
    for row in GRANTS[role]:
        assert all(str(pattern) == "interaction.*.Typing" for pattern in (*row.sends, *row.hears))
        assert not row.sends or row.hears


@pytest.mark.parametrize(
    ("topics", "hears"),
    [(("interaction.*.>",), True), (("interaction.*.Typing",), True), (("agent.*.>",), False)],
)
def test_narrowed_grant_hears_what_the_filter_names_and_sends_nothing(
    topics: tuple[str, ...], hears: bool
) -> None:
    narrowed = narrow(grant_of(PRINCIPALS[Role.AGENT]), Filter.of(topics))

    assert permits_hearing(narrowed, TOPIC, REFS, relating("owner")) == hears
    assert not permits_sending(narrowed, TOPIC, REFS, relating("owner"))


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("question", QUESTIONS.values())
def test_who_asks_which_question(role: Role, question: type[Question]) -> None:
    row = permits(grant_of(PRINCIPALS[role]), question, {}, relating())

    is_named = role is Role.SUPERVISOR and question in (
        MetricsQuestion,
        ExplainQuestion,
        WhyQuestion,
        KnowledgeQuestion,
        PluginsQuestion,
        RedrivePluginQuestion,
    )
    # Whoever is a plugin may ask what the plugins know; it is told of no person by that.
    of_plugins = (KnowledgeQuestion, ReceiveQuestion)
    is_named = is_named or (role is Role.PLUGIN and question in of_plugins)
    assert (row is not None) == is_named


def test_an_agent_asks_why_of_themselves_only() -> None:
    grant, me = grant_of(PRINCIPALS[Role.AGENT]), PRINCIPALS[Role.AGENT].id

    may = [
        permits(grant, WhyQuestion, refs, relating()) is not None
        for refs in ({"agent": me}, {"agent": me, "offer": "in_1-o1"}, {"agent": "other"})
    ]

    assert may == [True, True, False]
    assert permits(grant, WhyQuestion, {"interaction": "in_1"}, relating("owner")) is None
