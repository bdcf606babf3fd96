"""Planted bugs: each invariant of the engine has one that the judge catches.

A bug is planted by changing a table row or a function; a short seeded run must then end in
a finding of that invariant, and the same run without the bug in none.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from ccsdk.engine import engine, transitions
from ccsdk.engine.deciding import agent as deciding_agent
from ccsdk.engine.deciding import interaction as deciding_interaction
from ccsdk.engine.deciding import note as deciding_note
from ccsdk.engine.deciding import offer as deciding_offer
from ccsdk.engine.deciding.guard import require_state
from ccsdk.engine.evolving import interaction as evolving_interaction
from ccsdk.engine.evolving import offer as evolving_offer
from ccsdk.engine.evolving.entry import EVOLVE
from ccsdk.engine.state import Interaction, Offer, State
from ccsdk.engine.step import Step
from ccsdk.model import command as cmd
from ccsdk.model import event as ev
from ccsdk.model.interaction import InteractionState
from ccsdk.model.offer import OfferState, WithdrawReason
from ccsdk.model.principal import Principal, Role
from tests.properties import engine_world, planted_flow, planted_parts
from tests.properties.engine_world import AGENTS, LEAPS_MS, STEPS_MS, World, draw
from tests.properties.plants_matching import PLANTS

# A search is work for a processor, of which a busy machine gives it little.
pytestmark = pytest.mark.timeout(300)

Plant = Callable[[pytest.MonkeyPatch], None]
SEEDS, STEPS = 200, 80
INVARIANTS = (
    "R1 R2 R4 R5 R6 R7 R8 R9 R11 R14 R15 R16 R17 R18 R21 R22 R23 R24 T1 T2 T4 G5 G7".split()
)


def run(seed: int) -> list[str]:
    """Play one seeded run; return what was wrong when something was."""
    chance = random.Random(seed)
    world = World(has_twin=False)
    world.open([agent for agent in AGENTS if chance.random() < 0.7])
    for _ in range(STEPS):
        world.now_ms += chance.choice(STEPS_MS) + chance.choice(LEAPS_MS)
        if chance.random() < 0.05:
            world.now_ms -= 30
        command, by = draw(world, chance.choice)
        world.do(command, by)
        if world.findings:
            break
    return world.findings


def second_accept_wins(patch: pytest.MonkeyPatch) -> None:
    """R2: the losers of a race keep their Offers, and an accept never looks at the state."""
    withdraw = deciding_offer.withdraw

    def keep_taken(step: Step, offer: Offer, reason: WithdrawReason, **more: Any) -> None:
        if reason is not WithdrawReason.TAKEN:
            withdraw(step, offer, reason, **more)

    patch.setattr(deciding_offer, "withdraw", keep_taken)
    everywhere = transitions.InteractionStep(tuple(InteractionState), InteractionState.CONNECTING)
    patch.setitem(transitions.INTERACTION, ev.OfferAccepted, everywhere)


def anybody_answers(patch: pytest.MonkeyPatch) -> None:
    """R1: who confirms is taken for the owner."""

    def as_owner(interaction: Interaction, command: cmd.Command, by: Principal) -> str:
        require_state(interaction, command)
        assert interaction.owner is not None
        return by.id if by.role is Role.AGENT else interaction.owner

    patch.setattr(deciding_interaction, "as_owner", as_owner)


def owner_stays(patch: pytest.MonkeyPatch) -> None:
    """R1: who lost an Interaction goes on owning it."""
    release = evolving_interaction.release

    def keeps(state: State, interaction: Interaction) -> None:
        owner = interaction.owner
        if owner is None or interaction.id in state.agents[owner].owned:
            release(state, interaction)
        interaction.owner = owner

    patch.setattr(evolving_interaction, "release", keeps)


def requeue_begins_a_visit(patch: pytest.MonkeyPatch) -> None:
    """R4: going back to one's place counts as another visit."""

    def requeue(step: Step, interaction: Any, *, cause: str, agent: str) -> None:
        event = ev.InteractionRequeued(
            interaction=interaction.id,
            customer=interaction.customer,
            channel=interaction.channel,
            queue=interaction.queue,
            cause=cause,
            agent=agent,
            visit=f"{interaction.id}-v{interaction.visits + 1}",
        )
        step.emit(event)

    patch.setattr(deciding_offer, "requeue", requeue)


def abandoned_is_not_counted(patch: pytest.MonkeyPatch) -> None:
    """R4: the count of a queue misses who gave up."""
    evolve = EVOLVE[ev.InteractionAbandoned]

    def forgets(state: State, event: Any, at_ms: int) -> None:
        evolve(state, event, at_ms)
        state.queues[event.queue].abandoned -= 1

    patch.setitem(EVOLVE, ev.InteractionAbandoned, forgets)


