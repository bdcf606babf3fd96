"""What its keeper is told of the plugin: its health, its commands, and a store that fails."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import attrs
import pytest
from click.testing import CliRunner
from structlog.testing import capture_logs

from ccsdk.errors import LogFullError
from ccsdk.model.principal import Principal, Role
from ccsdk.testing.clock import VirtualClock
from ccsdk_knowledge.command_line import group
from ccsdk_knowledge.implementation import Knowledge
from ccsdk_knowledge.requests import Find, Open, Rate
from ccsdk_knowledge.settings import KnowledgeSettings
from ccsdk_knowledge.shelf import Shelf

SHOP = Path(__file__).parents[3] / "examples" / "shop" / "knowledge"
ADA = Principal(id="ada", role=Role.SUPERVISOR, center="center")


@attrs.frozen
class Context:
    """Be what `register` is given."""

    config: KnowledgeSettings
    name: str = "knowledge"


@attrs.define
class Broken:
    """Be the context of a plugin whose store cannot be written."""

    config: KnowledgeSettings
    name: str = "knowledge"
    clock: VirtualClock = attrs.field(factory=VirtualClock)

    def transaction(self) -> Any:
        raise LogFullError(path="knowledge.sqlite3", problem="disk is full")

    async def ask(self, method: str, data: dict[str, Any]) -> dict[str, Any]:
        article = {"id": "returns:en", "title": "Returns", "snippet": "", "marks": []}
        return {"articles": [{"plugin": self.name, "url": None, "language": "en", **article}]}


def test_where_nothing_can_be_kept_articles_are_found_and_read_all_the_same() -> None:
    async def play() -> Any:
        implementation = Knowledge()
        ctx: Any = Broken(KnowledgeSettings(folder=SHOP))
        implementation.register(ctx)
        found = await implementation._find(ctx, Find(interaction="in_1", text="return"))
        opened = await implementation._open(
            ctx, ADA, Open(interaction="in_1", article="returns:en")
        )
        rate = Rate(interaction="in_1", article="returns:en", is_useful=True)
        with pytest.raises(LogFullError):
            await implementation._rate(ctx, ADA, rate)
        await implementation.stop()
        return [each.id for each in found.articles], opened.title, opened.is_useful

    assert asyncio.run(play()) == (["returns:en"], "Return something within 100 days", None)


def test_health_names_what_is_wrong_with_files(tmp_path: Path) -> None:
    (tmp_path / "bad.md").write_text("no head")
    (tmp_path / "good.md").write_text('+++\ntitle = "Good"\n+++\nText')

    async def play() -> Any:
        implementation = Knowledge()
        ctx: Any = Context(KnowledgeSettings(folder=tmp_path))
        implementation.register(ctx)
        told = await implementation.health(), list(await implementation.check(ctx))
        await implementation.stop()
        return told

    health, wrong = asyncio.run(play())

    problem = "bad.md: has no head: TOML between two lines of +++"
    assert health == {"articles": 1, "problems": 1, "first_problems": [problem]}
    assert wrong == [problem]


def test_a_file_that_is_left_out_is_named_in_the_log_once(tmp_path: Path) -> None:
    (tmp_path / "bad.md").write_text("no head")

    async def play() -> None:
        shelf = Shelf(KnowledgeSettings(folder=tmp_path))
        for _ in range(3):
            await shelf.problems()
        await shelf.close()

    with capture_logs() as logged:
        asyncio.run(play())

    problem = "has no head: TOML between two lines of +++"
    assert [(each["event"], each["file"], each["problem"]) for each in logged] == [
        ("article.left_out", "bad.md", problem)
    ]


def test_check_names_a_folder_without_articles(tmp_path: Path) -> None:
    async def play() -> list[str]:
        implementation = Knowledge()
        ctx: Any = Context(KnowledgeSettings(folder=tmp_path))
        return list(await implementation.check(ctx))

    assert asyncio.run(play()) == [f"{tmp_path} holds no article"]


def test_a_report_of_what_never_ran_says_so(tmp_path: Path) -> None:
    told = CliRunner().invoke(group, ["report", str(tmp_path)])

    assert told.exit_code == 1
    assert "the plugin has not run here" in told.output


def test_check_names_what_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "bad.md").write_text("no head")
    (tmp_path / "good.md").write_text('+++\ntitle = "Good"\n+++\nText')

    told = CliRunner().invoke(group, ["check", str(tmp_path)])

    assert told.exit_code == 1
    assert "bad.md: has no head" in told.output
    assert "1 articles (en)" in told.output
    assert CliRunner().invoke(group, ["check", str(SHOP)]).exit_code == 0


def test_evaluate_prints_the_table() -> None:
    questions = Path(__file__).parent / "questions.toml"

    told = CliRunner().invoke(group, ["evaluate", str(SHOP), str(questions)])

    assert told.exit_code == 0
    assert " of 60 first" in told.output.splitlines()[-1]
