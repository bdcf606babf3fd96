"""Health: which plugin of a center is in trouble, with what, since when.

Whoever runs a plugin's code notes here what failed and what works again; the command line,
the desk and the log tell it. A trouble is one part of one plugin: a hook, a handler, a task,
the store. Nothing here acts on it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import Enum
from typing import Any

import attrs

from ccsdk.hooks.ports import Clock
from ccsdk.model.instant import to_rfc3339

__all__ = ["PARKED", "Lag", "PluginHealth", "PluginState", "Standing", "Trouble"]

PARKED = "parked"
PROBLEM_LENGTH_MAX = 500


class PluginState(Enum):
    """Say how a plugin is, from good to bad."""

    OK = "ok"
    DEGRADED = "degraded"
    PARKED = "parked"
    OFF = "off"


@attrs.frozen(kw_only=True)
class Trouble:
    """Say what of a plugin fails: `count` times in a row since `since_ms`, by the wall clock.

    `kind` is a word that the desk translates, such as raised, late, garbage, full, open,
    parked, migration, reported (by its `health`) or not_ready; `problem` is for who repairs it.
    """

    part: str
    kind: str
    problem: str
    since_ms: int
    count: int = 1


@attrs.frozen(kw_only=True)
class Lag:
    """Say what an observing plugin has not looked at: so many entries, the oldest of `age_ms`.

    `age_ms` is None while nobody knows, `position` where it stands.
    """

    position: int
    entries: int
    age_ms: int | None = None


@attrs.frozen(kw_only=True)
class Standing:
    """Say how one plugin is; `part` to `count` are its worst trouble's, None without any."""

    plugin: str
    state: PluginState
    part: str | None = None
    kind: str | None = None
    problem: str | None = None
    since_ms: int | None = None
    count: int = 0
    lag: Lag | None = None
    troubles: tuple[Trouble, ...] = ()
    details: dict[str, Any] = attrs.field(factory=dict)

    def row(self) -> dict[str, Any]:
        """Return it as JSON holds it, for a door; what is not there is left out."""
        row: dict[str, Any] = {"plugin": self.plugin, "state": self.state.value}
        if self.since_ms is not None:
            row |= {"part": self.part, "kind": self.kind, "problem": self.problem}
            row |= {"since": to_rfc3339(self.since_ms), "count": self.count}
        if self.lag is not None:
            row["lag"] = {k: v for k, v in attrs.asdict(self.lag).items() if v is not None}
        if self.details:
            row["details"] = self.details
        return row


@attrs.define(eq=False)
class PluginHealth:
    """Keep what is wrong with the plugins of one center.

    Args:
        clock: The center's.
        names: The enabled plugins, in plugin order.
    """

    _clock: Clock = attrs.field(repr=False)
    _names: tuple[str, ...] = ()
    _troubles: dict[str, dict[str, Trouble]] = attrs.field(factory=dict, init=False)
    _off: dict[str, Trouble] = attrs.field(factory=dict, init=False)
    _lags: dict[str, Callable[[], Lag]] = attrs.field(factory=dict, init=False)
    _details: dict[str, dict[str, Any]] = attrs.field(factory=dict, init=False)

    def failed(self, plugin: str, part: str, kind: str, problem: str) -> None:
        """Note that a part of a plugin failed, once more or for the first time."""
        troubles = self._troubles.setdefault(plugin, {})
        known = troubles.get(part)
        troubles[part] = Trouble(
            part=part,
            kind=kind,
            problem=problem[:PROBLEM_LENGTH_MAX],
            since_ms=known.since_ms if known else self._clock.now_ms(),
            count=known.count + 1 if known else 1,
        )

    def recovered(self, plugin: str, part: str) -> None:
        """Note that a part of a plugin works, again or as ever."""
        if troubles := self._troubles.get(plugin):
            troubles.pop(part, None)

    def off(self, plugin: str, kind: str, problem: str) -> None:
        """Note that a plugin is not running at all."""
        self._off[plugin] = Trouble(
            part="plugin",
            kind=kind,
            problem=problem[:PROBLEM_LENGTH_MAX],
            since_ms=self._clock.now_ms(),
        )

    def follow(self, plugin: str, lag: Callable[[], Lag]) -> None:
        """Have an observing plugin's lag told."""
        self._lags[plugin] = lag

    def tell(self, plugin: str, details: dict[str, Any]) -> None:
        """Keep what a plugin says of itself, see the hook `health`."""
        self._details[plugin] = details

    def troubles(self, plugin: str) -> tuple[Trouble, ...]:
        """Return what of a plugin fails now, what fails longest first."""
        found = self._troubles.get(plugin, {}).values()
        return tuple(sorted(found, key=lambda each: (each.since_ms, each.part)))

    def standing(self) -> list[Standing]:
        """Return how each plugin is: the enabled ones in plugin order, then those that are off."""
        names = [*self._names, *(name for name in self._off if name not in self._names)]
        return [self._standing(name) for name in names]

    def _standing(self, plugin: str) -> Standing:
        troubles = self.troubles(plugin)
        off = self._off.get(plugin)
        worst = off or _worst(troubles)
        follow = self._lags.get(plugin)
        details = self._details.get(plugin, {})
        lag = follow() if follow else None
        if worst is None:
            return Standing(plugin=plugin, state=PluginState.OK, lag=lag, details=details)
        return Standing(
            plugin=plugin,
            state=PluginState.OFF if off else _state(worst),
            part=worst.part,
            kind=worst.kind,
            problem=worst.problem,
            since_ms=worst.since_ms,
            count=worst.count,
            lag=lag,
            troubles=troubles,
            details=details,
        )


def _state(worst: Trouble) -> PluginState:
    return PluginState.PARKED if worst.kind == PARKED else PluginState.DEGRADED


def _worst(troubles: Iterable[Trouble]) -> Trouble | None:
    """Return what needs somebody's hand, else what fails longest."""
    return min(troubles, key=lambda each: (each.kind != PARKED, each.since_ms), default=None)
