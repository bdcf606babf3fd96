"""What the world draws about entry, order, overflow, the timeline, callbacks and self-service.

Its own definitions stand here too: a queue that refuses often and leads elsewhere, one that
needs staff, and a calendar whose edges fall into the short time that a world lives.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from ccsdk.model import command as cmd
from ccsdk.model import policy as pol
from ccsdk.model.command import Command
from ccsdk.model.interaction import ConnectCause, InteractionState, VisitKind
from ccsdk.model.principal import SYSTEM, Principal, Role
from ccsdk.model.skill import SkillRequirement, needs

Choose = Callable[[Sequence[str]], str]
Made = tuple[Command, Principal]

START_MS = 1_700_000_000_000
QUEUES = ("busy", "late")
EDGES_S = (-1, 9, 11, 40, 45, 90, 91, 400, 900, 3_000, 90_000_000)
_EDGES = tuple(START_MS + edge_s * 1_000 for edge_s in EDGES_S)
_TO_PLAIN = pol.OverflowTarget(queue="plain")


def _end(terminal: pol.Terminal) -> pol.OverflowTarget:
    return pol.OverflowTarget(terminal=terminal)


def _steps(*steps: tuple[int, pol.Operation, str | None]) -> tuple[pol.TimelineStep, ...]:
    return tuple(pol.TimelineStep(after_ms=ms, do=do, when=when) for ms, do, when in steps)


DEFINITIONS: tuple[Command, ...] = (
    cmd.DefineCalendar(calendar="hours", zone="UTC", tz="2026a", edges=_EDGES),
    cmd.DefineQueue(
        queue="busy",
        name="Busy",
        requires=needs("bed"),
        calendar="hours",
        at_closing=pol.AtClosing.FLOW_OUT,
        max_waiting=2,
        max_estimated_wait_ms=20_000,
        overflow=(
            pol.OverflowRule(to=_TO_PLAIN, when="attr.vip or queue.waiting > 1"),
            pol.OverflowRule(to=pol.OverflowTarget(queue="late"), when="interaction.is_verified"),
            pol.OverflowRule(to=_end(pol.Terminal.CALLBACK), when="open.hours"),
            pol.OverflowRule(to=_end(pol.Terminal.SELF_SERVICE), when="queue.logged_in > 0"),
            pol.OverflowRule(to=_end(pol.Terminal.MESSAGE)),
        ),
        discipline=pol.Discipline.AGEING,
        classes=(
            pol.ServiceClass(
                name="vip", when="attr.vip", head_start_ms=30_000, burst=2, refill_ms=5_000
            ),
        ),
        steps=_steps(
            (0, pol.AnnouncePosition(), None),
            (500, pol.OfferCallback(), "queue.free == 0"),
            (900, pol.Relax(skill="bed"), None),
            (900, pol.OfferSelfService(), None),
            (1_400, pol.AnnounceWait(), None),
            (2_000, pol.Order(tier=1, head_start_ms=9_000), "interaction.waited > '1s'"),
            (3_000, pol.Move(queue="late"), None),
            (6_000, pol.Move(queue="plain"), None),
            (20_000, pol.End(), "queue.longest_wait > '15s'"),
        ),
        callback_gap_ms=3_000,
        dial_ms=2_000,
        wrap_up_ms=2_000,
    ),
    cmd.DefineQueue(
        queue="late",
        name="Late",
        needs_staff=True,
        empty_ms=2_000,
        overflow=(pol.OverflowRule(to=pol.OverflowTarget(queue="busy")),),
        discipline=pol.Discipline.PRIORITY,
        classes=(
            pol.ServiceClass(name="gold", when="interaction.is_verified", tier=0),
            pol.ServiceClass(name="others", tier=2),
        ),
        head_start_ms=1_000,
        steps=_steps(
            (300, pol.Say(text="Soon."), None),
            (700, pol.CallPlugin(name="music"), None),
            (5_000, pol.Move(queue="busy"), None),
            (5_000, pol.Move(queue="nowhere"), None),
        ),
        wrap_up_ms=2_000,
    ),
)
ACCOUNT = cmd.DefineAccount(
    account="hotline",
    channel="hotline",
    queues=("busy", "late", "strict"),
    enrichment_ms=800,
    self_service_ms=4_000,
    forget_ms=900_000,
)
REDEFINITIONS: tuple[Command, ...] = (
    cmd.DefineCalendar(calendar="hours", zone="UTC", tz="2026b", edges=(START_MS,)),
    cmd.DefineCalendar(calendar="hours", zone="UTC", tz="2026a", edges=_EDGES[2:]),
    cmd.DefineCalendar(calendar="hours", zone="UTC", tz="2026a", edges=(3, 2)),
    cmd.DefineQueue(queue="busy", name="Busy", calendar="hours", steps=()),
    cmd.DefineQueue(queue="busy", name="Busy", calendar="never"),
    cmd.DefineQueue(queue="busy", name="Busy", is_bounded=True),
    cmd.DefineQueue(
        queue="late", name="Late", needs_staff=True, discipline=pol.Discipline.SERVICE_LEVEL
    ),
    cmd.DefineQueue(queue="spare", name="Spare"),
    *(cmd.DeleteQueue(queue=queue) for queue in ("spare", "late", "nowhere")),
)


def attributes(choose: Choose) -> dict[str, bool | int | str]:
    """Return what a door, or enrichment, knows of a customer."""
    known: dict[str, dict[str, bool | int | str]] = {
        "nothing": {},
        "vip": {"vip": True},
        "plain": {"vip": False, "orders": 3, "plan": "basic"},
    }
    return known[choose(("nothing", "nothing", "vip", "plain"))]


def _waiting(world: Any, choose: Choose) -> str:
    waits = [i.id for i in world.state.interactions.values() if i.state.is_waiting]
    return choose([*waits[-6:], *list(world.state.interactions)[-2:], "in_unknown"])


def _received(world: Any, choose: Choose) -> str:
    received = InteractionState.RECEIVED
    waits = [i.id for i in world.state.interactions.values() if i.state is received]
    return choose([*waits[-6:] * 2, *list(world.state.interactions)[-2:], "in_unknown"])


def _any_queue(choose: Choose) -> str:
    return choose(("plain", "pair", "strict", *QUEUES, *QUEUES, "nowhere"))


def _supervisor(choose: Choose) -> Principal:
    return {"sam": Principal(id="sam", role=Role.SUPERVISOR), "system": SYSTEM}[
        choose(("sam", "sam", "system"))
    ]


def _customer_of(world: Any, choose: Choose, interaction: str) -> Principal:
    known = world.state.interactions.get(interaction)
    customer = known.customer if known else "cu_i1"
    return {
        "own": Principal(id="v", role=Role.VISITOR, customer=customer),
        "stranger": Principal(id="v", role=Role.VISITOR, customer="cu_stranger"),
        "system": SYSTEM,
    }[choose((*("own",) * 6, "stranger", "system"))]


def _route(world: Any, choose: Choose) -> Made:
    interaction, queue = _received(world, choose), _any_queue(choose)
    command = cmd.RouteInteraction(
        interaction=interaction,
        queue=None if queue == "plain" else queue,
        attributes=attributes(choose),
        requires=choose(((), (), needs("bed"), (SkillRequirement(skill="bed", min=3),))),
    )
    return command, SYSTEM


def _move(world: Any, choose: Choose) -> Made:
    interaction = _waiting(world, choose)
    return cmd.MoveInteraction(interaction=interaction, queue=_any_queue(choose)), _supervisor(
        choose
    )


def _set_priority(world: Any, choose: Choose) -> Made:
    command = cmd.SetPriority(
        interaction=_waiting(world, choose),
        tier=int(choose(("0", "0", "1"))),
        head_start_ms=int(choose(("0", "600", "40000"))),
    )
    return command, _supervisor(choose)


def _choice(kind: type[Command]) -> Callable[[Any, Choose], Made]:
    def make(world: Any, choose: Choose) -> Made:
        offered = [i.id for i in world.state.interactions.values() if i.choices]
        interaction = choose([*offered * 3, _waiting(world, choose)])
        return kind(interaction=interaction), _customer_of(world, choose, interaction)

    return make


def _complete(world: Any, choose: Choose) -> Made:
    return cmd.CompleteSelfService(interaction=_received(world, choose)), SYSTEM


def _connect_failed(world: Any, choose: Choose) -> Made:
    connecting = [
        i
        for i in world.state.interactions.values()
        if i.state is InteractionState.CONNECTING and i.owner
    ]
    called_back = [i for i in connecting if i.visit_kind is VisitKind.CALLBACK]
    connecting = called_back or connecting
    if not connecting:
        return _complete(world, choose)
    known = connecting[int(choose([str(n) for n in range(len(connecting))]))]
    cause = ConnectCause(choose(("agent", "customer", "customer")))
    command = cmd.ReportConnectFailed(interaction=known.id, cause=cause)
    who = choose((*(known.owner,) * 5, "ana"))
    return command, Principal(id=who, role=Role.AGENT)


MAKERS: dict[str, Callable[[Any, Choose], Made]] = {
    "route": _route,
    "move": _move,
    "set_priority": _set_priority,
    "accept_callback": _choice(cmd.AcceptCallback),
    "accept_self_service": _choice(cmd.AcceptSelfService),
    "leave_message": _choice(cmd.LeaveMessage),
    "complete_self_service": _complete,
    "connect_failed": _connect_failed,
}
WEIGHTS = {"route": 2, "move": 2, "accept_callback": 4, "connect_failed": 3}
