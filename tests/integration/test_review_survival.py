"""One hostile or unlucky command is refused; the center goes on."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from ccsdk.center.center import ContactCenter
from ccsdk.center.writer import WriterStatus
from ccsdk.engine import engine
from ccsdk.errors import CenterStoppedError, InvalidRequestError
from ccsdk.model.command import AbandonInteraction, ReceiveInteraction, ResumeCenter
from ccsdk.server.tokens import issue_visitor_token
from tests.integration.shop import CHAT, TABLES

pytestmark = pytest.mark.integration


def run(folder: Path, act: Callable[[ContactCenter], Awaitable[None]]) -> None:
    async def scene() -> None:
        async with ContactCenter(TABLES, data=folder, plugins=[CHAT]) as center:
            await act(center)

    asyncio.run(scene())


def fail(*_: Any) -> None:
    raise AssertionError("a defect")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    tmp_path.chmod(0o700)
    return tmp_path


@pytest.mark.parametrize("key", ["a\0b", "\0", "line\n", "\ud800"], ids=ascii)
def test_key_that_the_store_cannot_look_up_is_refused(folder: Path, key: str) -> None:
    async def act(center: ContactCenter) -> None:
        lena = center.visitor("web", "vi_lena")
        for _ in range(3):
            with pytest.raises(InvalidRequestError):
                await lena.ask(ReceiveInteraction, key=key, text="hello")

        await lena.ask(ReceiveInteraction, key="plain key", text="hello")

    run(folder, act)


def test_command_that_nobody_can_decide_is_refused_alone(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(engine.DECIDE, AbandonInteraction, fail)

    async def act(center: ContactCenter) -> None:
        lena, ben = center.visitor("web", "vi_lena"), center.visitor("web", "vi_ben")
        opened = await lena.ask(ReceiveInteraction, text="hello")
        hash_before = await center.state_hash()
        for _ in range(3):
            outcomes = await asyncio.gather(
                lena.ask(AbandonInteraction, key="k", interaction=opened.answer.interaction),
                ben.ask(ReceiveInteraction, key="one", text="hello"),
                return_exceptions=True,
            )
            assert isinstance(outcomes[0], Exception)
            assert not isinstance(outcomes[0], CenterStoppedError)
            assert not isinstance(outcomes[1], BaseException)

        assert await center.state_hash() != hash_before
        assert center.is_ready

    run(folder, act)


@pytest.mark.parametrize("id", ["system", "mei"])
def test_visitor_is_given_nobody_elses_id(folder: Path, id: str) -> None:
    async def act(center: ContactCenter) -> None:
        with pytest.raises(InvalidRequestError):
            await issue_visitor_token(center, "web", id)

    run(folder, act)


def test_center_that_cannot_resume_does_not_serve(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def nothing(center: ContactCenter) -> None:
        assert center.is_ready

    run(folder, nothing)
    monkeypatch.setitem(engine.DECIDE, ResumeCenter, fail)
    center = ContactCenter(TABLES, data=folder, plugins=[CHAT])

    async def scene() -> None:
        async with asyncio.timeout(10):
            with pytest.raises(CenterStoppedError):
                await center.open()

    asyncio.run(scene())
    assert center._writer.status is WriterStatus.STOPPED
