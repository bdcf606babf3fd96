"""Refusing: whom the rules of a queue keep from its work, for a reason of their own.

Rule. An Agent whom any rule of the queue's `eligibility` refuses may not have its work; the
first rule that does names the reason. Work that is for one Agent alone knows no rules.

Theory of operation. A rule sees a kind of work and what only a definition changes of an
Agent, so its answer holds for as long as both do, and is kept with the signature. Before
anything is matched, the rules are asked about those who would come into a pool and of whom
they were never asked; nobody else is. That is O(members) when work of a new kind first
lines up, as building its pool is, and O(1) for each Agent who comes later. The cost is in
the attributes that a rule reads: each combination of their values is a kind of its own.
"""

from __future__ import annotations

from types import MappingProxyType

from ccsdk.engine.pure import is_asked, refusal, strike
from ccsdk.engine.standing import take_in, work_kind_of
from ccsdk.engine.state import Agent, Interaction, State
from ccsdk.engine.step import Step
from ccsdk.model.pure import AgentTraits, PureKind, PureObjects, StrikeReason, WorkKind

__all__ = ["ask_rules", "is_refused", "refused_by"]

_RULE = PureKind.ELIGIBILITY

Strikes = list[tuple[str, StrikeReason]]


def ask_rules(step: Step) -> None:
    """Ask about everybody who is to be asked about, and take in whom no rule refuses."""
    state, asking = step.state, step.state.index.asking
    while asking:
        signature = next(iter(asking))
        assert signature.kind is not None, "only rules are to be asked"
        if not signature.unasked:
            del asking[signature]
            continue
        agent = state.agents[next(iter(signature.unasked))]
        del signature.unasked[agent.id]
        signature.refused[agent.id], strikes = _asked(step, signature.kind, agent)
        take_in(state, signature.kind.queue, signature, agent)
        _strike(step, strikes)


def is_refused(step: Step, interaction: Interaction, agent: Agent) -> bool:
    """Return whether a rule keeps an Agent from an Interaction that they would pick.

    A refusal changes nothing, so that a wrong answer is struck only if nobody refuses.
    """
    signature = step.state.index.stands[interaction.id]
    if signature.kind is None:
        return False
    if agent.id not in signature.refused:
        reason, strikes = _asked(step, signature.kind, agent)
        if reason is None:
            _strike(step, strikes)
        signature.refused[agent.id] = reason
    return signature.refused[agent.id] is not None


def refused_by(
    state: State, objects: PureObjects, interaction: Interaction, agent: Agent
) -> tuple[str, str] | None:
    """Return the rule that refuses an Agent and its reason, None if none does; for who asks."""
    kind = work_kind_of(state, interaction)
    for rule in state.queues[interaction.queue].definition.eligibility if kind else ():
        assert kind is not None, "rules have a kind of work to judge"
        if is_asked(state, objects, _RULE, rule.name):
            reason, _ = refusal(objects, rule.name, kind, _traits(kind, agent))
            if reason is not None:
                return rule.name, reason
    return None


def _asked(step: Step, kind: WorkKind, agent: Agent) -> tuple[str | None, Strikes]:
    """Return the first rule's reason to refuse an Agent, and who answered wrongly."""
    objects, traits, strikes = step.pure, _traits(kind, agent), Strikes()
    for rule in step.state.queues[kind.queue].definition.eligibility:
        if not is_asked(step.state, objects, _RULE, rule.name):
            continue
        reason, wrong = refusal(objects, rule.name, kind, traits)
        if reason is not None:
            return reason, strikes
        if wrong is not None:
            strikes.append((rule.name, wrong))
    return None, strikes


def _strike(step: Step, strikes: Strikes) -> None:
    for name, reason in strikes:
        strike(step, _RULE, name, step.pure.eligibility[name].version, reason)


def _traits(kind: WorkKind, agent: Agent) -> AgentTraits:
    priority = agent.memberships[kind.queue].priority
    return AgentTraits(agent=agent.id, priority=priority, skills=MappingProxyType(agent.skills))
