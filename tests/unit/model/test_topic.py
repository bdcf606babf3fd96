"""Topics, patterns and filters: what matches, what two have in common, what is refused."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccsdk.errors import InvalidRequestError
from ccsdk.model import event
from ccsdk.model.topic import (
    PATTERNS_MAX,
    REFS_MAX,
    TOPIC_LENGTH_MAX,
    VALUES_MAX,
    Filter,
    Pattern,
    narrow_where,
    topic_of,
)
from tests.unit.wire.samples import sample


@pytest.mark.parametrize(
    ("cls", "topic"),
    [
        (event.OfferShown, "interaction.canary-interaction.OfferShown"),
        (event.MessageReceived, "interaction.canary-interaction.MessageReceived"),
        (event.WrapUpStarted, "interaction.canary-interaction.WrapUpStarted"),
        (event.CustomerCreated, "customer.canary-customer.CustomerCreated"),
        (event.AgentConnected, "agent.canary-agent.AgentConnected"),
        (event.QueueDefined, "queue.canary-queue.QueueDefined"),
        (event.AccountDefined, "channel.canary-channel.AccountDefined"),
        (event.CenterResumed, "system.CenterResumed"),
    ],
)
def test_topic_is_kind_id_and_event(cls: type[event.Event], topic: str) -> None:
    derived = topic_of(sample(cls))

    assert derived == topic


@pytest.mark.parametrize(
    ("pattern", "topic", "is_match"),
    [
        ("interaction.*.>", "interaction.in_7.OfferMade", True),
        ("interaction.>", "interaction.in_7.OfferMade", True),
        (">", "interaction.in_7.OfferMade", True),
        ("*.*.OfferMade", "interaction.in_7.OfferMade", True),
        ("interaction.in_7.OfferMade", "interaction.in_7.OfferMade", True),
        ("system.>", "system.CenterResumed", True),
        ("interaction.*", "interaction.in_7.OfferMade", False),
        ("interaction.in_7.OfferMade.>", "interaction.in_7.OfferMade", False),
        ("interaction.in_8.>", "interaction.in_7.OfferMade", False),
        ("interaction.in_7.Offer", "interaction.in_7.OfferMade", False),
        ("system.*.>", "system.CenterResumed", False),
    ],
)
def test_pattern_matches(pattern: str, topic: str, is_match: bool) -> None:
    parsed = Pattern.parse(pattern)

    assert parsed.matches(topic) is is_match
    assert str(parsed) == pattern


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "'' is no token"),
        ("interaction..>", "'' is no token"),
        ("interaction.>.OfferMade", "'>' may only stand at the end"),
        (">.>", "'>' may only stand at the end"),
        ("interaction.in 7.>", "'in 7' is no token"),
        ("interaction.*x", "'*x' is no token"),
        ("interaction.in_7\n", "is no token"),
        ("äther.>", "'äther' is no token"),
        ("a" * (TOPIC_LENGTH_MAX + 1), "at most 512 characters"),
    ],
)
def test_malformed_pattern_is_refused_with_its_place(text: str, problem: str) -> None:
    with pytest.raises(InvalidRequestError, match="topics") as caught:
        Filter.of(["agent.>", text])

    assert caught.value.path == "topics[1]"
    assert problem in caught.value.problem
    assert caught.value.code == "bad_request"


@pytest.mark.parametrize(
    ("left", "right", "common"),
    [
        ("a.*.>", "a.b.>", "a.b.>"),
        ("a.>", "a.b.*.>", "a.b.*.>"),
        ("a.>", "a.b", "a.b"),
        ("*.b", "a.*", "a.b"),
        (">", "a.b.c", "a.b.c"),
        ("a.>", "a", None),
        ("a.*", "a.b.>", None),
        ("a.b", "a.b.c", None),
        ("a.b.>", "a.c.>", None),
        ("a.b", "a.c", None),
    ],
)
def test_intersection_is_one_pattern_or_none(left: str, right: str, common: str | None) -> None:
    one, other = Pattern.parse(left), Pattern.parse(right)

    assert one.intersect(other) == other.intersect(one)
    assert one.intersect(other) == (None if common is None else Pattern.parse(common))


TOKENS = st.sampled_from(["a", "b", "*"])
PATTERNS = st.builds(
    lambda head, is_open: ".".join([*head, ">"] if is_open or not head else head),
    st.lists(TOKENS, max_size=3),
    st.booleans(),
).map(Pattern.parse)
TOPICS = [".".join(tokens) for size in (1, 2, 3, 4) for tokens in product("ab", repeat=size)]


@given(PATTERNS, PATTERNS)
def test_intersection_matches_what_both_match(left: Pattern, right: Pattern) -> None:
    common = left.intersect(right)

    both = [topic for topic in TOPICS if left.matches(topic) and right.matches(topic)]
    assert [topic for topic in TOPICS if common and common.matches(topic)] == both


def test_filter_is_sorted_and_without_doubles() -> None:
    one = Filter.of(["b.>", "a.>", "b.>"], {"queue": ["q2", "q1", "q2"], "agent": ["mei"]})
    other = Filter.of(["a.>", "b.>"], {"agent": ["mei"], "queue": ["q1", "q2"]})

    assert one == other
    assert one.where == (("agent", ("mei",)), ("queue", ("q1", "q2")))


def test_filter_is_or_within_a_ref_and_and_between_refs() -> None:
    wish = Filter.of(["interaction.*.>"], {"queue": ["q1", "q2"], "agent": ["mei"]})
    topic = "interaction.in_7.OfferMade"

    assert wish.matches(topic, {"queue": "q2", "agent": "mei"})
    assert not wish.matches(topic, {"queue": "q2", "agent": "tom"})
    assert not wish.matches(topic, {"queue": "q2"})
    assert not wish.matches("agent.mei.AgentDefined", {"queue": "q2", "agent": "mei"})


@pytest.mark.parametrize(
    ("topics", "where", "path"),
    [
        ([], None, "topics"),
        ([f"t{index}" for index in range(PATTERNS_MAX + 1)], None, "topics"),
        (["a.>"], {"owner": ["mei"]}, "where.owner"),
        (["a.>"], {"queue": []}, "where.queue"),
        (["a.>"], {"queue": [str(index) for index in range(VALUES_MAX + 1)]}, "where.queue"),
        (["a.>"], {str(index): ["x"] for index in range(REFS_MAX + 1)}, "where"),
    ],
)
def test_filter_out_of_bounds_is_refused(
    topics: list[str], where: dict[str, list[str]] | None, path: str
) -> None:
    with pytest.raises(InvalidRequestError) as caught:
        Filter.of(topics, where)

    assert caught.value.path == path


def test_conditions_are_narrowed_to_what_both_allow() -> None:
    narrowed = narrow_where(
        (("agent", ("mei",)), ("queue", ("q1", "q2"))), (("channel", ("chat",)), ("queue", ("q2",)))
    )

    assert narrowed == (("agent", ("mei",)), ("channel", ("chat",)), ("queue", ("q2",)))


def test_conditions_that_cannot_both_hold_leave_nothing() -> None:
    narrowed = narrow_where((("agent", ("mei",)),), (("agent", ("tom",)),))

    assert narrowed is None
