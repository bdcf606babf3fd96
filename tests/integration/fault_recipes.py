"""How each kind of hook and contribution is made to fail, and asked meanwhile: one recipe each.

A new query or observing hook needs a good answer here, or nothing at all; a new contribution
type a kind in `fault_table.KINDS`, and a recipe if it runs in a way of its own.
"""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Any

import attrs

from ccsdk.errors import AnswerUnavailableError, HookFailedError
from ccsdk.hooks import (
    Article,
    Channel,
    Contribution,
    Eligibility,
    QueryHandler,
    Routes,
    Scorer,
    StaffSession,
    Strategy,
    specs,
)
from ccsdk.hooks.profile import ProfileFragment
from ccsdk.hooks.query import Merge
from ccsdk.hooks.specs import OBSERVING, QUERIES
from ccsdk.model.command import SetCapacity, SetSkills
from ccsdk.model.event import PluginStruck
from ccsdk.model.request import PluginQuestion
from ccsdk.plugins.caller import FAILURES_MAX
from ccsdk.plugins.delivery import COMMANDS_MAX
from tests.integration.culprit.implementation import Env, misbehave, misbehave_plainly
from tests.integration.fault_scene import WELL, Nothing, Scene
from tests.integration.fault_table import CULPRIT, Cell, Fault, Kind

__all__ = ["ANSWERS", "RECIPES", "Recipe"]

# A right answer of each query hook.
ANSWERS: dict[str, Any] = {
    "authenticate": StaffSession(staff="mei"),
    "enrich_interaction": {"vip": True},
    "lookup_profile": ProfileFragment(name="Otto"),
    "suggest_knowledge": (Article(id="returns", title="Returns", score=700),),
}
FAILS = {Fault.RAISES, Fault.GARBAGE, Fault.DIES, Fault.FLOODS, Fault.HANGS}
ENRICHMENT_MS = 1_000
# A deadline is looked at when the clock has passed it.
TICK_MS = 100
# Somebody may begin late on a machine that is busy, and time stands still for nobody.
LATITUDE_MS = 300_000

Hooks = Mapping[str, Callable[..., Any]]


@attrs.frozen(kw_only=True)
class Recipe:
    """Say what both plugins bring, and what is asked while a customer comes.

    `good` are the other plugin's hooks. `source` changes the center's tables. `act` provokes
    the fault and sees what who asked gets.
    """

    hooks: Hooks = attrs.field(factory=dict)
    good: Hooks = attrs.field(factory=dict)
    contributions: Callable[[], Iterable[Contribution]] = tuple
    good_contributions: tuple[Contribution, ...] = ()
    register: Callable[..., Any] | None = None
    source: Mapping[str, Any] = attrs.field(factory=dict)
    bound_ms: int = 0
    rounds: int = 1
    act: Callable[[Scene], Awaitable[None]] | None = None


def _register(cell: Cell, env: Env) -> Recipe:
    def register(self: object) -> Any:
        env.good, env.garbage = [], ["a text is no contribution"]
        env.flood = iter(lambda: Channel(kind="more", capacity_class="chat"), None)
        return misbehave_plainly(env) or []

    return Recipe(register=register)


def _query(cell: Cell, env: Env) -> Recipe:
    query, hook = QUERIES[cell.name], cell.name
    env.good = good = ANSWERS[hook]

    async def fails(self: object) -> Any:
        return await misbehave(env)

    async def answers(self: object) -> Any:
        return good

    async def act(scene: Scene) -> None:
        caller = scene.center._caller
        names = [p.name for p in query_arguments(hook)]
        arguments = dict.fromkeys(names)
        for _ in range(FAILURES_MAX + 1):
            if query.merge is Merge.FIRST:
                try:
                    assert await caller.first(hook, **arguments) == good
                except HookFailedError:
                    # Who hangs has taken all the time there was, until it is left alone.
                    assert cell.fault is Fault.HANGS
            else:
                told = dict(await caller.gather(hook, **arguments))
                assert told[WELL] == good
                assert (CULPRIT in told) == (cell.fault not in FAILS)

    is_routing = hook == "enrich_interaction"
    return Recipe(
        hooks={hook: fails},
        good={hook: answers},
        source={"account": {"enrichment": "1s"}} if is_routing else {},
        bound_ms=ENRICHMENT_MS + TICK_MS if is_routing else 0,
        act=act,
    )


def query_arguments(hook: str) -> list[Any]:
    """Return the parameters of a query hook that who asks fills in."""
    parameters = inspect.signature(getattr(specs, hook)).parameters.values()
    return [each for each in parameters if each.name not in ("ctx", "deadline")]


def _observe(cell: Cell, env: Env) -> Recipe:
    async def flood(ctx: Any) -> None:
        crowd = [
            ctx.command(SetCapacity(agent="a1", slots={"chat": 1}), key=f"flood-{n}")
            for n in range(COMMANDS_MAX + 10)
        ]
        await asyncio.gather(*crowd)

    async def fails(self: object, ctx: Any) -> Any:
        if cell.fault is Fault.FLOODS:
            return await flood(ctx)
        return await misbehave(env)

    async def nothing(self: object) -> None:
        return None

    async def act(scene: Scene) -> None:
        if cell.outcome.event == "observer.failed":
            limit_ms = 2 * OBSERVING[cell.name] + LATITUDE_MS
            await scene.until(lambda: scene.named("observer.failed"), ms=limit_ms)

    hooks = {cell.name: fails}
    if cell.name != "on_event":
        hooks["on_event"] = nothing
    return Recipe(hooks=hooks, act=act)


