from __future__ import annotations

import msgspec

from ccsdk.model.pure import SCORE_MAX, SCORERS_MAX
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


def advised(receipt: OfferReceipt) -> list[OfferReceipt]:
    """Return a receipt as plugins make it longest: by scorers or by a strategy, not by chance."""
    scores = {f"{n}".rjust(20, "s"): -100 * SCORE_MAX for n in range(SCORERS_MAX)}
    rated = msgspec.structs.replace(receipt.winner, scores=scores)
    without = msgspec.structs.replace(receipt, seed=None)
    return [
        msgspec.structs.replace(without, winner=rated, loser=rated),
        msgspec.structs.replace(without, chosen_by="c" * 20),
    ]


def test_the_longest_receipt_of_plugins_is_within_its_bound() -> None:
    receipts = advised(longest(Reason.MATCHED))

    assert max(len(msgspec.json.encode(each)) for each in receipts) <= RECEIPT_BYTES_MAX


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
