"""Pure objects of plugins: found by name, timed from outside, struck and left out."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
import pytest
from ccsdk_served_last import plugin as served_last

from ccsdk import ContactCenter
from ccsdk.center.blueprint import draw_blueprint
from ccsdk.center.definitions import definitions
from ccsdk.center.pure import CALLS, LATE, AtWork, Timed, objects_of, rules_of
from ccsdk.engine.state import State
from ccsdk.errors import SettingsError
from ccsdk.hooks import Contribution, Eligibility, Plugin, PluginContext, Scorer, Strategy, hookimpl
from ccsdk.log.memory import MemoryLogStore
from ccsdk.model.command import DefineQueue, LogIn, ReceiveInteraction, SetReady, StrikePlugin
from ccsdk.model.event import OfferMade, PluginDisabled, PluginStruck
from ccsdk.model.pure import EligibilityRule, PureKind, StrikeReason, WeightedScorer
from ccsdk.model.queue import Strategy as Base
from ccsdk.model.request import WhyQuestion
from tests.unit.center.shop import ADA, CHAT, tables

ROUTING: list[Contribution] = []

PLUGIN = Plugin(
    name="routing",
    summary="Whatever a test contributes.",
    implementation="tests.unit.center.test_pure:Contributing",
)
SLOW = StrikePlugin(contribution=PureKind.SCORER, name="rated", version=1, reason=StrikeReason.HUNG)


class Contributing:
    @hookimpl
    def register(self, ctx: PluginContext) -> Iterable[Contribution]:
        return list(ROUTING)


@contextmanager
def contributing(*contributions: Contribution) -> Iterator[None]:
    ROUTING[:] = contributions
    yield
    ROUTING.clear()


def queue(**more: Any) -> dict[str, Any]:
    return tables(queues={"sales": more, "delivery": {}})


def defined(tables: dict[str, Any]) -> DefineQueue:
    blueprint = draw_blueprint(tables, plugins=[CHAT, PLUGIN, served_last])
    rules = rules_of(blueprint.host)
    found = definitions(blueprint.settings, State(), rules)
    return next(e.command for e in found if isinstance(e.command, DefineQueue))


def refused(tables: dict[str, Any]) -> list[str]:
    with pytest.raises(SettingsError) as caught:
        draw_blueprint(tables, plugins=[CHAT, PLUGIN, served_last])
    return [str(mistake) for mistake in caught.value.mistakes]


def test_a_file_names_scorers_with_their_weights_and_rules_with_what_they_read() -> None:
    rule = Eligibility(name="own-town", attributes=("town",), refuse=lambda kind, agent: None)
    scorers = ["served_last", {"name": "other", "weight": -2}]

    with contributing(rule, Scorer(name="other", score=lambda work, agent: 0)):
        command = defined(queue(scorers=scorers, eligibility=["own-town"]))

    assert command.scorers == (
        WeightedScorer(name="served_last"),
        WeightedScorer(name="other", weight=-2),
    )
    assert command.eligibility == (EligibilityRule(name="own-town", attributes=("town",)),)
    assert (command.strategy, command.plugin_strategy) == (Base.LONGEST_IDLE, None)


def test_a_file_names_a_plugins_strategy() -> None:
    command = defined(queue(strategy="plugin:lightest"))

    assert (command.strategy, command.plugin_strategy) == (Base.LONGEST_IDLE, "lightest")


def test_an_unknown_name_is_told_with_its_path_and_the_nearest() -> None:
    with contributing(Eligibility(name="own-town", refuse=lambda kind, agent: None)):
        sales = {"scorers": ["served_list"], "eligibility": ["own-twon"]}
        delivery = {"strategy": "plugin:lightes"}
        told = refused(tables(queues={"sales": sales, "delivery": delivery}))

    assert told == [
        "queues.sales.scorers[0]: no enabled plugin contributes a scorer 'served_list'; "
        "did you mean 'served_last'?",
        "queues.sales.eligibility[0]: no enabled plugin contributes an eligibility 'own-twon'; "
        "did you mean 'own-town'?",
        "queues.delivery.strategy: no enabled plugin contributes a strategy 'lightes'; "
        "did you mean 'lightest'?",
    ]


def test_a_strategy_that_is_none_is_told_with_the_nearest_of_ours() -> None:
    (told,) = refused(queue(strategy="longest_idel"))

    assert told.startswith("queues.sales.strategy: 'longest_idel' is none of")
    assert "did you mean 'longest_idle'?" in told


def test_most_of_the_last_calls_over_the_budget_make_it_slow() -> None:
    scorer = Scorer(name="rated", budget_us=10, score=lambda work, agent: 7)
    timed = Timed(
        plugin="p",
        kind=PureKind.SCORER,
        contribution=scorer,
        function=scorer.score,
        at_work=AtWork(),
        budget_ns=10_000,
    )
    told = []

    for is_late in [True, False] * CALLS + [False] * CALLS + [True] * LATE:
        timed.note(is_late=is_late)
        told.append(timed.is_slow)

    assert told.index(True) == len(told) - 1
    assert timed(None, None) == 7


async def offered(center: ContactCenter) -> str:
    """Let a customer write while Mei is ready; return the Offer."""
    await center.agent("mei").ask(LogIn)
    await center.agent("mei").ask(SetReady)
    receipt = await center.visitor("web", "vi_1").ask(ReceiveInteraction, text="Hello")
    return f"{receipt.answer.interaction}-o1"


async def struck(center: ContactCenter, count: int) -> list[Any]:
    """Return the strikes of a log, once there are so many."""
    found: list[Any] = []
    while len(found) < count:
        found = [
            entry.event
            async for entry in center.entries()
            if isinstance(entry.event, PluginStruck | PluginDisabled)
        ]
        await asyncio.sleep(0)
    return found


def test_who_is_over_budget_is_struck_by_command_and_their_answer_counts() -> None:
    async def scene() -> tuple[list[Any], Any]:
        source = queue(scorers=["rated"])
        async with ContactCenter.in_memory(source, plugins=[CHAT, PLUGIN]) as center:
            for timed in center.watch._timed:
                # Anything takes longer than this.
                timed.budget_ns = 0
            offer = await offered(center)
            for number in range(2, 6):
                visitor = center.visitor("web", f"vi_{number}")
                await visitor.ask(ReceiveInteraction, text="Hello")
            return await struck(center, 1), await center.ask(ADA, WhyQuestion(offer=offer))

    with contributing(Scorer(name="rated", score=lambda work, agent: 3)):
        strikes, told = asyncio.run(scene())

    assert (strikes[0].name, strikes[0].reason) == ("rated", StrikeReason.SLOW)
    assert told["receipt"]["winner"]["scores"] == {"rated": 3}


def test_what_hung_before_is_left_out_and_the_log_says_so_for_good(tmp_path: Path) -> None:
    (tmp_path / "hung.json").write_bytes(msgspec.json.encode(SLOW))
    asked: list[Any] = []
    store = MemoryLogStore()

    async def scene() -> tuple[list[Any], Any]:
        source = queue(scorers=["rated"])
        center = ContactCenter(source, data=tmp_path, plugins=[CHAT, PLUGIN], store=store)
        async with center:
            await offered(center)
            strikes = await struck(center, 2)
            made = [e.event async for e in center.entries() if isinstance(e.event, OfferMade)]
            return strikes, made[0].receipt

    with contributing(Scorer(name="rated", score=lambda work, agent: asked.append(agent) or 0)):
        strikes, receipt = asyncio.run(scene())

    assert [type(event) for event in strikes] == [PluginStruck, PluginDisabled]
    assert (asked, receipt.winner.scores) == ([], None)
    assert not (tmp_path / "hung.json").exists()


def test_a_new_version_of_what_hung_is_asked(tmp_path: Path) -> None:
    (tmp_path / "hung.json").write_bytes(msgspec.json.encode(SLOW))

    with contributing(Scorer(name="rated", version=2, score=lambda work, agent: 0)):
        center = ContactCenter(
            queue(scorers=["rated"]), data=tmp_path, plugins=[CHAT, PLUGIN], store=MemoryLogStore()
        )

    assert center.watch.objects.left_out == frozenset()


def test_a_note_that_says_nothing_stops_no_start(tmp_path: Path) -> None:
    (tmp_path / "hung.json").write_text("{")

    with contributing(Scorer(name="rated", score=lambda work, agent: 0)):
        center = ContactCenter(
            queue(scorers=["rated"]), data=tmp_path, plugins=[CHAT, PLUGIN], store=MemoryLogStore()
        )

    assert center.watch.objects.left_out == frozenset()


def test_who_explains_asks_untimed() -> None:
    with contributing(Strategy(name="mine", choose=lambda work, agents: agents[0].agent)):
        blueprint = draw_blueprint(queue(), plugins=[CHAT, PLUGIN])

    objects = objects_of(blueprint.host)

    assert not isinstance(objects.strategies["mine"].choose, Timed)


def test_who_is_disabled_is_named_among_the_plugins_after_a_restart_too(tmp_path: Path) -> None:
    (tmp_path / "hung.json").write_bytes(msgspec.json.encode(SLOW))

    async def scene() -> list[Any]:
        found = []
        for _ in range(2):
            center = ContactCenter(queue(scorers=["rated"]), data=tmp_path, plugins=[CHAT, PLUGIN])
            async with center:
                await struck(center, 2)
                found += [s for s in center.observers.health.standing() if s.plugin == "routing"]
        return found

    with contributing(Scorer(name="rated", score=lambda work, agent: 0)):
        standing = asyncio.run(scene())

    assert [(each.state.value, each.part, each.kind) for each in standing] == [
        ("degraded", "rated", "disabled")
    ] * 2
    assert standing[1].problem == "scorer 'rated', version 1, is disabled: hung"
