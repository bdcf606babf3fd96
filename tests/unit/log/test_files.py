from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from ccsdk.errors import ConfigurationError
from ccsdk.log import files

MOUNTS = """\
22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw
30 22 0:26 / /dev/shm rw,nosuid - tmpfs tmpfs rw
31 22 0:44 / /srv/my\\040share rw - nfs4 host:/srv rw
32 31 8:1 / /srv/my\\040share rw master:2 - xfs /dev/sdb rw
"""
BSD_MOUNTS = """\
/dev/disk3s1s1 on / (apfs, sealed, local, read-only)
//guest@host/data on /Volumes/data (smbfs, nodev, nosuid)
"""


@pytest.mark.parametrize(
    ("place", "expected"),
    [("/home/x", "ext4"), ("/dev/shm/a", "tmpfs"), ("/srv/my share/a", "xfs"), ("/srv", "ext4")],
)
def test_the_nearest_and_last_mount_counts(
    monkeypatch: pytest.MonkeyPatch, place: str, expected: str
) -> None:
    monkeypatch.setattr(files.sys, "platform", "linux")
    monkeypatch.setattr(Path, "read_text", lambda self, encoding: MOUNTS)
    monkeypatch.setattr(Path, "resolve", lambda self: self)

    assert files.file_system(Path(place)) == expected


def test_mounts_are_listed_elsewhere_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files.sys, "platform", "darwin")
    listing = subprocess.CompletedProcess([], 0, stdout=BSD_MOUNTS)
    monkeypatch.setattr(files.subprocess, "run", lambda *args, **options: listing)
    monkeypatch.setattr(Path, "resolve", lambda self: self)

    assert files.file_system(Path("/Volumes/data/shop")) == "smbfs"
    assert files.file_system(Path("/Users/mei")) == "apfs"


def test_a_new_folder_is_its_owners_alone(tmp_path: Path) -> None:
    folder = tmp_path / "a" / "b"

    files.prepare_folder(folder)

    assert folder.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("kind", ["nfs", "cifs", "fuse.sshfs", "9p"])
def test_a_network_file_system_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    tmp_path.chmod(0o700)
    monkeypatch.setattr(files, "file_system", lambda folder: kind)

    with pytest.raises(ConfigurationError, match="local disk"):
        files.prepare_folder(tmp_path)


@pytest.mark.parametrize("mode", [0o604, 0o660, 0o620])
def test_a_file_open_to_others_is_refused(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "log.db"
    path.touch()
    path.chmod(mode)

    with pytest.raises(ConfigurationError, match="chmod 600"):
        files.refuse_wide_mode(path)


def test_renewing_makes_another_file_of_the_same_bytes(tmp_path: Path) -> None:
    path = tmp_path / "log.db-wal"
    path.write_bytes(b"frames")
    path.chmod(0o600)
    before = path.stat().st_ino

    files.renew(path)

    assert path.read_bytes() == b"frames"
    assert path.stat().st_ino != before
    assert path.stat().st_mode & 0o777 == 0o600
    assert [p.name for p in tmp_path.iterdir()] == ["log.db-wal"]


def test_renewing_what_is_not_there_does_nothing(tmp_path: Path) -> None:
    files.renew(tmp_path / "none")

    assert not list(tmp_path.iterdir())


def test_folder_that_somebody_else_makes_meanwhile_is_as_good(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = tmp_path / "files"
    folder.mkdir(mode=0o700)
    monkeypatch.setattr(Path, "exists", lambda self: False)

    files.prepare_folder(folder)

    assert folder.is_dir()
