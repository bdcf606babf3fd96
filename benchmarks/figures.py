"""Figures per second while the log grows: the fold against a scan of the day, same figures.

A day of a center is decided once, by commands. Then the day goes on, and after each batch a
wallboard asks: ours notes the batch and adds up its sums; the scan reads the whole day anew,
in the plainest way that gives the counts and the service level of every queue. Both must
give the same figures. How fast the fold reads a log is told beside how fast the engine
rebuilds its state from it, since a start does both. About 20 seconds in all.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Sequence
from time import process_time

from attrs import define, field

from ccsdk.center.board import Board
from ccsdk.center.settings import CenterSettings
from ccsdk.engine.engine import advance, decide
from ccsdk.engine.replay import replay
from ccsdk.engine.state import State
from ccsdk.model import command as cmd
from ccsdk.model import event as ev
from ccsdk.model.command import Command
from ccsdk.model.entry import Entry
from ccsdk.model.principal import SYSTEM
from ccsdk.model.queue import members

QUEUES = 20
AGENTS = 60
SIZES = (1_000, 10_000)
BATCHES = 20
BATCH = 10
# Ten past midnight, UTC: what is received until noon is one day's.
START_MS = 1_699_920_600_000


@define(eq=False)
class Shop:
    """Hold one center in which everybody works, and all its entries."""

    state: State = field(factory=State)
    entries: list[Entry] = field(factory=list)
    chance: random.Random = field(factory=lambda: random.Random(7))
    now_ms: int = START_MS
    received: int = 0

    def do(self, command: Command) -> list[Entry]:
        entries = advance(self.state, self.now_ms)
        entries += decide(self.state, command, by=SYSTEM, now_ms=self.now_ms, key="k").entries
        self.entries += entries
        return entries

    def open(self) -> None:
        queues = tuple(f"q{number}" for number in range(QUEUES))
        for queue in queues:
            self.do(cmd.DefineQueue(queue=queue, name="Q", wrap_up_ms=0))
        self.do(cmd.DefineAccount(account="web", channel="chat", queues=queues))
        for number in range(AGENTS):
            agent = f"ag{number}"
            self.do(cmd.DefineAgent(agent=agent, memberships=members(*queues), slots={"chat": 1}))
            self.do(cmd.LogIn(agent=agent))
            self.do(cmd.SetReady(agent=agent))

    def serve(self) -> None:
        """Let a customer come, wait a while, and be answered or give up."""
        self.received += 1
        interaction = f"in{self.received}"
        receive = cmd.ReceiveInteraction(
            interaction=interaction,
            account="web",
            thread=interaction,
            identity=interaction,
            queue=f"q{self.chance.randrange(QUEUES)}",
        )
        (offer,) = (e.event.offer for e in self.do(receive) if isinstance(e.event, ev.OfferMade))
        self.now_ms += self.chance.randrange(3_500)
        if self.chance.random() < 0.2:
            self.do(cmd.AbandonInteraction(interaction=interaction))
            return
        self.do(cmd.AcceptOffer(offer=offer))
        self.do(cmd.ConfirmConnected(interaction=interaction))
        self.do(cmd.EndInteraction(interaction=interaction))


def scan(entries: Sequence[Entry]) -> dict[str, tuple[int, int, int, int]]:
    """Return offered, answered and the service level's two sums of each queue."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for entry in entries:
        match entry.event:
            case ev.InteractionQueued(queue=str(queue)):
                counts[queue]["offered"] += 1
            case ev.InteractionAnswered(queue=str(queue)) as answered:
                counts[queue]["answered"] += 1
                counts[queue]["in_target"] += answered.is_in_target
            case ev.InteractionAbandoned(queue=str(queue)) as abandoned:
                counts[queue]["abandoned"] += 1
                counts[queue]["short"] += abandoned.wait_ms < 5_000
    return {
        queue: (
            found["offered"],
            found["answered"],
            found["in_target"],
            found["answered"] + found["abandoned"] - found["short"],
        )
        for queue, found in counts.items()
    }


def told(board: Board, now_ms: int) -> dict[str, tuple[int, int, int, int]]:
    """Return the same of a board."""
    figures = board.figures("today", now_ms)["queues"]
    return {
        each["queue"]: (
            each["counts"]["offered"],
            each["counts"]["answered"],
            each["measures"]["service_level"]["numerator"],
            each["measures"]["service_level"]["denominator"],
        )
        for each in figures
    }


def compare(size: int) -> None:
    shop, board = Shop(), Board(CenterSettings())
    shop.open()
    for _ in range(size):
        shop.serve()
    started = process_time()
    board.note(shop.entries)
    folding = process_time() - started
    started = process_time()
    replay(shop.entries)
    rebuilding = process_time() - started
    ours = theirs = 0.0
    for _ in range(BATCHES):
        before = len(shop.entries)
        for _ in range(BATCH):
            shop.serve()
        started = process_time()
        board.note(shop.entries[before:])
        figures = told(board, shop.now_ms)
        ours += process_time() - started
        started = process_time()
        scanned = scan(shop.entries)
        theirs += process_time() - started
        assert figures == scanned, "the scan counts otherwise"
    print(
        f"  {size:6,} interactions, {len(shop.entries):7,} entries: a batch and all figures "
        f"{ours / BATCHES * 1e3:6.1f} ms, scan {theirs / BATCHES * 1e3:6.1f} ms, "
        f"ratio {theirs / ours:5.1f}x"
    )
    print(
        f"         at a start: fold {len(shop.entries) / folding:9,.0f} entries/s, "
        f"rebuild of the state {len(shop.entries) / rebuilding:9,.0f} entries/s, "
        f"ratio {rebuilding / folding:4.2f}x"
    )


def main() -> None:
    print("figures of a growing day, against a scan of it with equal figures")
    for size in SIZES:
        compare(size)


if __name__ == "__main__":
    main()
