"""Start the plugins of one center and keep what they contribute.

pluggy gives the markers and checks each implementation against the hook spec; the calls
are ours, one guarded call per plugin, because pluggy drops every result when one plugin
raises. There is one plugin manager per center and no global state.
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from typing import Any, TypeVar, cast

import attrs
import pluggy

from ccsdk.errors import IncompatiblePluginError, PluginError, PluginLoadError
from ccsdk.hooks import specs
from ccsdk.hooks.contributions import Channel, Contribution, Panel, Routes
from ccsdk.plugins.discovery import Candidate, sort_plugins

__all__ = ["Context", "PluginHost", "start_plugins"]

C = TypeVar("C", bound=Contribution)
Contributed = tuple[tuple[str, Contribution], ...]


@attrs.define
class Shelf:
    """Hold what all plugins of a center contribute; nothing before the last has registered."""

    contributed: Contributed | None = None

    def of(self, kind: type[C]) -> tuple[tuple[str, C], ...]:
        """Return (plugin name, contribution) for all of one type.

        Raises:
            RuntimeError: Plugins still register.
        """
        if self.contributed is None:
            raise RuntimeError(
                "contributions are known once every plugin has registered; "
                "ask ctx.contributions() later, not in register()"
            )
        return tuple((name, each) for name, each in self.contributed if isinstance(each, kind))


@attrs.frozen(kw_only=True)
class Context:
    """Give a plugin what is its own, see `ccsdk.hooks.manifest.PluginContext`."""

    name: str
    center: str
    config: Any
    _shelf: Shelf

    def contributions(self, kind: type[C]) -> tuple[tuple[str, C], ...]:
        """Return (plugin name, contribution) for all of one type.

        Raises:
            RuntimeError: Plugins still register.
        """
        return self._shelf.of(kind)


@attrs.frozen(kw_only=True)
class PluginHost:
    """Hold what the enabled plugins contribute, in plugin order.

    `warnings` tell which plugins are off, and why.
    """

    names: tuple[str, ...]
    warnings: tuple[PluginError, ...] = ()
    _shelf: Shelf

    def contributions(self, kind: type[C]) -> tuple[tuple[str, C], ...]:
        """Return (plugin name, contribution) for all of one type."""
        return self._shelf.of(kind)


def start_plugins(
    candidates: Iterable[Candidate], *, center: str, warnings: Iterable[PluginError] = ()
) -> PluginHost:
    """Import and register plugins in order; a broken one is off, a required one raises.

    Raises:
        IncompatiblePluginError: Two plugins contribute one name, or wait for each other.
        PluginLoadError: A required plugin could not be imported or did not register.
    """
    manager = pluggy.PluginManager(specs.PROJECT)
    manager.add_hookspecs(specs)
    noted = list(warnings)
    names: list[str] = []
    contributed: list[tuple[str, Contribution]] = []
    shelf = Shelf()
    for candidate in sort_plugins(candidates):
        name = candidate.manifest.name
        try:
            found = _register(candidate, manager, center=center, shelf=shelf)
        except PluginLoadError as error:
            if candidate.is_required:
                raise
            noted.append(error)
            continue
        names.append(name)
        contributed += [(name, each) for each in found]
    _refuse_duplicates(contributed)
    shelf.contributed = tuple(contributed)
    return PluginHost(names=tuple(names), warnings=tuple(noted), shelf=shelf)


def _register(
    candidate: Candidate, manager: pluggy.PluginManager, *, center: str, shelf: Shelf
) -> tuple[Contribution, ...]:
    manifest = candidate.manifest
    context = Context(name=manifest.name, center=center, config=candidate.config, shelf=shelf)
    try:
        module, _, attribute = manifest.implementation.partition(":")
        implementation = getattr(import_module(module), attribute)()
        manager.register(implementation, name=manifest.name)
        manager.check_pending()
        found = tuple(_called(manager, implementation, context))
    except (Exception, SystemExit) as error:
        manager.unregister(name=manifest.name)
        raise _broken(candidate, f"{type(error).__name__}: {error}") from error
    for each in found:
        if not isinstance(each, Contribution):
            raise _broken(candidate, f"register returned a {type(each).__name__}")
    return found


def _called(
    manager: pluggy.PluginManager, implementation: object, context: Context
) -> Iterable[Contribution]:
    """Call one plugin's `register`, with the arguments it names."""
    available = {"ctx": context}
    for hook in manager.hook.register.get_hookimpls():
        if hook.plugin is implementation:
            named = {name: available[name] for name in hook.argnames}
            return cast("Iterable[Contribution]", hook.function(**named))
    return ()


def _broken(candidate: Candidate, problem: str) -> PluginLoadError:
    return PluginLoadError(
        plugin=candidate.manifest.name,
        distribution=candidate.distribution,
        problem=f"{candidate.manifest.implementation}: {problem}",
    )


def _refuse_duplicates(contributed: Iterable[tuple[str, Contribution]]) -> None:
    owners: dict[str, str] = {}
    for plugin, each in contributed:
        taken = _name_of(plugin, each)
        if (owner := owners.get(taken)) is not None:
            raise IncompatiblePluginError(
                plugin=plugin, problem=f"{taken} is contributed by {owner!r} and by {plugin!r}"
            )
        owners[taken] = plugin


def _name_of(plugin: str, contribution: Contribution) -> str:
    """Return what a contribution takes for itself in the whole center."""
    match contribution:
        case Channel(kind=kind):
            return f"channel {kind!r}"
        case Panel(tag=tag):
            return f"panel {tag!r}"
        case Routes():
            return f"address /plugins/{plugin}/"
        case _:
            return f"{type(contribution).__name__} {getattr(contribution, 'name', plugin)!r}"
