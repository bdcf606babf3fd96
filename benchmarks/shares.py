"""Where the time of a routing decision goes: samples of the running engine, by its modules.

A timer of the process's own time looks now and then at which module of ours runs, while
agents get free or customers arrive at 10,000 agents and 300 queues. What the standard library
does for a module counts as the module's. About 30 seconds.
"""

from __future__ import annotations

import signal
from collections import Counter
from types import FrameType

from benchmarks.decisions import SIZES, Floor, prepared
from ccsdk.model.command import EndInteraction
from ccsdk.model.event import OfferMade

INTERVAL_S = 0.001
DECISIONS = 30_000
SHOWN = 12


def module_of(frame: FrameType | None) -> str:
    """Return the innermost module of ours that runs, "" for none."""
    while frame is not None:
        name = str(frame.f_globals.get("__name__", ""))
        if name.startswith("ccsdk."):
            return name.removeprefix("ccsdk.")
        frame = frame.f_back
    return ""


def sampled(floor: Floor, kind: str) -> Counter[str]:
    """Return how often each module was met in decisions of one kind.

    After each it is made up for, unobserved, so that as many wait or are free as before.
    """
    found, is_watched = Counter[str](), False

    def look(_: int, frame: FrameType | None) -> None:
        if is_watched:
            found[module_of(frame)] += 1

    signal.signal(signal.SIGPROF, look)
    signal.setitimer(signal.ITIMER_PROF, INTERVAL_S, INTERVAL_S)
    for _ in range(DECISIONS):
        command = floor.freed() if kind == "freed" else floor.arrival()
        is_watched = True
        entries = floor.do(command)
        is_watched = False
        for entry in entries:
            floor.answer(entry)
        if kind == "freed":
            floor.do(floor.arrival())
        elif isinstance(entries[-1].event, OfferMade):
            floor.do(EndInteraction(interaction=entries[-1].event.interaction))
    signal.setitimer(signal.ITIMER_PROF, 0)
    return found


def main() -> None:
    for kind in ("freed", "arrival"):
        found = sampled(prepared(SIZES[-1], kind), kind)
        print(f"where a decision's time goes, {kind}: {found.total():,} samples")
        for module, count in found.most_common(SHOWN):
            print(f"  {count / found.total():6.1%}  {module or 'the benchmark'}")


if __name__ == "__main__":
    main()
