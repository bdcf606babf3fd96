"""Centers with one observer that kills its own process where it is told to.

`python -m tests.integration.observer_child` is a nursery: for each order, a line of JSON on
standard input, it forks a child that runs a center on DATA, and answers with how that ended.
In a round Mei logs in and out LOGINS more times; the AT-th time that the plugin comes to POINT
ends in SIGKILL. What it does for each login: a row in a table of its own, a command, a line in
a file that stands for somebody else's service. A forgetful one makes new command keys.
"""

from __future__ import annotations

import asyncio
import json
import os
import secrets
import signal
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import attrs

from ccsdk import ContactCenter, Outbox
from ccsdk.errors import CommandRejectedError
from ccsdk.hooks import (
    AlarmDue,
    Capabilities,
    Committed,
    ObserverContext,
    Plugin,
    PluginContext,
    hookimpl,
)
from ccsdk.hooks.outbox import OUTBOX_MIGRATION, Outcome, Parcel
from ccsdk.model.command import LogIn, LogOut, SetCapacity

__all__ = ["NAME", "POINTS", "Order", "slots_of"]

# In `on_event` before and between its effects, and around an attempt of the outbox.
POINTS = ("begun", "commanded", "written", "sending", "sent")
NAME = "count"
# Whatever a campaign has left behind.
WAIT_S = 300.0


@attrs.frozen(kw_only=True)
class Order:
    """Say what one round does, and where it ends; at no point, it ends well."""

    data: str
    service: str
    logins: int = 0
    point: str = "nowhere"
    at: int = 1
    is_forgetful: bool = False


def slots_of(count: int) -> int:
    """Return how many slots the so manieth login gives; nobody has more than 64."""
    return 1 + count % 60


class Count:
    """Count Mei's logins, give her that many slots, and tell somebody else."""

    order = Order(data="", service="")

    def __init__(self) -> None:
        self._come = dict.fromkeys(POINTS, 0)
        self._outbox = Outbox(self._deliver)

    @hookimpl
    async def start(self, ctx: ObserverContext) -> None:
        """Send what is in the outbox."""
        ctx.tasks.start("outbox", self._outbox.run)

    @hookimpl
    async def on_event(self, ctx: ObserverContext, event: Committed | AlarmDue) -> None:
        """Have three effects, and die between them where it is asked for."""
        assert isinstance(event, Committed)
        if getattr(event.event, "reason", None) != "login":
            return
        self._die("begun")
        await ctx.storage.execute("INSERT INTO effects VALUES (?)", (event.position,))
        ((count,),) = await ctx.storage.fetch("SELECT count(*) FROM effects")
        key = secrets.token_hex(8) if self.order.is_forgetful else None
        await ctx.command(SetCapacity(agent="mei", slots={"chat": slots_of(count)}), key=key)
        self._die("commanded")
        id = f"login-{event.position}"
        await self._outbox.put(ctx, ctx.storage, id=id, target="service", payload=count)
        self._die("written")

    async def _deliver(self, ctx: PluginContext, parcel: Parcel) -> Outcome:
        self._die("sending")
        line = {"id": parcel.id, "is_uncertain": parcel.is_uncertain}
        with Path(self.order.service).open("a", encoding="utf-8") as service:
            service.write(json.dumps(line) + "\n")
        self._die("sent")
        return Outcome.done()

    def _die(self, point: str) -> None:
        self._come[point] += 1
        if (self.order.point, self.order.at) == (point, self._come[point]):
            os.kill(os.getpid(), signal.SIGKILL)

    async def is_quiet(self, ctx: PluginContext) -> bool:
        """Return whether nothing waits in the outbox."""
        async with ctx.transaction() as storage:
            return not any(each.waiting for each in await self._outbox.targets(storage))


PLUGIN = Plugin(
    name=NAME,
    summary="Counts logins.",
    implementation=Count,
    migrations=("CREATE TABLE effects (position INTEGER NOT NULL);", OUTBOX_MIGRATION),
    capabilities=Capabilities(topics=("agent.*.AgentPresenceChanged",), commands=("SetCapacity",)),
)


async def play(order: Order) -> None:
    """Let Mei come and go, and return when the observer is done with it."""
    made: list[Count] = []

    class Made(Count):
        def __init__(self) -> None:
            super().__init__()
            made.append(self)

    shop = {"queues": {"sales": {}}, "agents": {"mei": {"queues": ["sales"]}}}
    plugin = attrs.evolve(PLUGIN, implementation=Made)
    async with ContactCenter(shop, data=order.data, plugins=[plugin]) as center:
        mei = center.agent("mei")
        with suppress(CommandRejectedError):
            # Of a round that ended in between.
            await mei.ask(LogOut)
        for _ in range(order.logins):
            await mei.ask(LogIn)
            await mei.ask(LogOut)
        context: Any = center._host.context(NAME)
        async with asyncio.timeout(WAIT_S):
            while not await _is_done(center, made[0], context):
                await asyncio.sleep(0.005)


async def _is_done(center: ContactCenter, count: Count, context: PluginContext) -> bool:
    (standing,) = center.observers.health.standing()
    has_seen_all = standing.lag is not None and not standing.lag.entries
    return has_seen_all and await count.is_quiet(context)


def nurse() -> None:
    """Fork a child per order until standard input ends, and tell how each ended."""
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            # Standard output is the nursery's; what a child logs goes elsewhere.
            os.dup2(2, 1)
            Count.order = Order(**json.loads(line))
            asyncio.run(play(Count.order))
            os._exit(0)
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


if __name__ == "__main__":
    nurse()
