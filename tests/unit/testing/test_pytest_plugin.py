"""The fixtures for tests of plugins, used as a plugin's author uses them."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import attrs
import pytest

from ccsdk.errors import SettingsError
from ccsdk.hooks import AlarmDue, Capabilities, Committed, Contribution, Plugin, Scorer, hookimpl
from ccsdk.model.command import LogIn, SetCapacity
from ccsdk.model.event import (
    CapacitySet,
    InteractionAnswered,
    MessageReceived,
    OfferMade,
    PluginStruck,
)
from ccsdk.testing.conformance.rules import Conformance

pytest_plugins = ["pytester"]

# Too short for a socket to be taken for dead.
REST_MS = 10_000


class Breather:
    """Give whoever logs in one chat at a time, for a minute; prefer nobody."""

    @hookimpl
    def register(self, ctx: Any) -> Iterable[Contribution]:
        return [Scorer(name="even", score=lambda work, agent: 0)]

    @hookimpl
    async def on_event(self, ctx: Any, event: Any) -> None:
        if isinstance(event, Committed) and getattr(event.event, "reason", None) == "login":
            agent = event.event.agent  # type: ignore[union-attr]
            await ctx.command(SetCapacity(agent=agent, slots={"chat": 1}))
            await ctx.alarms.set(agent, event.at_ms + REST_MS)
        elif isinstance(event, AlarmDue):
            await ctx.command(SetCapacity(agent=event.name, slots={}))


breather = Plugin(
    name="breather",
    summary="Lets agents breathe.",
    implementation=Breather,
    capabilities=Capabilities(topics=("agent.*.>",), commands=("SetCapacity",)),
)


class Outside:
    """Do without the scorer, which has to be in the center's process."""

    on_event = Breather.on_event


breather_outside = attrs.evolve(breather, name="outside", implementation=Outside)
EVEN = {"queues": {"support": {"scorers": ["even"]}}}


async def test_time_passes_when_it_is_told_to(
    cc_center: Any, cc_client: Any, cc_clock: Any, cc_log: Any
) -> None:
    async with cc_center(plugins=[breather]):
        await cc_client("agent").ask(LogIn)
        before = await cc_log(CapacitySet)
        while len(await cc_log(CapacitySet)) < 2:
            await cc_clock.jump()

        assert [each.slots for each in before] == [{"chat": 1}]
        assert [each.slots for each in await cc_log(CapacitySet, agent="mei")] == [{"chat": 1}, {}]
        assert await cc_log(CapacitySet, agent="nobody") == []


async def test_a_visitor_writes_and_an_agent_answers(
    cc_center: Any, cc_inject: Any, cc_log: Any, cc_client: Any
) -> None:
    async with cc_center():
        interaction = await cc_inject.interaction("Hello", visitor="anna")
        mei = await cc_inject.answered(interaction)
        await cc_inject.message(interaction, "Hello Anna", by=mei)
        await cc_inject.message(interaction, "Thanks", by=cc_client("visitor", "anna"))

        assert len(await cc_log(InteractionAnswered, interaction=interaction)) == 1
        assert len(await cc_log(MessageReceived)) == 2


async def test_only_the_plugins_that_are_given_are_there(cc_center: Any) -> None:
    with pytest.raises(AssertionError, match="breather"):
        async with cc_center(settings={"plugins": {"breather": {}}}):
            raise AssertionError("it opened")


async def test_settings_are_those_of_a_center_file(cc_center: Any) -> None:
    with pytest.raises(SettingsError, match=r"queues\.support\.ringg"):
        async with cc_center(settings={"queues": {"support": {"ringg": "3s"}}}):
            raise AssertionError("it opened")


async def test_what_is_kept_in_a_folder_outlives_the_center(
    cc_center: Any, cc_client: Any, cc_log: Any, tmp_path: Path
) -> None:
    async with cc_center(plugins=[breather], data=tmp_path / "data"):
        await cc_client("agent").ask(LogIn)
        first = await cc_log(CapacitySet)

    async with cc_center(plugins=[breather], data=tmp_path / "data"):
        assert await cc_log(CapacitySet) == first != []


async def test_the_log_leads_to_the_same_state_without_the_plugin(
    cc_center: Any, cc_inject: Any, cc_replay: Any, cc_client: Any
) -> None:
    async with cc_center(plugins=[breather], settings=EVEN) as center:
        await cc_inject.answered(await cc_inject.interaction())

        assert await cc_replay() == await center.state_hash()


