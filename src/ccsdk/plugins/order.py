"""Order of plugins: what a manifest asks for, and what the center's settings say instead.

Each follows those it requires or names in `after`, and those that name it in `before`; ties
go by name, never by installation. `[center] plugin_order` comes first of all among the
plugins that it lists, but nobody registers before what it requires.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from ccsdk.errors import IncompatiblePluginError, PluginError
from ccsdk.plugins.candidate import Candidate

__all__ = ["edges_of", "required_name", "settle_conflicts", "sort_plugins"]

_NAME = re.compile(r"\s*([A-Za-z0-9_-]+)")

# Who waits -> for whom -> by which word of a manifest or of the settings.
_Waits = dict[str, dict[str, str]]


def required_name(requirement: str) -> str:
    """Return the plugin's name of an entry of `requires` such as `crm-base>=1`."""
    found = _NAME.match(requirement)
    return found[1] if found else requirement


def sort_plugins(candidates: Iterable[Candidate], *, order: Sequence[str] = ()) -> list[Candidate]:
    """Return plugins in the order in which they register and are asked.

    Args:
        candidates: The enabled plugins.
        order: Names that come in this sequence, whatever `after` and `before` say.

    Raises:
        IncompatiblePluginError: They wait for each other in a circle, which is named.
    """
    named = {each.manifest.name: each for each in candidates}
    waits = _waits(named, order)
    ordered: list[Candidate] = []
    waiting = dict(named)
    while waiting:
        free = [name for name in waiting if not waits[name].keys() & waiting.keys()]
        if not free:
            raise _circle(waiting, waits)
        ordered.append(waiting.pop(min(free)))
    return ordered


def edges_of(
    candidates: Iterable[Candidate], order: Sequence[str] = ()
) -> list[tuple[str, str, str]]:
    """Return (plugin, the one it waits for, why), sorted."""
    named = {each.manifest.name: each for each in candidates}
    waits = _waits(named, order)
    return [
        (name, other, waits[name][other]) for name in sorted(waits) for other in sorted(waits[name])
    ]


def settle_conflicts(
    candidates: Iterable[Candidate], off: Iterable[PluginError] = ()
) -> tuple[list[Candidate], list[PluginError]]:
    """Return who can be on together, and behind who is `off` already who cannot.

    Of two that cannot be on together, the required one stays; else the one that does not
    name the other; else the first by name.

    Raises:
        IncompatiblePluginError: Both are required.
    """
    on = {each.manifest.name: each for each in candidates}
    noted = list(off)
    for name in sorted(on):
        for other in sorted(on[name].manifest.conflicts if name in on else ()):
            if name not in on or other not in on or other == name:
                continue
            loser = _loser(on[name], on[other])
            winner = other if loser == name else name
            problem = f"it cannot be on beside {winner!r}; enable one of them"
            error = IncompatiblePluginError(plugin=loser, problem=problem)
            if on[loser].is_required:
                raise error
            del on[loser]
            noted.append(error)
    return list(on.values()), noted


def _loser(declaring: Candidate, other: Candidate) -> str:
    """Return who of two goes, of whom the first names the second."""
    if declaring.is_required != other.is_required:
        return (other if declaring.is_required else declaring).manifest.name
    if declaring.manifest.name in other.manifest.conflicts:
        return max(declaring.manifest.name, other.manifest.name)
    return declaring.manifest.name


def _waits(named: dict[str, Candidate], order: Sequence[str]) -> _Waits:
    listed = [name for name in order if name in named]
    waits: _Waits = {name: {} for name in named}

    def wait(name: str, other: str, word: str) -> None:
        if name in named and other in named and not {name, other} <= set(listed):
            waits[name].setdefault(other, word)

    for name, each in named.items():
        for other in each.manifest.after:
            wait(name, other, f"{name} after {other}")
        for other in each.manifest.before:
            wait(other, name, f"{name} before {other}")
    for other, name in pairwise(listed):
        waits[name][other] = f"plugin_order has {other}, {name}"
    for name, each in named.items():
        for requirement in each.manifest.requires:
            other = required_name(requirement)
            if other in named:
                waits[name].setdefault(other, f"{name} requires {other}")
    return waits


def _circle(waiting: dict[str, Candidate], waits: _Waits) -> IncompatiblePluginError:
    """Return the error that names one circle among those that wait."""
    path = [min(waiting)]
    while path[-1] not in path[:-1]:
        path.append(min(waits[path[-1]].keys() & waiting.keys()))
    circle = path[path.index(path[-1]) :]
    words = "; ".join(waits[a][b] for a, b in pairwise(circle))
    members = ", ".join(sorted(set(circle)))
    problem = f"these wait for each other: {members} ({words})"
    return IncompatiblePluginError(plugin=min(circle), problem=problem)
