"""What happens when an owner asks a colleague before, or instead of, giving a customer away."""

from __future__ import annotations

from ccsdk.model.event.refs import OfInteraction, OfPart

__all__ = ["ConsultEnded", "ConsultReceived", "ConsultStarted"]


class ConsultStarted(OfPart, frozen=True, kw_only=True):
    """The owner asks a colleague, in an Interaction of its own, `child`."""

    child: str


class ConsultReceived(OfInteraction, frozen=True, kw_only=True):
    """A consult began: an Interaction between `asker` and who will be asked.

    No customer takes part: it names itself as its customer, so it is nobody's to see.
    Those who take part in `parent` are passed over until `excluded_until_ms`.
    """

    parent: str
    asker: str
    account: str
    excluded_until_ms: int


class ConsultEnded(OfPart, frozen=True, kw_only=True):
    """The consult is over; `cause` is merged, cancelled, failed or ended.

    After merged, the colleague takes part in the talk with the customer.
    """

    child: str
    cause: str
