"""What work on a channel takes from an Agent: slots, weight, and what it shuts out.

Slots bound how many pieces of work of one channel an Agent has; weights share 100 among
all of them. While on a channel, an Agent is offered nothing of those it `denies`; what a
channel `interrupts` lies still and has no load beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated

import msgspec

from ccsdk.model.values import Id

__all__ = ["CHANNELS", "FULL_LOAD", "ChannelRule", "Slots", "Weight"]

FULL_LOAD = 100

Slots = Annotated[int, msgspec.Meta(ge=0, le=64)]
Weight = Annotated[int, msgspec.Meta(ge=0, le=FULL_LOAD)]


class ChannelRule(msgspec.Struct, kw_only=True, frozen=True):
    """Say what work on a channel takes; `slots` are those of who has no number of their own."""

    slots: Slots
    weight: Weight
    denies: tuple[Id, ...] = ()
    interrupts: tuple[Id, ...] = ()


# What holds until a center defines a channel otherwise. A name that stands neither here
# nor in a definition counts as chat.
CHANNELS: Mapping[str, ChannelRule] = MappingProxyType(
    {
        "voice": ChannelRule(
            slots=1,
            weight=100,
            denies=("voice", "chat", "message", "email"),
            interrupts=("message", "email"),
        ),
        "chat": ChannelRule(slots=3, weight=25, denies=("voice", "email"), interrupts=("email",)),
        "message": ChannelRule(slots=5, weight=15),
        "email": ChannelRule(slots=5, weight=10),
    }
)
