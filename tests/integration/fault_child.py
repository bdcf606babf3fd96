"""What is killed: a real writer on a real file, under work, telling what it sent and got.

Run as a module it is a nursery: it imports everything once, and for each order on its
standard input forks a child that stops itself until it is told to go on, so that whoever
wants to trace it can attach first. What a child has told stands in a file, one line per
`write`, and outlives it.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from ccsdk.center.batch import Request, fingerprint_of
from ccsdk.center.clock import SystemClock
from ccsdk.center.writer import Writer
from ccsdk.engine.replay import fingerprint
from ccsdk.engine.state import State
from ccsdk.errors import CcsdkError, CenterStoppedError
from ccsdk.log import connection
from ccsdk.log.sqlite import SqliteLogStore
from ccsdk.model import command as commands
from ccsdk.model import event as events
from ccsdk.model.command import Command, PersonalHalf, command_type
from ccsdk.model.entry import Entry
from ccsdk.model.interaction import InteractionState
from ccsdk.model.principal import SYSTEM, Principal, Role
from ccsdk.model.queue import members

HOUR_MS = 3_600_000
AGENTS = ("ann", "bob", "eve", "mei")


class LaterClock(SystemClock):
    """Tell the machine's time, hours later: every outage has lasted an hour."""

    def __init__(self, hours: int) -> None:
        self._ahead_ms = hours * HOUR_MS

    def now_ms(self) -> int:
        return super().now_ms() + self._ahead_ms


class Walk:
    """Play one round: customers come, agents answer, whatever lay about is finished."""

    def __init__(self, writer: Writer, told: int, *, number: int, customers: int) -> None:
        self._writer = writer
        self._told = told
        self._number = number
        self._customers = customers
        self._flows: set[asyncio.Task[None]] = set()

    def tell(self, *words: object) -> None:
        os.write(self._told, (" ".join(map(str, words)) + "\n").encode())

    def publish(self, entries: Sequence[Entry]) -> None:
        for entry in entries:
            if isinstance(entry.event, events.OfferMade):
                self.flow(self.answer(entry.event))

    def flow(self, steps: object) -> None:
        task = asyncio.ensure_future(steps)  # type: ignore[arg-type]
        self._flows.add(task)
        task.add_done_callback(self._flows.discard)

    async def send(
        self,
        key: str,
        command: Command,
        by: Principal = SYSTEM,
        personal: PersonalHalf | None = None,
    ) -> bool:
        name = command_type(type(command))
        self.tell("sent", key, by.id)
        request = Request(
            principal=by,
            key=key,
            command=command,
            personal=personal,
            fingerprint=fingerprint_of(name, key, None),
        )
        try:
            receipt = await self._writer.submit(request)
        except CcsdkError as error:
            self.tell("refused", key, by.id, type(error).__name__)
            return False
        self.tell("again" if receipt.is_replayed else "ack", key, by.id, receipt.position)
        return True

    async def play(self) -> None:
        await self.define()
        await self.witness()
        with suppress(CenterStoppedError):
            for interaction in await self._writer.read(_open_work):
                self.flow(self.finish(*interaction))
        for number in range(self._customers):
            self.flow(self.write_in(number))
        while self._flows:
            await asyncio.wait(self._flows, return_when=asyncio.FIRST_COMPLETED)
        await self.witness()
        self.tell("done")

    async def witness(self) -> None:
        """Tell what the state is; a center that stopped has none."""
        with suppress(CenterStoppedError):
            seen = await self._writer.read(lambda s: (fingerprint(s), s.position))
            self.tell("state", *seen)

    async def define(self) -> None:
        queue = commands.DefineQueue(queue="q", name="Q", ack_ms=4_000, ring_ms=8_000)
        await self.send("define-queue", queue)
        account = commands.DefineAccount(account="web", channel="chat", queues=("q",))
        await self.send("define-account", account)
        for agent in AGENTS:
            define = commands.DefineAgent(agent=agent, memberships=members("q"))
            await self.send(f"define-{agent}", define)
            back = commands.ReportSessionBack(session=f"{agent}-{self._number}", agent=agent)
            await self.send(f"back-{agent}-{self._number}", back)
            self_ = Principal(id=agent, role=Role.AGENT)
            await self.send(f"log-in-{agent}", commands.LogIn(agent=agent), self_)
            ready = f"ready-{agent}-{self._number}"
            await self.send(ready, commands.SetReady(agent=agent), self_)

    async def write_in(self, number: int) -> None:
        name = f"{self._number}_{number}"
        text = commands.ReceiveInteraction.Personal(text=f"where is order {name}?", name="Bo")
        command = commands.ReceiveInteraction(
            interaction=f"in_{name}", account="web", thread=f"th_{name}", identity=f"id_{name}"
        )
        await self.send(f"open-{name}", command, personal=text)

    async def answer(self, made: events.OfferMade) -> None:
        agent = Principal(id=made.agent, role=Role.AGENT)
        offer, interaction = made.offer, made.interaction
        await self.send(f"{offer}-shown", commands.AcknowledgeOffer(offer=offer), agent)
        if not await self.send(f"{offer}-accept", commands.AcceptOffer(offer=offer), agent):
            return
        confirm = commands.ConfirmConnected(interaction=interaction)
        await self.send(f"{offer}-confirm", confirm, agent)
        await self.finish(interaction, made.agent)

    async def finish(self, interaction: str, owner: str) -> None:
        agent = Principal(id=owner, role=Role.AGENT)
        tag = f"{self._number}-{interaction}"
        text = commands.SendMessage.Personal(text="on its way")
        send = commands.SendMessage(interaction=interaction)
        await self.send(f"say-{tag}", send, agent, text)
        end = commands.EndInteraction(interaction=interaction)
        await self.send(f"end-{tag}", end, agent)
        wrap_up = commands.CompleteWrapUp(interaction=interaction, disposition="done")
        await self.send(f"wrap-{tag}", wrap_up, agent)