def _stop(cell: Cell, env: Env) -> Recipe:
    async def fails(self: object) -> Any:
        return await misbehave(env)

    async def nothing(self: object) -> None:
        return None

    return Recipe(hooks={"stop": fails, "on_event": nothing})


def _health(cell: Cell, env: Env) -> Recipe:
    env.good, env.flood = {"waiting": 1}, {"waiting": "x" * 10_000_000}

    async def fails(self: object) -> Any:
        return await misbehave(env)

    async def nothing(self: object) -> None:
        return None

    async def act(scene: Scene) -> None:
        standing = {each.plugin: each for each in await scene.center.observers.standing()}
        details = standing[CULPRIT].details
        if cell.fault in FAILS:
            assert set(details) == {"health"}
        elif cell.fault is Fault.SLOW:
            assert details == env.good

    return Recipe(hooks={"health": fails, "on_event": nothing}, act=act)


def _handler(cell: Cell, env: Env) -> Recipe:
    env.good, env.flood = Nothing(), Nothing(text="x" * 10_000_000)

    async def fails() -> Any:
        return await misbehave(env)

    async def act(scene: Scene) -> None:
        principal = scene.center.agent("mei").principal
        for _ in range(FAILURES_MAX + 1):
            asking = scene.center.ask(principal, PluginQuestion(name="culprit.v1"))
            if cell.fault in FAILS:
                try:
                    await asking
                except AnswerUnavailableError:
                    continue
                raise AssertionError("it answers nonetheless")
            assert await asking == {"text": ""}

    handler = QueryHandler(name="culprit.v1", request=Nothing, answer=Nothing, handle=fails)
    return Recipe(contributions=lambda: [handler], act=act)


def _pure(cell: Cell, env: Env) -> Recipe:
    good = {"Scorer": 1, "Eligibility": None, "Strategy": "mei"}[cell.name]
    env.flood = 10**10_000 if cell.name == "Scorer" else "x" * 10_000_000

    def fails(*views: Any) -> Any:
        if cell.fault is Fault.SLOW:
            sum(range(200))
            return good
        return misbehave_plainly(env)

    queue: dict[str, dict[str, Any]] = {
        "Scorer": {"scorers": [CULPRIT, WELL]},
        "Eligibility": {"eligibility": [CULPRIT, WELL]},
        "Strategy": {"strategy": f"plugin:{CULPRIT}"},
    }
    struck = cell.outcome.event == "plugin.struck"
    return Recipe(
        contributions=lambda: [_made(cell.name, CULPRIT, fails, budget_us=1)],
        good_contributions=(_made(cell.name, WELL, lambda *views: good, budget_us=10_000),),
        source={"queue": queue[cell.name]},
        act=_until_struck if struck else None,
    )


def _made(kind: str, name: str, work: Callable[..., Any], *, budget_us: int) -> Contribution:
    match kind:
        case "Scorer":
            return Scorer(name=name, score=work, budget_us=budget_us)
        case "Eligibility":
            return Eligibility(name=name, refuse=work, budget_us=budget_us)
    return Strategy(name=name, choose=work, budget_us=budget_us)


async def _until_struck(scene: Scene) -> None:
    struck: list[Any] = []
    for number in range(2, 9):
        # Other traits: a rule of eligibility is asked of them anew.
        skills = {"furniture": number}
        await scene.center.agent("ada").ask(SetSkills, agent="mei", skills=skills)
        await scene.customer(bound_ms=0, number=number)
        if struck := await scene.events(PluginStruck):
            break
    assert {each.name for each in struck} == {CULPRIT}


def _app(cell: Cell, env: Env) -> Recipe:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        if cell.fault is Fault.GARBAGE:
            await send({"type": "nonsense"})
        elif cell.fault is Fault.FLOODS:
            await send({"type": "http.response.start", "status": 200, "headers": []})
            for _ in range(2_000):
                chunk = {"type": "http.response.body", "body": bytes(1_000), "more_body": True}
                await send(chunk)
            await send({"type": "http.response.body", "body": b""})
        else:
            await misbehave(env)
            await send({"type": "http.response.start", "status": 200, "headers": []})
            await send({"type": "http.response.body", "body": b""})

    async def act(scene: Scene) -> None:
        asking = asyncio.ensure_future(_status(scene, "/plugins/culprit/page"))
        if cell.fault is Fault.HANGS:
            for _ in range(100):
                await asyncio.sleep(0)
            assert not asking.done()
            asking.cancel()
            return
        # Of what is no answer at all nothing gets out.
        expected = {Fault.RAISES: 500, Fault.DIES: 500, Fault.GARBAGE: 0}
        assert await asking == expected.get(cell.fault, 200)

    return Recipe(contributions=lambda: [Routes(app=app)], act=act)


async def _status(scene: Scene, path: str) -> int:
    """Return the status of a page's answer, as a server would hear of it; 0 for none."""
    status = 0

    async def receive() -> Any:
        await asyncio.Event().wait()

    async def send(message: Any) -> None:
        nonlocal status
        if not message["type"].startswith("http.response."):
            raise ValueError(f"what is {message['type']}?")
        status = message.get("status", status)
        await asyncio.sleep(0)

    scope = {"type": "http", "method": "GET", "path": path, "headers": [], "query_string": b""}
    await scene.center.asgi({**scope, "root_path": ""}, receive, send)
    return status


RECIPES: dict[Kind, Callable[[Cell, Env], Recipe]] = {
    Kind.REGISTER: _register,
    Kind.QUERY: _query,
    Kind.OBSERVE: _observe,
    Kind.STOP: _stop,
    Kind.HEALTH: _health,
    Kind.HANDLER: _handler,
    Kind.PURE: _pure,
    Kind.APP: _app,
}
