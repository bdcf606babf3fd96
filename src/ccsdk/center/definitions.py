"""From settings to the commands that define a center, and of those the ones that change it.

What the state already holds is not said again, so a restart with the same file adds no
event. Queues come before the accounts and Agents that name them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping

import attrs
import msgspec

from ccsdk.center.doors import own_request
from ccsdk.center.settings import CenterSettings, ChannelSettings
from ccsdk.center.writer import Writer
from ccsdk.engine.state import State
from ccsdk.model.channel import CHANNELS
from ccsdk.model.command import (
    Command,
    DefineAccount,
    DefineAgent,
    DefineChannel,
    DefineQueue,
    PersonalHalf,
    command_type,
)
from ccsdk.model.pure import EligibilityRule
from ccsdk.model.queue import Strategy
from ccsdk.model.skill import SkillRequirement, needs

__all__ = ["Definition", "changed_definitions", "define"]


async def define(
    writer: Writer,
    settings: CenterSettings,
    names: Mapping[str, str],
    rules: Mapping[str, EligibilityRule],
) -> None:
    """Tell the log what the settings say otherwise; see `changed_definitions`."""
    differing = await writer.read(
        lambda state: list(changed_definitions(settings, state, names, rules))
    )
    for each in differing:
        await writer.submit(own_request(each.key, each.command, each.personal))


@attrs.frozen(kw_only=True)
class Definition:
    """Hold a command of the center itself, and the key under which it is sent."""

    command: Command
    personal: PersonalHalf | None = attrs.field(default=None, repr=False)
    key: str


def changed_definitions(
    settings: CenterSettings,
    state: State,
    names: Mapping[str, str],
    rules: Mapping[str, EligibilityRule],
) -> Iterator[Definition]:
    """Yield what settings say otherwise than the log.

    An Agent whom the settings no longer know serves no queue any more.

    Args:
        settings: Checked settings.
        state: What the log leads to.
        names: The Agents' display names as the log has them.
        rules: What plugins contribute of eligibility, by name.
    """
    wanted = [
        *_channels(settings),
        *_queues(settings, rules),
        *_accounts(settings),
        *_agents(settings, state),
    ]
    for command, personal in wanted:
        if not _is_as_defined(command, personal, state, names):
            key = _key(command, personal, state.position)
            yield Definition(command=command, personal=personal, key=key)


def _channels(settings: CenterSettings) -> Iterator[tuple[Command, None]]:
    """Yield every channel that is shipped or described; a description may be gone again."""
    for name in {**CHANNELS, **settings.channels}:
        rule = settings.channels.get(name, ChannelSettings()).rule(name)
        yield DefineChannel(channel=name, **msgspec.structs.asdict(rule)), None


def _queues(
    settings: CenterSettings, rules: Mapping[str, EligibilityRule]
) -> Iterator[tuple[Command, None]]:
    for name, queue in settings.queues.items():
        facts = attrs.asdict(queue, recurse=False)
        skills, requires = facts.pop("skills"), facts.pop("requires")
        facts["requires"] = (
            *needs(*skills),
            *(
                SkillRequirement(
                    skill=each.skill,
                    min=each.min,
                    is_required=not each.preferred,
                    weight=each.weight,
                )
                for each in requires
            ),
        )
        facts["scorers"] = queue.weighted_scorers()
        facts["eligibility"] = tuple(rules[each] for each in queue.eligibility)
        facts["plugin_strategy"] = queue.plugin_strategy()
        if facts["plugin_strategy"] is not None:
            facts["strategy"] = Strategy.LONGEST_IDLE
        yield DefineQueue(queue=name, **{**facts, "name": queue.name or name}), None


def _accounts(settings: CenterSettings) -> Iterator[tuple[Command, None]]:
    for name, account in settings.accounts.items():
        facts = attrs.asdict(account, recurse=False)
        # Who may come, and who may sign, is the door's to know, not the engine's.
        del facts["origins"], facts["identity"]
        yield DefineAccount(account=name, **facts), None


def _agents(
    settings: CenterSettings, state: State
) -> Iterator[tuple[Command, PersonalHalf | None]]:
    for name, agent in settings.agents.items():
        command = DefineAgent(
            agent=name,
            memberships=agent.memberships(),
            skills=agent.proficiencies(),
            slots=agent.slots_by_channel(),
            extension=agent.extension,
        )
        yield command, DefineAgent.Personal(name=agent.name) if agent.name else None
    for gone in sorted(state.agents.keys() - settings.agents.keys()):
        yield DefineAgent(agent=gone, memberships=(), slots={"chat": 0}), None


def _is_as_defined(
    command: Command, personal: PersonalHalf | None, state: State, names: Mapping[str, str]
) -> bool:
    match command:
        case DefineChannel(channel=channel):
            rule = state.channels.get(channel)
            return rule is not None and _agrees(command, rule)
        case DefineQueue(queue=queue):
            known = state.queues.get(queue)
            return known is not None and _agrees(command, known.definition)
        case DefineAccount(account=account):
            held = state.accounts.get(account)
            return held is not None and _agrees(command, held.definition)
        case DefineAgent(agent=agent):
            name = personal.name if isinstance(personal, DefineAgent.Personal) else None
            is_named = name is None or names.get(agent) == name
            known_agent = state.agents.get(agent)
            return known_agent is not None and is_named and _agrees(command, known_agent.definition)
    raise AssertionError(f"{command} defines nothing")


def _agrees(command: Command, held: object) -> bool:
    """Return whether what is held has every field of the command as it says."""
    names = (field.name for field in msgspec.structs.fields(command))
    return all(getattr(command, n) == getattr(held, n) for n in names if hasattr(held, n))


def _key(command: Command, personal: PersonalHalf | None, position: int) -> str:
    """Return a key for this content at this place of the log.

    A definition may come back after another one, so its content alone is no key.
    """
    half = None if personal is None else msgspec.to_builtins(personal)
    whole = [command_type(type(command)), msgspec.to_builtins(command), half, position]
    digest = hashlib.sha256(msgspec.json.encode(whole, order="sorted")).hexdigest()
    return f"define-{digest[:32]}"
