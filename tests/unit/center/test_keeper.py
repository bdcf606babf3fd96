"""Files follow from the log: kept with the message that names them, swept without one."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import attrs
import pytest

from ccsdk import ContactCenter
from ccsdk.center.keeper import RETRY_AFTER_MS, SWEEP_EVERY_MS, SWEPT_LATER_MS
from ccsdk.errors import InvalidRequestError, SettingsError, UnknownEntityError
from ccsdk.hooks.ports import FileInfo
from ccsdk.model.command import (
    AcceptOffer,
    AddNote,
    BargeIn,
    CompleteWrapUp,
    ConfirmConnected,
    EndInteraction,
    LogIn,
    ReceiveInteraction,
    ReceiveMessage,
    SendMessage,
    SetReady,
    StopMonitor,
)
from ccsdk.model.event import MessageReceived, OfferMade
from ccsdk.model.principal import Principal
from ccsdk.server.quota import uploader_of
from ccsdk.testing.clock import VirtualClock
from ccsdk.testing.conformance.file_store import made_info
from tests.unit.center.shop import CHAT, tables

DAY_MS = 24 * 3_600_000


def center(data: Path | None = None, clock: VirtualClock | None = None) -> ContactCenter:
    if data is None:
        return ContactCenter.in_memory(tables(), plugins=[CHAT], clock=clock)
    return ContactCenter(tables(), plugins=[CHAT], data=data, clock=clock)


def run(work: Callable[[ContactCenter], Awaitable[Any]], made: ContactCenter | None = None) -> Any:
    async def live() -> Any:
        async with made or center() as opened:
            return await work(opened)

    return asyncio.run(live())


async def uploaded(center: ContactCenter, by: Principal, name: str = "notes.txt") -> str:
    """Put a file into the store as the door does."""
    info = attrs.evolve(
        made_info(b"bytes", name=name),
        principal=uploader_of(by),
        at_ms=center.clock.now_ms(),
    )
    draft = await center.files.store.begin()
    await draft.write(b"bytes")
    await draft.finish(info)
    draft.discard()
    return info.file


async def opened_with(center: ContactCenter, *files: str) -> str:
    """Let Anna open an Interaction with some files; return its id."""
    receipt = await center.visitor("web", "anna").ask(ReceiveInteraction, files=files)
    return str(receipt.answer.interaction)


async def taken_by_mei(center: ContactCenter, interaction: str) -> None:
    mei = center.agent("mei")
    await mei.ask(LogIn)
    await mei.ask(SetReady)
    made = [e.event async for e in center.entries() if isinstance(e.event, OfferMade)]
    (offer,) = [event.offer for event in made if event.interaction == interaction]
    await mei.ask(AcceptOffer, offer=offer)
    await mei.ask(ConfirmConnected, interaction=interaction)


def test_message_brings_its_files_with_kind_size_and_name() -> None:
    async def work(center: ContactCenter) -> None:
        file = await uploaded(center, center.visitor("web", "anna").principal, "leg.txt")

        interaction = await opened_with(center, file)

        (entry,) = [e async for e in center.entries() if isinstance(e.event, MessageReceived)]
        assert isinstance(entry.event, MessageReceived)
        assert isinstance(entry.personal, MessageReceived.Personal)
        (attachment,) = entry.event.files
        assert (attachment.file, attachment.media, attachment.bytes) == (file, "text/plain", 5)
        assert entry.personal.file_names == ("leg.txt",)
        found = center.files.store.find(file)
        assert found is not None
        assert found.interactions == (interaction,)
        assert list(center.files.store.unsent()) == []

    run(work)


def test_only_the_uploader_may_name_a_file() -> None:
    async def work(center: ContactCenter) -> None:
        anna, boris = (center.visitor("web", name) for name in ("anna", "boris"))
        file = await uploaded(center, anna.principal)

        for name in (file, f"fi_{'0' * 32}"):
            with pytest.raises(UnknownEntityError) as caught:
                await boris.ask(ReceiveInteraction, files=[name])
            assert caught.value.kind == "file"

        with pytest.raises(InvalidRequestError):
            await boris.ask(ReceiveInteraction, files=["../x"])
        assert [info.file for info in center.files.store.unsent()] == [file]

    run(work)


def test_file_may_be_sent_twice_and_a_message_answered_again() -> None:
    async def work(center: ContactCenter) -> None:
        anna = center.visitor("web", "anna")
        file = await uploaded(center, anna.principal)
        interaction = await opened_with(center, file)
        own = {"interaction": interaction, "files": [file]}

        first = await anna.ask(ReceiveMessage, key="k", **own)
        again = await anna.ask(ReceiveMessage, key="k", **own)

        found = center.files.store.find(file)
        assert (first.is_replayed, again.is_replayed) == (False, True)
        assert found is not None
        assert found.interactions == (interaction,)

    run(work)


def test_who_reads_the_text_reads_the_files_and_nobody_else() -> None:
    async def work(center: ContactCenter) -> None:
        anna, mei = center.visitor("web", "anna"), center.agent("mei")
        file = await uploaded(center, anna.principal)
        unsent = await uploaded(center, anna.principal)
        interaction = await opened_with(center, file)
        own = {"interaction": interaction}
        boris = center.visitor("web", "boris").principal
        other = await center.visitor("web", "boris").ask(ReceiveInteraction, text="hi")

        async def readers() -> list[str]:
            people = [anna.principal, boris, *(center.agent(x).principal for x in STAFF)]
            return [p.id for p in people if await may_read(center, p, interaction, file)]

        assert await readers() == ["anna"]
        await taken_by_mei(center, interaction)
        assert await readers() == ["anna", "mei"]
        await mei.ask(AddNote, note="look", mentions=["tom"], **own)
        assert await readers() == ["anna", "mei", "tom"]
        assert not await may_read(center, anna.principal, interaction, unsent)
        assert not await may_read(center, anna.principal, str(other.answer.interaction), file)
        assert not await may_read(center, boris, str(other.answer.interaction), file)

        await mei.ask(EndInteraction, **own)
        await mei.ask(CompleteWrapUp, disposition="done", **own)
        assert await readers() == ["anna", "tom"]

    run(work)


STAFF = ("mei", "tom", "ada")


async def may_read(center: ContactCenter, who: Principal, interaction: str, file: str) -> bool:
    try:
        info = await center.files.access(who, interaction, file)
    except UnknownEntityError:
        return False
    return isinstance(info, FileInfo)


def test_agents_file_reaches_the_customer() -> None:
    async def work(center: ContactCenter) -> None:
        anna, mei = center.visitor("web", "anna"), center.agent("mei")
        interaction = await opened_with(center, await uploaded(center, anna.principal))
        await taken_by_mei(center, interaction)
        file = await uploaded(center, mei.principal)

        await mei.ask(SendMessage, interaction=interaction, files=[file])

        assert await may_read(center, anna.principal, interaction, file)

    run(work)


def test_supervisor_sends_and_reads_files_where_they_barged_in_and_for_as_long() -> None:
    async def work(center: ContactCenter) -> None:
        anna, ada = center.visitor("web", "anna"), center.agent("ada")
        interaction = await opened_with(center, await uploaded(center, anna.principal))
        await taken_by_mei(center, interaction)
        file, later = [await uploaded(center, ada.principal) for _ in range(2)]
        own = {"interaction": interaction}

        with pytest.raises(UnknownEntityError):
            await ada.ask(SendMessage, files=[file], **own)
        assert not await may_read(center, ada.principal, interaction, file)
        await ada.ask(BargeIn, **own)
        await ada.ask(SendMessage, files=[file], **own)
        assert await may_read(center, anna.principal, interaction, file)
        assert await may_read(center, ada.principal, interaction, file)
        await ada.ask(StopMonitor, **own)

        assert not await may_read(center, ada.principal, interaction, file)
        with pytest.raises(UnknownEntityError):
            await ada.ask(SendMessage, files=[later], **own)
        assert [info.file for info in center.files.store.unsent()] == [later]

    run(work)


def test_what_was_committed_is_kept_although_the_disk_failed_then(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = tmp_path / "data"

    async def full() -> None:
        raise OSError("no space")

    async def first(center: ContactCenter) -> tuple[str, str]:
        monkeypatch.setattr(center.files.store, "sync", full)
        file = await uploaded(center, center.visitor("web", "anna").principal)
        return file, await opened_with(center, file)

    file, interaction = run(first, center(data))
    left_behind = (data / "files" / f"{file}.new").exists()

    async def second(center: ContactCenter) -> FileInfo | None:
        return center.files.store.find(file)

    found = run(second, center(data))

    assert left_behind
    assert found is not None
    assert found.interactions == (interaction,)
    assert sorted(p.name for p in (data / "files").iterdir()) == [file, f"{file}.json"]


def test_keeping_is_tried_again_until_the_disk_takes_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = VirtualClock()

    async def work(center: ContactCenter) -> None:
        sync, tried = center.files.store.sync, []

        async def failing() -> None:
            tried.append(clock.now_ms())
            if len(tried) < 3:
                raise OSError("no space")
            await sync()

        file = await uploaded(center, center.visitor("web", "anna").principal)
        monkeypatch.setattr(center.files.store, "sync", failing)
        await opened_with(center, file)
        record = tmp_path / "data" / "files" / f"{file}.json"

        # Each attempt is a thread's, which takes real time.
        async with asyncio.timeout(20):
            while not record.exists():
                clock.suspend(RETRY_AFTER_MS)
                await clock.advance(1)
                await asyncio.sleep(0.005)

        assert len(tried) >= 3

    run(work, center(tmp_path / "data", clock))


def test_unsent_files_are_swept_a_day_later_and_sent_ones_never() -> None:
    clock = VirtualClock()

    async def work(center: ContactCenter) -> None:
        anna = center.visitor("web", "anna").principal
        sent, unsent = [await uploaded(center, anna) for _ in range(2)]
        await opened_with(center, sent)
        keeper = center.files

        clock.suspend(DAY_MS)
        assert keeper.file_of(unsent, anna) is not None
        clock.suspend(1)
        # It may not be named any more, and is there for who named it in its last moment.
        assert keeper.file_of(unsent, anna) is None
        assert keeper.store.find(unsent) is not None

        clock.suspend(SWEPT_LATER_MS + SWEEP_EVERY_MS)
        await clock.advance(1)
        assert keeper.store.find(unsent) is None
        assert keeper.file_of(sent, anna) is not None

    run(work, center(clock=clock))


def test_unsent_files_are_swept_although_the_center_was_down(tmp_path: Path) -> None:
    clock = VirtualClock()

    async def first(center: ContactCenter) -> str:
        return await uploaded(center, center.visitor("web", "anna").principal)

    file = run(first, center(tmp_path / "data", clock))
    clock.suspend(2 * DAY_MS)

    async def second(center: ContactCenter) -> None:
        for _ in range(1_000):
            if center.files.store.find(file) is None:
                return
            await asyncio.sleep(0.005)
        raise AssertionError("it is still there")

    run(second, center(tmp_path / "data", clock))
    assert list((tmp_path / "data" / "files").iterdir()) == []


@pytest.mark.parametrize(
    ("section", "problem"),
    [
        ({"accept": ["image/pgn"]}, r"files.accept\[0\].*did you mean 'image/png'"),
        ({"accept": ["text/html"]}, "is no type that bytes can show"),
        ({"bytes_max": 10}, "at least 1024"),
        ({"keep_unsent": "1s"}, "at least 60000"),
    ],
)
def test_settings_that_make_no_sense_are_named(section: dict[str, Any], problem: str) -> None:
    with pytest.raises(SettingsError, match=problem):
        ContactCenter.in_memory(tables(files=section), plugins=[CHAT])


def test_settings_are_what_the_doors_ask() -> None:
    section = {"accept": ["image/png"], "bytes_max": 2_000}

    made = ContactCenter.in_memory(tables(files=section), plugins=[CHAT])

    assert made.files.accept == {"image/png"}
    assert made.files.bytes_max == 2_000