async def test_an_observer_that_raises_goes_on_once_it_is_healed(
    cc_center: Any, cc_client: Any, cc_clock: Any, cc_log: Any, cc_faults: Any
) -> None:
    faulty = cc_faults(breather, "on_event", "raises")

    async with cc_center(plugins=[faulty]):
        await cc_client("agent").ask(LogIn)
        assert await cc_log(CapacitySet) == []

        cc_faults.heal()
        await cc_clock.advance(REST_MS // 2)

        assert cc_faults.strikes > 0
        assert [each.slots for each in await cc_log(CapacitySet)] == [{"chat": 1}]


@pytest.mark.parametrize("kind", ["hangs", "exits"])
async def test_a_center_goes_on_beside_an_observer_that_does_not(
    cc_center: Any, cc_inject: Any, cc_faults: Any, kind: str
) -> None:
    async with cc_center(plugins=[cc_faults(breather, "on_event", kind)]):
        await cc_inject.answered(await cc_inject.interaction())

    assert cc_faults.strikes > 0


async def test_a_contribution_fails_by_its_name(
    cc_center: Any, cc_inject: Any, cc_log: Any, cc_faults: Any
) -> None:
    async with cc_center(plugins=[cc_faults(breather, "even", "garbage")], settings=EVEN):
        await cc_inject.answered(await cc_inject.interaction())

        assert await cc_log(PluginStruck) != []
        assert len(await cc_log(OfferMade)) == 1


def test_a_part_that_a_plugin_does_not_have_cannot_fail(cc_faults: Any) -> None:
    with pytest.raises(TypeError, match="no hook 'start'"):
        cc_faults(breather, "start", "raises")


@pytest.mark.integration
async def test_a_plugin_runs_outside_of_its_center(
    cc_remote: Any, cc_client: Any, cc_log: Any, cc_clock: Any
) -> None:
    async with cc_remote(breather_outside) as center:
        await cc_client("agent").ask(LogIn)
        before = [(each.slots, each.by) for each in await cc_log(CapacitySet)]
        await cc_clock.advance(REST_MS)
        # What it does about an alarm comes over a socket, whenever that is.
        async with asyncio.timeout(10):
            while len(after := await cc_log(CapacitySet)) < 2:
                await asyncio.sleep(0)

        assert before == [({"chat": 1}, "plugin:outside")]
        assert [each.slots for each in after] == [{"chat": 1}, {}]
        assert "outside" not in center.observers.progress


FAILING = """
async def test_fails(cc_center):
    async with cc_center() as center:
        assert center.name == "other"
"""
UNREASONED = """
import pytest
from ccsdk.testing.conformance.rules import Conformance

class Promise(Conformance):
    def test_it(self): ...

@pytest.mark.xfail
class TestMine(Promise): ...
"""


def run_pytest(pytester: pytest.Pytester, test: str) -> pytest.RunResult:
    pytester.makepyfile(test)
    return pytester.runpytest_inprocess("-p", "ccsdk.testing.pytest_plugin")


def test_a_coroutine_test_needs_no_other_plugin_and_can_fail(pytester: pytest.Pytester) -> None:
    outcome = run_pytest(pytester, FAILING)

    outcome.assert_outcomes(failed=1)
    outcome.stdout.fnmatch_lines(["*assert 'center' == 'other'*"])


def test_what_is_expected_of_a_conformance_test_has_a_reason(pytester: pytest.Pytester) -> None:
    refused = run_pytest(pytester, UNREASONED)
    taken = run_pytest(pytester, UNREASONED.replace("xfail", "xfail(reason='not yet')"))

    refused.stderr.fnmatch_lines(["*xfail needs a reason*"])
    taken.assert_outcomes(xpassed=1)


def test_a_test_of_a_conformance_class_cannot_be_overridden() -> None:
    class Promise(Conformance):
        def test_it(self) -> None: ...

    with pytest.raises(TypeError, match=r"Mine\.test_it overrides"):
        type("Mine", (Promise,), {"test_it": None})


def test_without_an_open_center_the_stage_says_so(cc_stage: Any) -> None:
    with pytest.raises(RuntimeError, match="no center is open"):
        asyncio.run(cc_stage.settle())
