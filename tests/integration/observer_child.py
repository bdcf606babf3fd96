"""A center with one observer that kills its own process where it is told to.

`python -m tests.integration.observer_child DATA LOGINS POINT AT [forgetful]`: Mei logs in and out
LOGINS times in all, over however many runs; the AT-th delivery of this run ends in SIGKILL at
POINT, which is begun, commanded or written. A forgetful observer makes a new key each time.
"""

from __future__ import annotations

import asyncio
import os
import secrets
import signal
import sys
from pathlib import Path

from ccsdk import ContactCenter
from ccsdk.hooks import AlarmDue, Capabilities, Committed, ObserverContext, Plugin, hookimpl
from ccsdk.model.command import LogIn, LogOut, SetCapacity

POINTS = ("begun", "commanded", "written")
NAME = "count"


class Count:
    """Count Mei's logins, and give her that many slots each time."""

    point = ""
    at = 0
    is_forgetful = False
    delivered = 0

    @hookimpl
    async def on_event(self, ctx: ObserverContext, event: Committed | AlarmDue) -> None:
        """Count one, command one, and die where it is asked for."""
        assert isinstance(event, Committed)
        if getattr(event.event, "reason", None) != "login":
            return
        Count.delivered += 1
        self._die("begun")
        count = (await ctx.storage.get("count", int) or 0) + 1
        key = secrets.token_hex(8) if self.is_forgetful else None
        await ctx.command(SetCapacity(agent="mei", slots={"chat": count}), key=key)
        self._die("commanded")
        await ctx.storage.put("count", count)
        self._die("written")

    def _die(self, point: str) -> None:
        if (self.point, self.at) == (point, Count.delivered):
            os.kill(os.getpid(), signal.SIGKILL)


PLUGIN = Plugin(
    name=NAME,
    summary="Counts logins.",
    implementation=Count,
    capabilities=Capabilities(topics=("agent.*.AgentPresenceChanged",), commands=("SetCapacity",)),
)


async def main(data: Path, logins: int) -> None:
    """Let Mei come and go, and return when the observer has seen it all."""
    shop = {"queues": {"sales": {}}, "agents": {"mei": {"queues": ["sales"]}}}
    async with ContactCenter(shop, data=data, plugins=[PLUGIN]) as center:
        mei = center.agent("mei")
        for number in range(logins):
            await mei.ask(LogIn, key=f"in-{number}")
            await mei.ask(LogOut, key=f"out-{number}")
        while True:
            head = [entry.position async for entry in center.entries()][-1]
            if center.observers.progress[NAME].cursor == head:
                return
            await asyncio.sleep(0.01)


if __name__ == "__main__":
    folder, logins, Count.point, at, *flags = sys.argv[1:]
    Count.at, Count.is_forgetful = int(at), bool(flags)
    asyncio.run(main(Path(folder), int(logins)))
