"""Customers come back to who served them last."""

from __future__ import annotations

from typing import Any

import pytest

from ccsdk.errors import SettingsError
from ccsdk.model.command import CompleteWrapUp, EndInteraction, LogIn, SetReady
from ccsdk.model.event import OfferMade, PluginStruck
from first_scorer import plugin

SHOP = {
    "queues": {"support": {"scorers": ["familiar"]}},
    "agents": {name: {"queues": ["support"]} for name in ("mei", "lucia")},
}


async def test_a_customer_comes_back_to_who_served_them_last(
    cc_center: Any, cc_client: Any, cc_inject: Any, cc_log: Any
) -> None:
    async with cc_center(plugins=[plugin], settings=SHOP):
        first = await cc_inject.interaction(visitor="anna")
        mei = await cc_inject.answered(first, agent="mei")
        # Lucia is idle for longer once Mei is done, and would be first without the scorer.
        for command in (LogIn, SetReady):
            await cc_client("agent", "lucia").ask(command)
        for done in (EndInteraction, CompleteWrapUp):
            await mei.ask(done, interaction=first)

        second = await cc_inject.interaction(visitor="anna")
        offers = await cc_log(OfferMade, interaction=second)

    assert [each.agent for each in offers] == ["mei"]


async def test_a_scorer_that_fails_costs_nobody_an_offer(
    cc_center: Any, cc_inject: Any, cc_log: Any, cc_faults: Any
) -> None:
    async with cc_center(plugins=[cc_faults(plugin, "familiar", "raises")], settings=SHOP):
        await cc_inject.answered(await cc_inject.interaction())

        assert len(await cc_log(OfferMade)) == 1
        assert await cc_log(PluginStruck) != []


async def test_the_log_leads_to_the_same_state_without_the_plugin(
    cc_center: Any, cc_inject: Any, cc_replay: Any
) -> None:
    async with cc_center(plugins=[plugin], settings=SHOP) as center:
        await cc_inject.answered(await cc_inject.interaction())

        assert await cc_replay() == await center.state_hash()


async def test_a_score_out_of_bounds_is_refused(cc_center: Any) -> None:
    wrong = {"plugins": {"first-scorer": {"score": 0}}}

    with pytest.raises(SettingsError, match=r"plugins\.first-scorer\.score"):
        async with cc_center(plugins=[plugin], settings=wrong):
            raise AssertionError("it opened")