def _open_work(state: State) -> list[tuple[str, str]]:
    return [
        (interaction.id, interaction.owner)
        for interaction in state.interactions.values()
        if interaction.state in (InteractionState.ENGAGED, InteractionState.WRAP_UP)
        and interaction.owner is not None
    ]


async def run(place: Path, told: Path, *, number: int, customers: int) -> None:
    """Play one round on the log at `place`."""
    file = os.open(told, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    walks: list[Walk] = []
    writer = Writer(
        center="shop",
        store=SqliteLogStore(place / "log.db"),
        clock=LaterClock(number),
        publish=lambda entries: walks[0].publish(entries),
    )
    walks.append(Walk(writer, file, number=number, customers=customers))
    await writer.open()
    try:
        await writer.start()
        await walks[0].play()
    finally:
        # An open connection would keep its thread, and the thread the process.
        await writer.stop()


def weaken(synchronous: str) -> None:
    """Plant `synchronous=NORMAL`, so that a test of syncs has something to find."""
    if synchronous != "FULL":
        kept = [pragma for pragma in connection.WRITER_PRAGMAS if pragma[0] != "synchronous"]
        connection.WRITER_PRAGMAS = (*kept, ("synchronous", synchronous, 1))


def nurse() -> None:
    """Fork a child per order until standard input ends."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for line in sys.stdin:
        order = json.loads(line)
        child = os.fork()
        if child == 0:
            # Standard output is the nursery's; what a child logs goes elsewhere.
            os.dup2(2, 1)
            os.kill(os.getpid(), signal.SIGSTOP)
            place, told = Path(order["place"]), Path(order["told"])
            weaken(order["synchronous"])
            asyncio.run(run(place, told, number=order["number"], customers=order["customers"]))
            os._exit(0)
        print(child, flush=True)


if __name__ == "__main__":
    nurse()
