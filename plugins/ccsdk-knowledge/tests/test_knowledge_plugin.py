"""The plugin in a center: what agents are suggested, find, open and say of it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import attrs
import msgspec
import pytest
from click.testing import CliRunner

from ccsdk import ContactCenter
from ccsdk.errors import InvalidRequestError, UnknownEntityError, UnsupportedError
from ccsdk.hooks import Channel, Plugin, hookimpl
from ccsdk.model.command import AcceptOffer, LogIn, ReceiveInteraction, ReceiveMessage, SetReady
from ccsdk.model.principal import Principal, Role
from ccsdk.model.request import KnowledgeQuestion, PluginQuestion
from ccsdk.testing.clock import VirtualClock
from ccsdk_knowledge import plugin
from ccsdk_knowledge.command_line import group
from ccsdk_knowledge.implementation import Knowledge

SHOP = Path(__file__).parents[3] / "examples" / "shop" / "knowledge"
ADA = Principal(id="ada", role=Role.SUPERVISOR, center="center")


class Web:
    """Bring the channel of a chat, and nothing else."""

    @hookimpl
    def register(self) -> list[Channel]:
        return [Channel(kind="chat", capacity_class="chat")]


web = Plugin(name="web", summary="A channel.", implementation=Web)


def settings(folder: Path = SHOP) -> dict[str, Any]:
    return {
        "queues": {"sales": {}, "care": {}},
        "agents": {"mei": {"queues": ["sales"]}, "bo": {"queues": ["care"]}},
        "supervisors": {"ada": {}},
        "accounts": {"web": {"channel": "chat", "queues": ["sales", "care"]}},
        "plugins": {"web": {}, "knowledge": {"folder": str(folder)}},
    }


class Desk:
    """Use a center as Mei, who talks to Otto."""

    def __init__(self, center: ContactCenter) -> None:
        self.center = center
        self.interaction = ""

    async def begin(self, text: str, language: str | None = None) -> Desk:
        mei = self.center.agent("mei")
        await mei.ask(LogIn)
        await mei.ask(SetReady)
        otto = self.center.visitor("web", "otto")
        received = await otto.ask(ReceiveInteraction, text=text, language=language)
        self.interaction = str(msgspec.to_builtins(received.answer)["interaction"])
        found = [e.event async for e in self.center.entries() if hasattr(e.event, "expires_at_ms")]
        await mei.ask(AcceptOffer, offer=found[-1].offer)
        return self

    async def write(self, text: str) -> None:
        otto = self.center.visitor("web", "otto")
        await otto.ask(ReceiveMessage, interaction=self.interaction, text=text)

    async def ask(self, method: str, who: Principal | None = None, **data: Any) -> Any:
        question = PluginQuestion(
            name=f"{method}.v1", data={"interaction": self.interaction, **data}
        )
        return await self.center.ask(who or self.center.agent("mei").principal, question)

    async def suggested(self, **data: Any) -> list[str]:
        answer = await self.ask("suggest_knowledge", **data)
        return [each["id"] for each in answer["articles"]]

    async def found(self, text: str, **data: Any) -> list[str]:
        answer = await self.ask("find_knowledge", text=text, **data)
        return [each["id"] for each in answer["articles"]]


def run(scene: Callable[[Desk], Awaitable[None]], folder: Path = SHOP) -> None:
    async def play() -> None:
        center = ContactCenter.in_memory(
            settings(folder), plugins=[plugin, web], clock=VirtualClock()
        )
        async with center:
            await scene(Desk(center))

    asyncio.run(play())


def test_what_the_customer_wrote_brings_articles() -> None:
    async def scene(desk: Desk) -> None:
        await desk.begin("Hello, do you deliver to islands? I live on Sylt.")

        assert (await desk.suggested())[0] == "islands:en"

    run(scene)


def test_the_newest_message_counts_most_and_thanks_for_nothing() -> None:
    async def scene(desk: Desk) -> None:
        await desk.begin("Do you deliver to Sylt?")
        await desk.write("And can you take the old mattress along?")
        assert (await desk.suggested())[0] == "old-furniture:en"

        await desk.write("Great, thank you!")
        assert (await desk.suggested())[0] == "old-furniture:en"

    run(scene)


def test_a_greeting_alone_suggests_nothing() -> None:
    async def scene(desk: Desk) -> None:
        await desk.begin("Hello, good morning!")

        assert await desk.suggested() == []

    run(scene)


@pytest.mark.parametrize(("language", "first"), [("zh-TW", "zh-Hant"), ("zh-CN", "zh-Hans")])
def test_articles_are_in_the_script_that_the_customer_reads(language: str, first: str) -> None:
    async def scene(desk: Desk) -> None:
        await desk.begin("請問怎麼退貨？", language=language)

        assert (await desk.suggested(language="en"))[0] == f"returns:{first}"

    run(scene)


def test_an_agent_finds_by_words_with_the_words_marked() -> None:
    async def scene(desk: Desk) -> None:
        await desk.begin("Hello")
        (first, *_) = (await desk.ask("find_knowledge", text="red wine"))["articles"]

        marked = [first["snippet"][start:end] for start, end in first["marks"]]
        assert first["id"] == "wool-stains:en"
        assert {"red", "wine"} <= set(marked)
        assert await desk.found("運費", language="zh-Hant") == ["delivery-cost:zh-Hans"]

    run(scene)


def test_an_article_opens_as_nodes_and_as_text() -> None:
    async def scene(desk: Desk) -> None:
        await desk.begin("Hello")
        article = await desk.ask("open_knowledge", article="delivery-times:en")

        assert article["title"] == "How long delivery takes"
        assert article["document"][0]["children"][1] == {
            "tag": "strong",
            "children": ["two to four weeks"],
        }
        assert article["text"].startswith("We make to order: two to four weeks")
        assert article["counts"] == {"useful": 0, "useless": 0}
        assert article["is_useful"] is None

    run(scene)


def test_an_article_that_is_not_there_is_not_there() -> None:
    async def scene(desk: Desk) -> None:
        await desk.begin("Hello")
        for method, data in (("open_knowledge", {}), ("rate_knowledge", {"is_useful": True})):
            with pytest.raises(UnknownEntityError):
                await desk.ask(method, article="none:en", **data)

    run(scene)


def test_one_agent_has_one_vote_per_interaction_and_may_change_it() -> None:
    async def scene(desk: Desk) -> None:
        await desk.begin("Hello")
        rated = [
            await desk.ask("rate_knowledge", article="returns:en", is_useful=vote)
            for vote in (True, True, False, None)
        ]

        assert [each["counts"] for each in rated] == [
            {"useful": 1, "useless": 0},
            {"useful": 1, "useless": 0},
            {"useful": 0, "useless": 1},
            {"useful": 0, "useless": 0},
        ]
        await desk.ask("rate_knowledge", article="returns:en", is_useful=True)
        opened = await desk.ask("open_knowledge", article="returns:en")
        assert (opened["counts"], opened["is_useful"]) == ({"useful": 1, "useless": 0}, True)

    run(scene)


def test_who_may_not_read_the_interaction_asks_nothing_of_it() -> None:
    async def scene(desk: Desk) -> None:
        await desk.begin("Do you deliver to Sylt?")
        bo = desk.center.agent("bo").principal
        for method, data in (
            ("suggest_knowledge", {}),
            ("find_knowledge", {"text": "sylt"}),
            ("rate_knowledge", {"article": "returns:en", "is_useful": True}),
        ):
            with pytest.raises(UnknownEntityError):
                await desk.ask(method, bo, **data)
        with pytest.raises(UnsupportedError):
            await desk.ask("rate_knowledge", ADA, article="returns:en", is_useful=True)
        otto = desk.center.visitor("web", "otto").principal
        with pytest.raises(UnsupportedError):
            await desk.ask("find_knowledge", otto, text="sylt")

    run(scene)


@pytest.mark.parametrize(
    "data",
    [
        {"text": ""},
        {"text": "x" * 501},
        {"text": 7},
        {"text": "x", "limit": 0},
        {"text": "x", "limit": 21},
        {"text": "x", "more": 1},
        {},
    ],
)
def test_a_wrong_question_is_refused_before_the_plugin_sees_it(data: dict[str, Any]) -> None:
    async def scene(desk: Desk) -> None:
        await desk.begin("Hello")
        with pytest.raises(InvalidRequestError):
            await desk.ask("find_knowledge", **data)

    run(scene)


@pytest.mark.parametrize(
    "text", ['"', "*", "NEAR(", "-a", "\u0000", "' OR 1=1 --", "\ud83d\udc4d", "+" * 500]
)
def test_whatever_is_typed_is_answered(text: str) -> None:
    async def scene(desk: Desk) -> None:
        await desk.begin("Hello")
        await desk.found(text)

    run(scene)


def test_the_center_asks_it_as_any_plugin_that_knows() -> None:
    async def scene(desk: Desk) -> None:
        asked = KnowledgeQuestion(text="退貨", language="zh-Hant", limit=1)
        answer = await desk.center.ask(desk.center.agent("mei").principal, asked)

        (article,) = answer["articles"]
        assert (article["plugin"], article["id"]) == ("knowledge", "returns:zh-Hant")
        assert 0 < article["score"] <= 1_000

    run(scene)


def test_a_folder_that_is_not_there_finds_nothing_and_hurts_nobody(tmp_path: Path) -> None:
    async def scene(desk: Desk) -> None:
        await desk.begin("Hello")
        assert await desk.found("delivery") == []

    run(scene, folder=tmp_path / "none")


def test_articles_are_read_before_anybody_asks() -> None:
    read = asyncio.Event()

    class Early(Knowledge):
        async def _prepare(self, ctx: Any) -> None:
            await super()._prepare(ctx)
            read.set()

    async def play() -> None:
        early = attrs.evolve(plugin, implementation=Early)
        async with ContactCenter.in_memory(settings(), plugins=[early, web], clock=VirtualClock()):
            await asyncio.wait_for(read.wait(), timeout=10)

    asyncio.run(play())


def test_many_ask_at_once() -> None:
    async def scene(desk: Desk) -> None:
        await desk.begin("Hello")
        found = await asyncio.gather(*(desk.found("delivery") for _ in range(20)))

        assert all(each == found[0] for each in found)
        assert found[0]

    run(scene)


def center_file(folder: Path) -> Path:
    path = folder / "center.toml"
    path.write_text(
        '[center]\nname = "shop"\n[queues.sales]\n[agents.mei]\nqueues = ["sales"]\n'
        '[accounts.web]\nchannel = "chat"\nqueues = ["sales"]\n[plugins.web]\n'
        '[plugins.knowledge]\nfolder = "articles"\n'
    )
    (folder / "articles").mkdir()
    for name in ("a", "b"):
        head = f'+++\ntitle = "Chairs {name}"\n+++\n'
        (folder / "articles" / f"{name}.md").write_text(f"{head}Chairs of wood.\n")
    return path


def test_votes_outlive_a_restart_and_count_in_the_order(tmp_path: Path) -> None:
    path = center_file(tmp_path)

    async def vote() -> tuple[str, list[str]]:
        async with ContactCenter(path, plugins=[plugin, web], clock=VirtualClock()) as center:
            desk = await Desk(center).begin("Hello")
            before = await desk.found("chairs")
            await desk.ask("rate_knowledge", article="b:en", is_useful=True)
            await desk.ask("open_knowledge", article="b:en")
            return desk.interaction, before

    async def look(interaction: str) -> list[str]:
        async with ContactCenter(path, plugins=[plugin, web], clock=VirtualClock()) as center:
            desk = Desk(center)
            desk.interaction = interaction
            opened = await desk.ask("open_knowledge", article="b:en")
            assert (opened["counts"]["useful"], opened["is_useful"]) == (1, True)
            await desk.found("nothing of that kind")
            return await desk.found("chairs")

    interaction, before = asyncio.run(vote())
    after = asyncio.run(look(interaction))

    assert (before, after) == (["a:en", "b:en"], ["b:en", "a:en"])
    told = CliRunner().invoke(
        group, ["report", str(tmp_path / "data"), "--folder", str(tmp_path / "articles")]
    )
    assert told.exit_code == 0, told.output
    lines = [line.split() for line in told.output.splitlines()]
    assert lines[1] == ["2", "1", "0", "1.04", "b:en"]
    assert lines[2] == ["0", "a:en"]
    assert lines[3] == "searches: 3, without result: 1".split()
