"""Plugins that each do one thing that no center can count on."""

from __future__ import annotations

import asyncio
import secrets
import threading
from collections.abc import Iterable
from itertools import count
from pathlib import Path
from typing import Any

from ccsdk.hooks import (
    Capabilities,
    Channel,
    Committed,
    Contribution,
    Plugin,
    Routes,
    hookimpl,
)
from ccsdk.model.command import SetCapacity

_numbers = count()


class Good:
    """Do nothing wrong."""


class Writing:
    """Write a file in `register`."""

    @hookimpl
    def register(self, ctx: Any) -> Iterable[Contribution]:
        Path("left").write_text("behind")
        return []


class Changing:
    """Contribute something else each time."""

    @hookimpl
    def register(self, ctx: Any) -> Iterable[Contribution]:
        return [Channel(kind=f"channel-{next(_numbers)}", capacity_class="chat")]


class Serving:
    """Contribute what only the center can serve."""

    @hookimpl
    def register(self, ctx: Any) -> Iterable[Contribution]:
        return [Routes(static=Path())]


class Leaking:
    """Leave a thread behind at each start."""

    @hookimpl
    async def start(self, ctx: Any) -> None:
        threading.Thread(target=threading.Event().wait, name="leak", daemon=True).start()

    @hookimpl
    async def on_event(self, ctx: Any, event: Any) -> None: ...


class Forgetful:
    """Make a new key each time it gives a command."""

    @hookimpl
    async def on_event(self, ctx: Any, event: Any) -> None:
        if isinstance(event, Committed) and getattr(event.event, "reason", None) == "login":
            key = secrets.token_hex(8)
            await ctx.command(SetCapacity(agent="mei", slots={"chat": 1}), key=key)


class Stubborn:
    """Take up to the limit of time over each event, whatever comes."""

    @hookimpl
    async def on_event(self, ctx: Any, event: Any) -> None:
        await asyncio.get_running_loop().create_future()


def made(implementation: type[Any], **more: Any) -> Plugin:
    return Plugin(
        name=implementation.__name__.lower(),
        summary=implementation.__doc__ or "",
        implementation=implementation,
        capabilities=Capabilities(
            topics=("agent.*.>",) if hasattr(implementation, "on_event") else (),
            commands=("SetCapacity",),
        ),
        **more,
    )


good = made(Good)
writing = made(Writing)
changing = made(Changing)
serving = made(Serving)
leaking = made(Leaking)
forgetful = made(Forgetful)
stubborn = made(Stubborn)
