from __future__ import annotations

import itertools

import msgspec
import pytest

from ccsdk.engine import capacity
from ccsdk.engine.state import Agent, State
from ccsdk.model.channel import ChannelRule
from ccsdk.model.event import AgentDefined


def agent(*work: str, **slots: int) -> Agent:
    """Return an Agent with a piece of work of each of these channels."""
    definition = AgentDefined(agent="ana", memberships=(), skills={}, slots=slots)
    owned = {f"in_{number}": channel for number, channel in enumerate(work)}
    return Agent(id="ana", definition=definition, slots=slots, owned=owned)


def why(found: Agent, channel: str, state: State | None = None) -> str | None:
    state = state or State()
    return capacity.why_no_room(state, found, capacity.used_of(state, found), channel)


@pytest.mark.parametrize(
    ("work", "channel", "expected"),
    [
        ((), "voice", None),
        (("chat", "chat"), "chat", None),
        (("chat", "chat", "chat"), "chat", "capacity"),
        (("voice",), "chat", "capacity"),
        (("voice",), "email", "capacity"),
        (("chat",), "voice", "capacity"),
        (("chat",), "email", "matrix"),
        (("chat",), "message", None),
        (("email",) * 5, "voice", None),
        (("message",) * 5, "voice", None),
        (("email",) * 5, "chat", None),
        (("message",) * 5, "chat", None),
        (("chat", "chat", "message"), "message", None),
        (("chat", "chat", "chat", "message"), "message", "capacity"),
        (("email",) * 5, "email", "capacity"),
        (("email", "message"), "email", None),
    ],
)
def test_room_follows_slots_weight_and_matrix(
    work: tuple[str, ...], channel: str, expected: str | None
) -> None:
    found = agent(*work)

    assert why(found, channel) == expected
    assert capacity.has_room(State(), found, channel) is (expected is None)


def test_a_deny_counts_where_weight_leaves_room() -> None:
    state = State()
    state.channels["voice"] = ChannelRule(slots=2, weight=10, denies=("chat",))

    assert why(agent("voice"), "chat", state) == "matrix"
    assert why(agent("voice"), "voice", state) is None


def test_own_slots_stand_before_the_channels() -> None:
    assert why(agent("chat", chat=1), "chat") == "capacity"
    assert why(agent(chat=0), "chat") == "capacity"
    assert why(agent(chat=0), "message") is None


def test_an_unknown_channel_counts_as_chat() -> None:
    state = State()

    assert capacity.kind_of(state, "shop") == "chat"
    assert capacity.kind_of(state, "email") == "email"
    assert capacity.used_of(state, agent("shop", "chat", "email")) == {"chat": 2, "email": 1}


def test_live_offers_and_wrap_ups_take_slots_too() -> None:
    found = agent("chat")
    found.offers["of_1"] = "chat"
    found.wrap_ups["in_9"] = "voice"

    assert capacity.used_of(State(), found) == {"chat": 2, "voice": 1}
    assert why(found, "chat") == "capacity"


def test_interrupted_work_has_no_load() -> None:
    state = State()

    loads = [
        capacity.load_of(state, capacity.used_of(state, agent(*work)))
        for work in (("voice", "email", "message"), ("chat", "email"), ("message", "email"), ())
    ]

    assert loads == [100, 25, 25, 0]


def test_too_much_is_above_slots_or_above_the_full_load() -> None:
    state = State()
    state.channels["fax"] = ChannelRule(slots=9, weight=60)

    assert capacity.is_over(state, agent("chat", "chat", chat=1))
    assert capacity.is_over(state, agent("fax", "fax"))
    assert not capacity.is_over(state, agent("fax", "chat", "email"))


@pytest.mark.parametrize(
    ("work", "channel", "expected"),
    [
        # What is at hand for the same customer neither denies nor weighs...
        (("chat",), "voice", True),
        (("voice",), "chat", True),
        (("message",), "chat", True),
        # ... what is for another one does, and no slot is left where all are taken.
        (("chat", "chat"), "voice", False),
        (("chat",), "shop", True),
        (("chat", "chat", "chat"), "shop", False),
    ],
)
def test_an_interaction_does_not_stand_in_the_way_of_its_own_second_channel(
    work: tuple[str, ...], channel: str, expected: bool
) -> None:
    assert capacity.may_elevate(State(), agent(*work), "in_0", channel) is expected


@pytest.mark.parametrize(
    ("first", "second"), [("chat", "voice"), ("voice", "chat"), ("message", "chat")]
)
def test_an_interaction_on_two_channels_takes_two_slots_and_weighs_as_the_heavier_one(
    first: str, second: str
) -> None:
    state = State()
    for rule in ("voice", "chat"):
        state.channels[rule] = msgspec.structs.replace(state.channels[rule], denies=())
    found = agent(first)
    found.elevated["in_0"] = second
    heavier = max(state.channels[each].weight for each in (first, second))

    assert sum(capacity.used_of(state, found).values()) == 2
    assert not capacity.is_over(state, found)
    # A channel that fills up what the heavier one leaves fits, and one that is more does not.
    state.channels["fax"] = ChannelRule(slots=1, weight=100 - heavier)
    assert why(found, "fax", state) is None
    state.channels["fax"] = ChannelRule(slots=1, weight=100 - heavier + 1)
    assert why(found, "fax", state) == "capacity"


def test_the_load_stays_within_100_whatever_comes_and_ends_first() -> None:
    state, channels = State(), ("voice", "chat", "message", "email")
    reached, seen = [()], {()}

    while reached:
        work = reached.pop()
        assert not capacity.is_over(state, agent(*work)), work
        came = (
            tuple(sorted((*work, channel)))
            for channel in channels
            if capacity.has_room(state, agent(*work), channel)
        )
        ended = (work[:n] + work[n + 1 :] for n in range(len(work)))
        for other in itertools.chain(came, ended):
            if other not in seen:
                seen.add(other)
                reached.append(other)

    assert len(seen) > 50
