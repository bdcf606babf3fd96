"""Files and folders of a log: who may read them, where they may lie, how they are renamed.

A rename is on disk once its folder is synced. A file whose write or sync has failed may
be clean in the page cache and old on disk; its bytes are trusted again only after a copy
under another name has been synced (Rebello et al., "Can Applications Recover from fsync
Failures?", USENIX ATC 2020).
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from ccsdk.errors import ConfigurationError

__all__ = [
    "NETWORK_FILE_SYSTEMS",
    "file_system",
    "is_read_only",
    "prepare_folder",
    "refuse_wide_mode",
    "rename_durably",
    "renew",
    "sync_file",
    "sync_folder",
]

# Their locks or shared memory do not reach across machines, or their syncs mean little.
NETWORK_FILE_SYSTEMS = frozenset(
    "9p afpfs afs ceph cifs davfs fuse.glusterfs fuse.s3fs fuse.sshfs gfs2 glusterfs gpfs lustre "
    "nfs nfs4 ocfs2 smb3 smbfs webdav".split()
)


def prepare_folder(folder: Path) -> None:
    """Make the folder of a log if it is missing, and refuse one that is unfit.

    Raises:
        ConfigurationError: Others may enter it, or it lies on a network file system.
    """
    if not folder.exists():
        # Two first uploads may come at once, each in a thread of its own.
        folder.mkdir(parents=True, mode=0o700, exist_ok=True)
        sync_folder(folder.parent)
    refuse_wide_mode(folder)
    kind = file_system(folder)
    if kind in NETWORK_FILE_SYSTEMS:
        problem = f"lies on a network file system ({kind}), where no log is safe; use a local disk"
        raise ConfigurationError(path=str(folder), problem=problem)


def refuse_wide_mode(path: Path) -> None:
    """Refuse a file or folder that anybody but its owner may use.

    Raises:
        ConfigurationError: Its mode is wider than 0600, for folders 0700.
    """
    mode = path.stat().st_mode & 0o777
    if mode & 0o077:
        fitting = "700" if path.is_dir() else "600"
        problem = f"has mode {mode:o}, others could read customers' data; chmod {fitting} it"
        raise ConfigurationError(path=str(path), problem=problem)


def file_system(folder: Path) -> str:
    """Return the name of the file system a folder lies on, empty if it cannot be told."""
    place = str(folder.resolve())
    if sys.platform == "linux":
        mounts = _linux_mounts(Path("/proc/self/mountinfo").read_text(encoding="utf-8"))
    else:
        listing = subprocess.run(["/sbin/mount"], capture_output=True, text=True, check=False)
        mounts = _bsd_mounts(listing.stdout)
    # The last of equal mount points hides those before it.
    found = [
        (len(point), n, kind) for n, (point, kind) in enumerate(mounts) if _is_below(place, point)
    ]
    return max(found)[2] if found else ""


def is_read_only(path: Path) -> bool:
    """Return whether a file lies on a file system that takes no writes at present."""
    place = path if path.exists() else path.parent
    return bool(os.statvfs(place).f_flag & os.ST_RDONLY)


def sync_file(path: Path) -> None:
    """Bring a file's bytes to disk."""
    _sync(path, os.O_RDWR)


def sync_folder(folder: Path) -> None:
    """Bring a folder's names to disk."""
    _sync(folder, os.O_RDONLY)


def rename_durably(source: Path, target: Path) -> None:
    """Sync a file, give it its final name, and sync the folder of that name."""
    sync_file(source)
    source.rename(target)
    sync_folder(target.parent)


def renew(path: Path) -> None:
    """Replace a file by a synced copy of itself; nothing may have it open for writing."""
    if path.exists():
        copy = path.with_name(f"{path.name}.copy")
        shutil.copyfile(path, copy)
        copy.chmod(0o600)
        rename_durably(copy, path)


def _sync(path: Path, flags: int) -> None:
    file = os.open(path, flags)
    try:
        os.fsync(file)
    finally:
        os.close(file)


def _linux_mounts(table: str) -> list[tuple[str, str]]:
    """Return (mount point, type) of a mountinfo table; see proc(5)."""
    mounts = []
    for line in table.splitlines():
        left, _, right = line.partition(" - ")
        point = left.split()[4].encode().decode("unicode_escape")
        mounts.append((point, right.split()[0]))
    return mounts


def _bsd_mounts(listing: str) -> list[tuple[str, str]]:
    """Return (mount point, type) of lines like `/dev/disk1 on / (apfs, local)`."""
    mounts = []
    for line in listing.splitlines():
        _, _, rest = line.partition(" on ")
        point, _, options = rest.rpartition(" (")
        mounts.append((point, options.rstrip(")").split(",")[0]))
    return mounts


def _is_below(place: str, point: str) -> bool:
    return place == point or place.startswith(point.rstrip("/") + "/")
