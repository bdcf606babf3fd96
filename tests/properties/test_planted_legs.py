"""Planted bugs in talks: legs, hold, further participants, Supervisors, elevation.

Played with Agents who have much room, so that talks grow, and judged as everything else is.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest

from ccsdk.engine import engine
from ccsdk.engine.deciding import conference, consult, elevation, guard
from ccsdk.engine.deciding import interaction as deciding_interaction
from ccsdk.engine.deciding import leg as deciding_leg
from ccsdk.engine.evolving import leg as evolving_leg
from ccsdk.engine.evolving.entry import EVOLVE
from ccsdk.engine.state import Interaction, State
from ccsdk.engine.step import Step
from ccsdk.errors import NotOwnerError
from ccsdk.model import command as cmd
from ccsdk.model import event as ev
from ccsdk.model.entry import Answer
from ccsdk.model.leg import LegState
from ccsdk.model.principal import Principal
from ccsdk.model.queue import Membership
from tests.properties.engine_world import AGENTS, MAKERS, QUEUES, World

# A search is work for a processor, of which a busy machine gives it little.
pytestmark = pytest.mark.timeout(300)

Plant = Callable[[pytest.MonkeyPatch], None]
SEEDS, STEPS = 200, 80
INVARIANTS = "R1 R3 R5 R8 R9 R19 R20 T1 T2".split()
# What makes talks grow is drawn most; now and then somebody is lost, or the center stops.
KINDS = [
    *["leg"] * 80,
    *["go_on"] * 12,
    *["come_to_work"] * 8,
    *["receive"] * 4,
    *["drop", "drop", "back", "not_ready", "log_out", "resume", "note", "decline"],
]
STEPS_MS = (*(0, 1, 20, 50, 200, 700) * 16, 4_001, 10_001, 15_001, 60_001, 120_001)


def run(seed: int, *, has_twin: bool = False) -> list[str]:
    """Play one seeded run full of talks; return what was wrong when something was."""
    chance = random.Random(seed)
    world = World(has_twin=has_twin)
    world.open([agent for agent in AGENTS if chance.random() < 0.4])
    for agent in AGENTS:
        slots = chance.choice((2, 4, 9))
        world.do(
            cmd.DefineAgent(
                agent=agent,
                memberships=tuple(Membership(queue=queue) for queue in QUEUES),
                skills={"sofa": 3},
                slots={"chat": slots},
            )
        )
    for kind in ("chat", "voice"):
        world.do(cmd.DefineChannel(channel=kind, slots=3, weight=5))
    for number in (1, 2):
        _begin_talk(world, f"i{number}")
    for _ in range(STEPS):
        world.now_ms += chance.choice(STEPS_MS)
        command, by = MAKERS[chance.choice(KINDS)](world, chance.choice)
        world.do(command, by)
        if world.findings:
            break
    return world.findings


def _begin_talk(world: World, identity: str) -> None:
    world.received += 1
    interaction = f"in_{world.received}"
    world.do(
        cmd.ReceiveInteraction(
            interaction=interaction, account="web", thread=identity, identity=identity
        )
    )
    world.do(cmd.AcceptOffer(offer=f"{interaction}-o1"))
    world.do(cmd.ConfirmConnected(interaction=interaction))


def anybody_holds(patch: pytest.MonkeyPatch) -> None:
    """R1: who puts the customer on hold is taken for the owner."""

    def as_owner(interaction: Interaction, command: cmd.Command, by: Principal) -> str:
        guard.require_state(interaction, command)
        return by.id

    patch.setattr(deciding_leg, "as_owner", as_owner)


def nobody_is_told_of_the_end(patch: pytest.MonkeyPatch) -> None:
    """R3: a talk ends, and its members stay in it."""
    patch.setattr(deciding_interaction, "leave_all", lambda step, interaction, cause: None)
    patch.setattr(evolving_leg, "end_legs", end_legs_silently)
    patch.setattr("ccsdk.engine.evolving.interaction.end_legs", end_legs_silently)


def end_legs_silently(state: State, interaction: Interaction, owner: str) -> None:
    """Forget the legs, whoever's they are."""
    for leg in interaction.legs:
        state.deadlines.cancel(("dial", interaction.id, leg))
    interaction.legs.clear()
    interaction.offers.clear()


def newest_member_follows(patch: pytest.MonkeyPatch) -> None:
    """R3: after the owner comes who joined last."""
    heir = deciding_leg._heir

    def last(step: Step, interaction: Interaction) -> Any:
        longest = heir(step, interaction)
        able = [
            leg
            for leg in interaction.legs.values()
            if longest is not None
            and (leg.party, leg.role, leg.state) == (longest.party, longest.role, longest.state)
            and not step.state.agents[leg.who].is_lost
        ]
        return able[-1] if able else None

    patch.setattr(deciding_leg, "_heir", last)


def failed_hold_stays(patch: pytest.MonkeyPatch) -> None:
    """R3: a hold that failed shows as held."""
    patch.setitem(EVOLVE, ev.HoldFailed, lambda state, event, at_ms: None)


def invited_twice(patch: pytest.MonkeyPatch) -> None:
    """R3: who takes part already can be asked to join."""
    patch.setattr(Interaction, "staff_leg", lambda self, who: None)


