"""What a center file says about a queue's policy: classes, overflow, and what happens when.

Each table becomes one value of `ccsdk.model.policy`. What a table cannot mean by itself is
a ValueError here; what does not fit its queue is found by `ccsdk.center.policies`.
"""

from __future__ import annotations

from enum import Enum
from typing import Annotated

import attrs
import msgspec

from ccsdk.center.field import Name
from ccsdk.model.condition import ConditionText
from ccsdk.model.policy import (
    AnnouncePosition,
    AnnounceWait,
    CallPlugin,
    Choice,
    End,
    Move,
    OfferCallback,
    OfferSelfService,
    Operation,
    Order,
    OverflowRule,
    OverflowTarget,
    Relax,
    Say,
    ServiceClass,
    Terminal,
    Tier,
    TimelineStep,
)
from ccsdk.model.skill import Proficiency
from ccsdk.model.values import DurationMs

__all__ = [
    "TERMINALS",
    "Announcement",
    "ClassSettings",
    "OrderSettings",
    "OverflowSettings",
    "StepSettings",
]

TERMINALS = tuple(each.value for each in Terminal)


@attrs.frozen(kw_only=True)
class OverflowSettings:
    """Lead who cannot stay `to` a queue, or to `callback`, `message`, `self_service` or `end`.

    The first rule counts whose condition `when` holds and whose queue lets people in.
    """

    to: Name
    when: ConditionText | None = None

    def rule(self) -> OverflowRule:
        """Return the rule as the engine has it."""
        if self.to in TERMINALS:
            target = OverflowTarget(terminal=Terminal(self.to))
        else:
            target = OverflowTarget(queue=self.to)
        return OverflowRule(to=target, when=self.when)


@attrs.frozen(kw_only=True)
class ClassSettings:
    """Describe customers `when` a condition holds, and what that is worth to their place.

    The first class that fits takes them. At most `burst` at once have what the class is
    worth, and one more each `refill`; who comes beyond that is taken by the next class.
    `tier` counts with `discipline = "priority"`, the lowest first; `head_start` with
    `"ageing"`: they stand as if they had come so much earlier.
    """

    name: Name
    when: ConditionText | None = None
    tier: Tier = 0
    head_start_ms: DurationMs = 0
    burst: Annotated[int, msgspec.Meta(ge=1, le=10_000)] | None = None
    refill_ms: Annotated[int, msgspec.Meta(ge=1, le=86_400_000)] | None = None

    def service_class(self) -> ServiceClass:
        """Return the class as the engine has it."""
        return ServiceClass(**attrs.asdict(self))


class Announcement(Enum):
    """Name what a waiting customer may be told of the wait."""

    POSITION = "position"
    WAIT = "wait"


@attrs.frozen(kw_only=True)
class OrderSettings:
    """Give a new place: the lowest `tier` first, and as if they had come `head_start` earlier."""

    tier: Tier = 0
    head_start_ms: DurationMs = 0


@attrs.frozen(kw_only=True)
class StepSettings:
    """Do one thing for whoever has waited so long: `after` counts from their entry.

    One of: `announce` their position or the wait; `say` a text; `offer` a callback or
    self-service; `relax` a skill, which is then asked for with `min` or not at all; `move`
    to another queue, if it lets them in; `order` them anew; leave it to a `plugin`; `end`.
    """

    after_ms: DurationMs
    when: ConditionText | None = None
    announce: Announcement | None = None
    say: Annotated[str, msgspec.Meta(min_length=1, max_length=1_000)] | None = None
    offer: Choice | None = None
    relax: Name | None = None
    min: Proficiency | None = None
    move: Name | None = None
    order: OrderSettings | None = None
    plugin: Name | None = None
    end: bool = False

    def __attrs_post_init__(self) -> None:
        if len(self._said()) != 1:
            *some, last = _OPERATIONS
            message = f"a step does one thing: {', '.join(some)} or {last}"
            raise ValueError(message)
        if self.min is not None and self.relax is None:
            message = "min only counts with relax"
            raise ValueError(message)

    @property
    def does(self) -> str:
        """Return which of the settings says what is done."""
        return self._said()[0]

    def step(self) -> TimelineStep:
        """Return the step as the engine has it."""
        return TimelineStep(after_ms=self.after_ms, when=self.when, do=self._operation())

    def _said(self) -> list[str]:
        return [name for name in _OPERATIONS if getattr(self, name) not in (None, False)]

    def _operation(self) -> Operation:
        if self.announce is not None:
            is_position = self.announce is Announcement.POSITION
            return AnnouncePosition() if is_position else AnnounceWait()
        if self.say is not None:
            return Say(text=self.say)
        if self.offer is not None:
            is_callback = self.offer is Choice.CALLBACK
            return OfferCallback() if is_callback else OfferSelfService()
        if self.relax is not None:
            return Relax(skill=self.relax, min=self.min)
        if self.move is not None:
            return Move(queue=self.move)
        if self.order is not None:
            return Order(**attrs.asdict(self.order))
        return End() if self.plugin is None else CallPlugin(name=self.plugin)


_OPERATIONS = ("announce", "say", "offer", "relax", "move", "order", "plugin", "end")
