"""Where an Interaction is transferred to: a queue, or an Agent's direct line."""

from __future__ import annotations

import msgspec

from ccsdk.model.values import Id

__all__ = ["TransferTarget"]


class TransferTarget(msgspec.Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """Name one target: `queue`, or `agent`, or the Agent whose `extension` this is.

    A direct line has a `fallback`, the queue that takes the Interaction if the Agent does
    not; left out, it is the queue that the Interaction came from.
    """

    queue: Id | None = None
    agent: Id | None = None
    extension: Id | None = None
    fallback: Id | None = None

    def __post_init__(self) -> None:
        """Check that there is one target.

        Raises:
            ValueError: There is none, or more than one, or a queue with a fallback.
        """
        named = [self.queue, self.agent, self.extension]
        if sum(each is not None for each in named) != 1:
            raise ValueError("name one of queue, agent and extension")
        if self.queue is not None and self.fallback is not None:
            raise ValueError("only a direct line has a fallback")
