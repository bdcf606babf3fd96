"""What a center file says about a queue: whom it needs, who is first, what if nobody is free."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Any

import attrs
import msgspec

from ccsdk.center.field import Name, StepMs, Title
from ccsdk.center.policy_settings import ClassSettings, OverflowSettings, StepSettings
from ccsdk.model.command import DefineQueue
from ccsdk.model.policy import (
    CLASSES_MAX,
    OVERFLOW_MAX,
    STEPS_MAX,
    AtClosing,
    Discipline,
)
from ccsdk.model.pure import EligibilityRule, PureName, WeightedScorer
from ccsdk.model.queue import Mode, Strategy
from ccsdk.model.skill import Proficiency, SkillRequirement, needs
from ccsdk.model.values import DurationMs

__all__ = ["NO_RULES", "QueueSettings", "RequirementSettings", "Rules", "ScorerSettings"]

PLUGIN = "plugin:"
PluginStrategy = Annotated[str, msgspec.Meta(pattern=r"^plugin:[a-z0-9_-]{1,20}$")]
# What plugins contribute of eligibility, by name.
Rules = Mapping[str, EligibilityRule]
NO_RULES: Rules = MappingProxyType({})


@attrs.frozen(kw_only=True)
class RequirementSettings:
    """Ask for a skill of at least `min`; what is only preferred excludes nobody."""

    skill: Name
    min: Proficiency = 1
    preferred: bool = False
    weight: Annotated[int, msgspec.Meta(ge=1, le=100)] = 1

    def requirement(self) -> SkillRequirement:
        """Return the requirement as the engine has it."""
        return SkillRequirement(
            skill=self.skill, min=self.min, is_required=not self.preferred, weight=self.weight
        )


@attrs.frozen(kw_only=True)
class ScorerSettings:
    """Let a plugin's scorer count `weight` times; a negative weight counts against."""

    name: PureName
    weight: Annotated[int, msgspec.Meta(ge=-100, le=100)] = 1


@attrs.frozen(kw_only=True)
class QueueSettings:
    """Describe a queue: whom it needs, how it offers, how long each step may take.

    `skills` are asked for in any proficiency, `requires` says more about each. `mode` says
    whether work is offered (push), picked by agents (pull) or both; `pick_from` how many
    at the head of the line they may pick from.

    It lets nobody in while its `calendar` is closed, when `max_waiting` wait or the estimated
    wait is over `max_estimated_wait`, and with `needs_staff` while nobody is signed in who
    could serve; if nobody is for `empty`, those who wait leave too. `at_closing` they `stay`
    or `flow_out`. `overflow` says where to. `discipline` and `classes` say who is first, and
    the queue's own `head_start` is against the other queues of an agent. `bounded` promises a
    longest wait to everybody, and counts on nobody talking longer than `handle_cap`. `steps`
    happen while somebody waits. A callback may ring for `dial`, and is tried again after
    `callback_gap`.

    `strategy` names one of ours, or a plugin's as "plugin:<name>". Plugins' `scorers` are
    names, or tables with a weight; `eligibility` names the rules that refuse agents. Its
    `plugins` tables hold what settings of plugins are otherwise than in `[plugins.<id>]`.
    """

    name: Title | None = None
    skills: tuple[Name, ...] = ()
    requires: tuple[RequirementSettings, ...] = ()
    strategy: Strategy | PluginStrategy = Strategy.LONGEST_IDLE
    broadcast: Annotated[int, msgspec.Meta(ge=1, le=32)] = 1
    mode: Mode = Mode.PUSH
    pick_from: Annotated[int, msgspec.Meta(ge=1, le=100)] = 10
    calendar: Name | None = None
    at_closing: AtClosing = AtClosing.STAY
    max_waiting: Annotated[int, msgspec.Meta(ge=0, le=1_000_000)] | None = None
    max_estimated_wait_ms: DurationMs | None = None
    needs_staff: bool = False
    empty_ms: DurationMs = 30_000
    overflow: Annotated[tuple[OverflowSettings, ...], msgspec.Meta(max_length=OVERFLOW_MAX)] = ()
    discipline: Discipline = Discipline.FIFO
    classes: Annotated[tuple[ClassSettings, ...], msgspec.Meta(max_length=CLASSES_MAX)] = ()
    head_start_ms: DurationMs = 0
    bounded: bool = False
    handle_cap_ms: DurationMs | None = None
    steps: Annotated[tuple[StepSettings, ...], msgspec.Meta(max_length=STEPS_MAX)] = ()
    ack_ms: StepMs = 4_000
    ring_ms: StepMs = 15_000
    connect_ms: StepMs = 10_000
    retry_same_ms: DurationMs = 30_000
    wrap_up_ms: DurationMs = 60_000
    target_ms: DurationMs = 20_000
    max_strikes: Annotated[int, msgspec.Meta(ge=1, le=100)] = 2
    wrap_up_extension_ms: DurationMs = 60_000
    wrap_up_cap_ms: DurationMs = 600_000
    direct_ms: DurationMs = 20_000
    preferred_ms: DurationMs = 20_000
    idle_ms: DurationMs = 0
    dial_ms: Annotated[int, msgspec.Meta(ge=1_000, le=600_000)] = 45_000
    callback_gap_ms: DurationMs = 900_000
    scorers: tuple[PureName | ScorerSettings, ...] = ()
    eligibility: tuple[PureName, ...] = ()
    plugins: Mapping[Name, Any] = attrs.field(factory=dict)

    def definition(self, queue: str, rules: Rules = NO_RULES) -> DefineQueue:
        """Return the command that defines this queue; a rule that is not known reads nothing."""
        facts = attrs.asdict(self, recurse=False)
        del facts["skills"], facts["bounded"], facts["plugins"]
        facts |= {
            "name": self.name or queue,
            "requires": (*needs(*self.skills), *(each.requirement() for each in self.requires)),
            "overflow": tuple(each.rule() for each in self.overflow),
            "classes": tuple(each.service_class() for each in self.classes),
            "steps": tuple(each.step() for each in self.steps),
            "is_bounded": self.bounded,
            "scorers": self.weighted_scorers(),
            "eligibility": tuple(
                rules.get(each) or EligibilityRule(name=each) for each in self.eligibility
            ),
            "plugin_strategy": self.plugin_strategy(),
        }
        if self.plugin_strategy() is not None:
            facts["strategy"] = Strategy.LONGEST_IDLE
        return DefineQueue(queue=queue, **facts)

    def weighted_scorers(self) -> tuple[WeightedScorer, ...]:
        """Return the scorers with their weights, as the engine has them."""
        return tuple(
            WeightedScorer(name=each.name, weight=each.weight)
            if isinstance(each, ScorerSettings)
            else WeightedScorer(name=each)
            for each in self.scorers
        )

    def plugin_strategy(self) -> str | None:
        """Return the name of the plugin's strategy that chooses, None if it is one of ours."""
        named = self.strategy
        return named.removeprefix(PLUGIN) if isinstance(named, str) else None
