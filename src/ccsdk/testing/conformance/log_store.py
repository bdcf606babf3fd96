"""What every LogStore promises, as tests: subclass `LogStoreConformance` and run it."""

from __future__ import annotations

import asyncio
import hashlib
from abc import ABC, abstractmethod
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any, Protocol

import attrs
import pytest

from ccsdk.errors import LogLockedError, LogUnavailableError
from ccsdk.hooks.ports import Credential, CredentialStore, Fault, LogStore, no_fault
from ccsdk.model.command import AcknowledgeOffer, SendMessage, command_type
from ccsdk.model.entry import Answer, Batch, CommandRow, Entry
from ccsdk.model.event import MessageReceived, subject_of
from ccsdk.testing.conformance.rules import Conformance

__all__ = [
    "LogStoreConformance",
    "Store",
    "made_batch",
    "made_credential",
    "made_entry",
    "made_row",
]

BEFORE_COMMIT = "log.append.before_commit"
AFTER_COMMIT = "log.append.after_commit"


class Store(LogStore, CredentialStore, Protocol):
    """Keep a log and, beside it, credentials."""


def made_entry(position: int, *, interaction: str = "in_1", version: int | None = None) -> Entry:
    """Return an entry with both halves; its version is its position unless given."""
    event = MessageReceived(
        interaction=interaction, customer="cu_1", channel="chat", queue="support"
    )
    return Entry(
        position=position,
        at_ms=1_000 + position,
        subject=subject_of(event),
        version=position if version is None else version,
        event=event,
        cause=f"key-{position}",
        personal=MessageReceived.Personal(text=f"message {position}"),
    )


def made_row(first: int, last: int, *, key: str | None = None) -> CommandRow:
    """Return the row of a command that led to the entries from `first` to `last`."""
    has_entries = last >= first
    command = SendMessage(interaction="in_1") if has_entries else AcknowledgeOffer(offer="o_1")
    name = key or f"key-{first}"
    return CommandRow(
        principal="mei",
        key=name,
        type=command_type(type(command)),
        first_position=first,
        last_position=last,
        at_ms=1_000 + first,
        fingerprint=hashlib.sha256(name.encode()).digest(),
        command=command,
        answer=Answer(interaction="in_1"),
    )


def made_batch(first: int, last: int) -> Batch:
    """Return a batch of the entries from `first` to `last`, each of a command of its own."""
    span = range(first, last + 1)
    return Batch(
        entries=tuple(made_entry(position) for position in span),
        rows=tuple(made_row(position, position) for position in span),
    )


