from __future__ import annotations

import pytest

from ccsdk.engine.deciding import guard
from ccsdk.engine.state import Agent, Interaction, Offer, Part, State
from ccsdk.errors import InvalidTransitionError, NotOwnerError, UnknownEntityError
from ccsdk.model import command as cmd
from ccsdk.model.agent import Presence
from ccsdk.model.event import AgentDefined
from ccsdk.model.interaction import InteractionState
from ccsdk.model.principal import SYSTEM, Principal, Role
from tests.unit.engine.play import agent, visitor


def interaction(state: InteractionState, owner: str | None = None) -> Interaction:
    return Interaction(
        id="in_1",
        account="web",
        channel="chat",
        thread="t",
        customer="cu_i1",
        queue="q",
        state=state,
        owner=owner,
    )


ANA = AgentDefined(agent="ana", memberships=(), skills={}, slots={})
OFFER = Offer(id="in_1-o1", interaction="in_1", agent="ana", made_at_ms=0, expires_at_ms=1)
SEND = cmd.SendMessage(interaction="in_1")
NOTE = cmd.AddNote(interaction="in_1")


def test_what_is_there_is_found() -> None:
    found, ana = interaction(InteractionState.QUEUED), Agent(id="ana", definition=ANA)
    state = State(interactions={"in_1": found}, agents={"ana": ana})

    assert guard.interaction_of(state, "in_1") is found
    assert guard.agent_of(state, "ana") is ana


def test_what_is_not_there_is_unknown() -> None:
    with pytest.raises(UnknownEntityError, match="no interaction 'in_1'"):
        guard.interaction_of(State(), "in_1")
    with pytest.raises(UnknownEntityError, match="no agent 'ana'"):
        guard.agent_of(State(), "ana")


def test_refs_name_what_an_event_is_about() -> None:
    found = interaction(InteractionState.OFFERED)

    about = {"interaction": "in_1", "customer": "cu_i1", "channel": "chat", "queue": "q"}
    assert guard.refs(found) == about
    assert guard.offer_refs(found, OFFER) == about | {"offer": "in_1-o1", "agent": "ana"}


def test_the_customer_and_the_system_pass_as_customer() -> None:
    found = interaction(InteractionState.QUEUED)

    guard.as_customer(found, visitor("i1"))
    guard.as_customer(found, SYSTEM)


@pytest.mark.parametrize("by", [visitor("i2"), agent("ana")], ids=["stranger", "agent"])
def test_nobody_else_passes_as_customer(by: guard.Principal) -> None:
    with pytest.raises(UnknownEntityError):
        guard.as_customer(interaction(InteractionState.QUEUED), by)


def test_the_owner_and_the_system_pass_as_owner() -> None:
    found = interaction(InteractionState.ENGAGED, "ana")

    assert guard.as_owner(found, SEND, agent("ana")) == "ana"
    assert guard.as_owner(found, SEND, SYSTEM) == "ana"


def test_nobody_else_passes_as_owner() -> None:
    with pytest.raises(NotOwnerError):
        guard.as_owner(interaction(InteractionState.ENGAGED, "ana"), SEND, agent("ben"))
    with pytest.raises(NotOwnerError):
        guard.as_owner(interaction(InteractionState.CLOSED), SEND, agent("ana"))


def test_the_system_is_told_the_state_of_what_nobody_owns() -> None:
    with pytest.raises(InvalidTransitionError) as refusal:
        guard.as_owner(interaction(InteractionState.CLOSED), SEND, SYSTEM)

    assert str(refusal.value) == "SendMessage is not possible while interaction in_1 is CLOSED"


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.SYSTEM])
def test_a_supervisor_and_the_system_pass_as_supervisor(role: Role) -> None:
    guard.as_supervisor(interaction(InteractionState.QUEUED), Principal(id="sam", role=role))


