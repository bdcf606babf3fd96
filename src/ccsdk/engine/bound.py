"""The bound: how long a customer of a shared queue waits at most, however VIPs arrive.

Theory. Of two customers in one tier the one with the smaller `order_from_ms - head_start_ms`
is served first, so a class D can overtake a waiting class C only by who enters within
`h = head start of D - head start of C` after them. A token bucket (burst B, one token each
`refill_ms`) lets at most `B + floor(h / refill_ms)` enter in that time: the sum over all such
classes is V. K are those ahead: older places, later requeues and arrivals from elsewhere
included, whoever is being asked already, and each missed Offer of those ahead. With m Agents
who stay READY and serve this line first, each starting at most H after the one before,

    wait <= ceil((K + V + 1) / m) * H, and H more for each missed Offer of one's own,

    H = max_strikes * (ring + retry_same) + connect + handle cap + wrap-up cap.

Nobody's promise holds below another tier, beside a class that overtakes without a bucket, or
without caps; a queue that claims to be bounded so is refused.

Source: the VIP bound of the routing design; after the network calculus of R. L. Cruz, "A
calculus for network delay", 1991, with the bucket as arrival curve.
"""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from ccsdk.engine.order import order_of
from ccsdk.model.command import DefineQueue
from ccsdk.model.event import QueueDefined
from ccsdk.model.policy import Order, ServiceClass

__all__ = ["Bound", "bounds_of", "unbounded_by"]

Definition = DefineQueue | QueueDefined


@attrs.frozen
class Bound:
    """Hold what a class may count on: `overtaking` is V, `start_gap_ms` is H.

    `service_class` None is who fits no class.
    """

    service_class: str | None
    overtaking: int
    start_gap_ms: int

    def wait_ms(self, *, ahead: int, agents: int, missed: int = 0) -> int:
        """Return the longest wait.

        Args:
            ahead: K, at least 0.
            agents: m, at least 1.
            missed: The missed Offers of one's own.
        """
        rounds = -((ahead + self.overtaking + 1) // -agents)
        return (rounds + missed) * self.start_gap_ms


def unbounded_by(definition: Definition) -> tuple[str, str] | None:
    """Return the member of a definition that breaks the bound, and why; None if none does."""
    if definition.handle_cap_ms is None:
        return "handle_cap_ms", "a bounded queue says how long an Agent talks at most"
    places = [order_of(definition, each.name) for each in definition.classes]
    tiers = {tier for tier, _ in (*places, order_of(definition, None))}
    if len(tiers) > 1:
        return "classes", "below another tier nobody's wait has a bound"
    least_ms = min(head_start_ms for _, head_start_ms in (*places, order_of(definition, None)))
    for n, (each, place) in enumerate(zip(definition.classes, places, strict=True)):
        if place[1] > least_ms and each.burst is None:
            return f"classes[{n}].burst", "who overtakes others in a bounded queue has a bucket"
    for n, each_step in enumerate(definition.steps):
        if isinstance(each_step.do, Order):
            return f"steps[{n}].do", "a step that reorders overtakes without a bucket"
    return None


def bounds_of(definition: Definition) -> tuple[Bound, ...]:
    """Return the bound of every class, and of who fits none; none at all if something breaks it."""
    if unbounded_by(definition) is not None:
        return ()
    names = (*(each.name for each in definition.classes), None)
    return tuple(
        Bound(name, _overtaking(definition, name), _start_gap_ms(definition)) for name in names
    )


def _overtaking(definition: Definition, name: str | None) -> int:
    own_ms = order_of(definition, name)[1]
    return sum(
        burst + (head_start_ms - own_ms) // refill_ms
        for burst, refill_ms, head_start_ms in _buckets(definition)
        if head_start_ms > own_ms
    )


def _buckets(definition: Definition) -> Iterator[tuple[int, int, int]]:
    each: ServiceClass
    for each in definition.classes:
        if each.burst is not None and each.refill_ms is not None:
            yield each.burst, each.refill_ms, order_of(definition, each.name)[1]


def _start_gap_ms(definition: Definition) -> int:
    assert definition.handle_cap_ms is not None, "a bounded queue has its cap"
    # The cap ends extensions; without one, wrap-up takes its own time.
    wrap_up_ms = max(definition.wrap_up_ms, definition.wrap_up_cap_ms)
    missed_ms = definition.max_strikes * (definition.ring_ms + definition.retry_same_ms)
    return missed_ms + definition.connect_ms + definition.handle_cap_ms + wrap_up_ms
