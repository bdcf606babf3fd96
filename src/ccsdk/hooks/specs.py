"""Every hook in one place. pluggy reads and validates them; the host calls them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

import pluggy

from ccsdk.hooks.authentication import Credentials, StaffSession
from ccsdk.hooks.context import PluginContext
from ccsdk.hooks.contributions import Contribution
from ccsdk.hooks.knowledge import Article, KnowledgeQuery
from ccsdk.hooks.observing import AlarmDue, Committed, ObserverContext
from ccsdk.hooks.profile import (
    EMPTY_PROFILE,
    NO_ATTRIBUTES,
    Arrival,
    Identity,
    ProfileFragment,
    Value,
)
from ccsdk.hooks.query import Deadline, Merge, Query

__all__ = [
    "LIFE",
    "OBSERVING",
    "PROJECT",
    "QUERIES",
    "authenticate",
    "check",
    "enrich_interaction",
    "health",
    "hookimpl",
    "hookspec",
    "lookup_profile",
    "on_event",
    "register",
    "start",
    "stop",
    "suggest_knowledge",
]

PROJECT = "ccsdk"

hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)

F = TypeVar("F", bound=Callable[..., Any])

# Name of a query hook -> how it is asked.
QUERIES: dict[str, Query] = {}
# Name of a hook that runs in a transaction of the plugin's store -> its time limit, in ms.
OBSERVING: dict[str, int] = {}


# Name of a hook of the plugin's own life, outside of deliveries -> its time limit, in ms.
LIFE: dict[str, int] = {}


def query(
    *, timeout_ms: int, answer: Any, merge: Merge = Merge.FIRST, default: Any = None
) -> Callable[[F], F]:
    """Declare a hook that asks: `async def`, or a plain function, which runs on a thread."""

    def declare(function: F) -> F:
        asked = Query(timeout_ms=timeout_ms, answer=answer, merge=merge, default=default)
        QUERIES[function.__name__] = asked
        return hookspec(function)

    return declare


def observe(*, timeout_ms: int) -> Callable[[F], F]:
    """Declare a hook that runs beside the center, `async def`, in a delivery of its own."""

    def declare(function: F) -> F:
        OBSERVING[function.__name__] = timeout_ms
        return hookspec(function)

    return declare


def life(*, timeout_ms: int) -> Callable[[F], F]:
    """Declare a hook of the plugin's own life, `async def`, with its lasting context."""

    def declare(function: F) -> F:
        LIFE[function.__name__] = timeout_ms
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


@query(timeout_ms=800, answer=ProfileFragment, merge=Merge.GATHER, default=EMPTY_PROFILE)
async def lookup_profile(
    ctx: PluginContext, identity: Identity, deadline: Deadline
) -> ProfileFragment | None:
    """Say what your books know of a customer, for the Agent who talks to them.

    Called when: an Agent opens an Interaction, or asks again; what was said is kept for 10 s.
    Return: what is known; None if nothing is. Of what several plugins say of one thing the
        first in plugin order is shown.
    If it fails: raises, takes longer than 800 ms or answers something else: the Agent sees the
        others' answers, and that yours is missing.
    Since: 0.1.
    """


@query(timeout_ms=800, answer=Mapping[str, Value], merge=Merge.GATHER, default=NO_ATTRIBUTES)
async def enrich_interaction(
    ctx: PluginContext, interaction: Arrival, deadline: Deadline
) -> Mapping[str, Value] | None:
    """Say what routing should know of an Interaction, before it enters its queue.

    Called when: an Interaction has come by an account with `enrichment`, and is on disk; again
        after a restart, if it waits still. Never longer than the account lets it wait.
    Return: attributes that are declared with the source `enrichment`, by name; None if there
        is nothing to say. What several plugins say of one attribute is the first one's.
    If it fails: raises, is late or answers something else: routing goes on with what the
        others said; nothing of yours is used, later either.
    Since: 0.1.
    """


@query(timeout_ms=1_500, answer=Sequence[Article], merge=Merge.GATHER, default=())
async def suggest_knowledge(  # type: ignore[empty-body]
    ctx: PluginContext, query: KnowledgeQuery, limit: int, deadline: Deadline
) -> Sequence[Article]:
    """Say which articles may help with a question.

    Called when: somebody asks `search_knowledge.v1`: an agent who types, a panel that suggests,
        another plugin.
    Return: at most `limit` articles, the best first; none if none fits. What all plugins
        answered is ordered by score.
    If it fails: raises, is later than 1.5 s or answers something else: its articles are
        missing, and nobody waits for them.
    Since: 0.1.
    """


@observe(timeout_ms=10_000)
async def start(ctx: ObserverContext) -> None:
    """Prepare to work: set alarms for what the settings say, start tasks.

    Called when: the center has opened; before the first `on_event` of this run. Whoever asks
        the plugin meanwhile is answered all the same.
    Return: nothing; what it writes to its storage is on disk with it.
    If it fails: as `on_event`; the center and everybody else go on without it. Who raises
        `PluginNotReady`, because what it needs is away, or takes longer than 10 s, is degraded
        and asked again for as long as it takes, at least once a minute.
    Since: 0.1.
    """


@observe(timeout_ms=30_000)
async def on_event(ctx: ObserverContext, event: Committed | AlarmDue) -> None:
    """Look at what happened; one delivery after the other, in the order of the log.

    Called when: an event of the manifest's topics is on disk, from the beginning of the log
        when the plugin is new; and when an alarm of its own is due.
    Return: nothing; what it writes to its storage and how far it has come are on disk together.
    If it fails: raises or takes longer than 30 s: what it wrote is undone, and the same is
        delivered again after a while. After 8 failures in a row it is parked: named in the log,
        by `ccsdk plugins list` and on the wallboard, until somebody re-drives it or the center
        starts the next time.
    Since: 0.1.
    """


@life(timeout_ms=5_000)
async def stop(ctx: PluginContext) -> None:
    """Take leave: close what `start` opened.

    Called when: the center closes; the plugin's tasks have ended and nothing is delivered any
        more, its own store is still there. Not when the process is killed.
    Return: nothing.
    If it fails: raises or takes longer than 5 s: the log names it, and the center closes.
    Since: 0.1.
    """


@life(timeout_ms=2_000)
async def health(ctx: PluginContext) -> Mapping[str, Any]:  # type: ignore[empty-body]
    """Say how the plugin is, beyond what the center sees of it: how much waits, since when.

    Called when: somebody looks at the plugins of a running center.
    Return: words and numbers by name, as JSON holds them; no names or texts of people. What
        stands under `problem` is shown as a trouble until it is no longer there.
    If it fails: raises, takes longer than 2 s or returns something else: it is shown without.
    Since: 0.1.
    """


@life(timeout_ms=10_000)
async def check(ctx: PluginContext) -> Iterable[str]:  # type: ignore[empty-body]
    """Try what the settings say: whether the address answers, whether the key is good.

    Called when: somebody asks the command line to; no center runs, so that of `ctx` only what
        `register` has is there, and `egress`.
    Return: what is wrong, a sentence each; nothing if all is well.
    If it fails: what it raised, or that it took longer than 10 s, is what is wrong.
    Since: 0.1.
    """
