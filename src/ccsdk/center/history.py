"""`history.v1`: the past of one Interaction, cut by the reader's profile.

The current owner, who takes part or listens, whom a note mentioned or a consult asks about it,
who opened it after its close, and the visitor read all of it, each by their profile. Who holds
a live Offer, or has parked it, learns the customer's name and no more; of a consult that is
whom it is about. Any other Supervisor reads what happened, without a word of text. To everybody
else, a former owner included, there is no such Interaction.
"""

from __future__ import annotations

from typing import Any

import attrs
import msgspec

from ccsdk.center.doors import refs_of_interaction, refs_of_offer, relates_in
from ccsdk.center.items import interaction_as_seen
from ccsdk.engine.state import State
from ccsdk.errors import UnknownEntityError
from ccsdk.hooks.ports import LogStore
from ccsdk.model.command import AcceptOffer
from ccsdk.model.entry import Entry
from ccsdk.model.event import InteractionReceived
from ccsdk.model.grant import grant_of
from ccsdk.model.interaction import InteractionState
from ccsdk.model.permission import permits
from ccsdk.model.principal import Principal
from ccsdk.model.profile import AGENT, VISITOR, Profile
from ccsdk.model.relation import UNFINISHED
from ccsdk.wire.envelope import envelope

__all__ = ["HISTORY_LIMIT_MAX", "Access", "access_of", "read_history"]

HISTORY_LIMIT_MAX = 100
# A frame of 256 KiB, less room for what stands around the events.
HISTORY_BYTES_MAX = 248 * 2**10
# What an Offer's dialog tells of who waits.
_DIALOG = Profile(name="dialog", classes=frozenset({"name"}))
# The event before this version is InteractionReceived, which bears the customer's name.
_SECOND = 2


@attrs.frozen(kw_only=True)
class Access:
    """Say what a reader may see of an Interaction, as of a committed state.

    `profile` is None for who may see the Customer's name only. `named` is the Interaction
    that knows this name.
    """

    item: dict[str, Any]
    customer: str
    named: str
    profile: Profile | None


def access_of(state: State, principal: Principal, interaction: str) -> Access:
    """Return what this reader may see, and the Interaction as they see it.

    Raises:
        UnknownEntityError: There is none, or not for this reader.
    """
    refs = refs_of_interaction(state, interaction)
    if refs is None:
        raise UnknownEntityError(kind="interaction", id=interaction)
    found, grant, relates = state.interactions[interaction], grant_of(principal), relates_in(state)
    row = permits(grant, f"interaction.{interaction}.{InteractionReceived.__name__}", refs, relates)
    is_asked = any(
        permits(grant, AcceptOffer, refs_of_offer(state, offer) or {}, relates)
        for offer in found.offers
    )
    has_parked = found.state is InteractionState.PARKED and relates(
        UNFINISHED, principal.id, interaction
    )
    if row is None and not is_asked and not has_parked:
        raise UnknownEntityError(kind="interaction", id=interaction)
    profile = row.profile if row else None
    item = interaction_as_seen(state, interaction, profile or AGENT)
    named = found.parent or interaction
    return Access(item=item, customer=found.customer, named=named, profile=profile)


async def read_history(
    store: LogStore, access: Access, interaction: str, *, before: int | None, limit: int
) -> dict[str, Any]:
    """Return the answer of `history.v1`: the newest `limit` events below version `before`."""
    subject = f"interaction/{interaction}"
    answer: dict[str, Any] = {"interaction": access.item, "items": [], "before": None}
    if access.profile != VISITOR:
        answer["customer"] = await _customer(store, access)
    if access.profile is None:
        return answer
    shown, before = await _shown(store, access.profile, subject, before=before, limit=limit)
    kept = _fitting([envelope(entry, access.profile) for entry in shown])
    answer["items"] = [msgspec.json.decode(each) for each in kept]
    answer["before"] = before if len(kept) == len(shown) else shown[-len(kept)].version
    return answer


def _fitting(envelopes: list[bytes]) -> list[bytes]:
    """Return the newest of some envelopes that one frame holds; one always fits."""
    size = 0
    for count, each in enumerate(reversed(envelopes)):
        size += len(each) + 1
        if count and size > HISTORY_BYTES_MAX:
            return envelopes[-count:]
    return envelopes


async def _customer(store: LogStore, access: Access) -> dict[str, Any]:
    customer: dict[str, Any] = {"id": access.customer}
    for entry in await store.read_subject(f"interaction/{access.named}", before=_SECOND, limit=1):
        seen = msgspec.json.decode(envelope(entry, access.profile or _DIALOG))
        if "personal" in seen:
            customer["personal"] = seen["personal"]
    return customer


async def _shown(
    store: LogStore, profile: Profile, subject: str, *, before: int | None, limit: int
) -> tuple[list[Entry], int | None]:
    """Return the newest events that the profile shows, and where the older ones begin."""
    shown: list[Entry] = []
    while len(shown) < limit and before != 1:
        page = await store.read_subject(subject, before=before, limit=HISTORY_LIMIT_MAX)
        if not page:
            return shown, None
        visible = [entry for entry in page if profile.shows(type(entry.event).__name__)]
        kept = visible[max(0, len(visible) - (limit - len(shown))) :]
        shown[:0] = kept
        before = (kept if len(shown) == limit else page)[0].version
    return shown, None if before == 1 else before
