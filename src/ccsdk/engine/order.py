"""Order at entry: which class takes an Interaction, and which place that gives it.

Rule. The first class whose condition holds takes it; one whose token bucket is empty takes
nobody, so the excess enters as the next class that fits, or as none. The discipline then
says what a class is worth: `fifo` nothing, `priority` its tier, `ageing` its head start;
`service_level` orders by when the queue's target would be missed. The queue's own head start
is added. The place is fixed by that until an operation or a move changes it.

A bucket holds credit in milliseconds: a token costs `refill_ms`, and each millisecond gives
one back, up to `burst` tokens. So at most `burst + floor(span / refill_ms)` enter within any
span, which is what `ccsdk.engine.bound` counts on.
"""

from __future__ import annotations

from ccsdk.engine.condition import holds
from ccsdk.engine.state import Bucket, Interaction, Queue, State
from ccsdk.model.command import DefineQueue
from ccsdk.model.event import QueueDefined
from ccsdk.model.policy import Discipline, ServiceClass

__all__ = ["class_of", "credit_ms", "order_of", "renew_buckets", "take_token"]


def class_of(state: State, queue: str, interaction: Interaction, at_ms: int) -> str | None:
    """Return the class that takes an Interaction as it enters a queue, None if none does."""
    found = state.queues[queue]
    for each in found.definition.classes:
        if holds(state, each.when, interaction, queue, at_ms) and _has_token(found, each, at_ms):
            return each.name
    return None


def order_of(definition: DefineQueue | QueueDefined, service_class: str | None) -> tuple[int, int]:
    """Return tier and head start of a class in a queue."""
    tier = head_start_ms = 0
    found = next((each for each in definition.classes if each.name == service_class), None)
    if definition.discipline is Discipline.SERVICE_LEVEL:
        head_start_ms = -definition.target_ms
    elif found is not None and definition.discipline is Discipline.PRIORITY:
        tier = found.tier
    elif found is not None and definition.discipline is Discipline.AGEING:
        head_start_ms = found.head_start_ms
    return tier, head_start_ms + definition.head_start_ms


def credit_ms(queue: Queue, service_class: ServiceClass, at_ms: int) -> int:
    """Return the credit in a class's bucket now."""
    assert service_class.burst is not None, f"{service_class.name} has a bucket"
    assert service_class.refill_ms is not None, f"{service_class.name} has a bucket"
    bucket = queue.buckets[service_class.name]
    return min(
        service_class.burst * service_class.refill_ms,
        bucket.credit_ms + at_ms - bucket.at_ms,
    )


def take_token(queue: Queue, name: str | None, at_ms: int) -> None:
    """Take a token out of a class's bucket, if it has one."""
    for each in queue.definition.classes:
        if each.name == name and each.refill_ms is not None:
            left_ms = credit_ms(queue, each, at_ms) - each.refill_ms
            queue.buckets[each.name] = Bucket(credit_ms=left_ms, at_ms=at_ms)


def renew_buckets(queue: Queue, before: QueueDefined | None, at_ms: int) -> None:
    """Fill the buckets that a new definition changed or added, and drop those it lacks."""
    kept = {each.name: each for each in before.classes} if before else {}
    buckets: dict[str, Bucket] = {}
    for each in queue.definition.classes:
        if each.burst is None or each.refill_ms is None:
            continue
        old = kept.get(each.name)
        if old and (old.burst, old.refill_ms) == (each.burst, each.refill_ms):
            buckets[each.name] = queue.buckets[each.name]
        else:
            buckets[each.name] = Bucket(credit_ms=each.burst * each.refill_ms, at_ms=at_ms)
    queue.buckets = buckets


def _has_token(queue: Queue, service_class: ServiceClass, at_ms: int) -> bool:
    refill_ms = service_class.refill_ms
    return refill_ms is None or credit_ms(queue, service_class, at_ms) >= refill_ms
