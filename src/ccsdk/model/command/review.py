"""Commands of a Supervisor on a closed Interaction: read it again, and write about it."""

from __future__ import annotations

from ccsdk.model.command.command import Command, PersonalHalf
from ccsdk.model.values import Id, ReviewText

__all__ = [
    "AddReview",
    "OpenReview",
]


class OpenReview(Command, frozen=True, kw_only=True):
    """Open a closed Interaction to read what was said; the log says who did.

    It stays open to them until the customer writes again or state forgets it.
    """

    interaction: Id


class AddReview(Command, frozen=True, kw_only=True):
    """Write a review of what `agent` did in a closed Interaction that one has opened.

    Only who has opened it too reads it: neither the Agent nor the customer does.
    """

    interaction: Id
    agent: Id

    class Personal(PersonalHalf, frozen=True, kw_only=True):
        """Carry the review."""

        review: ReviewText