def declined_keeps_the_slot(patch: pytest.MonkeyPatch) -> None:
    """R5: a decline does not free the Agent."""
    evolve = EVOLVE[ev.OfferDeclined]

    def keeps(state: State, event: Any, at_ms: int) -> None:
        evolve(state, event, at_ms)
        state.agents[event.agent].offers[event.offer] = None

    patch.setitem(EVOLVE, ev.OfferDeclined, keeps)


def ended_offer_is_accepted(patch: pytest.MonkeyPatch) -> None:
    """R6: an Offer that expired or was withdrawn can still be taken."""
    everywhere = transitions.InteractionStep(tuple(InteractionState), InteractionState.CONNECTING)
    anytime = transitions.OfferStep(tuple(OfferState), OfferState.ACCEPTED)
    patch.setitem(transitions.INTERACTION, ev.OfferAccepted, everywhere)
    patch.setitem(transitions.OFFER, ev.OfferAccepted, anytime)
    patch.setitem(transitions.OFFER_COMMANDS, cmd.AcceptOffer, tuple(OfferState))
    end = evolving_offer._end

    def tolerant(state: State, event: Any, at_ms: int, *, reason: str | None) -> None:
        state.interactions[event.interaction].offers[event.offer] = None
        state.agents[event.agent].offers[event.offer] = None
        end(state, event, at_ms, reason=reason)

    patch.setattr(evolving_offer, "_end", tolerant)


def disconnect_declines(patch: pytest.MonkeyPatch) -> None:
    """R7: who loses their session has declined."""
    gone = deciding_agent.session_gone

    def declines(step: Step, agent_id: str, session: str) -> None:
        gone(step, agent_id, session)
        deciding_offer.decline_all(step, step.state.agents[agent_id], reason="gone")

    patch.setattr(deciding_agent, "session_gone", declines)


def lost_agent_gets_a_strike(patch: pytest.MonkeyPatch) -> None:
    """R7: the ring of an Agent without a session ends as rona."""
    ring_due = deciding_offer.ring_due

    def blames(step: Step, offer_id: str) -> None:
        agent = step.state.agents[step.state.offers[offer_id].agent]
        was_lost, agent.is_lost = agent.is_lost, False
        ring_due(step, offer_id)
        agent.is_lost = was_lost

    patch.setitem(engine.DEADLINES, "ring", blames)
    # Five seconds of grace end before nearly every ring.
    patch.setattr(deciding_agent, "OFFER_GRACE_MS", 60_000)


def requeued_loses_its_age(patch: pytest.MonkeyPatch) -> None:
    """R11: who goes back to the line stands at its end."""
    evolve = EVOLVE[ev.InteractionRequeued]

    def ages(state: State, event: Any, at_ms: int) -> None:
        state.interactions[event.interaction].order_from_ms = at_ms
        evolve(state, event, at_ms)

    patch.setitem(EVOLVE, ev.InteractionRequeued, ages)


def youngest_first(patch: pytest.MonkeyPatch) -> None:
    """R11: the line is ordered the wrong way round."""
    line_up = engine_world.State().index.__class__.line_up

    def backwards(self: Any, signature: Any, place: Any, *, at_most: int) -> None:
        tier, order_from_ms, interaction = place
        line_up(self, signature, (tier, -order_from_ms, interaction), at_most=at_most)

    patch.setattr("ccsdk.engine.index.Index.line_up", backwards)


def anybody_writes_a_note(patch: pytest.MonkeyPatch) -> None:
    """R14: who writes a note is not asked whether they may."""

    def as_author(interaction: Interaction, command: cmd.Command, by: Principal) -> str:
        require_state(interaction, command)
        return by.id if by.role is Role.AGENT else AGENTS[0]

    patch.setattr(deciding_note, "as_author", as_author)


def mention_announced_twice(patch: pytest.MonkeyPatch) -> None:
    """R14: whom a note mentions is told again by the next one."""
    add_note = deciding_note.add_note

    def tells_again(step: Step, command: cmd.AddNote, by: Principal) -> Any:
        known = step.state.interactions.get(command.interaction)
        before = set(known.readers) if known else set()
        answer = add_note(step, command, by)
        note = step.entries[0].event
        assert isinstance(note, ev.NoteAdded)
        refs = {name: getattr(note, name) for name in ("interaction", "customer", "channel")}
        for agent in sorted(before.intersection(note.mentions)):
            step.emit(ev.AgentMentioned(**refs, queue=note.queue, agent=agent, by=note.agent))
        return answer

    patch.setitem(engine.DECIDE, cmd.AddNote, tells_again)


def reader_outlives_the_interaction(patch: pytest.MonkeyPatch) -> None:
    """R14: what state forgets stays among what an Agent may read."""
    patch.setattr(evolving_interaction, "drop_readers", lambda state, interaction: None)


