"""What a center says of its agents' load: since when who works here, and what is heavy."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import attrs
import msgspec

from ccsdk.model.channel import Slots
from ccsdk.model.values import Id

__all__ = ["HeavySettings", "RampSettings", "WellbeingSettings"]

# 0: not at all.
Level = Annotated[int, msgspec.Meta(ge=0, le=5)]
Count = Annotated[int, msgspec.Meta(ge=1, le=1_000)]
RestMs = Annotated[int, msgspec.Meta(ge=1_000, le=86_400_000)]


@attrs.frozen(kw_only=True)
class RampSettings:
    """Say how much an agent is given by weeks: the first number counts in the first week.

    `slots` are by channel, `skills` are proficiencies by skill, 0 for not at all. After the last
    number everything is as defined, and no number raises what is defined.
    """

    slots: Mapping[Id, tuple[Slots, ...]] = attrs.field(factory=dict)
    skills: Mapping[Id, tuple[Level, ...]] = attrs.field(factory=dict)


@attrs.frozen(kw_only=True)
class HeavySettings:
    """Say which talks are heavy, how many in a row are enough, and what counts then.

    Heavy are those out of `queues` and those that took `longer_than_ms`. After `in_a_row` of them
    without a light one between, an agent has at most these `slots` and none of the skills in
    `without`, for `rest_ms` or until they have had `light` light talks.

    Raises:
        ValueError: Nothing is heavy by these, or rest changes nothing.
    """

    queues: tuple[Id, ...] = ()
    longer_than_ms: RestMs | None = None
    in_a_row: Count = 3
    rest_ms: RestMs = 1_200_000
    light: Count | None = None
    slots: Mapping[Id, Slots] = attrs.field(factory=dict)
    without: tuple[Id, ...] = ()

    def __attrs_post_init__(self) -> None:
        if not self.queues and self.longer_than_ms is None:
            raise ValueError("nothing is heavy: give queues, or longer_than, or both")
        if not self.slots and not self.without:
            raise ValueError("rest changes nothing: give slots, or without, or both")


def _check_zone(settings: WellbeingSettings, attribute: attrs.Attribute[Any], name: str) -> None:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise ValueError(f"timezone {name!r} is no zone such as 'Europe/Berlin'") from error


@attrs.frozen(kw_only=True)
class WellbeingSettings:
    """Configure the plugin; without `ramp` and `heavy` it does nothing.

    `started` is each agent's first day; who is not named has no ramp. A week begins at midnight
    in `timezone`.

    Raises:
        ValueError: There is no such time zone.
    """

    timezone: str = attrs.field(default="UTC", validator=_check_zone)
    started: Mapping[Id, date] = attrs.field(factory=dict)
    ramp: RampSettings = attrs.field(factory=RampSettings)
    heavy: HeavySettings | None = None
