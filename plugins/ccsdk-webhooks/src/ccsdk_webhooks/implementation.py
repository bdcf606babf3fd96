"""The plugin: it writes each event for each target that asks for it, and sends what it wrote."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

from ccsdk import Outbox
from ccsdk.errors import InvalidRequestError
from ccsdk.hooks.command_line import CliGroup
from ccsdk.hooks.context import PluginContext
from ccsdk.hooks.contributions import Contribution
from ccsdk.hooks.observing import AlarmDue, Committed, ObserverContext
from ccsdk.hooks.outbox import Fate, Outcome, Parcel, Target
from ccsdk.hooks.requests import QueryHandler
from ccsdk.hooks.specs import hookimpl
from ccsdk.model.principal import Role
from ccsdk.model.topic import Pattern
from ccsdk_webhooks.delivery import deliver
from ccsdk_webhooks.message import lane_of, message_id, message_of, ping
from ccsdk_webhooks.requests import (
    Discard,
    Done,
    Redrive,
    Standing,
    StandingOf,
    StandingQuestion,
    Try,
    Waiting,
)
from ccsdk_webhooks.settings import TargetSettings

__all__ = ["Webhooks"]

PING_MS = 20_000
FAILURES_TOLD = 3
# What happens while the center starts, before this plugin has, is told, too.
STARTING_MS = 60_000


class Webhooks:
    """Tell other systems what happens."""

    def __init__(self) -> None:
        self._outbox = Outbox(self._deliver)
        self._targets: Mapping[str, TargetSettings] = {}
        self._topics: dict[str, tuple[Pattern, ...]] = {}
        self._begun_ms: dict[str, int] = {}

    @hookimpl
    def register(self, ctx: PluginContext) -> Iterable[Contribution]:
        """Read the settings; declare the commands, and what a supervisor may ask."""
        self._targets = ctx.config.targets
        self._topics = {
            name: tuple(Pattern.parse(text) for text in each.topics)
            for name, each in self._targets.items()
        }
        roles = (Role.SUPERVISOR,)
        return [
            CliGroup(name="webhooks", target="ccsdk_webhooks.commands:webhooks"),
            QueryHandler(
                name="webhooks.v1",
                request=StandingQuestion,
                answer=Standing,
                handle=self._stand,
                roles=roles,
            ),
            QueryHandler(
                name="redrive_webhooks.v1",
                request=Redrive,
                answer=Done,
                handle=self._redrive,
                roles=roles,
            ),
            QueryHandler(
                name="discard_webhook.v1",
                request=Discard,
                answer=Done,
                handle=self._discard,
                roles=roles,
            ),
            QueryHandler(
                name="test_webhook.v1",
                request=Try,
                answer=Done,
                handle=self._try,
                timeout_ms=PING_MS,
                roles=roles,
            ),
        ]

    @hookimpl
    async def start(self, ctx: ObserverContext) -> None:
        """Begin to send; a target that is new is told what happens from now on."""
        for name in self._targets:
            begun_ms = await ctx.storage.get(f"begun/{name}", int)
            if begun_ms is None:
                begun_ms = ctx.clock.now_ms()
                await ctx.storage.put(f"begun/{name}", begun_ms)
            self._begun_ms[name] = begun_ms
        ctx.tasks.start("outbox", self._outbox.run)

    @hookimpl
    async def on_event(self, ctx: ObserverContext, event: Committed | AlarmDue) -> None:
        """Write a message for each target that asks for this event."""
        if not isinstance(event, Committed):
            return
        for name, target in self._targets.items():
            if not self._is_told(name, target, event):
                continue
            await self._outbox.put(
                ctx,
                ctx.storage,
                id=message_id(ctx.center, event, name),
                target=name,
                lane="" if target.ordered == "target" else lane_of(event),
                payload=message_of(ctx.center, event, target.personal),
            )

    @hookimpl
    async def health(self, ctx: PluginContext) -> dict[str, Any]:
        """Say how much waits for whom, and what needs somebody's hand."""
        async with ctx.transaction() as storage:
            targets = await self._outbox.targets(storage)
        told: dict[str, Any] = {
            each.name: {"waiting": each.waiting, "parked": each.parked, "sent": each.sent}
            for each in targets
        }
        if troubles := [words for each in targets if (words := trouble_of(each))]:
            told["problem"] = "; ".join(troubles)
        return told

    def _is_told(self, name: str, target: TargetSettings, event: Committed) -> bool:
        is_new = event.at_ms >= self._begun_ms[name] - STARTING_MS
        return target.enabled and is_new and any(p.matches(event.topic) for p in self._topics[name])

    # --- what is asked ------------------------------------------------------------------------

    async def _stand(self, ctx: PluginContext, request: StandingQuestion) -> Standing:
        async with ctx.transaction() as storage:
            known = {each.name: each for each in await self._outbox.targets(storage)}
            parked = await self._outbox.parked(storage, limit=request.parked_max)
        names = sorted({*known, *self._targets})
        targets = [self._standing_of(known.get(name) or Target(name=name)) for name in names]
        return Standing(targets=targets, parked=[_waiting(each) for each in parked])

    async def _redrive(self, ctx: PluginContext, request: Redrive) -> Done:
        if request.target is not None:
            self._require(request.target)
        async with ctx.transaction() as storage:
            count = await self._outbox.redrive(ctx, storage, target=request.target, id=request.id)
        return Done(count=count)

    async def _discard(self, ctx: PluginContext, request: Discard) -> Done:
        async with ctx.transaction() as storage:
            count = await self._outbox.discard(ctx, storage, id=request.id, reason=request.reason)
        if not count:
            problem = "nothing that is parked has this id; `ccsdk webhooks parked` lists them"
            raise InvalidRequestError(path="id", problem=problem)
        return Done(count=count)

    async def _try(self, ctx: PluginContext, request: Try) -> Done:
        """Send a ping beside what waits; it is not kept, whatever becomes of it."""
        target = self._require(request.target)
        at_ms = ctx.clock.now_ms()
        parcel = Parcel(
            id=f"ping_{at_ms}",
            target=request.target,
            lane="",
            payload=ping(ctx.center, request.target, at_ms),
            at_ms=at_ms,
            attempt=1,
        )
        outcome = await deliver(ctx, parcel, target)
        return Done(count=1) if outcome.fate is Fate.DONE else Done(problem=outcome.problem)

    def _require(self, name: str) -> TargetSettings:
        if name not in self._targets:
            known = ", ".join(sorted(self._targets)) or "none"
            problem = f"there is no target {name!r}; there are: {known}"
            raise InvalidRequestError(path="target", problem=problem)
        return self._targets[name]

    def _standing_of(self, each: Target) -> StandingOf:
        target = self._targets.get(each.name)
        return StandingOf(
            target=each.name,
            url=None if target is None else _origin(target.url),
            waiting=each.waiting,
            sending=each.sending,
            parked=each.parked,
            uncertain=each.uncertain,
            sent=each.sent,
            failures=each.failures,
            oldest_at_ms=each.oldest_at_ms,
            due_at_ms=each.due_at_ms,
            problem=each.problem,
            problem_at_ms=each.problem_at_ms,
            stopped_at_ms=each.stopped_at_ms,
        )

    async def _deliver(self, ctx: PluginContext, parcel: Parcel) -> Outcome:
        return await deliver(ctx, parcel, self._targets.get(parcel.target))


def trouble_of(target: Target) -> str | None:
    """Return what is wrong with a target, and what helps; a failure or two is nothing yet."""
    if target.stopped_at_ms is not None:
        return f"{target.name} wants nothing more ({target.problem}): `ccsdk webhooks redrive`"
    if target.parked:
        return f"{target.name} has {target.parked} parked: `ccsdk webhooks parked` says why"
    if target.failures >= FAILURES_TOLD:
        return f"{target.name} has failed {target.failures} times: {target.problem}"
    return None


def _origin(url: str) -> str:
    """Return where a URL leads without its path, in which some hide a secret."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _waiting(parcel: Parcel) -> Waiting:
    return Waiting(
        id=parcel.id,
        target=parcel.target,
        at_ms=parcel.at_ms,
        attempts=parcel.attempt,
        is_uncertain=parcel.is_uncertain,
        problem=parcel.problem,
    )
