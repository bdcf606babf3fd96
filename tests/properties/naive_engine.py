"""A naive twin of the engine: the same rules, found by scanning everybody each time.

It shares the handlers of commands and deadlines, and replaces what is clever: the index,
the pools, the heap of candidates and the heap of deadlines. Whom work suits, what there is
room for and who comes first it says in its own words. The indexed engine must decide the
same, entry by entry.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from hashlib import blake2b

from ccsdk.engine.deciding.timeline import complete_deferred
from ccsdk.engine.engine import DEADLINES, DECIDE, Decision
from ccsdk.engine.explaining.offer import receipt_by_scan
from ccsdk.engine.line import place_of
from ccsdk.engine.state import Agent, Interaction, State
from ccsdk.engine.step import Step
from ccsdk.model.agent import Presence
from ccsdk.model.command import Command, ResumeCenter
from ccsdk.model.entry import Entry
from ccsdk.model.event import InteractionRequeued, OfferMade
from ccsdk.model.interaction import InteractionState, VisitKind
from ccsdk.model.leg import LegRole
from ccsdk.model.principal import Principal
from ccsdk.model.pure import NO_OBJECTS, PureObjects
from ccsdk.model.queue import Mode, Strategy
from ccsdk.model.receipt import OfferReceipt, Reason
from tests.properties.naive_advice import advise, advised, refused

__all__ = ["naive_advance", "naive_decide", "naive_match"]

Pair = tuple[int, tuple[int, int, str], Interaction, Agent]


def naive_advance(state: State, now_ms: int, pure: PureObjects = NO_OBJECTS) -> list[Entry]:
    """Fire what was due before `now_ms`, looking through all deadlines for each."""
    entries: list[Entry] = []
    while due := [d for d in state.deadlines.live.values() if d[0] < now_ms]:
        due_ms, _, key = min(due)
        step = Step(state, max(due_ms, state.now_ms), None, entries, pure)
        DEADLINES[key[0]](step, *key[1:])
        complete_deferred(step)
        naive_match(step, "offers_ended")
    return entries


def naive_decide(
    state: State,
    command: Command,
    *,
    by: Principal,
    now_ms: int,
    key: str | None,
    pure: PureObjects = NO_OBJECTS,
) -> Decision:
    """Decide as the engine does, matching by scans."""
    step = Step(state, max(now_ms, state.now_ms), key, pure=pure)
    answer = DECIDE[type(command)](step, command, by)
    complete_deferred(step)
    naive_match(step, "restart" if isinstance(command, ResumeCenter) else "offers_ended")
    return Decision(entries=step.entries, answer=answer)


def naive_match(step: Step, cause: str) -> None:
    """Offer what can be offered, the first pair of all first, until no pair is left."""
    state = step.state
    while found := list(pairs(state, step.pure)):
        priority, _, interaction, _ = min(found, key=lambda pair: pair[:2])
        able = [a for p, _, i, a in found if i is interaction and p == priority]
        is_direct = interaction.only is not None
        reason = Reason.DIRECT if is_direct else Reason.MATCHED
        ranked = ordered(state, interaction, able)
        advice = None if is_direct else advise(step, interaction, ranked)
        if advice is not None:
            ranked = advice.ranked
        asked = ranked[: asked_at_once(state, interaction)]
        receipts = [
            advised(receipt_by_scan(state, interaction, agent, reason, step.pure), advice, asked)
            for agent in asked
        ]
        for agent, receipt in zip(asked, receipts, strict=True):
            offer(step, interaction, agent, receipt)
    for interaction_id in list(state.index.bare):
        return_to_place(step, state.interactions[interaction_id], cause)
    for changed in (state.index.fresh, state.index.freed, state.index.bare):
        changed.clear()


def pairs(state: State, pure: PureObjects) -> Iterator[Pair]:
    """Yield every Interaction in line with every Agent who may have it now."""
    for interaction in state.interactions.values():
        if stands(interaction) and is_there(state, interaction):
            for agent in state.agents.values():
                priority = suits(state, interaction, agent)
                if priority is None or not is_free(state, interaction, agent):
                    continue
                if not refused(state, pure, interaction, agent):
                    yield priority, place_of(interaction), interaction, agent


def stands(interaction: Interaction) -> bool:
    """Say whether an Interaction stands in line with no live Offer."""
    waits = interaction.state in (InteractionState.QUEUED, InteractionState.OFFERED)
    held_up = interaction.is_resting or interaction.deferred is not None
    return waits and not interaction.offers and not held_up


def is_there(state: State, interaction: Interaction) -> bool:
    """Say whether the customer is on the line, or need not be."""
    if interaction.visit_kind is VisitKind.CALLBACK or interaction.channel in ("email", "message"):
        return True
    return state.customers[interaction.customer].left_at_ms is None


def suits(state: State, interaction: Interaction, agent: Agent) -> int | None:
    """Return the priority with which work is this Agent's to have, None if it is not."""
    if interaction.only is not None:
        return -1 if interaction.only == agent.id else None
    definition = state.queues[interaction.queue].definition
    served = [m for m in agent.definition.memberships if m.queue == interaction.queue]
    if not served or definition.mode is Mode.PULL or served[-1].delay_ms > interaction.age_ms:
        return None
    for requirement in interaction.requirements:
        if requirement.is_required and agent.skills.get(requirement.skill, 0) < requirement.min:
            return None
    return served[-1].priority


