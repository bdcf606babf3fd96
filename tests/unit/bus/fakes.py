"""A log, a center and a clock that do as they are told, for tests of the bus."""

from __future__ import annotations

import asyncio
from typing import Any

from msgspec import to_builtins

from ccsdk.bus.hub import Hub
from ccsdk.bus.memory import MemoryClient
from ccsdk.model.command import PersonalHalf
from ccsdk.model.entry import Answer, Entry
from ccsdk.model.event import Event, subject_of
from ccsdk.model.principal import Principal, Role
from ccsdk.model.request import Question, Receipt, Snapshot, Submission
from ccsdk.model.topic import Filter
from ccsdk.wire import frames
from tests.unit.wire.samples import sample, sample_personal

__all__ = [
    "ANA",
    "BEN",
    "MEI",
    "SAM",
    "TOM",
    "FakeCenter",
    "ManualClock",
    "World",
    "positions",
    "settle",
]

MEI = Principal(id="mei", role=Role.AGENT, center="shop")
TOM = Principal(id="tom", role=Role.AGENT, center="shop")
SAM = Principal(id="sam", role=Role.SUPERVISOR, center="shop")
ANA = Principal(id="vi_1", role=Role.VISITOR, center="shop", account="web", customer="cu_ana")
BEN = Principal(id="vi_2", role=Role.VISITOR, center="shop", account="web", customer="cu_ben")

START_MS = 1_795_000_000_000


async def settle() -> None:
    """Let everything run that can run without time going by."""
    for _ in range(30):
        await asyncio.sleep(0)


class ManualClock:
    """Stand still until it is advanced."""

    def __init__(self) -> None:
        self.at_ms = 0
        self._sleepers: list[tuple[int, asyncio.Future[None]]] = []

    def now_ms(self) -> int:
        return START_MS + self.at_ms

    def monotonic_ms(self) -> int:
        return self.at_ms

    async def sleep_until(self, monotonic_ms: int) -> None:
        if monotonic_ms > self.at_ms:
            sleeper = asyncio.get_running_loop().create_future()
            self._sleepers.append((monotonic_ms, sleeper))
            await sleeper

    async def advance(self, ms: int) -> None:
        """Move time, wake who slept until then, and let them act."""
        self.at_ms += ms
        for due_ms, sleeper in self._sleepers:
            if due_ms <= self.at_ms and not sleeper.done():
                sleeper.set_result(None)
        self._sleepers = [each for each in self._sleepers if not each[1].done()]
        await settle()


class FakeCenter:
    """Answer commands and reads at once, unless `hold` is a future to wait for."""

    def __init__(self) -> None:
        self.submissions: list[Submission] = []
        self.sessions: list[tuple[str, str, str]] = []
        self.fault: Exception | None = None
        self.hold: asyncio.Future[None] | None = None
        self.position = 0

    async def submit(self, submission: Submission) -> Receipt:
        self.submissions.append(submission)
        await self._pass()
        return Receipt(answer=Answer(interaction="in_1"), position=self.position)

    async def ask(self, principal: Principal, question: Question) -> dict[str, Any]:
        await self._pass()
        return {"for": principal.id, "method": question.method, "asked": to_builtins(question)}

    async def session_back(self, principal: Principal, session: str) -> None:
        self.sessions.append(("back", principal.id, session))
        await self._pass()

    async def session_gone(self, principal: Principal, session: str) -> None:
        self.sessions.append(("gone", principal.id, session))
        await self._pass()

    async def _pass(self) -> None:
        if self.hold is not None:
            await self.hold
        if self.fault is not None:
            raise self.fault


class World:
    """Hold a log, a hub over it, and what clients of it need."""

    def __init__(self) -> None:
        self.clock = ManualClock()
        self.center = FakeCenter()
        self.log: list[Entry] = []
        self.pages: list[int] = []
        self.reading: asyncio.Future[None] | None = None
        self.items: tuple[dict[str, Any], ...] = ()
        self.asked: list[tuple[Principal, Filter]] = []
        self._versions: dict[str, int] = {}
        self.hub = self.new_hub()

    def new_hub(self) -> Hub:
        return Hub(clock=self.clock, read=self.read, take_snapshot=self.take_snapshot)

    async def read(self, *, after: int, limit: int) -> list[Entry]:
        self.pages.append(after)
        if self.reading is not None:
            await self.reading
        return self.log[after : after + limit]

    async def take_snapshot(self, principal: Principal, wish: Filter) -> Snapshot:
        self.asked.append((principal, wish))
        if self.reading is not None:
            await self.reading
        return Snapshot(position=self.hub.head, items=self.items)

    def entry(self, cls: type[Event], **refs: str) -> Entry:
        """Return the next entry of the log; not on it until `write`."""
        given = {"interaction": "in_1", "customer": "cu_ana", "agent": "mei", **refs}
        happened = sample(cls, **given)
        subject = subject_of(happened)
        self._versions[subject] = version = self._versions.get(subject, 0) + 1
        half: PersonalHalf | None = sample_personal(cls)
        return Entry(
            position=len(self.log) + 1,
            at_ms=START_MS + len(self.log),
            subject=subject,
            version=version,
            event=happened,
            personal=half,
        )

    def write(self, cls: type[Event], **refs: str) -> Entry:
        """Append an event to the log, unpublished."""
        entry = self.entry(cls, **refs)
        self.log.append(entry)
        return entry

    def say(self, *classes: type[Event], **refs: str) -> None:
        """Append events and publish them in one batch."""
        self.hub.publish([self.write(cls, **refs) for cls in classes])

    def restart(self) -> None:
        """Begin with a new hub that knows what the log holds."""
        self.hub = self.new_hub()
        self.hub.recover(self.log)
        self.hub.start("e1")

    def client(self, principal: Principal, session: str = "se_1") -> MemoryClient:
        return MemoryClient(hub=self.hub, center=self.center, principal=principal, session=session)


def positions(frame: frames.ServerFrame) -> list[int]:
    """Return the positions of a link's events."""
    assert isinstance(frame, frames.Ev), frame
    return [int(each["position"]) for each in frame.events]
