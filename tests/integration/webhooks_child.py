"""A center with webhooks that kills its own process where it is told to.

`python -m tests.integration.webhooks_child DATA ORIGIN LOGINS POINT AT`: Mei logs in and out LOGINS
times in all, over however many runs; the AT-th time that this run comes to POINT, it ends in
SIGKILL. POINT is written (a delivery is put, its transaction open), claimed (it is said on disk
that it is being sent) or sent (the other side has it, nothing on disk says so).
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from pathlib import Path
from typing import Any

from ccsdk import ContactCenter
from ccsdk.hooks.outbox import Outcome, Parcel
from ccsdk.model.command import LogIn, LogOut
from ccsdk.model.event import AgentPresenceChanged
from ccsdk.model.principal import Principal, Role
from ccsdk.model.request import PluginQuestion
from ccsdk.plugins.outbox import Outbox
from ccsdk_webhooks import implementation, plugin
from ccsdk_webhooks.delivery import deliver

POINTS = ("written", "claimed", "sent")
TOPIC = "agent.*.AgentPresenceChanged"


class Killer:
    """End this process the AT-th time that it comes to a point."""

    def __init__(self, point: str, at: int) -> None:
        self._point, self._left = point, at

    def come_to(self, point: str) -> None:
        if point == self._point:
            self._left -= 1
            if not self._left:
                os.kill(os.getpid(), signal.SIGKILL)


def plant(killer: Killer) -> None:
    """Have the killer look at each point that a delivery passes."""
    put = Outbox.put

    async def putting(self: Outbox, *words: Any, **named: Any) -> None:
        await put(self, *words, **named)
        killer.come_to("written")

    async def delivering(ctx: Any, parcel: Parcel, target: Any) -> Outcome:
        killer.come_to("claimed")
        outcome = await deliver(ctx, parcel, target)
        killer.come_to("sent")
        return outcome

    Outbox.put = putting  # type: ignore[method-assign]
    implementation.deliver = delivering


def settings(origin: str) -> dict[str, Any]:
    target = {
        "url": f"{origin}/in",
        "secret": "${env:HOOK}",
        "topics": [TOPIC],
        "ordered": "target",
    }
    return {
        "agents": {"mei": {}},
        "supervisors": {"ada": {}},
        "egress": {"private": [origin]},
        "plugins": {"webhooks": {"targets": {"far": target}}},
    }


async def live(data: Path, origin: str, logins: int) -> None:
    """Log in and out so many times in all, and wait until the other side has it."""
    async with ContactCenter(settings(origin), data=data, plugins=[plugin]) as center:
        events = [e.event async for e in center.entries()]
        done = sum(isinstance(event, AgentPresenceChanged) for event in events)
        mei = center.agent("mei")
        for number in range(done, 2 * logins):
            await mei.ask(LogOut if number % 2 else LogIn)
        ada = Principal(id="ada", role=Role.SUPERVISOR)
        question = PluginQuestion(name="webhooks.v1", data={})
        async with asyncio.timeout(30):
            while not await is_done(center, ada, question):
                await asyncio.sleep(0.01)


async def is_done(center: ContactCenter, ada: Principal, question: PluginQuestion) -> bool:
    (target,) = (await center.ask(ada, question))["targets"]
    head = [entry.position async for entry in center.entries()][-1]
    return target["waiting"] == 0 and center.observers.progress["webhooks"].cursor == head


if __name__ == "__main__":
    where, origin, logins, point, at = sys.argv[1:]
    plant(Killer(point, int(at)))
    asyncio.run(live(Path(where), origin, int(logins)))
