"""A batch: the commands that waited together, decided in order and not yet on disk.

What a request is answered is known here already, refusals included, but nobody is told
before the batch is on disk: a refusal, too, may rest on what the commands before it did.
"""

from __future__ import annotations

import hashlib
from asyncio import Future
from collections.abc import Callable, Iterable, Mapping

import attrs
import msgspec

from ccsdk.center.personal import with_personal
from ccsdk.engine.engine import advance, decide
from ccsdk.engine.state import State
from ccsdk.errors import (
    CommandRejectedError,
    DeadlineExceededError,
    IdempotencyMismatchError,
    LogFullError,
    ReadOnlyError,
    RequestRefusedError,
)
from ccsdk.hooks.ports import LogStore
from ccsdk.model.command import (
    Command,
    PersonalHalf,
    ResumeCenter,
    command_type,
)
from ccsdk.model.entry import CommandRow, Entry
from ccsdk.model.principal import SYSTEM, Principal
from ccsdk.model.pure import NO_OBJECTS, PureObjects
from ccsdk.model.request import Receipt

__all__ = [
    "DefectError",
    "Draft",
    "Known",
    "Request",
    "fingerprint_of",
    "look_up",
    "refuse_new",
    "resume_request",
]

Known = Mapping[tuple[str, str], CommandRow]
Outcome = Receipt | CommandRejectedError | RequestRefusedError


@attrs.define(kw_only=True, eq=False)
class Request:
    """Hold a typed command that waits for its turn.

    `fingerprint` is the SHA-256 of type, data and personal half as the sender gave them.
    `name_of` gives the display names of staff, `deadline_ms` is by the wall clock.
    `guard` is asked about the state just before the decision and refuses by raising; a key
    that was answered before gets past it, since who asked may have lost what they then did.
    `receipt` is what the sender awaits.
    """

    principal: Principal
    key: str
    command: Command
    fingerprint: bytes
    personal: PersonalHalf | None = attrs.field(default=None, repr=False)
    name_of: Callable[[str], str | None] = attrs.field(default=lambda agent: None, repr=False)
    deadline_ms: int | None = None
    guard: Callable[[State], None] | None = None
    receipt: Future[Receipt] | None = None

    @property
    def identity(self) -> tuple[str, str]:
        """Return (principal, key), by which one effect has one answer."""
        return self.principal.id, self.key

    def answer(self, outcome: Receipt | Exception) -> None:
        """Tell the sender, unless they stopped waiting."""
        if self.receipt is None or self.receipt.done():
            return
        if isinstance(outcome, Exception):
            self.receipt.set_exception(outcome)
        else:
            self.receipt.set_result(outcome)


def fingerprint_of(type: str, data: object, personal: object) -> bytes:
    """Return the SHA-256 of a command as its sender gave it; member order does not count."""
    return hashlib.sha256(msgspec.json.encode([type, data, personal], order="sorted")).digest()


def resume_request(command: ResumeCenter, position: int) -> Request:
    """Return the center's own request to resume behind a position.

    The position makes the key new each time that the command is accepted.
    """
    key, name = f"resume-{position + 1}", command_type(ResumeCenter)
    return Request(
        principal=SYSTEM, key=key, command=command, fingerprint=fingerprint_of(name, key, None)
    )


async def look_up(store: LogStore, requests: Iterable[Request]) -> Known:
    """Ask the log for a batch's keys."""
    keys = list(dict.fromkeys(request.identity for request in requests))
    return await store.lookup(keys) if keys else {}


def _answer_known(request: Request, row: CommandRow) -> Outcome:
    """Answer a key that was used before: as then, or by pointing out the mistake."""
    if row.fingerprint != request.fingerprint:
        return IdempotencyMismatchError(key=request.key)
    return Receipt(answer=row.answer, position=row.last_position, is_replayed=True)


def refuse_new(requests: Iterable[Request], found: Known, full: LogFullError) -> None:
    """Answer known keys; refuse all others because nothing can be written."""
    for request in requests:
        row = found.get(request.identity)
        known = _answer_known(request, row) if row is not None else None
        request.answer(known or ReadOnlyError(cause=str(full)))


class DefectError(Exception):
    """Say which request could not be decided; inside the center only, the cause says why."""

    def __init__(self, request: Request) -> None:
        super().__init__(f"{type(request.command).__name__} could not be decided")
        self.request = request


class Draft:
    """Collect what a batch appends and what it answers.

    Args:
        state: Changed as commands are decided; worthless if the draft is not stored.
        found: What the log says about the batch's keys.
        now_ms: By the event clock.
        wall_ms: By the wall clock, for the deadlines of senders.
        pure: What plugins may decide.
    """

    def __init__(
        self,
        state: State,
        found: Known,
        *,
        now_ms: int,
        wall_ms: int,
        pure: PureObjects = NO_OBJECTS,
    ) -> None:
        self._state = state
        self._pure = pure
        self._rows = dict(found)
        self._now_ms = now_ms
        self._wall_ms = wall_ms
        self.entries: list[Entry] = []
        self.rows: list[CommandRow] = []
        self.outcomes: list[tuple[Request, Outcome]] = []

    def advance(self) -> None:
        """Fire what is due."""
        self.entries += advance(self._state, self._now_ms, self._pure)

    def add(self, request: Request) -> None:
        """Decide a request, or answer its key.

        Raises:
            DefectError: Neither an answer nor a refusal came of it; drop state and draft.
        """
        identity = request.identity
        row = self._rows.get(identity)
        if row is not None:
            self.outcomes.append((request, _answer_known(request, row)))
            return
        try:
            row = self._decide(request)
            self._rows[identity] = row
            self.rows.append(row)
            receipt = Receipt(answer=row.answer, position=row.last_position)
            self.outcomes.append((request, receipt))
        except (CommandRejectedError, RequestRefusedError) as refusal:
            self.outcomes.append((request, refusal))
        except Exception as error:
            raise DefectError(request) from error

    def settle(self) -> None:
        """Tell every sender; call it once the batch is on disk and published."""
        for request, outcome in self.outcomes:
            request.answer(outcome)

    def _decide(self, request: Request) -> CommandRow:
        if request.deadline_ms is not None and request.deadline_ms < self._wall_ms:
            raise DeadlineExceededError
        state = self._state
        if request.guard is not None:
            request.guard(state)
        command = request.command
        first = state.position + 1
        decision = decide(
            state,
            command,
            by=request.principal,
            now_ms=self._now_ms,
            key=request.key,
            pure=self._pure,
        )
        self.entries += with_personal(decision.entries, request.personal, name_of=request.name_of)
        return CommandRow(
            principal=request.principal.id,
            key=request.key,
            type=command_type(type(command)),
            first_position=first,
            last_position=state.position,
            at_ms=state.now_ms if decision.entries else self._now_ms,
            fingerprint=request.fingerprint,
            command=command,
            answer=decision.answer,
        )
