"""What becomes of an Interaction after its close: who reads it again, and what they write."""

from __future__ import annotations

from ccsdk.model.command import PersonalHalf
from ccsdk.model.event.refs import OfPart
from ccsdk.model.values import ReviewText, StaffText

__all__ = [
    "ReviewAdded",
    "ReviewOpened",
]


class ReviewOpened(OfPart, frozen=True, kw_only=True):
    """A Supervisor, `agent`, opened the closed Interaction, and reads what was said in it."""

    class Personal(PersonalHalf, frozen=True, kw_only=True):
        """Carry the name of who opened it."""

        staff: StaffText | None = None


class ReviewAdded(OfPart, frozen=True, kw_only=True):
    """A Supervisor, `by`, wrote a review of what `agent` did; the Agent does not read it."""

    by: str

    author = "by"

    class Personal(PersonalHalf, frozen=True, kw_only=True):
        """Carry the review and who wrote it."""

        review: ReviewText | None = None
        staff: StaffText | None = None
