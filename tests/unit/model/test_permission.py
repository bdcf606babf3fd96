"""The grants table: enumerated role by role, topic by topic, own and foreign.

`EXPECTED` is written down a second time, by hand, from the table in the security page:
who loosens a row has to say so twice.
"""

from __future__ import annotations

from itertools import product

import attrs
import pytest

from ccsdk.model import event
from ccsdk.model.event import EVENTS
from ccsdk.model.grant import grant_of
from ccsdk.model.permission import Grant, Row, narrow, permits, permits_entity
from ccsdk.model.principal import Principal, Role
from ccsdk.model.profile import AGENT, BARE, GUEST, VISITOR, Profile
from ccsdk.model.topic import Filter, Pattern
from tests.unit.model.test_grant import (
    ANA,
    MEI,
    OWN,
    PRINCIPALS,
    SAM,
    TOM,
    VISITOR_SEES,
    refs_of,
    related,
    relates,
    topic,
)


def test_absent_refs_never_fit() -> None:
    agent, visitor = grant_of(MEI), grant_of(ANA)

    assert permits(agent, "interaction.in_1.MessageReceived", {}, relates) is None
    assert permits(agent, "interaction.in_1.InteractionClosed", {}, relates) is None
    assert permits(visitor, "interaction.in_1.MessageReceived", {}, relates) is None


def test_first_matching_row_gives_the_profile() -> None:
    refs = refs_of(frozenset({"owner", "agent"}))

    row = permits(grant_of(MEI), "interaction.in_1.WrapUpEnded", refs, relates)

    assert row is not None
    assert row.profile is AGENT


def test_narrow_keeps_rows_conditions_and_profiles() -> None:
    wish = Filter.of(["interaction.*.>", "agent.mei.>"], {"queue": ["qu_1"]})

    narrowed = narrow(grant_of(MEI), wish)

    assert [row.profile for row in narrowed.rows] == [AGENT, *3 * (GUEST,), *4 * (BARE,)]
    assert narrowed.rows[0] == Row(
        topics=(Pattern.parse("interaction.*.>"),),
        where=(("owner", ("mei",)), ("queue", ("qu_1",))),
        hears=grant_of(MEI).rows[0].hears,
        profile=AGENT,
    )
    assert narrowed.rows[2] == attrs.evolve(
        narrowed.rows[0], where=(("queue", ("qu_1",)), ("reader", ("mei",))), profile=GUEST
    )
    assert not any(row.commands for row in narrowed.rows)


@pytest.mark.parametrize("role", Role)
def test_narrowed_grant_permits_what_grant_and_filter_permit(role: Role) -> None:
    grant = grant_of(PRINCIPALS[role])
    wish = Filter.of(["interaction.*.>", "*.*.AgentDefined"], {"interaction": [related("owner")]})
    narrowed = narrow(grant, wish)

    for cls, own in product(EVENTS.values(), OWN):
        refs = refs_of(own)
        where = topic(cls.kind, refs.get(cls.kind, "x"), cls.__name__)
        by_both = permits(grant, where, refs, relates) if wish.matches(where, refs) else None
        by_narrowed = permits(narrowed, where, refs, relates)
        assert (by_narrowed and by_narrowed.profile) == (by_both and by_both.profile), (cls, own)


@pytest.mark.parametrize(
    ("principal", "topics", "where"),
    [
        (ANA, ["agent.*.>", "queue.*.>", "customer.*.>"], {}),
        (ANA, ["interaction.*.>"], {"customer": ["cu_2"]}),
        (ANA, ["interaction.*.>"], {"queue": ["qu_1"]}),
        (MEI, ["customer.*.>", "system.>"], {}),
        (MEI, ["agent.tom.AgentConnected"], {"agent": ["tom"]}),
        (SAM, ["channel.*.>"], {}),
    ],
)
def test_nothing_is_left_of_a_foreign_wish(
    principal: Principal, topics: list[str], where: dict[str, list[str]]
) -> None:
    narrowed = narrow(grant_of(principal), Filter.of(topics, where))

    assert narrowed == Grant(())


@pytest.mark.parametrize(
    ("principal", "entity", "refs", "profile"),
    [
        (MEI, "interaction.in_8", {"interaction": related("owner")}, AGENT),
        (MEI, "interaction.in_0", {"interaction": related()}, None),
        (MEI, "interaction.in_1", {"interaction": related("reader"), "agent": "tom"}, GUEST),
        (MEI, "interaction.in_4", {"interaction": related("member"), "agent": "tom"}, GUEST),
        (TOM, "interaction.in_1", {"interaction": related("reader")}, None),
        (MEI, "interaction.in_1", {"interaction": related("former", "unfinished")}, BARE),
        (MEI, "interaction.in_0", {"interaction": related(), "agent": "mei"}, BARE),
        (SAM, "interaction.in_2", {"interaction": related("listener")}, AGENT),
        (SAM, "interaction.in_0", {"interaction": related()}, BARE),
        (MEI, "agent.tom", {"agent": "tom"}, BARE),
        (MEI, "queue.qu_1", {"queue": "qu_1"}, BARE),
        (ANA, "interaction.in_1", {"interaction": "in_1", "customer": "cu_1"}, VISITOR),
        (ANA, "interaction.in_1", {"interaction": "in_1", "customer": "cu_2"}, None),
        (ANA, "agent.mei", {"agent": "mei"}, None),
        (SAM, "interaction.in_8", {"interaction": related("owner"), "queue": "qu_1"}, BARE),
    ],
)
def test_who_sees_an_entity_in_a_snapshot(
    principal: Principal, entity: str, refs: dict[str, str], profile: Profile | None
) -> None:
    grant = narrow(grant_of(principal), Filter.of([">"]))

    row = permits_entity(grant, entity, refs, relates)

    assert (row and row.profile) == profile


def test_an_unmarked_new_event_never_reaches_a_visitor() -> None:
    refs = {"interaction": "in_1", "customer": "cu_1"}

    row = permits(grant_of(ANA), "interaction.in_1.SomethingNew", refs, relates)

    assert row is None
    assert event.InteractionQueued.__name__ in VISITOR_SEES
