"""What happens to an Offer."""

from __future__ import annotations

from ccsdk.model.event.refs import OfOffer, OfPart
from ccsdk.model.offer import WithdrawReason
from ccsdk.model.receipt import OfferReceipt

__all__ = [
    "ConnectFailed",
    "ExclusionEnded",
    "OfferAccepted",
    "OfferDeclined",
    "OfferExpired",
    "OfferMade",
    "OfferShown",
    "OfferWithdrawn",
]


class OfferMade(OfOffer, frozen=True, kw_only=True):
    """An Agent's slot is reserved and the Interaction held out to them.

    `expires_at_ms` is the ring deadline; `ack_due_at_ms` the one for showing it. `receipt`
    says why it was made.
    """

    ack_due_at_ms: int
    expires_at_ms: int
    receipt: OfferReceipt | None = None


class OfferShown(OfOffer, frozen=True, kw_only=True):
    """The Offer is in front of the Agent; the ring is not restarted."""


class OfferAccepted(OfOffer, frozen=True, kw_only=True):
    """The Agent took the Offer and owns the Interaction; it must connect in time."""

    connect_due_at_ms: int


class OfferDeclined(OfOffer, frozen=True, kw_only=True):
    """The Agent refused, or stopped being READY; `reason` is theirs or the command's.

    Nobody is passed over for an invitation to join a talk.
    """

    reason: str | None = None
    excluded_until_ms: int | None = None


class OfferExpired(OfOffer, frozen=True, kw_only=True):
    """Nobody answered the ring: rona, a strike."""

    strikes: int
    excluded_until_ms: int | None = None


class OfferWithdrawn(OfOffer, frozen=True, kw_only=True):
    """The Offer was taken back; `by` is the Agent who took the Interaction, if taken.

    `strikes` counts only for reason `unreachable`; `excluded_until_ms` is set where the
    Agent is passed over for a while.
    """

    reason: WithdrawReason
    by: str | None = None
    strikes: int = 0
    excluded_until_ms: int | None = None


class ExclusionEnded(OfPart, frozen=True, kw_only=True):
    """The Agent may be offered this Interaction again."""


class ConnectFailed(OfOffer, frozen=True, kw_only=True):
    """Agent and customer were not connected: `cause` is agent, customer, agent_lost or restart.

    A callback that reached nobody is not offered again before `callback_due_at_ms`.
    """

    cause: str
    strikes: int = 0
    excluded_until_ms: int | None = None
    callback_due_at_ms: int | None = None
