"""Every hook in one place. pluggy reads and validates them; the host calls them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import pluggy

from ccsdk.hooks.authentication import Credentials, StaffSession
from ccsdk.hooks.context import PluginContext
from ccsdk.hooks.contributions import Contribution
from ccsdk.hooks.observing import AlarmDue, Committed, ObserverContext
from ccsdk.hooks.query import Deadline, Query

__all__ = [
    "OBSERVING",
    "PROJECT",
    "QUERIES",
    "authenticate",
    "hookimpl",
    "hookspec",
    "on_event",
    "register",
    "start",
]

PROJECT = "ccsdk"

hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)

F = TypeVar("F", bound=Callable[..., Any])

# Name of a query hook -> how it is asked.
QUERIES: dict[str, Query] = {}
# Name of a hook that runs in a transaction of the plugin's store -> its time limit, in ms.
OBSERVING: dict[str, int] = {}


def query(*, timeout_ms: int, answer: type) -> Callable[[F], F]:
    """Declare a hook that asks: `async def`, or a plain function, which runs on a thread."""

    def declare(function: F) -> F:
        QUERIES[function.__name__] = Query(timeout_ms=timeout_ms, answer=answer)
        return hookspec(function)

    return declare


def observe(*, timeout_ms: int) -> Callable[[F], F]:
    """Declare a hook that runs beside the center, `async def`, in a delivery of its own."""

    def declare(function: F) -> F:
        OBSERVING[function.__name__] = timeout_ms
        return hookspec(function)

    return declare


@hookspec
def register(ctx: PluginContext) -> Iterable[Contribution]:  # type: ignore[empty-body]
    """Declare what the plugin contributes.

    Called when: once at start and by the command line's checks; no I/O, no event loop.
    Return: contributions; each name is taken once per center.
    If it fails: the plugin is off and named in the log; the start aborts if it is required.
    Since: 0.1.
    """


@query(timeout_ms=3_000, answer=StaffSession)
async def authenticate(
    ctx: PluginContext, credentials: Credentials, deadline: Deadline
) -> StaffSession | None:
    """Say which Agent or Supervisor a host app's own session belongs to.

    Called when: a request asks for a session and bears none of the center's own: the desk's
        page and files, each token for a socket (every 10 minutes at least), sign-out.
    Return: who is signed in, whether the center knows them or not; None if nobody is, or if
        it is not yours to say: then the next plugin is asked.
    If it fails: raises, hangs for 3 s or answers something else: nobody gets in, and nobody
        is signed out: whoever asks is told to try again shortly.
    Since: 0.1.
    """


@observe(timeout_ms=10_000)
async def start(ctx: ObserverContext) -> None:
    """Prepare to observe, for instance by setting alarms for what the settings say.

    Called when: the center has opened; before the first `on_event` of this run.
    Return: nothing; what it writes to its storage is on disk with it.
    If it fails: as `on_event`; the center and everybody else go on without it.
    Since: 0.1.
    """


@observe(timeout_ms=30_000)
async def on_event(ctx: ObserverContext, event: Committed | AlarmDue) -> None:
    """Look at what happened; one delivery after the other, in the order of the log.

    Called when: an event of the manifest's topics is on disk, from the beginning of the log
        when the plugin is new; and when an alarm of its own is due.
    Return: nothing; what it writes to its storage and how far it has come are on disk together.
    If it fails: raises or takes longer than 30 s: what it wrote is undone, and the same is
        delivered again after a while. After 8 failures in a row it is parked: named in the log
        and by `ccsdk plugins list`, and tried again when the center starts the next time.
    Since: 0.1.
    """
