"""What a center file says of a plugin that runs in its own process.

Its settings are read where it runs. Here stands only that it is remote and, if nothing of it
is installed here, because it is written in another language for instance, what it may.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

from ccsdk.errors import ConfigurationError, InvalidRequestError
from ccsdk.hooks import specs
from ccsdk.hooks.contributions import Channel
from ccsdk.hooks.manifest import Plugin
from ccsdk.hooks.observing import Capabilities
from ccsdk.hooks.profile import Attribute
from ccsdk.model.spelling import nearest
from ccsdk.plugins.conversion import Reader
from ccsdk.plugins.remote import IN_PROCESS_ONLY, stand_in

__all__ = ["RemoteSettings", "remote_manifest"]


_PARTS = {"Capabilities": "capabilities", "Attribute": "attributes", "Channel": "channels"}


@attrs.frozen(kw_only=True)
class RemoteSettings:
    """Describe a plugin in its own process.

    `capabilities` are for one that has no manifest here; without both it may nothing.
    `channels` and `attributes` are those that it has, as accounts and queues name them.
    """

    capabilities: Capabilities | None = None
    summary: str = ""
    channels: tuple[Channel, ...] = ()
    attributes: tuple[Attribute, ...] = ()


def remote_manifest(
    name: str, manifest: Plugin | None, table: Mapping[str, Any], reader: Reader
) -> Plugin:
    """Return the manifest of what stands for a plugin elsewhere, noting every mistake.

    Args:
        name: The plugin's.
        manifest: Its own, if it is installed here.
        table: What is left of `[plugins.<name>]`.
        reader: Takes note of the mistakes.
    """
    path = f"plugins.{name}"
    told = _read(table, path, reader)
    if manifest is not None and told.capabilities is not None:
        problem = "stands in the manifest of the installed plugin"
        reader.note(f"{path}.capabilities", problem)
    own = manifest or Plugin(
        name=name,
        summary=told.summary,
        implementation="",
        capabilities=told.capabilities or Capabilities(),
    )
    hooks = [hook for hook in own.capabilities.hooks if hook in specs.QUERIES]
    _check_hooks(own.capabilities.hooks, f"{path}.capabilities.hooks", reader)
    asked = [hook for hook in hooks if hook not in IN_PROCESS_ONLY]
    contributed = (*told.channels, *told.attributes)
    implementation = stand_in(asked, contributed)
    # What it is set to and what it keeps are where it runs.
    return attrs.evolve(own, implementation=implementation, settings=None, migrations=())


def _read(table: Mapping[str, Any], path: str, reader: Reader) -> RemoteSettings:
    try:
        return reader.table(RemoteSettings, table, path=path) or RemoteSettings()
    except (ConfigurationError, InvalidRequestError) as error:
        kind, dot, part = error.path.partition(".")
        near = getattr(error, "nearest", None)
        reader.note(f"{path}.{_PARTS.get(kind, kind)}{dot}{part}", error.problem, close_to=near)
        return RemoteSettings()


def _check_hooks(hooks: tuple[str, ...], path: str, reader: Reader) -> None:
    known = [*specs.QUERIES, *specs.OBSERVING]
    for n, hook in enumerate(hooks):
        if hook in IN_PROCESS_ONLY:
            reader.note(f"{path}[{n}]", f"{hook!r} is asked of no other process")
        elif hook not in known:
            near = nearest(hook, known)
            reader.note(f"{path}[{n}]", f"{hook!r} is no hook", close_to=near)
