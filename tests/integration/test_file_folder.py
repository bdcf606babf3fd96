from __future__ import annotations

import asyncio
import errno
import os
import stat
from pathlib import Path

import pytest

from ccsdk.errors import ConfigurationError, OverloadedError, UnknownEntityError
from ccsdk.hooks.ports import FileInfo, FileStore
from ccsdk.log.folder import FREE_BYTES_MIN, FolderFileStore, Space
from ccsdk.testing.conformance.file_store import (
    FileStoreConformance,
    body_of,
    made_file,
    made_info,
)

ROOMY = Space(2**40, 2**39)


class DeathError(Exception):
    pass


def roomy(folder: Path) -> Space:
    return ROOMY


class TestFolderFileStore(FileStoreConformance):
    def make_store(self, place: Path) -> FileStore:
        return FolderFileStore(place, space=roomy)


async def opened(folder: Path) -> FolderFileStore:
    store = FolderFileStore(folder, space=roomy)
    await store.open()
    return store


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


async def filled(folder: Path) -> tuple[FolderFileStore, FileInfo]:
    store = await opened(folder)
    return store, await made_file(store)


def test_only_the_owner_can_read_anything(tmp_path: Path) -> None:
    async def scene() -> None:
        store, info = await filled(tmp_path / "files")
        await store.save_preview(info.file, b"picture")
        store.keep(info.file, "in_1")
        await store.sync()

    previous = os.umask(0)
    try:
        asyncio.run(scene())
    finally:
        os.umask(previous)

    modes = {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "files").iterdir()}
    assert stat.S_IMODE((tmp_path / "files").stat().st_mode) == 0o700
    assert modes == {0o600}


def test_a_folder_that_others_may_enter_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir(mode=0o755)

    with pytest.raises(ConfigurationError, match="chmod 700"):
        asyncio.run(opened(folder))


def test_no_folder_is_made_before_the_first_upload(tmp_path: Path) -> None:
    asyncio.run(opened(tmp_path / "files"))

    assert not (tmp_path / "files").exists()


def test_what_a_crash_left_is_swept_and_nothing_else(tmp_path: Path) -> None:
    folder = tmp_path / "files"

    async def scene() -> None:
        store, kept = await filled(folder)
        unsent = await made_file(store)
        store.keep(kept.file, "in_1")
        await store.sync()
        before = names(folder)
        lonely = made_info(b"x").file
        # Killed while writing; between the two renames; while keeping; while erasing.
        (folder / "tmp_0123").write_bytes(b"half")
        (folder / lonely).write_bytes(b"bytes without a record")
        (folder / f"{kept.file}.new").write_bytes(b"the older record")
        (folder / f"{made_info(b'x').file}.json").write_bytes(b"{}")
        (folder / f"{made_info(b'x').file}.webp").write_bytes(b"x")
        (folder / "read-me.txt").write_bytes(b"somebody's own")

        again = await opened(folder)

        assert names(folder) == sorted([*before, "read-me.txt"])
        assert list(again.unsent()) == [unsent]
        assert again.find(lonely) is None
        found = again.find(kept.file)
        assert found is not None
        assert found.interactions == ("in_1",)

    asyncio.run(scene())


@pytest.mark.parametrize("renames", [0, 1])
def test_a_death_between_the_renames_leaves_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, renames: int
) -> None:
    folder = tmp_path / "files"
    done: list[str] = []
    real = Path.rename

    def rename(self: Path, target: Path) -> Path:
        if len(done) == renames:
            raise DeathError
        done.append(target.name)
        return real(self, target)

    async def scene() -> None:
        store = await opened(folder)
        draft = await store.begin()
        await draft.write(b"x")
        with monkeypatch.context() as patched:
            patched.setattr(Path, "rename", rename)
            with pytest.raises(DeathError):
                await draft.finish(made_info(b"x"))

        again = await opened(folder)

        assert list(again.unsent()) == []
        assert names(folder) == []
        draft.discard()

    asyncio.run(scene())


def test_a_keep_that_could_not_be_written_stays_noted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, body: bytes) -> None:
        raise OSError(errno.ENOSPC, "full")

    async def scene() -> None:
        store, info = await filled(tmp_path / "files")
        store.keep(info.file, "in_1")
        with monkeypatch.context() as patched:
            patched.setattr("ccsdk.log.folder.write_synced", full)
            with pytest.raises(OSError, match="full"):
                await store.sync()

        found = store.find(info.file)
        assert found is not None
        assert found.interactions == ("in_1",)
        assert list(store.unsent()) == []

        await store.sync()
        assert list((await opened(tmp_path / "files")).unsent()) == []

    asyncio.run(scene())


@pytest.mark.parametrize(
    ("space", "has_room"),
    [
        (Space(2**40, FREE_BYTES_MIN), True),
        (Space(2**40, FREE_BYTES_MIN - 1), False),
        (Space(1_000_000, 50_000), True),
        (Space(1_000_000, 49_999), False),
    ],
)
def test_uploads_stop_before_the_disk_is_full(tmp_path: Path, space: Space, has_room: bool) -> None:
    async def scene() -> None:
        store = FolderFileStore(tmp_path / "files", space=lambda folder: space)
        await store.open()
        (await store.begin()).discard()

    if has_room:
        asyncio.run(scene())
    else:
        with pytest.raises(OverloadedError, match="disk space"):
            asyncio.run(scene())


def test_a_disk_that_fills_meanwhile_is_told_as_such(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "full")

    async def scene() -> None:
        store = await opened(tmp_path / "files")
        draft = await store.begin()
        with monkeypatch.context() as patched:
            patched.setattr(os, "fsync", full)
            with pytest.raises(OverloadedError):
                await draft.finish(made_info(b""))
        draft.discard()

        assert names(tmp_path / "files") == []

    asyncio.run(scene())


@pytest.mark.parametrize("file", ["../center.sqlite3", "fi_", "", "fi_" + "A" * 32, "tmp_0123"])
def test_a_name_that_is_none_of_ours_reaches_no_path(tmp_path: Path, file: str) -> None:
    async def scene() -> None:
        store, _ = await filled(tmp_path / "files")

        assert store.find(file) is None
        for ask in (body_of(store, file), store.preview(file), store.forget(file)):
            with pytest.raises(UnknownEntityError):
                await ask

    (tmp_path / "center.sqlite3").write_bytes(b"{}")
    asyncio.run(scene())
    assert (tmp_path / "center.sqlite3").exists()


def test_a_record_that_cannot_be_read_is_no_file(tmp_path: Path) -> None:
    folder = tmp_path / "files"

    async def scene() -> None:
        store, info = await filled(folder)
        store.keep(info.file, "in_1")
        await store.sync()
        (folder / f"{info.file}.json").write_bytes(b"{")

        assert (await opened(folder)).find(info.file) is None

    asyncio.run(scene())
