"""Every hook in one place. pluggy reads and validates them; the host calls them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import pluggy

from ccsdk.hooks.authentication import Credentials, StaffSession
from ccsdk.hooks.contributions import Contribution
from ccsdk.hooks.manifest import PluginContext
from ccsdk.hooks.query import Deadline, Query

__all__ = ["PROJECT", "QUERIES", "authenticate", "hookimpl", "hookspec", "register"]

PROJECT = "ccsdk"

hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)

F = TypeVar("F", bound=Callable[..., Any])

# Name of a query hook -> how it is asked.
QUERIES: dict[str, Query] = {}


def query(*, timeout_ms: int, answer: type) -> Callable[[F], F]:
    """Declare a hook that asks: `async def`, or a plain function, which runs on a thread."""

    def declare(function: F) -> F:
        QUERIES[function.__name__] = Query(timeout_ms=timeout_ms, answer=answer)
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
