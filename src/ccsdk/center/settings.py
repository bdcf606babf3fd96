"""What a center file says, typed: one TOML file that a shop owner can read.

Durations are written with a unit (`ring = "15s"`), ids are the names of tables
(`[queues.sales]`), and whatever is left out has the default of the command it becomes.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

import attrs
import msgspec

from ccsdk.center.attributes import AttributeSettings
from ccsdk.center.calendar import CalendarSettings
from ccsdk.center.field import (
    CenterName,
    Name,
    Origin,
    Port,
    PublicUrl,
    RootPath,
    SignInUrl,
    Title,
)
from ccsdk.center.queue_settings import QueueSettings
from ccsdk.model.channel import CHANNELS, ChannelRule, Slots, Weight
from ccsdk.model.command import DefineAgent
from ccsdk.model.principal import Role
from ccsdk.model.queue import Membership
from ccsdk.model.skill import Proficiency
from ccsdk.model.values import DURATION_MAX_MS, Code, DurationMs
from ccsdk.plugins.egress_settings import EgressSettings
from ccsdk.server.media import MEDIA_TYPES
from ccsdk.server.statement import SigningKey

__all__ = [
    "AccountSettings",
    "AgentSettings",
    "CenterSection",
    "CenterSettings",
    "ChannelSettings",
    "FilesSection",
    "MembershipSettings",
    "ServeSection",
    "SupervisorSettings",
]

# An address whose scheme says who keeps the log.
StoreAddress = Annotated[
    str, msgspec.Meta(min_length=2, max_length=2_000, pattern=r"^[a-z][a-z0-9+.-]*:")
]

# How well a skill is known that is only listed.
PROFICIENCY = 3


@attrs.frozen(kw_only=True)
class CenterSection:
    """Name the center; `data` is the folder that holds its log.

    `store` says what keeps the log: `sqlite:` a file in `data`, `memory:` nothing at all once
    the process ends, and whatever else a plugin provides, such as `acme://host/name`.
    `timezone` is the IANA name of the clock by which a day of figures begins. The plugins of
    `plugin_order` register, and are asked, in this sequence, whatever they say themselves.
    """

    name: CenterName = "center"
    data: Path = Path("data")
    store: StoreAddress = "sqlite:"
    timezone: Title = "UTC"
    plugin_order: tuple[Name, ...] = ()


@attrs.frozen(kw_only=True)
class ServeSection:
    """Say where `ccsdk serve` listens, and how people reach it; TLS wants both files.

    `trusted_proxies` are addresses and networks whose `X-Forwarded-` headers are believed.
    `public_url` is the address people use, where it is not `host` and `port`: links begin
    with it, and pages of its origin are the center's own. `root_path` is what a proxy takes
    off the front of each path; by default the path of `public_url`. `sign_in_url` is where
    a host app signs people in, with `?next=` the place they came from.
    """

    host: Title = "127.0.0.1"
    port: Port = 8080
    tls_cert: Path | None = None
    tls_key: Path | None = None
    trusted_proxies: tuple[Title, ...] = ()
    public_url: PublicUrl | None = None
    root_path: RootPath | None = None
    sign_in_url: SignInUrl | None = None

    @property
    def root(self) -> str:
        """Return the path before ours that a proxy takes away, without a slash at its end."""
        return self.root_path or urlsplit(self.public_url or "").path


@attrs.frozen(kw_only=True)
class FilesSection:
    """Say which files messages may bring.

    `bytes_max` bounds one file, `accept` lists media types that its bytes may show. What
    was uploaded and not sent is deleted after `keep_unsent_ms`.
    """

    bytes_max: Annotated[int, msgspec.Meta(ge=1_024, le=100 * 2**20)] = 25 * 2**20
    accept: tuple[str, ...] = MEDIA_TYPES
    keep_unsent_ms: Annotated[int, msgspec.Meta(ge=60_000, le=DURATION_MAX_MS)] = 86_400_000


@attrs.frozen(kw_only=True)
class AccountSettings:
    """Describe an address customers come by; the first queue takes what names none.

    `origins` are the pages, besides the center's own, that may embed the widget; `identity`
    the keys with which their server signs who a customer is, by key id. With `enrichment`
    an Interaction waits that long at most for what a plugin finds out about it before it
    enters its queue; self-service that nobody goes on with is over after `self_service`.
    A closed Interaction is forgotten after `forget`, until when a Supervisor may open and
    review it, and opens again if its customer writes within `reopen`; who gave up waiting
    and is back within `resume_abandoned` has their old place.
    """

    channel: Name
    queues: Annotated[tuple[Name, ...], msgspec.Meta(min_length=1)]
    origins: tuple[Origin, ...] = ()
    identity: Mapping[Name, SigningKey] = attrs.field(factory=dict)
    customer_grace_ms: DurationMs = 60_000
    enrichment_ms: DurationMs = 0
    self_service_ms: Annotated[int, msgspec.Meta(ge=1_000, le=86_400_000)] = 600_000
    forget_ms: Annotated[int, msgspec.Meta(ge=1_000, le=31_622_400_000)] = 86_400_000
    reopen_ms: DurationMs = 0
    resume_abandoned_ms: Annotated[int, msgspec.Meta(ge=0, le=86_400_000)] = 0


@attrs.frozen(kw_only=True)
class ChannelSettings:
    """Describe what work on a channel takes from an agent; what is left out is as shipped.

    Of `weight`, all work at hand together takes at most 100. Beside this channel nothing
    is offered of those it `denies`; what it `interrupts` lies still and weighs nothing.
    Its `plugins` tables hold what settings of plugins are otherwise than in `[plugins.<id>]`.
    """

    slots: Slots | None = None
    weight: Weight | None = None
    denies: tuple[Name, ...] | None = None
    interrupts: tuple[Name, ...] | None = None
    plugins: Mapping[Name, Any] = attrs.field(factory=dict)

    def rule(self, channel: str) -> ChannelRule:
        """Return the whole rule of this channel; one that nobody ships is like chat."""
        facts = attrs.asdict(self, filter=lambda field, value: value is not None)
        said = {name: value for name, value in facts.items() if name != "plugins"}
        return msgspec.structs.replace(CHANNELS.get(channel, CHANNELS["chat"]), **said)


@attrs.frozen(kw_only=True)
class MembershipSettings:
    """Let an agent serve a queue; the lowest `priority` comes first, and `delay` later work.

    `delay` is how old an Interaction has to be before this agent gets it.
    """

    queue: Name
    priority: Annotated[int, msgspec.Meta(ge=0, le=99)] = 0
    delay_ms: DurationMs = 0


@attrs.frozen(kw_only=True)
class AgentSettings:
    """Describe an Agent: the queues they serve, what they can, how much at once.

    `queues` lists names, or tables with a priority and a delay. `skills` lists names, each
    of proficiency 3, or is a table of proficiencies from 1 to 5. `chats` is short for
    `slots = {chat = ...}`; a channel that is not named has its own number. Colleagues may
    transfer to the `extension`.
    """

    name: Title | None = None
    queues: tuple[Name | MembershipSettings, ...] = ()
    skills: tuple[Name, ...] | Mapping[Name, Proficiency] = ()
    chats: Slots | None = None
    slots: Mapping[Name, Slots] = attrs.field(factory=dict)
    extension: Name | None = None

    def definition(self, agent: str) -> DefineAgent:
        """Return the command that defines this Agent; the name is a personal half."""
        return DefineAgent(
            agent=agent,
            memberships=self.memberships(),
            skills=self.proficiencies(),
            slots=self.slots_by_channel(),
            extension=self.extension,
        )

    def memberships(self) -> tuple[Membership, ...]:
        """Return the queues they serve, as the engine has them."""
        return tuple(
            Membership(queue=each.queue, priority=each.priority, delay_ms=each.delay_ms)
            if isinstance(each, MembershipSettings)
            else Membership(queue=each)
            for each in self.queues
        )

    def proficiencies(self) -> dict[str, int]:
        """Return how well they know what."""
        if isinstance(self.skills, Mapping):
            return dict(self.skills)
        return dict.fromkeys(self.skills, PROFICIENCY)

    def slots_by_channel(self) -> dict[str, int]:
        """Return the slots that are theirs; other channels have their own number."""
        chats = {} if self.chats is None else {"chat": self.chats}
        return {**chats, **self.slots}


@attrs.frozen(kw_only=True)
class SupervisorSettings:
    """Describe a Supervisor."""

    name: Title | None = None


@attrs.frozen(kw_only=True)
class CenterSettings:
    """Hold a whole center file; `plugins` stay unread until the host reads them."""

    center: CenterSection = attrs.field(factory=CenterSection)
    serve: ServeSection = attrs.field(factory=ServeSection)
    files: FilesSection = attrs.field(factory=FilesSection)
    egress: EgressSettings = attrs.field(factory=EgressSettings)
    channels: Mapping[Name, ChannelSettings] = attrs.field(factory=dict)
    calendars: Mapping[Name, CalendarSettings] = attrs.field(factory=dict)
    attributes: Mapping[Code, AttributeSettings] = attrs.field(factory=dict)
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
