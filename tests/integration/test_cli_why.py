"""`ccsdk why`: routing explained from the log of a shop, without a server."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ccsdk import ContactCenter
from ccsdk.cli.program import cli
from ccsdk.errors import InvalidRequestError, UnknownEntityError
from ccsdk.model.command import LogIn, ReceiveInteraction, SetReady
from tests.integration.served import center_file

pytestmark = [pytest.mark.integration]


@pytest.fixture
def center(tmp_path: Path) -> Path:
    """Return the center file of a shop in which Mei was offered what a customer wrote."""
    path = center_file(tmp_path)
    asyncio.run(write(path))
    return path


async def write(path: Path) -> None:
    async with ContactCenter(path, ids=lambda: "1") as center:
        await center.agent("mei").ask(LogIn, key="1")
        await center.agent("mei").ask(SetReady, key="2")
        await center.visitor("web", "vi_1").ask(ReceiveInteraction, key="3", text="Hello")


def why(center: Path, *words: str) -> list[str]:
    outcome: Result = CliRunner().invoke(cli, ["why", str(center), *words])
    if outcome.exception is not None:
        raise outcome.exception
    return outcome.output.splitlines()


def test_an_offer_is_explained_in_sentences(center: Path) -> None:
    lines = why(center, "--offer", "in_1-o1")

    assert lines[0].startswith("in_1-o1: in_1 of queue sales went to mei at ")
    assert "It suited 2 Agents; 1 of them ready, 1 of these free." in lines
    assert "tom is LOGGED_OUT." in lines
    assert "mei could have it." in lines


def test_an_interaction_and_an_agent_are_explained_as_of_the_end(center: Path) -> None:
    assert "It is held out to mei." in why(center, "--interaction", "in_1")
    assert "Held out to them: in_1-o1." in why(center, "--agent", "mei")


def test_an_agent_is_explained_as_of_before(center: Path) -> None:
    (made,) = (
        line
        for line in CliRunner().invoke(cli, ["log", str(center)]).output.splitlines()
        if " OfferMade " in line
    )
    before = int(made.split()[0]) - 1

    lines = why(center, "--agent", "mei", "--at", str(before))

    assert lines[0] == "mei is READY, IDLE."
    assert "in_1 stands in line." in lines


@pytest.mark.parametrize(
    ("words", "path"),
    [
        ([], "why"),
        (["--agent", "mei", "--offer", "in_1-o1"], "why"),
        (["--offer", "in_1-o1", "--at", "1"], "--at"),
        (["--agent", "mei", "--at", "99999"], "--at"),
    ],
)
def test_what_makes_no_sense_is_refused(center: Path, words: list[str], path: str) -> None:
    with pytest.raises(InvalidRequestError) as refused:
        why(center, *words)

    assert refused.value.path == path


@pytest.mark.parametrize("kind", ["offer", "interaction", "agent"])
def test_what_is_not_there_is_unknown(center: Path, kind: str) -> None:
    with pytest.raises(UnknownEntityError):
        why(center, f"--{kind}", "nobody")
