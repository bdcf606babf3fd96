"""What happens to the legs of an Interaction besides its own beginning and end.

The owner's first leg and the customer's come with InteractionAnswered and go with what ends
or requeues the Interaction. Every other leg has events of its own, and ends before that.
"""

from __future__ import annotations

from ccsdk.model.command import PersonalHalf
from ccsdk.model.event.refs import OfInteraction, OfOffer, OfPart
from ccsdk.model.leg import LegParty, LegRole
from ccsdk.model.values import StaffText

__all__ = [
    "ChannelElevated",
    "ChannelElevationFailed",
    "ChannelElevationStarted",
    "CustomerHeld",
    "CustomerRetrieved",
    "HoldFailed",
    "LegConnected",
    "LegEnded",
    "LegLost",
    "LegStarted",
    "OwnerChanged",
    "ParticipantInvited",
]


class ParticipantInvited(OfOffer, frozen=True, kw_only=True):
    """The owner, `by`, holds the running talk out to another Agent: an Offer to join it.

    `expires_at_ms` is the ring deadline; `ack_due_at_ms` the one for showing it.
    """

    by: str
    ack_due_at_ms: int
    expires_at_ms: int


class LegStarted(OfPart, frozen=True, kw_only=True):
    """Somebody else takes part: the Agent who accepted `offer`, or a Supervisor.

    `agent` is the staff member. Until `connect_due_at_ms` the leg is dialling; without it
    the leg is connected at once.
    """

    leg: str
    party: LegParty
    role: LegRole
    offer: str | None = None
    connect_due_at_ms: int | None = None

    class Personal(PersonalHalf, frozen=True, kw_only=True):
        """Carry the name of who came by themselves, for colleagues."""

        staff: StaffText | None = None


class LegConnected(OfPart, frozen=True, kw_only=True):
    """The Agent who accepted has the talk in front of them."""

    leg: str


class LegEnded(OfPart, frozen=True, kw_only=True):
    """A leg ended; `cause` is left, connect_failed, role_changed, ended, requeued or restart."""

    leg: str
    cause: str


class LegLost(OfPart, frozen=True, kw_only=True):
    """An Agent was lost for longer than their leg's grace; without a leg they were connecting."""

    leg: str | None = None


# Why an owner leaves who was not lost, and so has a part to wrap up.
PARTING = ("left", "transferred")


class OwnerChanged(OfPart, frozen=True, kw_only=True):
    """The owner left and a member, `agent`, leads on; the customer was never alone.

    `cause` is left, transferred (to the colleague who was consulted), agent_lost or
    logged_out.
    """

    leg: str
    former: str
    cause: str


class CustomerHeld(OfPart, frozen=True, kw_only=True):
    """The owner put the customer on hold, on these legs."""

    legs: tuple[str, ...]


class CustomerRetrieved(OfPart, frozen=True, kw_only=True):
    """The customer hears and is heard again."""

    legs: tuple[str, ...]


class HoldFailed(OfPart, frozen=True, kw_only=True):
    """The channel could not hold the customer, who was there all the time."""

    legs: tuple[str, ...]


class ChannelElevationStarted(OfPart, frozen=True, kw_only=True):
    """The customer is asked to come to channel `to` as well, or instead if `is_switch`.

    The owner's slot there is reserved. Fails at `join_due_at_ms`.
    """

    leg: str
    to: str
    is_switch: bool
    join_due_at_ms: int


class ChannelElevated(OfInteraction, frozen=True, kw_only=True):
    """The customer came to channel `to`; `ended` is the old leg, if they switched."""

    leg: str
    to: str
    ended: str | None = None


class ChannelElevationFailed(OfInteraction, frozen=True, kw_only=True):
    """The customer did not come to channel `to`; the old one is as it was.

    `cause` is join_unmet, or owner_changed where the slot went with its owner.
    """

    leg: str
    to: str
    cause: str