def offers_outlive_the_talk(patch: pytest.MonkeyPatch) -> None:
    """R5: a talk ends while somebody is still being asked to join it."""
    leave_all = deciding_leg.leave_all

    def keeps_offers(step: Step, interaction: Interaction, *, cause: str) -> None:
        offers, interaction.offers = interaction.offers, {}
        leave_all(step, interaction, cause=cause)
        interaction.offers = offers

    patch.setattr(deciding_interaction, "leave_all", keeps_offers)


def no_room_is_needed_to_elevate(patch: pytest.MonkeyPatch) -> None:
    """R8: the second channel's slot is not reserved before the customer is asked."""
    patch.setattr(elevation, "may_elevate", lambda state, agent, interaction, channel: True)


def invited_while_away(patch: pytest.MonkeyPatch) -> None:
    """R9: who is asked to join need not be READY."""
    patch.setattr(conference, "is_present", lambda agent: True)


def listeners_write(patch: pytest.MonkeyPatch) -> None:
    """R19: who only listens writes to the customer."""

    def as_speaker(interaction: Interaction, command: cmd.Command, by: Principal) -> str:
        guard.require_state(interaction, command)
        if interaction.staff_leg(by.id) is None:
            return guard.as_owner(interaction, command, by)
        return by.id

    patch.setattr(deciding_interaction, "as_speaker", as_speaker)


def monitors_whisper(patch: pytest.MonkeyPatch) -> None:
    """R19: every leg of a Supervisor may whisper."""

    def whisper(step: Step, command: cmd.WhisperMessage, by: Principal) -> Answer:
        interaction = guard.interaction_of(step.state, command.interaction)
        if interaction.staff_leg(by.id) is None:
            raise NotOwnerError(interaction=interaction.id)
        step.emit(ev.MessageWhispered(**guard.refs(interaction), agent=by.id))
        return Answer()

    patch.setitem(engine.DECIDE, cmd.WhisperMessage, whisper)


def dialled_for_ever(patch: pytest.MonkeyPatch) -> None:
    """T1: who accepted and never connects stays in the talk."""
    evolve = EVOLVE[ev.LegStarted]

    def without_a_deadline(state: State, event: Any, at_ms: int) -> None:
        evolve(state, event, at_ms)
        state.deadlines.cancel(("dial", event.interaction, event.leg))

    patch.setitem(EVOLVE, ev.LegStarted, without_a_deadline)


def connected_in_vain(patch: pytest.MonkeyPatch) -> None:
    """T2: who was dialled has come, and falls due all the same."""

    def connected(state: State, event: Any, at_ms: int) -> None:
        state.interactions[event.interaction].legs[event.leg].state = LegState.CONNECTED

    patch.setitem(EVOLVE, ev.LegConnected, connected)

    def dial_due(step: Step, interaction_id: str, leg_id: str) -> None:
        if leg_id in step.state.interactions[interaction_id].legs:
            conference.dial_due(step, interaction_id, leg_id)
        step.state.deadlines.cancel(("dial", interaction_id, leg_id))

    patch.setitem(engine.DEADLINES, "dial", dial_due)


def consult_outlives_the_talk(patch: pytest.MonkeyPatch) -> None:
    """R20: a talk ends, and its consult goes on."""
    leave_all = deciding_leg.leave_all

    def keeps_the_consult(step: Step, interaction: Interaction, *, cause: str) -> None:
        child, interaction.child = interaction.child, None
        leave_all(step, interaction, cause=cause)
        interaction.child = child

    patch.setattr(deciding_interaction, "leave_all", keeps_the_consult)


def customer_stays_on_hold(patch: pytest.MonkeyPatch) -> None:
    """R20: the consult is over, and nobody takes the customer back."""
    patch.setattr(consult, "retrieve_held", lambda step, interaction: None)


BUGS: list[tuple[str, Plant]] = [
    ("R1", anybody_holds),
    ("R3", nobody_is_told_of_the_end),
    ("R3", newest_member_follows),
    ("R3", failed_hold_stays),
    ("R3", invited_twice),
    ("R5", offers_outlive_the_talk),
    ("R8", no_room_is_needed_to_elevate),
    ("R9", invited_while_away),
    ("R19", listeners_write),
    ("R19", monitors_whisper),
    ("R20", consult_outlives_the_talk),
    ("R20", customer_stays_on_hold),
    ("T1", dialled_for_ever),
    ("T2", connected_in_vain),
]


@pytest.mark.parametrize(("invariant", "plant"), BUGS, ids=[plant.__name__ for _, plant in BUGS])
def test_planted_bug_in_a_talk_is_caught(
    monkeypatch: pytest.MonkeyPatch, invariant: str, plant: Plant
) -> None:
    plant(monkeypatch)

    caught = any(finding.split()[0] == invariant for seed in range(SEEDS) for finding in run(seed))

    assert caught


def test_nothing_is_found_in_talks_without_a_bug() -> None:
    assert [run(seed, has_twin=True) for seed in range(40)] == [[]] * 40


def test_every_invariant_of_talks_has_a_planted_bug() -> None:
    planted = {invariant for invariant, _ in BUGS}

    assert planted == set(INVARIANTS)