def is_free(state: State, interaction: Interaction, agent: Agent) -> bool:
    """Say whether an Agent is there, not passed over, and has room for one more."""
    if agent.presence is not Presence.READY or agent.is_lost or agent.id in interaction.excluded:
        return False
    at_hand, weighing = work_at_hand(state, agent), weighty_work(state, agent)
    kind = known(state, interaction.channel)
    rule = state.channels[kind]
    if at_hand.count(kind) >= agent.slots.get(kind, rule.slots):
        return False
    if any(kind in state.channels[other].denies for other in at_hand):
        return False
    beside = [other for other in weighing if other not in rule.interrupts]
    return sum(state.channels[other].weight for other in [*beside, kind]) <= 100


def work_at_hand(state: State, agent: Agent) -> list[str]:
    """Return the channel of every live Offer, talk and wrap-up of an Agent, found by scans."""
    found = [*agent.elevated.values()]
    for interaction in state.interactions.values():
        if interaction.owner == agent.id and interaction.id in agent.owned:
            found.append(agent.owned[interaction.id])
        offers = sum(state.offers[offer].agent == agent.id for offer in interaction.offers)
        leg = interaction.staff_leg(agent.id)
        is_member = leg is not None and leg.role is LegRole.MEMBER
        besides = offers + is_member + (agent.id in interaction.wrap_ups)
        found += [interaction.channel] * besides
    return [known(state, channel) for channel in found]


def weighty_work(state: State, agent: Agent) -> list[str]:
    """Return the same, of what is on two channels the heavier one alone."""
    found = work_at_hand(state, agent)
    for interaction, second in agent.elevated.items():
        pair = [known(state, agent.owned[interaction]), known(state, second)]
        found.remove(min(pair, key=lambda channel: state.channels[channel].weight))
    return found


def known(state: State, channel: str) -> str:
    """Return the channel that work counts for."""
    return channel if channel in state.channels else "chat"


def asked_at_once(state: State, interaction: Interaction) -> int:
    """Return how many get an Offer at once."""
    definition = state.queues[interaction.queue].definition
    is_broadcast = definition.strategy is Strategy.BROADCAST and interaction.only is None
    return definition.broadcast if is_broadcast else 1


def ordered(state: State, interaction: Interaction, able: list[Agent]) -> list[Agent]:
    """Return those of one priority as the queue's strategy has them; chance leaves one."""
    queue = state.queues[interaction.queue]
    strategy, needs = queue.definition.strategy, interaction.requirements

    def knows(agent: Agent) -> int:
        return sum(each.weight * agent.skills.get(each.skill, 0) for each in needs)

    def load(agent: Agent) -> int:
        at_hand = work_at_hand(state, agent)
        still = {each for other in at_hand for each in state.channels[other].interrupts}
        counted = Counter(kind for kind in at_hand if kind not in still)
        return sum(state.channels[kind].weight * count for kind, count in counted.items())

    if interaction.only is None and strategy is Strategy.WEIGHTED_RANDOM:
        return [lot(interaction, [(1 + knows(agent), agent) for agent in able])]

    def rank(agent: Agent) -> tuple[object, ...]:
        idle = (len(work_at_hand(state, agent)), agent.idle_from_ms, agent.id)
        if strategy is Strategy.ROUND_ROBIN:
            return (agent.id <= queue.turn, agent.id)
        if strategy is Strategy.LEAST_LOADED:
            return (load(agent), agent.idle_from_ms, agent.id)
        return (-knows(agent), *idle) if strategy is Strategy.BEST_SKILL else idle

    if interaction.only is not None:
        return able
    return sorted(able, key=rank)


def lot(interaction: Interaction, weighed: list[tuple[int, Agent]]) -> Agent:
    """Draw one, walking through all of them; they stand in the order of their definition."""
    name = f"{interaction.seed}/{interaction.id}-o{interaction.offers_made + 1}"
    digest = blake2b(name.encode(), digest_size=8).digest()
    left = int.from_bytes(digest, "big") % sum(weight for weight, _ in weighed)
    for weight, agent in weighed:
        if left < weight:
            return agent
        left -= weight
    raise AssertionError(name)


def offer(step: Step, interaction: Interaction, agent: Agent, receipt: OfferReceipt) -> None:
    """Hold it out."""
    definition = step.state.queues[interaction.queue].definition
    step.emit(
        OfferMade(
            interaction=interaction.id,
            customer=interaction.customer,
            channel=interaction.channel,
            queue=interaction.queue,
            offer=f"{interaction.id}-o{interaction.offers_made + 1}",
            agent=agent.id,
            ack_due_at_ms=step.at_ms + definition.ack_ms,
            expires_at_ms=step.at_ms + definition.ring_ms,
            receipt=receipt,
        )
    )


def return_to_place(step: Step, interaction: Interaction, cause: str) -> None:
    """Put back what is held out to nobody."""
    if interaction.state is InteractionState.OFFERED and not interaction.offers:
        step.emit(
            InteractionRequeued(
                interaction=interaction.id,
                customer=interaction.customer,
                channel=interaction.channel,
                queue=interaction.queue,
                cause=cause,
                visit=interaction.visit or "",
                tier=interaction.tier,
            )
        )