def files_are_dropped(patch: pytest.MonkeyPatch) -> None:
    """R15: the files of a message get lost on the way to its event."""
    receive_message = deciding_interaction.receive_message

    def without_files(step: Step, command: cmd.ReceiveMessage, by: Principal) -> Any:
        return receive_message(step, msgspec.structs.replace(command, attachments=()), by)

    patch.setitem(engine.DECIDE, cmd.ReceiveMessage, without_files)


def anybody_is_verified(patch: pytest.MonkeyPatch) -> None:
    """R15: who writes counts as verified, whether or not the site signed for them."""
    receive = deciding_interaction.receive

    def believes(step: Step, command: cmd.ReceiveInteraction, by: Principal) -> Any:
        return receive(step, msgspec.structs.replace(command, is_verified=True), by)

    patch.setitem(engine.DECIDE, cmd.ReceiveInteraction, believes)


def no_grace_runs(patch: pytest.MonkeyPatch) -> None:
    """T1: nobody waits for a lost Agent, for ever."""

    def gone(step: Step, agent_id: str, session: str) -> None:
        if session in step.state.agents[agent_id].sessions:
            step.emit(ev.AgentDisconnected(agent=agent_id, session=session))

    patch.setattr(deciding_agent, "session_gone", gone)


def shown_keeps_its_ack(patch: pytest.MonkeyPatch) -> None:
    """T2: a deadline that was cancelled fires all the same."""

    def shown(state: State, event: Any, at_ms: int) -> None:
        state.offers[event.offer].state = OfferState.SHOWN

    patch.setitem(EVOLVE, ev.OfferShown, shown)


def fires_at_the_instant(patch: pytest.MonkeyPatch) -> None:
    """T2: at the very instant of the deadline the person does not win."""
    advance = engine.advance
    patch.setattr(
        engine_world, "advance", lambda state, now_ms, pure: advance(state, now_ms + 1, pure)
    )


def time_falls(patch: pytest.MonkeyPatch) -> None:
    """T4: a clock that steps back takes the log along."""
    decide = engine.decide

    def at_wall_time(state: State, command: cmd.Command, **more: Any) -> Any:
        decision = decide(state, command, **more)
        wall_ms = more["now_ms"]
        entries = [msgspec.structs.replace(entry, at_ms=wall_ms) for entry in decision.entries]
        return engine.Decision(entries=entries, answer=decision.answer)

    patch.setattr(engine_world, "decide", at_wall_time)


def state_beside_the_log(patch: pytest.MonkeyPatch) -> None:
    """G5: a handler changes state without an event."""
    decide = deciding_agent.set_ready

    def also_resets(step: Step, command: cmd.SetReady, by: Any) -> Any:
        answer = decide(step, command, by)
        step.state.agents[command.agent].idle_from_ms = 0
        return answer

    patch.setitem(engine.DECIDE, cmd.SetReady, also_resets)


def event_is_not_of_its_type(patch: pytest.MonkeyPatch) -> None:
    """G7: what is written cannot be read back."""
    excluded_until_ms = deciding_offer.excluded_until_ms

    def in_seconds(step: Step, interaction: Any) -> float:
        return excluded_until_ms(step, interaction) + 0.5

    patch.setattr(deciding_offer, "excluded_until_ms", in_seconds)


BUGS: list[tuple[str, Plant]] = [
    ("R1", anybody_answers),
    ("R1", owner_stays),
    ("R2", second_accept_wins),
    ("R4", requeue_begins_a_visit),
    ("R4", abandoned_is_not_counted),
    ("R5", declined_keeps_the_slot),
    ("R6", ended_offer_is_accepted),
    ("R7", disconnect_declines),
    ("R7", lost_agent_gets_a_strike),
    ("R11", requeued_loses_its_age),
    ("R11", youngest_first),
    ("R14", anybody_writes_a_note),
    ("R14", mention_announced_twice),
    ("R14", reader_outlives_the_interaction),
    ("R15", files_are_dropped),
    ("R15", anybody_is_verified),
    ("T1", no_grace_runs),
    ("T2", shown_keeps_its_ack),
    ("T2", fires_at_the_instant),
    ("T4", time_falls),
    ("G5", state_beside_the_log),
    ("G7", event_is_not_of_its_type),
    *planted_flow.BUGS,
    *PLANTS,
    *planted_parts.BUGS,
]


@pytest.mark.parametrize(("invariant", "plant"), BUGS, ids=[plant.__name__ for _, plant in BUGS])
def test_planted_bug_is_caught(
    monkeypatch: pytest.MonkeyPatch, invariant: str, plant: Plant
) -> None:
    plant(monkeypatch)

    caught = any(finding.split()[0] == invariant for seed in range(SEEDS) for finding in run(seed))

    assert caught


def test_nothing_is_found_without_a_bug() -> None:
    assert [run(seed) for seed in range(10)] == [[]] * 10


def test_every_invariant_of_the_engine_has_a_planted_bug() -> None:
    planted = {invariant for invariant, _ in BUGS}

    assert planted == set(INVARIANTS)
