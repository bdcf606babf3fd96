"""The bound of a shared queue holds, whatever the policy and however mean the arrivals."""

from __future__ import annotations

import os

import pytest

from ccsdk.engine import order
from tests.simulation.adversary import Adversary

POLICIES = int(os.environ.get("CCSDK_POLICIES", "300"))


def played(seed: int) -> Adversary:
    adversary = Adversary(seed)
    adversary.play()
    return adversary


@pytest.mark.timeout(600)
def test_41_the_bound_holds_against_an_adversary() -> None:
    tightest, broken = 0.0, []
    for seed in range(POLICIES):
        adversary = played(seed)
        tightest = max(tightest, adversary.tightest)
        broken += adversary.broken

    assert broken == []
    # A bound that nobody comes near would prove nothing.
    assert tightest > 0.9


def test_the_adversary_would_find_out_if_buckets_let_everybody_pass(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(order, "_has_token", lambda queue, service_class, at_ms: True)

    assert any(played(seed).broken for seed in range(300))
