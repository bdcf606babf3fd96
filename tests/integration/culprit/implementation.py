"""A plugin that does one thing wrong, in a package of its own, so that it can be found out."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import attrs

from tests.integration.fault_table import Fault

__all__ = ["Env", "misbehave", "misbehave_plainly"]


@attrs.define(kw_only=True)
class Env:
    """Say what to do wrong, and by what means.

    Args:
        fault: What.
        good: The right answer, for who is only slow.
        garbage: What is none of what is asked for.
        flood: What is too much of it.
        until: Keeps the thread until somebody has noticed.
        slowly: Lets the time pass that is slow, and not too late.
    """

    fault: Fault
    good: Any = None
    garbage: Any = attrs.field(factory=object)
    flood: Any = "x" * 10_000_000
    until: Callable[[], object] = lambda: None
    slowly: Callable[[], Any] = lambda: asyncio.sleep(0)


async def misbehave(env: Env) -> Any:
    """Do it, in a coroutine."""
    if env.fault is Fault.HANGS:
        await asyncio.Event().wait()
    if env.fault is Fault.SLOW:
        await env.slowly()
        return env.good
    return misbehave_plainly(env)


def misbehave_plainly(env: Env) -> Any:
    """Do it, in a plain function."""
    match env.fault:
        case Fault.RAISES:
            raise ValueError("a bug")
        case Fault.DIES:
            raise SystemExit(3)
        case Fault.BLOCKS | Fault.HANGS:
            env.until()
        case Fault.GARBAGE:
            return env.garbage
        case Fault.FLOODS:
            return env.flood
    return env.good
