from __future__ import annotations

from ccsdk.model.offer import OfferState, WithdrawReason


def test_an_offer_lives_until_it_has_an_outcome() -> None:
    assert [state for state in OfferState if state.is_live] == [OfferState.MADE, OfferState.SHOWN]


def test_an_agents_own_outcomes_are_no_reasons_of_a_withdrawal() -> None:
    reasons = {reason.value for reason in WithdrawReason}

    assert reasons.isdisjoint({"accepted", "declined", "expired"})
