from __future__ import annotations

import msgspec

from ccsdk.model.interaction import InteractionState
from ccsdk.model.item import ITEM_TYPES, Item, VisitorInteractionItem


def test_every_item_has_a_wire_name() -> None:
    assert set(ITEM_TYPES) == set(Item.__subclasses__())


def test_what_is_not_known_is_not_sent() -> None:
    item = VisitorInteractionItem(state=InteractionState.QUEUED, channel="chat")

    assert msgspec.json.encode(item) == b'{"state":"QUEUED","channel":"chat"}'


def test_a_visitor_learns_nothing_of_queue_owner_or_order() -> None:
    told = set(VisitorInteractionItem.__struct_fields__)

    assert told == {
        "state",
        "channel",
        "position",
        "estimated_wait_ms",
        "choices",
        "is_callback",
        "is_self_served",
        "is_held",
        "asked_to",
        "join_due_at_ms",
    }
