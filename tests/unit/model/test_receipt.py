from __future__ import annotations

import msgspec

from ccsdk.model.receipt import RECEIPT_BYTES_MAX, Candidate, OfferReceipt, Reason

LONGEST = "x" * 96
LAST_MS = 253_402_300_799_999


def longest(reason: Reason) -> OfferReceipt:
    """Return a receipt in which every member is as long as it can be."""
    agent = Candidate(agent=LONGEST, priority=99, score=-(2**20), rank=2**20, idle_from_ms=LAST_MS)
    return OfferReceipt(
        reason=reason,
        policy=2**53,
        position=2**53,
        skilled=2**31,
        ready=2**31,
        free=2**31,
        winner=agent,
        loser=agent,
        tier=-(2**31),
        order_ms=LAST_MS,
        ahead=LONGEST,
        seed=2**64,
    )


def test_the_longest_receipt_is_within_its_bound() -> None:
    sizes = [len(msgspec.json.encode(longest(reason))) for reason in Reason]

    assert max(sizes) <= RECEIPT_BYTES_MAX


def test_what_is_absent_is_left_out_and_comes_back() -> None:
    winner = Candidate(agent="ana", priority=0, score=0, rank=0, idle_from_ms=0)
    receipt = OfferReceipt(
        reason=Reason.PICKED, policy=1, position=2, winner=winner, tier=0, order_ms=3
    )
    encoded = msgspec.json.encode(receipt)

    assert b"null" not in encoded
    assert msgspec.json.decode(encoded, type=OfferReceipt) == receipt
