"""Promises: the longest wait of each class of a queue, in sentences with numbers."""

from __future__ import annotations

from collections.abc import Iterator

from ccsdk.engine.bound import Bound, bounds_of, unbounded_by
from ccsdk.engine.lint import Policies
from ccsdk.model.command import DefineAgent, DefineQueue
from ccsdk.model.duration import duration_in_words

__all__ = ["promises"]

# So many ahead of somebody make an example of a long line.
_AHEAD = 10


def promises(policies: Policies) -> Iterator[str]:
    """Yield what every queue with caps or classes can promise, or why it cannot.

    The Agents who count are those who may have its work, and serve no queue before it.
    """
    for queue in policies.queues.values():
        if broken := unbounded_by(queue):
            if queue.classes:
                yield f"queues.{queue.queue}: no longest wait; {broken[1]}"
            continue
        agents = sum(_serves_first(agent, queue) for agent in policies.agents.values())
        for bound in bounds_of(queue):
            yield f"queues.{queue.queue}, {_promise(queue, bound, agents)}"


def _promise(queue: DefineQueue, bound: Bound, agents: int) -> str:
    assert queue.handle_cap_ms is not None, "a bounded queue has its cap"
    who = "everybody else" if bound.service_class is None else f"class {bound.service_class}"
    later = f"of those who come later {bound.overtaking or 'nobody'} can be first"
    if not agents:
        return f"{who}: {later}; no agent serves this queue first, so there is no longest wait"
    alone, tenth = (
        duration_in_words(bound.wait_ms(ahead=ahead, agents=agents)) for ahead in (0, _AHEAD)
    )
    return (
        f"{who}: {later}; with {agents} ready, and no talk over "
        f"{duration_in_words(queue.handle_cap_ms)}, the wait is {alone} at most, with {_AHEAD} "
        f"ahead {tenth}; each offer missed adds {duration_in_words(bound.start_gap_ms)}"
    )


def _serves_first(agent: DefineAgent, queue: DefineQueue) -> bool:
    """Return whether an Agent may have the work of a queue, and no other queue's before it."""
    priorities = {each.queue: each.priority for each in agent.memberships}
    if priorities.get(queue.queue) != min(priorities.values(), default=None):
        return False
    return all(each.is_met(agent.skills.get(each.skill, 0)) for each in queue.requires)
