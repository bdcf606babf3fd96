"""What a center file names: that it is there, named once, and fits together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from ccsdk.center.attributes import AttributeSettings
from ccsdk.center.calendar import CalendarSettings, calendar_mistakes
from ccsdk.center.policies import check_policies
from ccsdk.center.queue_settings import QueueSettings
from ccsdk.center.settings import (
    AccountSettings,
    AgentSettings,
    CenterSettings,
    ChannelSettings,
    MembershipSettings,
    ServeSection,
)
from ccsdk.metrics.interval import zone_names, zone_of
from ccsdk.model.channel import CHANNELS, FULL_LOAD
from ccsdk.model.principal import SYSTEM
from ccsdk.model.queue import Strategy
from ccsdk.model.spelling import nearest
from ccsdk.plugins.conversion import Reader
from ccsdk.server.control import is_loopback
from ccsdk.server.media import MEDIA_TYPES
from ccsdk.server.proxies import parse_network
from ccsdk.server.statement import SigningKey, key_problem

__all__ = ["check_references"]


def check_references(settings: CenterSettings, reader: Reader) -> None:
    """Note what names something that is not there, or is named twice.

    A table that could not be read at all is None here.
    """
    _check_zone(settings, reader)
    _check_load(settings, reader)
    _check_calendars(settings, reader)
    _check_attributes(settings, reader)
    for path, named in _queue_references(settings):
        if named not in settings.queues:
            known = nearest(named, settings.queues)
            reader.note(path, f"there is no queue {named!r}", close_to=known)
    for staff in sorted(settings.agents.keys() & settings.supervisors.keys()):
        reader.note(f"supervisors.{staff}", "is an agent's id too; staff ids are unique")
    _check_extensions(settings, reader)
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
    check_policies(settings, reader)


def _check_calendars(settings: CenterSettings, reader: Reader) -> None:
    calendars: Mapping[str, CalendarSettings | None] = settings.calendars
    for name, calendar in calendars.items():
        for each in calendar_mistakes(calendar) if calendar else ():
            reader.note(f"calendars.{name}.{each.path}", each.problem, close_to=each.nearest)


def _check_attributes(settings: CenterSettings, reader: Reader) -> None:
    declared: Mapping[str, AttributeSettings | None] = settings.attributes
    for name, attribute in declared.items():
        for member, problem in attribute.problems() if attribute is not None else ():
            reader.note(f"attributes.{name}.{member}", problem)


def _check_extensions(settings: CenterSettings, reader: Reader) -> None:
    agents: Mapping[str, AgentSettings | None] = settings.agents
    taken: dict[str, str] = {}
    for name, agent in agents.items():
        if agent and agent.extension:
            first = taken.setdefault(agent.extension, name)
            if first != name:
                reader.note(f"agents.{name}.extension", f"is {first}'s too; extensions are unique")


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
    accounts: Mapping[str, AccountSettings | None] = settings.accounts
    for name, account in accounts.items():
        for n, queue in enumerate(account.queues if account else ()):
            yield f"accounts.{name}.queues[{n}]", queue
    agents: Mapping[str, AgentSettings | None] = settings.agents
    for name, agent in agents.items():
        for n, each in enumerate(agent.queues if agent else ()):
            if isinstance(each, MembershipSettings):
                yield f"agents.{name}.queues[{n}].queue", each.queue
            elif each is not None:
                yield f"agents.{name}.queues[{n}]", each


def _check_load(settings: CenterSettings, reader: Reader) -> None:
    """Note slots that can never be used, since their weight is more than an agent has."""
    channels: Mapping[str, ChannelSettings | None] = settings.channels
    agents: Mapping[str, AgentSettings | None] = settings.agents
    rules = {**CHANNELS, **{name: each.rule(name) for name, each in channels.items() if each}}
    for name, agent in agents.items():
        if agent is None:
            continue
        for channel, slots in agent.slots_by_channel().items():
            rule = rules.get(channel, rules["chat"])
            # A number that could not be read is None, and was noted already.
            if (slots or 0) * rule.weight > FULL_LOAD:
                field = f"slots.{channel}" if channel in agent.slots else "chats"
                problem = (
                    f"{slots} of weight {rule.weight} are more than {FULL_LOAD}; "
                    f"give [channels.{channel}] a smaller weight"
                )
                reader.note(f"agents.{name}.{field}", problem)
