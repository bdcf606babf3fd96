"""What a center file says, typed: one TOML file that a shop owner can read.

Durations are written with a unit (`ring = "15s"`), ids are the names of tables
(`[queues.sales]`), and whatever is left out has the default of the command it becomes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

import attrs
import msgspec

from ccsdk.metrics.interval import zone_names, zone_of
from ccsdk.model.principal import SYSTEM, Role
from ccsdk.model.queue import Strategy
from ccsdk.model.values import DURATION_MAX_MS, DurationMs
from ccsdk.plugins.conversion import Reader, nearest
from ccsdk.server.control import is_loopback
from ccsdk.server.media import MEDIA_TYPES
from ccsdk.server.proxies import parse_network
from ccsdk.server.statement import SigningKey, key_problem

__all__ = [
    "AccountSettings",
    "AgentSettings",
    "CenterSection",
    "CenterSettings",
    "FilesSection",
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
PublicUrl = Annotated[
    str,
    msgspec.Meta(
        pattern=r"^https?://[A-Za-z0-9.:\[\]-]+(/[A-Za-z0-9._~-]+)*$",
        description="an address such as https://shop.example/desk, without a slash at its end",
    ),
]
RootPath = Annotated[
    str,
    msgspec.Meta(
        pattern=r"^(/[A-Za-z0-9._~-]+)+$",
        description="a path such as /desk, without a slash at its end",
    ),
]
SignInUrl = Annotated[
    str,
    msgspec.Meta(
        pattern=r"^(/([^/\\]|$)|https?://)[^\s#]*$",
        description="a path such as /login, or a whole address",
    ),
]
Port = Annotated[int, msgspec.Meta(ge=0, le=65_535)]
StepMs = Annotated[int, msgspec.Meta(ge=100, le=600_000)]


@attrs.frozen(kw_only=True)
class CenterSection:
    """Name the center; `data` is the folder that holds its log.

    `timezone` is the IANA name of the clock by which a day of figures begins.
    """

    name: CenterName = "center"
    data: Path = Path("data")
    timezone: Title = "UTC"


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
    the keys with which their server signs who a customer is, by key id.
    """

    channel: Name
    queues: Annotated[tuple[Name, ...], msgspec.Meta(min_length=1)]
    origins: tuple[Origin, ...] = ()
    identity: Mapping[Name, SigningKey] = attrs.field(factory=dict)
    customer_grace_ms: DurationMs = 60_000
    forget_ms: Annotated[int, msgspec.Meta(ge=1_000, le=31_622_400_000)] = 86_400_000
    reopen_ms: DurationMs = 0
    resume_abandoned_ms: Annotated[int, msgspec.Meta(ge=0, le=86_400_000)] = 0


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
    wrap_up_extension_ms: DurationMs = 60_000
    wrap_up_cap_ms: DurationMs = 600_000
    direct_ms: DurationMs = 20_000
    preferred_ms: DurationMs = 20_000
    idle_ms: DurationMs = 0


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
    files: FilesSection = attrs.field(factory=FilesSection)
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
    _check_zone(settings, reader)
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
    _check_serve(settings.serve, reader)
    for path, signing in _signing_keys(settings):
        if problem := key_problem(signing):
            reader.note(path, problem)
    for n, media in enumerate(settings.files.accept):
        if media not in MEDIA_TYPES:
            known = nearest(media, MEDIA_TYPES)
            reader.note(f"files.accept[{n}]", "is no type that bytes can show", close_to=known)
    queues: Mapping[str, QueueSettings | None] = settings.queues
    for name, queue in queues.items():
        if queue and queue.broadcast > 1 and queue.strategy is not Strategy.BROADCAST:
            reader.note(f"queues.{name}.broadcast", 'only counts with strategy = "broadcast"')


def _check_serve(serve: ServeSection, reader: Reader) -> None:
    for name in ("tls_cert", "tls_key"):
        other = "tls_key" if name == "tls_cert" else "tls_cert"
        if getattr(serve, name) and not getattr(serve, other):
            reader.note(f"serve.{other}", f"is missing; {name} needs it")
    for n, proxy in enumerate(serve.trusted_proxies):
        try:
            parse_network(proxy)
        except ValueError as error:
            problem = f"{error}; write an address such as 10.0.0.7, or a network as 10.0.0.0/8"
            reader.note(f"serve.trusted_proxies[{n}]", problem)
    public = urlsplit(serve.public_url or "")
    if public.scheme == "http" and not is_loopback(public.hostname or ""):
        problem = "browsers keep no session without TLS; the address begins with https://"
        reader.note("serve.public_url", problem)
    if serve.root_path and public.path and serve.root_path != public.path:
        problem = f"public_url says {public.path}; leave one of them out"
        reader.note("serve.root_path", problem)


def _check_zone(settings: CenterSettings, reader: Reader) -> None:
    name = settings.center.timezone
    try:
        zone_of(name)
    except ValueError as error:
        reader.note("center.timezone", str(error), close_to=nearest(name, zone_names()))


def _signing_keys(settings: CenterSettings) -> Iterator[tuple[str, SigningKey]]:
    accounts: Mapping[str, AccountSettings | None] = settings.accounts
    for name, account in accounts.items():
        keys: Mapping[str, SigningKey | None] = account.identity if account else {}
        for kid, signing in keys.items():
            if signing is not None:
                yield f"accounts.{name}.identity.{kid}.key", signing


def _queue_references(settings: CenterSettings) -> Iterator[tuple[str, str]]:
    for kind in ("accounts", "agents"):
        for name, described in getattr(settings, kind).items():
            for n, queue in enumerate(described.queues if described else ()):
                yield f"{kind}.{name}.queues[{n}]", queue
