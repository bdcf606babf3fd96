"""What a center file says, typed: one TOML file that a shop owner can read.

Durations are written with a unit (`ring = "15s"`), ids are the names of tables
(`[queues.sales]`), and whatever is left out has the default of the command it becomes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

import attrs
import msgspec

from ccsdk.model.principal import SYSTEM, Role
from ccsdk.model.queue import Strategy
from ccsdk.model.values import DurationMs
from ccsdk.plugins.conversion import Reader, nearest

__all__ = [
    "AccountSettings",
    "AgentSettings",
    "CenterSection",
    "CenterSettings",
    "QueueSettings",
    "ServeSection",
    "SupervisorSettings",
    "check_references",
]

# A topic's token: ids of a center file stand between the dots of topics.
Name = Annotated[
    str,
    msgspec.Meta(
        max_length=64,
        pattern=r"^[A-Za-z0-9_-]+$",
        description="letters, digits, _ and - without spaces",
    ),
]
CenterName = Annotated[
    str,
    msgspec.Meta(
        max_length=32,
        pattern=r"^[a-z0-9-]+$",
        description="small letters, digits and - without spaces",
    ),
]
Title = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
Origin = Annotated[
    str,
    msgspec.Meta(
        pattern=r"^https?://[A-Za-z0-9.:\[\]-]+$",
        description="an origin such as https://shop.example, without a path",
    ),
]
Port = Annotated[int, msgspec.Meta(ge=0, le=65_535)]
StepMs = Annotated[int, msgspec.Meta(ge=100, le=600_000)]


@attrs.frozen(kw_only=True)
class CenterSection:
    """Name the center; `data` is the folder that holds its log."""

    name: CenterName = "center"
    data: Path = Path("data")


@attrs.frozen(kw_only=True)
class ServeSection:
    """Say where `ccsdk serve` listens; TLS wants both files."""

    host: Title = "127.0.0.1"
    port: Port = 8080
    tls_cert: Path | None = None
    tls_key: Path | None = None


@attrs.frozen(kw_only=True)
class AccountSettings:
    """Describe an address customers come by; the first queue takes what names none.

    `origins` are the pages, besides the center's own, that may embed the widget.
    """

    channel: Name
    queues: Annotated[tuple[Name, ...], msgspec.Meta(min_length=1)]
    origins: tuple[Origin, ...] = ()
    customer_grace_ms: DurationMs = 60_000
    forget_ms: Annotated[int, msgspec.Meta(ge=1_000, le=31_622_400_000)] = 86_400_000


@attrs.frozen(kw_only=True)
class QueueSettings:
    """Describe a queue: whom it needs, how it offers, how long each step may take."""

    name: Title | None = None
    skills: tuple[Name, ...] = ()
    strategy: Strategy = Strategy.LONGEST_IDLE
    broadcast: Annotated[int, msgspec.Meta(ge=1, le=32)] = 1
    ack_ms: StepMs = 4_000
    ring_ms: StepMs = 15_000
    connect_ms: StepMs = 10_000
    retry_same_ms: DurationMs = 30_000
    wrap_up_ms: DurationMs = 60_000
    target_ms: DurationMs = 20_000
    max_strikes: Annotated[int, msgspec.Meta(ge=1, le=100)] = 2


@attrs.frozen(kw_only=True)
class AgentSettings:
    """Describe an Agent: the queues they serve, what they can, how many chats at once."""

    name: Title | None = None
    queues: tuple[Name, ...] = ()
    skills: tuple[Name, ...] = ()
    chats: Annotated[int, msgspec.Meta(ge=0, le=64)] = 3


@attrs.frozen(kw_only=True)
class SupervisorSettings:
    """Describe a Supervisor."""

    name: Title | None = None


@attrs.frozen(kw_only=True)
class CenterSettings:
    """Hold a whole center file; `plugins` stay unread until the host reads them."""

    center: CenterSection = attrs.field(factory=CenterSection)
    serve: ServeSection = attrs.field(factory=ServeSection)
    accounts: Mapping[Name, AccountSettings] = attrs.field(factory=dict)
    queues: Mapping[Name, QueueSettings] = attrs.field(factory=dict)
    agents: Mapping[Name, AgentSettings] = attrs.field(factory=dict)
    supervisors: Mapping[Name, SupervisorSettings] = attrs.field(factory=dict)
    plugins: Mapping[Name, Any] = attrs.field(factory=dict)

    def staff(self) -> dict[str, Role]:
        """Return the role of everybody who may sign in, by id, sorted."""
        roles = dict.fromkeys(self.agents, Role.AGENT)
        roles |= dict.fromkeys(self.supervisors, Role.SUPERVISOR)
        return dict(sorted(roles.items()))

    def staff_name(self, staff: str) -> str:
        """Return the display name of an Agent or Supervisor; their id if they have none."""
        described = self.agents.get(staff) or self.supervisors.get(staff)
        return (described.name if described else None) or staff


def check_references(settings: CenterSettings, reader: Reader) -> None:
    """Note what names something that is not there, or is named twice.

    A table that could not be read at all is None here.
    """
    for path, named in _queue_references(settings):
        if named not in settings.queues:
            known = nearest(named, settings.queues)
            reader.note(path, f"there is no queue {named!r}", close_to=known)
    for staff in sorted(settings.agents.keys() & settings.supervisors.keys()):
        reader.note(f"supervisors.{staff}", "is an agent's id too; staff ids are unique")
    for part in ("agents", "supervisors"):
        # Command keys are kept per id: theirs must never be taken for the center's own.
        if SYSTEM.id in getattr(settings, part):
            reader.note(f"{part}.{SYSTEM.id}", "is the center's own id; choose another")
    for name in ("tls_cert", "tls_key"):
        other = "tls_key" if name == "tls_cert" else "tls_cert"
        if getattr(settings.serve, name) and not getattr(settings.serve, other):
            reader.note(f"serve.{other}", f"is missing; {name} needs it")
    queues: Mapping[str, QueueSettings | None] = settings.queues
    for name, queue in queues.items():
        if queue and queue.broadcast > 1 and queue.strategy is not Strategy.BROADCAST:
            reader.note(f"queues.{name}.broadcast", 'only counts with strategy = "broadcast"')


def _queue_references(settings: CenterSettings) -> Iterator[tuple[str, str]]:
    for kind in ("accounts", "agents"):
        for name, described in getattr(settings, kind).items():
            for n, queue in enumerate(described.queues if described else ()):
                yield f"{kind}.{name}.queues[{n}]", queue
