from __future__ import annotations

import os
from pathlib import Path

import pytest

from ccsdk.errors import CorruptLogError, LogLockedError
from ccsdk.log.lease import Lease


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "log.db"


def test_a_new_lease_knows_of_nothing(log: Path) -> None:
    lease = Lease(log)

    record = lease.take()
    lease.release()

    assert (record.epoch, record.head) == ("", 0)
    assert log.with_name("log.db.lease").stat().st_mode & 0o777 == 0o600


def test_the_next_holder_reads_what_the_last_one_wrote(log: Path) -> None:
    first, second = Lease(log), Lease(log)
    first.take()
    first.write(epoch="e1", head=41)
    first.write(epoch="e1", head=9)
    first.sync()
    first.release()

    record = second.take()
    second.release()

    assert (record.epoch, record.head) == ("e1", 9)
    assert log.with_name("log.db.lease").stat().st_size == 512


def test_a_second_holder_is_refused_and_told_the_first(log: Path) -> None:
    first, second = Lease(log), Lease(log)
    first.take()
    first.write(epoch="e1", head=1)

    with pytest.raises(LogLockedError) as refused:
        second.take()

    assert f"process {os.getpid()} on " in refused.value.holder
    first.release()
    second.take()
    second.release()


def test_a_holder_who_wrote_nothing_yet_is_refused_by_all_the_same(log: Path) -> None:
    first = Lease(log)
    first.take()

    with pytest.raises(LogLockedError, match="another process"):
        Lease(log).take()

    first.release()


@pytest.mark.parametrize("content", [b"\xff\xfe", b"{", b'{"head":"x"}'])
def test_an_unreadable_record_is_refused_and_the_lock_given_back(log: Path, content: bytes) -> None:
    place = log.with_name("log.db.lease")
    place.write_bytes(content)

    with pytest.raises(CorruptLogError, match="unreadable"):
        Lease(log).take()

    place.unlink()
    lease = Lease(log)
    lease.take()
    lease.release()


def test_a_record_can_be_read_beside_its_holder(log: Path) -> None:
    holder = Lease(log)
    assert Lease(log).read() is None
    holder.take()
    holder.write(epoch="e1", head=3)

    record = Lease(log).read()
    holder.release()

    assert record is not None
    assert record.head == 3
