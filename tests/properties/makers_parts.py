"""Commands on parts, made up: wrap-up, transfer, parking, cancelling, and a Supervisor's.

`engine_world` imports this module, so a world is anything with a `state`, a `now_ms` and a
count of what it `received`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from ccsdk.engine.state import Interaction
from ccsdk.model import command as cmd
from ccsdk.model.command import Command
from ccsdk.model.interaction import InteractionState
from ccsdk.model.principal import SYSTEM, Principal, Role
from ccsdk.model.transfer import TransferTarget
from tests.properties.definitions import AGENTS, QUEUES

T = TypeVar("T")
Choose = Callable[[Sequence[T]], T]
Made = tuple[Command, Principal]

BOSS = Principal(id="sam", role=Role.SUPERVISOR)
OTHER_BOSS = Principal(id="sue", role=Role.SUPERVISOR)


def _agent(name: str | None) -> Principal:
    return Principal(id=name or "nobody", role=Role.AGENT)


def _pick(world: Any, choose: Choose[str], wanted: Callable[[Interaction], bool]) -> str:
    """Return what is wanted, mostly; now and then anything."""
    known = [i.id for i in world.state.interactions.values() if wanted(i)][-6:]
    return choose([*known, *known, *known, *[*world.state.interactions][-2:], "in_unknown"])


def _owned(world: Any, choose: Choose[str], interaction: str) -> Principal:
    known = world.state.interactions.get(interaction)
    owner = (known.owner if known else None) or choose(AGENTS)
    return _agent(choose((*(owner,) * 8, *AGENTS)))


def _is_engaged(interaction: Interaction) -> bool:
    return interaction.state is InteractionState.ENGAGED


def transfer(world: Any, choose: Choose[str]) -> Made:
    """Give something away, or take it from its owner: to a queue, an Agent, to nobody."""
    interaction = _pick(world, choose, _is_engaged)
    fallback = choose(("", "", *QUEUES, "nowhere")) or None
    kind = choose(("queue", "queue", "agent", "agent", "agent", "extension"))
    to = {
        "queue": TransferTarget(queue=choose((*QUEUES, *QUEUES, *QUEUES, "nowhere"))),
        "agent": TransferTarget(agent=choose((*AGENTS, *AGENTS, "nobody")), fallback=fallback),
        "extension": TransferTarget(extension="x1"),
    }[kind]
    owner = _owned(world, choose, interaction)
    return cmd.BlindTransfer(interaction=interaction, to=to), choose((owner, owner, owner, BOSS))


def park(world: Any, choose: Choose[str]) -> Made:
    """Lay something aside for a moment, for long, or until an instant that is over."""
    interaction = _pick(world, choose, lambda i: _is_engaged(i) and i.channel == "email")
    until_ms = world.now_ms + int(choose(("500", "5000", "5000", "400000", "-1", "0")))
    command = cmd.ParkInteraction(interaction=interaction, until_ms=max(0, until_ms))
    return command, _owned(world, choose, interaction)


def resume(world: Any, choose: Choose[str]) -> Made:
    """Take up what was laid aside."""
    interaction = _pick(world, choose, lambda i: i.state is InteractionState.PARKED)
    known = world.state.interactions.get(interaction)
    by = {"last": _agent(known.last_agent if known else None), "boss": BOSS, "system": SYSTEM}
    by["other"] = _agent(choose(AGENTS))
    command = cmd.ResumeInteraction(interaction=interaction)
    return command, by[choose(("last", "last", "last", "boss", "system", "other"))]


def cancel(world: Any, choose: Choose[str]) -> Made:
    """Cancel anything, as a Supervisor or as somebody who may not."""
    interaction = _pick(world, choose, lambda i: i.state is not InteractionState.CLOSED)
    by = {"boss": BOSS, "system": SYSTEM, "agent": _agent(choose(AGENTS))}
    return cmd.CancelInteraction(interaction=interaction), by[choose(("boss", "system", "agent"))]


def wrap_up(world: Any, choose: Choose[str]) -> Made:
    """Complete, extend, end or judge a part that is, or was, wrapped up."""
    interaction = _pick(world, choose, lambda i: bool(i.wrap_ups or i.parts))
    known = world.state.interactions.get(interaction)
    agents = [*known.wrap_ups, *known.wrap_ups, *known.parts] if known else []
    agent = choose([*agents, *agents, choose(AGENTS)])
    commands: dict[str, Command] = {
        "complete": cmd.CompleteWrapUp(interaction=interaction, disposition="sold"),
        "extend": cmd.ExtendWrapUp(interaction=interaction),
        "judge": cmd.SetDisposition(interaction=interaction, disposition=choose(("a", "b"))),
        "end": cmd.EndWrapUp(interaction=interaction, agent=agent),
    }
    kind = choose(("complete", "extend", "extend", "judge", "judge", "end"))
    by = {"agent": _agent(agent), "boss": BOSS, "system": SYSTEM}
    senders = ("boss", "boss", "agent") if kind == "end" else ("agent", "agent", "agent", "system")
    return commands[kind], by[choose(senders)]


def presence(world: Any, choose: Choose[str]) -> Made:
    """Let a Supervisor say where an Agent is, by force at the end; mostly who parked something."""
    parking = [agent.id for agent in world.state.agents.values() if agent.parked]
    agent = choose((*AGENTS, *parking * 4, "nobody"))
    commands: dict[str, Command] = {
        "ready": cmd.SetReady(agent=agent),
        "away": cmd.SetNotReady(agent=agent, reason="meeting"),
        "out": cmd.LogOut(agent=agent),
        "forced": cmd.LogOut(agent=agent, is_forced=True),
    }
    kind = choose(("ready", "ready", "away", "out", "forced", "forced"))
    return commands[kind], choose((BOSS, BOSS, SYSTEM, _agent(agent)))


def come_back(world: Any, choose: Choose[str]) -> Made:
    """Let somebody write again whose Interaction is over: who gave up, or any other."""
    over = [i for i in world.state.interactions.values() if i.state is InteractionState.CLOSED]
    over = [i for i in over if i.parent is None][-6:]
    gave_up = [i for i in over if world.state.customers[i.customer].abandoned == i.id]
    ids = [i.id for i in (*gave_up, *gave_up, *over)]
    world.received += 1
    known = world.state.interactions.get(choose(ids)) if ids else None
    command = cmd.ReceiveInteraction(
        interaction=f"in_{world.received}",
        account=known.account if known else "web",
        thread=known.thread if known else "i1",
        identity=known.customer.removeprefix("cu_") if known else "i1",
    )
    return command, SYSTEM


def review(world: Any, choose: Choose[str]) -> Made:
    """Open what is closed, or write about it: as one who opened it, as another, as an Agent."""
    interaction = _pick(world, choose, lambda i: i.state is InteractionState.CLOSED)
    known = world.state.interactions.get(interaction)
    talked = [*known.parts, *known.parts] if known else []
    commands: dict[str, Command] = {
        "open": cmd.OpenReview(interaction=interaction),
        "add": cmd.AddReview(interaction=interaction, agent=choose([*talked, choose(AGENTS)])),
    }
    by = {"boss": BOSS, "other": OTHER_BOSS, "agent": _agent(choose(AGENTS)), "system": SYSTEM}
    sender = choose(("boss", "boss", "boss", "boss", "other", "agent", "system"))
    return commands[choose(("open", "add"))], by[sender]


def step(world: Any, choose: Choose[str]) -> Made | None:
    """Take something on from where it stands by one of these commands; None if none fits."""
    known = list(world.state.interactions.values())
    kinds: list[str] = []
    if any(map(_is_engaged, known)):
        kinds += ["transfer"] * 3 + ["supervise"]
    if any(_is_engaged(i) and i.channel == "email" for i in known):
        kinds += ["park"] * 5
    if any(i.state is InteractionState.PARKED for i in known):
        kinds += ["resume_parked", "supervise", "supervise", "supervise"]
    if any(i.wrap_ups or i.parts for i in known):
        kinds += ["parts", "parts"]
    if any(i.state is InteractionState.CLOSED for i in known):
        kinds += ["come_back", "come_back", "review", "review"]
    return MAKERS[choose(kinds)](world, choose) if kinds else None


MAKERS: dict[str, Callable[..., Made]] = {
    "transfer": transfer,
    "park": park,
    "resume_parked": resume,
    "cancel": cancel,
    "parts": wrap_up,
    "come_back": come_back,
    "supervise": presence,
    "review": review,
}