class LogStoreConformance(Conformance, ABC):
    """Hold a store against the promises of `ccsdk.hooks.ports.LogStore`."""

    @abstractmethod
    def make_store(self, place: Path, fault: Fault) -> Store:
        """Return a store that keeps its log at `place`, if it keeps one anywhere.

        Two stores made for one place are two openers of one log; a store without a
        place returns the same object. `fault` is asked at each named point.
        """

    @pytest.fixture
    def place(self, tmp_path: Path) -> Path:
        """Provide the place of one log."""
        folder = tmp_path / "data"
        folder.mkdir(mode=0o700)
        return folder

    def test_a_new_store_is_empty(self, place: Path) -> None:
        async def scenario(store: Store) -> None:
            info = await self.reopened(store)

            assert (info.head, info.last_at_ms) == (0, 0)
            assert info.epoch
            assert len(info.secret) == 32
            assert await store.read(after=0, limit=10) == []

        self.run(place, scenario)

    def test_what_was_appended_is_read_back_in_order(self, place: Path) -> None:
        async def scenario(store: Store) -> None:
            await store.append(made_batch(1, 3))
            await store.append(made_batch(4, 5))

            assert await store.read(after=0, limit=10) == [made_entry(n) for n in range(1, 6)]
            assert await store.read(after=2, limit=2) == [made_entry(3), made_entry(4)]
            assert await store.read_rows(after=0, limit=10) == [made_row(n, n) for n in range(1, 6)]

        self.run(place, scenario)

    def test_what_was_appended_survives_a_close(self, place: Path) -> None:
        async def scenario(store: Store) -> None:
            await store.append(made_batch(1, 3))
            before = await self.reopened(store)
            await store.close()

            again = self.make_store(place, no_fault)
            after = await again.open()

            assert (after.head, after.last_at_ms) == (3, 1_003)
            assert (after.epoch, after.secret) == (before.epoch, before.secret)
            assert await again.read(after=0, limit=10) == list(made_batch(1, 3).entries)
            await again.close()

        self.run(place, scenario, closes=False)

    def test_a_gap_is_refused_and_leaves_nothing(self, place: Path) -> None:
        async def scenario(store: Store) -> None:
            await store.append(made_batch(1, 2))

            for first in (2, 4):
                with pytest.raises(AssertionError):
                    await store.append(made_batch(first, first + 1))

            assert len(await store.read(after=0, limit=10)) == 2
            await store.append(made_batch(3, 3))
            assert len(await store.read(after=0, limit=10)) == 3

        self.run(place, scenario)

    def test_a_failure_before_the_commit_leaves_nothing_of_the_batch(self, place: Path) -> None:
        found = self.appended_with(place, BEFORE_COMMIT)

        assert found == (1, 1)

    def test_a_failure_after_the_commit_leaves_the_batch_whole(self, place: Path) -> None:
        found = self.appended_with(place, AFTER_COMMIT)

        assert found == (4, 4)

    def test_after_a_failure_nothing_is_written_until_it_is_reopened(self, place: Path) -> None:
        faults: list[str] = []

        async def scenario(store: Store) -> None:
            faults.append(BEFORE_COMMIT)
            with pytest.raises(LogUnavailableError):
                await store.append(made_batch(1, 1))
            faults.clear()

            with pytest.raises(LogUnavailableError):
                await store.append(made_batch(1, 1))

            await store.reopen()
            await store.append(made_batch(1, 1))
            assert len(await store.read(after=0, limit=10)) == 1

        self.run(place, scenario, fault=faults.__contains__)

    def test_a_batch_without_content_is_written_and_changes_nothing(self, place: Path) -> None:
        async def scenario(store: Store) -> None:
            await store.append(made_batch(1, 1))

            await store.append(Batch(entries=(), rows=()))

            assert (await self.reopened(store)).head == 1
            assert len(await store.read_rows(after=0, limit=10)) == 1

        self.run(place, scenario)

    def test_keys_are_looked_up(self, place: Path) -> None:
        async def scenario(store: Store) -> None:
            await store.append(made_batch(1, 3))
            wanted = [("mei", "key-2"), ("mei", "key-9"), ("tom", "key-2")]

            found = await store.lookup(wanted)

            assert found == {("mei", "key-2"): made_row(2, 2)}

        self.run(place, scenario)

    def test_a_key_is_found_by_the_next_opener(self, place: Path) -> None:
        async def scenario(store: Store) -> None:
            await store.append(made_batch(1, 1))
            await store.close()
            again = self.make_store(place, no_fault)
            await again.open()

            found = await again.lookup([("mei", "key-1")])

            assert found == {("mei", "key-1"): made_row(1, 1)}
            await again.close()

        self.run(place, scenario, closes=False)

    def test_commands_without_events_are_paged_together_with_the_next(self, place: Path) -> None:
        async def scenario(store: Store) -> None:
            quiet = [made_row(1, 0, key=f"quiet-{n}") for n in range(3)]
            rows = [*quiet, made_row(1, 1), made_row(2, 2)]
            await store.append(Batch(entries=(), rows=tuple(quiet)))
            await store.append(Batch(entries=(made_entry(1), made_entry(2)), rows=tuple(rows[3:])))

            first = await store.read_rows(after=0, limit=2)
            rest = await store.read_rows(after=first[-1].first_position, limit=2)

            assert [*first, *rest] == rows

        self.run(place, scenario)

    def test_a_subject_is_paged_backwards_by_version(self, place: Path) -> None:
        async def scenario(store: Store) -> None:
            mine = [made_entry(2 * n - 1, version=n) for n in range(1, 6)]
            others = [made_entry(2 * n, interaction="in_2", version=n) for n in range(1, 6)]
            entries = sorted([*mine, *others], key=lambda entry: entry.position)
            await store.append(Batch(entries=tuple(entries), rows=()))

            newest = await store.read_subject("interaction/in_1", before=None, limit=2)
            older = await store.read_subject("interaction/in_1", before=4, limit=10)

            assert newest == mine[3:]
            assert older == mine[:3]
            assert await store.read_subject("interaction/in_3", before=None, limit=2) == []

        self.run(place, scenario)

    def test_positions_are_read_oldest_first_each_once_and_none_beyond_the_head(
        self, place: Path
    ) -> None:
        async def scenario(store: Store) -> None:
            entries = [made_entry(position) for position in range(1, 7)]
            await store.append(Batch(entries=tuple(entries), rows=()))

            found = await store.read_positions([5, 2, 7, 5, 1])

            assert found == [entries[0], entries[1], entries[4]]
            assert await store.read_positions([]) == []

        self.run(place, scenario)

    def test_a_second_opener_is_refused_and_told_the_holder(self, place: Path) -> None:
        async def scenario(store: Store) -> None:
            second = self.make_store(place, no_fault)

            with pytest.raises(LogLockedError) as refused:
                await second.open()

            assert refused.value.holder
            await store.close()
            await second.open()
            await second.close()

        self.run(place, scenario, closes=False)

    def test_credentials_are_kept_used_once_touched_and_revoked(self, place: Path) -> None:
        async def scenario(store: Store) -> None:
            link, session = (
                made_credential(b"l" * 32, "link"),
                made_credential(b"s" * 32, "session"),
            )
            await store.save_credentials([link, session])

            used = await store.use_credential(link.digest, at_ms=5)
            again = await store.use_credential(link.digest, at_ms=6)
            await store.touch_credential(session.digest, at_ms=7)
            touched = await store.find_credential(session.digest)
            await store.revoke_credential(session.digest)

            assert used is not None
            assert used.used_at_ms == 5
            assert again is None
            assert touched is not None
            assert touched.used_at_ms == 7
            assert await store.find_credential(session.digest) is None
            assert await store.use_credential(b"x" * 32, at_ms=5) is None

        self.run(place, scenario)

    def test_all_sessions_of_one_principal_end_and_nothing_else(self, place: Path) -> None:
        async def scenario(store: Store) -> None:
            mine = [made_credential(bytes([n]) * 32, "session") for n in (1, 2)]
            token = made_credential(b"m" * 32, "machine")
            other = attrs.evolve(made_credential(b"o" * 32, "session"), principal="somebody")
            await store.save_credentials([*mine, token, other])

            await store.revoke_sessions(token.principal)

            kept = [await store.find_credential(each.digest) for each in (*mine, token, other)]
            assert kept == [None, None, token, other]

        self.run(place, scenario)

    def test_credentials_of_one_kind_are_listed_oldest_first(self, place: Path) -> None:
        async def scenario(store: Store) -> None:
            newer, older = (
                attrs.evolve(made_credential(bytes([n]) * 32, "plugin"), created_at_ms=10 - n)
                for n in (1, 2)
            )
            other = attrs.evolve(made_credential(b"o" * 32, "plugin"), principal="somebody")
            await store.save_credentials([newer, older, other])
            await store.save_credentials([made_credential(b"m" * 32, "machine")])

            assert await store.list_credentials(newer.principal, "plugin") == [older, newer]

        self.run(place, scenario)

    def test_expired_credentials_are_forgotten(self, place: Path) -> None:
        async def scenario(store: Store) -> None:
            early = made_credential(b"e" * 32, "link", expires_at_ms=10)
            late = made_credential(b"l" * 32, "link", expires_at_ms=11)
            await store.save_credentials([early, late])

            await store.delete_credentials(expired_before_ms=11)

            assert await store.find_credential(early.digest) is None
            assert await store.find_credential(late.digest) == late

        self.run(place, scenario)

    def appended_with(self, place: Path, point: str) -> tuple[int, int]:
        """Return (entries, rows) after one good batch and one of 3 that fails at `point`."""
        faults: list[str] = []
        found: list[int] = []

        async def scenario(store: Store) -> None:
            await store.append(made_batch(1, 1))
            faults.append(point)
            with pytest.raises(LogUnavailableError):
                await store.append(made_batch(2, 4))
            faults.clear()
            await store.reopen()
            found.append(len(await store.read(after=0, limit=10)))
            found.append(len(await store.read_rows(after=0, limit=10)))

        self.run(place, scenario, fault=faults.__contains__)
        return found[0], found[1]

    async def reopened(self, store: Store) -> Any:
        """Return what a store says of itself, after appends as well."""
        return await store.reopen()

    def run(
        self,
        place: Path,
        scenario: Callable[[Store], Coroutine[Any, Any, None]],
        *,
        fault: Fault | None = None,
        closes: bool = True,
    ) -> None:
        """Play a scenario on an open store."""

        async def play() -> None:
            store = self.make_store(place, fault or no_fault)
            await store.open()
            try:
                await scenario(store)
            finally:
                if closes:
                    await store.close()

        asyncio.run(play())


def made_credential(digest: bytes, kind: str, *, expires_at_ms: int = 1_000) -> Credential:
    """Return an unused credential."""
    return Credential(
        digest=digest,
        kind=kind,
        principal="mei",
        role="agent",
        created_at_ms=1,
        expires_at_ms=expires_at_ms,
        account="web",
        attributes='{"vip":true}',
    )
