"""A center that stops itself ends `ccsdk serve` with exit code 70, and says why."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import pytest

from ccsdk.center.center import ContactCenter
from ccsdk.cli import program
from ccsdk.cli.serve import serve_center
from ccsdk.errors import CenterStoppedError, CorruptLogError, UnknownOutcomeError
from ccsdk.log.memory import MemoryLogStore
from ccsdk.model.command import LogIn
from ccsdk.server.run import bind
from tests.integration.served import CENTER, center_file

pytestmark = [pytest.mark.integration]


class Rotten(MemoryLogStore):
    """Lose a write once it is told to, and be found damaged when it is opened again."""

    is_rotten = False

    def __init__(self) -> None:
        super().__init__(fault=lambda point: self.is_rotten)

    async def reopen(self) -> object:  # type: ignore[override]
        """Find the damage."""
        if self.is_rotten:
            raise CorruptLogError(path="log", position=7, problem="it was changed")
        return await super().reopen()


def test_serving_ends_when_the_center_stops_itself(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store = Rotten()
    center = ContactCenter(center_file(tmp_path, CENTER), store=store)

    said: list[str] = []

    async def live() -> None:
        with bind("127.0.0.1", 0) as bound:
            serving = asyncio.create_task(serve_center(center, bound, tmp_path))
            while "\nready http://127.0.0.1:" not in "".join(("\n", *said)):
                await asyncio.sleep(0.01)
                said.append(capsys.readouterr().out)
            assert (tmp_path / "run.json").exists()
            store.is_rotten = True
            with pytest.raises(UnknownOutcomeError):
                await center.agent("mei").ask(LogIn)
            await serving

    with pytest.raises(CenterStoppedError, match="damaged at position 7"):
        asyncio.run(live())

    assert not (tmp_path / "run.json").exists()


def test_the_exit_code_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    async def stopped(*_: object) -> None:
        raise CenterStoppedError(center="shop", cause="the disk lied")

    monkeypatch.setattr("ccsdk.cli.serve.serve_center", stopped)
    # It is the whole process's, and this one goes on.
    monkeypatch.setattr("ccsdk.cli.serve.start_journal", lambda: None)
    monkeypatch.setattr(sys, "argv", ["ccsdk", "serve", str(center_file(tmp_path))])

    with pytest.raises(SystemExit) as caught:
        program.main()

    assert caught.value.code == 70
    assert "error: center 'shop' has stopped: the disk lied" in capsys.readouterr().err
