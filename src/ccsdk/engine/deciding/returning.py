"""Coming back: a customer writes again in a thread whose last Interaction is over.

Within the account's `reopen_ms` the closed one goes on, first with who talked last; later
a new one follows it. Who gave up waiting and is back within `resume_abandoned_ms` stands
where they stood.
"""

from __future__ import annotations

from ccsdk.engine.deciding.direct import line_to_last
from ccsdk.engine.deciding.guard import refs
from ccsdk.engine.state import Account, Interaction
from ccsdk.engine.step import Step
from ccsdk.model.command import ReceiveInteraction
from ccsdk.model.event import InteractionQueued, InteractionReopened
from ccsdk.model.interaction import InteractionState, VisitKind

__all__ = ["begin", "follows", "reopen"]


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
    step.emit(
        InteractionReopened(
            **refs(found), episode=found.episode + 1, is_verified=command.is_verified
        )
    )
    return found


def follows(step: Step, command: ReceiveInteraction, account: Account, customer: str) -> str | None:
    """Return the id of the thread's last Interaction, if it is theirs and remembered."""
    found = _last(step, command, account, customer)
    return None if found is None else found.id


def begin(step: Step, interaction: Interaction, account: Account) -> None:
    """Begin the visit of what was received, or reopened."""
    resumes = _abandoned(step, interaction, account)
    only, due_ms = line_to_last(step.state, interaction, step.at_ms)
    step.emit(
        InteractionQueued(
            **refs(interaction),
            visit=f"{interaction.id}-v{interaction.visits + 1}",
            visit_kind=VisitKind.INBOUND,
            order_from_ms=step.at_ms if resumes is None else resumes.order_from_ms,
            resumes=None if resumes is None else resumes.id,
            only=only,
            direct_due_at_ms=due_ms,
        )
    )


def _last(
    step: Step, command: ReceiveInteraction, account: Account, customer: str
) -> Interaction | None:
    last = step.state.recent.get((account.definition.channel, command.thread))
    found = None if last is None else step.state.interactions[last]
    return found if found is not None and found.customer == customer else None


def _abandoned(step: Step, interaction: Interaction, account: Account) -> Interaction | None:
    """Return the Interaction whose place this one takes: their last that was abandoned."""
    abandoned = step.state.customers[interaction.customer].abandoned
    if abandoned is None:
        return None
    found = step.state.interactions[abandoned]
    last_ms = found.left_at_ms + account.definition.resume_abandoned_ms
    is_in_time = account.definition.resume_abandoned_ms > 0 and step.at_ms <= last_ms
    return found if is_in_time else None
