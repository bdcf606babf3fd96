"""Start the plugins of one center and keep what they contribute.

pluggy gives the markers and checks each implementation against the hook spec; the calls
are ours, one guarded call per plugin, because pluggy drops every result when one plugin
raises. There is one plugin manager per center and no global state.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping
from importlib import import_module
from typing import Any, TypeVar, cast

import attrs
import pluggy

from ccsdk.errors import IncompatiblePluginError, PluginError, PluginLoadError
from ccsdk.hooks import specs
from ccsdk.hooks.contributions import Channel, Contribution, Panel, Routes
from ccsdk.hooks.manifest import Plugin
from ccsdk.hooks.observing import Capabilities
from ccsdk.hooks.specs import OBSERVING
from ccsdk.plugins.discovery import Candidate, sort_plugins

__all__ = ["Context", "Implementation", "PluginHost", "start_plugins"]

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
    """Give a plugin what is its own, see `ccsdk.hooks.context.PluginContext`."""

    name: str
    center: str
    config: Any
    capabilities: Capabilities = attrs.field(factory=Capabilities)
    _shelf: Shelf

    def contributions(self, kind: type[C]) -> tuple[tuple[str, C], ...]:
        """Return (plugin name, contribution) for all of one type.

        Raises:
            RuntimeError: Plugins still register.
        """
        return self._shelf.of(kind)


@attrs.frozen(kw_only=True)
class Implementation:
    """Hold one plugin's part of a hook, with the names of the arguments it takes."""

    plugin: str
    hook: str
    function: Callable[..., Any] = attrs.field(repr=False)
    arguments: tuple[str, ...]
    context: Context = attrs.field(repr=False)


@attrs.frozen(kw_only=True)
class PluginHost:
    """Hold what the enabled plugins contribute and answer, in plugin order.

    `warnings` tell which plugins are off, and why.
    """

    names: tuple[str, ...]
    warnings: tuple[PluginError, ...] = ()
    _shelf: Shelf
    _manager: pluggy.PluginManager = attrs.field(repr=False)
    _contexts: Mapping[str, Context] = attrs.field(repr=False)

    def implementations(self, hook: str) -> tuple[Implementation, ...]:
        """Return who implements a hook, in plugin order."""
        found = {
            each.plugin_name: each for each in getattr(self._manager.hook, hook).get_hookimpls()
        }
        return tuple(
            Implementation(
                plugin=name,
                hook=hook,
                function=found[name].function,
                arguments=tuple(found[name].argnames),
                context=self._contexts[name],
            )
            for name in self.names
            if name in found
        )

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
    contexts: dict[str, Context] = {}
    contributed: list[tuple[str, Contribution]] = []
    shelf = Shelf()
    for candidate in sort_plugins(candidates):
        name = candidate.manifest.name
        context = _context_of(candidate, center, shelf)
        try:
            found = _register(candidate, manager, context)
        except PluginLoadError as error:
            if candidate.is_required:
                raise
            noted.append(error)
            continue
        contexts[name] = context
        contributed += [(name, each) for each in found]
    _refuse_duplicates(contributed)
    shelf.contributed = tuple(contributed)
    return PluginHost(
        names=tuple(contexts),
        warnings=tuple(noted),
        shelf=shelf,
        manager=manager,
        contexts=contexts,
    )


def _context_of(candidate: Candidate, center: str, shelf: Shelf) -> Context:
    return Context(
        name=candidate.manifest.name,
        center=center,
        config=candidate.config,
        capabilities=candidate.manifest.capabilities,
        shelf=shelf,
    )


def _register(
    candidate: Candidate, manager: pluggy.PluginManager, context: Context
) -> tuple[Contribution, ...]:
    manifest = candidate.manifest
    try:
        implementation = _imported(manifest.implementation)()
        manager.register(implementation, name=manifest.name)
        manager.check_pending()
        _check_observer(manager, implementation, manifest)
        found = tuple(_called(manager, implementation, context))
    except (Exception, SystemExit) as error:
        manager.unregister(name=manifest.name)
        raise _broken(candidate, f"{type(error).__name__}: {error}") from error
    for each in found:
        if not isinstance(each, Contribution):
            raise _broken(candidate, f"register returned a {type(each).__name__}")
    return found


def _imported(implementation: str | type[Any]) -> Callable[[], object]:
    if not isinstance(implementation, str):
        return implementation
    module, _, attribute = implementation.partition(":")
    return cast("Callable[[], object]", getattr(import_module(module), attribute))


def _check_observer(manager: pluggy.PluginManager, implementation: object, own: Plugin) -> None:
    """Refuse what could never observe; such a hook cannot wait for anything, or is told nothing.

    Raises:
        TypeError: A hook is no coroutine function.
        ValueError: The manifest names no topic.
    """
    for name in OBSERVING:
        for hook in getattr(manager.hook, name).get_hookimpls():
            if hook.plugin is not implementation:
                continue
            if not inspect.iscoroutinefunction(hook.function):
                raise TypeError(f"{name} is to be an `async def`")
            if name == "on_event" and not own.capabilities.topics:
                raise ValueError("it has on_event, but its manifest names no topics")


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
