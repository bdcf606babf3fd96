"""What happens to an Agent's part in an Interaction."""

from __future__ import annotations

from ccsdk.model.command import PersonalHalf
from ccsdk.model.event.refs import OfPart
from ccsdk.model.values import NoteText

__all__ = [
    "DispositionSet",
    "WrapUpEnded",
    "WrapUpExtended",
    "WrapUpStarted",
]


class WrapUpStarted(OfPart, frozen=True, kw_only=True):
    """After-call work began and ends by itself at `wrap_up_due_at_ms`."""

    wrap_up_due_at_ms: int


class WrapUpExtended(OfPart, frozen=True, kw_only=True):
    """The Agent gave themselves more time: wrap-up ends at `wrap_up_due_at_ms` now."""

    wrap_up_due_at_ms: int


class DispositionSet(OfPart, frozen=True, kw_only=True):
    """The Agent said what came of their part, during wrap-up or late."""

    disposition: str


class WrapUpEnded(OfPart, frozen=True, kw_only=True):
    """After-call work ended.

    `cause` is completed, expired, logged_out, supervisor, or returned: the Agent took the
    Interaction again.
    """

    disposition: str
    cause: str

    class Personal(PersonalHalf, frozen=True, kw_only=True):
        """Carry the Agent's note."""

        note: NoteText | None = None
