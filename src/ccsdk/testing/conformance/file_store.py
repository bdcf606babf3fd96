"""What every FileStore promises, as tests: subclass `FileStoreConformance` and run it."""

from __future__ import annotations

import asyncio
import secrets
from abc import ABC, abstractmethod
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest

from ccsdk.errors import DrainingError, UnknownEntityError
from ccsdk.hooks.ports import FileInfo, FileStore
from ccsdk.testing.conformance.rules import Conformance

__all__ = ["FileStoreConformance", "made_file", "made_info"]

BODY = b"many bytes " * 20_000


def made_info(body: bytes, *, at_ms: int = 1_000, name: str = "notes.txt") -> FileInfo:
    """Return what is known of a file with these bytes, under a new random name."""
    return FileInfo(
        file=f"fi_{secrets.token_hex(16)}",
        principal="cu_1",
        name=name,
        media="text/plain",
        bytes=len(body),
        at_ms=at_ms,
    )


async def made_file(store: FileStore, body: bytes = BODY, **members: Any) -> FileInfo:
    """Upload a file in two parts and return what is known of it."""
    info = made_info(body, **members)
    draft = await store.begin()
    await draft.write(body[:7])
    await draft.write(body[7:])
    await draft.finish(info)
    draft.discard()
    return info


async def body_of(store: FileStore, file: str) -> bytes:
    """Return the whole of a file."""
    return b"".join([part async for part in store.read(file)])


class FileStoreConformance(Conformance, ABC):
    """Hold a store against the promises of `ccsdk.hooks.ports.FileStore`."""

    @abstractmethod
    def make_store(self, place: Path) -> FileStore:
        """Return a store that keeps its files at `place`, if it keeps them anywhere.

        A second one made for a place finds what the first one kept; a store without a
        place returns the same object.
        """

    def run(self, place: Path, scenario: Callable[[FileStore], Coroutine[Any, Any, None]]) -> None:
        """Run a scenario on an opened store."""

        async def whole() -> None:
            store = self.make_store(place)
            await store.open()
            await scenario(store)
            await store.close()

        asyncio.run(whole())

    async def reopened(self, store: FileStore, place: Path) -> FileStore:
        """Return the store as a new start finds it."""
        await store.close()
        again = self.make_store(place)
        await again.open()
        return again

    def test_a_finished_file_is_there_whole_and_unsent(self, tmp_path: Path) -> None:
        async def scenario(store: FileStore) -> None:
            info = await made_file(store)

            assert store.find(info.file) == info
            assert list(store.unsent()) == [info]
            assert await body_of(store, info.file) == BODY

        self.run(tmp_path / "files", scenario)

    def test_a_draft_is_nowhere_until_it_is_finished(self, tmp_path: Path) -> None:
        async def scenario(store: FileStore) -> None:
            info = made_info(BODY)
            draft = await store.begin()
            await draft.write(BODY)

            assert store.find(info.file) is None
            assert list(store.unsent()) == []
            assert await draft.examine(lambda file: file.read()) == BODY

            draft.discard()
            draft.discard()
            assert list((await self.reopened(store, tmp_path / "files")).unsent()) == []

        self.run(tmp_path / "files", scenario)

    def test_looking_at_a_draft_does_not_move_its_end(self, tmp_path: Path) -> None:
        async def scenario(store: FileStore) -> None:
            info, draft = made_info(b"abcd"), await store.begin()
            await draft.write(b"ab")

            seen = await draft.examine(lambda file: file.read(1))

            await draft.write(b"cd")
            await draft.finish(info)
            draft.discard()
            assert seen == b"a"
            assert await body_of(store, info.file) == b"abcd"

        self.run(tmp_path / "files", scenario)

    def test_files_survive_a_new_start(self, tmp_path: Path) -> None:
        async def scenario(store: FileStore) -> None:
            later, sooner = [await made_file(store, at_ms=at_ms) for at_ms in (2_000, 1_000)]
            store.keep(later.file, "in_1")
            await store.sync()
            third = await made_file(store, at_ms=3_000)

            again = await self.reopened(store, tmp_path / "files")

            found = again.find(later.file)
            assert found is not None
            assert found.interactions == ("in_1",)
            assert list(again.unsent()) == [sooner, third]
            assert await body_of(again, later.file) == BODY

        self.run(tmp_path / "files", scenario)

    def test_a_file_belongs_to_each_interaction_that_names_it_at_once(self, tmp_path: Path) -> None:
        async def scenario(store: FileStore) -> None:
            info = await made_file(store)
            for interaction in ("in_1", "in_1", "in_2"):
                store.keep(info.file, interaction)

            named = store.find(info.file)
            await store.sync()
            store.keep(info.file, "in_3")
            await store.sync()

            assert named is not None
            assert named.interactions == ("in_1", "in_2")
            assert list(store.unsent()) == []
            found = (await self.reopened(store, tmp_path / "files")).find(info.file)
            assert found is not None
            assert found.interactions == ("in_1", "in_2", "in_3")

        self.run(tmp_path / "files", scenario)

    def test_what_is_not_there_is_passed_over_or_not_found(self, tmp_path: Path) -> None:
        async def scenario(store: FileStore) -> None:
            file = made_info(b"x").file
            store.keep(file, "in_1")
            await store.sync()
            await store.forget(file)
            await store.save_preview(file, b"picture")

            assert store.find(file) is None
            assert await store.preview(file) is None
            with pytest.raises(UnknownEntityError):
                await body_of(store, file)
            with pytest.raises(UnknownEntityError):
                await store.examine(file, lambda opened: opened.read())

        self.run(tmp_path / "files", scenario)

    def test_a_preview_is_kept_beside_its_file_and_goes_with_it(self, tmp_path: Path) -> None:
        async def scenario(store: FileStore) -> None:
            info = await made_file(store)
            before = await store.preview(info.file)
            await store.save_preview(info.file, b"picture")
            again = await self.reopened(store, tmp_path / "files")

            assert before is None
            assert await again.preview(info.file) == b"picture"

            again.keep(info.file, "in_1")
            await again.forget(info.file)
            await again.sync()
            last = await self.reopened(again, tmp_path / "files")
            assert last.find(info.file) is None
            assert await last.preview(info.file) is None

        self.run(tmp_path / "files", scenario)

    def test_an_empty_preview_says_that_there_is_none(self, tmp_path: Path) -> None:
        async def scenario(store: FileStore) -> None:
            info = await made_file(store)
            await store.save_preview(info.file, b"")

            assert await store.preview(info.file) == b""

        self.run(tmp_path / "files", scenario)

    def test_a_closed_store_takes_no_drafts(self, tmp_path: Path) -> None:
        async def scenario(store: FileStore) -> None:
            await store.close()

            with pytest.raises(DrainingError):
                await store.begin()

        self.run(tmp_path / "files", scenario)
