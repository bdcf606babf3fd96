"""Scopes: single settings of a plugin that are others for a queue or a channel.

`[queues.sales.plugins.NAME]` and `[channels.email.plugins.NAME]` hold the keys that differ;
whatever they leave out is as in `[plugins.NAME]`. Where both say something, the queue wins.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

import attrs

from ccsdk.errors import ConfigurationError
from ccsdk.plugins.conversion import Reader

__all__ = ["NO_SCOPES", "ScopeTables", "Scopes", "read_scopes"]

# Path in the file -> (queue or channel, its id) and what its `plugins.NAME` table says.
ScopeTables = Mapping[str, tuple[tuple[str, str], Any]]
_Values = Mapping[str, Any]


@attrs.frozen(kw_only=True)
class Scopes:
    """Hold what is other than the plugin's own settings, by queue and by channel."""

    queues: Mapping[str, _Values] = attrs.field(factory=dict)
    channels: Mapping[str, _Values] = attrs.field(factory=dict)

    def of(self, config: Any, *, queue: str | None, channel: str | None) -> Any:
        """Return the settings that hold there; the plugin's own where nothing else is said."""
        said = {
            **(self.channels.get(channel, {}) if channel is not None else {}),
            **(self.queues.get(queue, {}) if queue is not None else {}),
        }
        return attrs.evolve(config, **said) if said else config


NO_SCOPES = Scopes()


def read_scopes(
    settings: type[Any], own: Mapping[str, Any], tables: ScopeTables, reader: Reader
) -> Scopes:
    """Return what tables of queues and channels say, noting what is wrong with its path."""
    found: dict[str, dict[str, _Values]] = {"queue": {}, "channel": {}}
    for path, ((kind, name), table) in tables.items():
        found[kind][name] = _values(settings, own, table, path, reader)
    scopes = Scopes(queues=found["queue"], channels=found["channel"])
    if not reader.mistakes:
        _check_together(settings, own, scopes, reader)
    return scopes


def _values(
    settings: type[Any], own: Mapping[str, Any], table: Any, path: str, reader: Reader
) -> _Values:
    """Return the fields that one table sets, typed; nothing after noting a mistake."""
    if not isinstance(table, Mapping):
        reader.table(settings, table, path=path)
        return {}
    fitting = Reader(folder=reader.folder, environ=reader.environ)
    config = fitting.table(settings, {**own, **table}, path=path)
    written = [f"{path}.{key}" for key in table]
    mistakes = [each for each in fitting.mistakes if _is_within(each, path, written)]
    reader.mistakes += mistakes
    if config is None or mistakes:
        return {}
    declared = cast("tuple[attrs.Attribute[Any], ...]", attrs.fields(settings))
    named = {(field.alias or field.name): getattr(config, field.name) for field in declared}
    return {alias: named[alias] for alias in named if alias.removesuffix("_ms") in table}


def _is_within(mistake: ConfigurationError, path: str, written: list[str]) -> bool:
    """Return whether a mistake is one of this table, and not of the plugin's own."""
    said = mistake.path
    within = tuple(f"{each}{mark}" for each in written for mark in ".[")
    return said == path or said in written or said.startswith(within)


def _check_together(
    settings: type[Any], own: Mapping[str, Any], scopes: Scopes, reader: Reader
) -> None:
    """Note each queue and channel whose settings make no sense together."""
    config = Reader(folder=reader.folder, environ=reader.environ).table(settings, own, path="")
    if config is None:
        return
    for channel in scopes.channels:
        for queue in scopes.queues:
            try:
                scopes.of(config, queue=queue, channel=channel)
            except (TypeError, ValueError) as error:
                reader.note(f"queues.{queue}.plugins", f"with channels.{channel}: {error}")
