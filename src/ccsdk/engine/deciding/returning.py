"""Coming back: a customer writes again in a thread whose last Interaction is over.

Within the account's `reopen_ms` the closed one goes on, first with who talked last; later
a new one follows it. Who gave up waiting and is back within `resume_abandoned_ms` stands
where they stood.
"""

from __future__ import annotations

from ccsdk.engine.deciding.direct import NOBODY, line_to_last
from ccsdk.engine.deciding.entering import Age, enter
from ccsdk.engine.deciding.guard import Refs, refs
from ccsdk.engine.state import Account, Interaction
from ccsdk.engine.step import Step
from ccsdk.model.command import ReceiveInteraction
from ccsdk.model.event import InteractionReopened
from ccsdk.model.interaction import InteractionState

__all__ = ["age_of", "begin", "follows", "reopen"]


def reopen(
    step: Step, command: ReceiveInteraction, account: Account, customer: str
) -> Interaction | None:
    """Reopen the thread's last Interaction, if it was closed lately and is theirs."""
    found = _last(step, command, account, customer)
    reopen_ms = account.definition.reopen_ms
    if found is None or found.state is not InteractionState.CLOSED or reopen_ms == 0:
        return None
    if found.account != command.account or step.at_ms > found.closed_at_ms + reopen_ms:
        return None
    # The queue it stood in last may be gone by now; its account's are there.
    queue = found.queue if found.queue in step.state.queues else account.definition.queues[0]
    about: Refs = {**refs(found), "queue": queue}
    step.emit(
        InteractionReopened(**about, episode=found.episode + 1, is_verified=command.is_verified)
    )
    return found


def follows(step: Step, command: ReceiveInteraction, account: Account, customer: str) -> str | None:
    """Return the id of the thread's last Interaction, if it is theirs and remembered."""
    found = _last(step, command, account, customer)
    return None if found is None else found.id


def age_of(step: Step, customer: str, account: Account) -> Age:
    """Return since when a Customer counts as waiting who comes now, or is back in time."""
    known = step.state.customers.get(customer)
    resume_ms = account.definition.resume_abandoned_ms
    if known is not None and known.abandoned is not None and resume_ms > 0:
        found = step.state.interactions[known.abandoned]
        if step.at_ms <= found.left_at_ms + resume_ms:
            return Age(found.order_from_ms, found.id)
    return Age(step.at_ms)


def begin(step: Step, interaction: Interaction, queue: str, age: Age) -> None:
    """Let what was received, or reopened, enter a queue, and wait there for whom it knows."""
    is_there = queue in step.state.queues
    line = line_to_last(step.state, interaction, queue, step.at_ms) if is_there else NOBODY
    enter(step, interaction, queue, age, line=line)


def _last(
    step: Step, command: ReceiveInteraction, account: Account, customer: str
) -> Interaction | None:
    last = step.state.recent.get((account.definition.channel, command.thread))
    found = None if last is None else step.state.interactions[last]
    return found if found is not None and found.customer == customer else None