def test_nobody_else_passes_as_supervisor() -> None:
    with pytest.raises(UnknownEntityError):
        guard.as_supervisor(interaction(InteractionState.ENGAGED, "ana"), agent("ana"))


def test_who_wraps_up_passes_and_the_system_for_the_first_of_them() -> None:
    found = interaction(InteractionState.QUEUED)
    found.wrap_ups = {"ana": 5, "ben": 9}
    done = cmd.CompleteWrapUp(interaction="in_1")

    assert guard.as_wrapping(found, done, agent("ana")) == "ana"
    assert guard.as_wrapping(found, done, agent("ben")) == "ben"
    assert guard.as_wrapping(found, done, SYSTEM) == "ana"


def test_who_wraps_up_nothing_does_not_pass() -> None:
    found = interaction(InteractionState.ENGAGED, "ana")
    found.parts["cai"] = Part(queue="q", since_ms=1)
    done = cmd.CompleteWrapUp(interaction="in_1")

    for by in (agent("ana"), agent("cai"), SYSTEM):
        with pytest.raises(InvalidTransitionError):
            guard.as_wrapping(found, done, by)
    with pytest.raises(NotOwnerError):
        guard.as_wrapping(found, done, agent("ben"))


def test_the_owner_a_reader_and_the_system_for_the_owner_pass_as_author() -> None:
    found = interaction(InteractionState.WRAP_UP, "ana")
    found.readers["ben"] = None

    assert guard.as_author(found, NOTE, agent("ana")) == "ana"
    assert guard.as_author(found, NOTE, agent("ben")) == "ben"
    assert guard.as_author(found, NOTE, SYSTEM) == "ana"


def test_nobody_else_passes_as_author() -> None:
    with pytest.raises(NotOwnerError):
        guard.as_author(interaction(InteractionState.ENGAGED, "ana"), NOTE, agent("ben"))
    with pytest.raises(NotOwnerError):
        guard.as_author(interaction(InteractionState.QUEUED), NOTE, agent("ana"))


@pytest.mark.parametrize("state", InteractionState)
def test_a_reader_writes_until_the_close(state: InteractionState) -> None:
    found = interaction(state)
    found.readers["ben"] = None

    if state is InteractionState.CLOSED:
        with pytest.raises(InvalidTransitionError, match="while interaction in_1 is CLOSED"):
            guard.as_author(found, NOTE, agent("ben"))
    else:
        assert guard.as_author(found, NOTE, agent("ben")) == "ben"


def test_the_system_is_no_author_of_its_own() -> None:
    with pytest.raises(InvalidTransitionError, match="AddNote is not possible while"):
        guard.as_author(interaction(InteractionState.QUEUED), NOTE, SYSTEM)


def test_an_offer_is_its_agents() -> None:
    guard.as_agent(OFFER, agent("ana"))
    guard.as_agent(OFFER, SYSTEM)
    with pytest.raises(UnknownEntityError, match="no offer 'in_1-o1'"):
        guard.as_agent(OFFER, agent("ben"))


def test_presence_allows_a_command_or_refuses_it() -> None:
    out, away = (
        Agent(id="ana", definition=ANA),
        Agent(id="ana", definition=ANA, presence=Presence.NOT_READY),
    )

    row = guard.presence_step(out, cmd.LogIn(agent="ana"))

    assert row.target is Presence.NOT_READY
    with pytest.raises(InvalidTransitionError, match="LogIn is not possible while agent ana is"):
        guard.presence_step(away, cmd.LogIn(agent="ana"))


def test_who_is_lost_is_given_nothing_to_do() -> None:
    lost = Agent(id="ana", definition=ANA, presence=Presence.READY, is_lost=True)

    guard.require_session(Agent(id="ana", definition=ANA), cmd.SetReady(agent="ana"))
    with pytest.raises(InvalidTransitionError, match="agent ana is connection_lost"):
        guard.require_session(lost, cmd.SetReady(agent="ana"))
