"""Start plugins: import each, let it register, and check what it contributes.

A broken one is off and named; a required one ends the start.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Sequence
from importlib import import_module
from itertools import islice
from typing import Any, cast

import pluggy

from ccsdk.errors import IncompatiblePluginError, PluginError, PluginLoadError
from ccsdk.hooks import specs
from ccsdk.hooks.command_line import CliGroup
from ccsdk.hooks.contributions import Channel, Contribution, Panel, Routes
from ccsdk.hooks.manifest import Plugin
from ccsdk.hooks.provide import Provide
from ccsdk.hooks.specs import LIFE, OBSERVING
from ccsdk.plugins.blame import home_of
from ccsdk.plugins.candidate import Candidate
from ccsdk.plugins.context import Context, Contributed, Shelf
from ccsdk.plugins.host import PluginHost
from ccsdk.plugins.isolation import told_if_long
from ccsdk.plugins.misspelling import in_words
from ccsdk.plugins.order import settle_conflicts, sort_plugins
from ccsdk.plugins.reach import Reach
from ccsdk.plugins.requirement import check_requires

__all__ = ["CONTRIBUTIONS_MAX", "start_plugins"]

CONTRIBUTIONS_MAX = 1_000


def start_plugins(
    candidates: Iterable[Candidate],
    *,
    center: str,
    warnings: Iterable[PluginError] = (),
    order: Sequence[str] = (),
) -> PluginHost:
    """Import and register plugins in order; a broken one is off, a required one raises.

    Raises:
        IncompatiblePluginError: Two contribute one name, wait for each other, or conflict.
        PluginLoadError: A required plugin could not be imported or did not register.
    """
    manager = _manager()
    able, noted = settle_conflicts(candidates, warnings)
    started, shelf, reach = list[tuple[Candidate, Context]](), Shelf(), Reach()
    contributed: list[tuple[str, Contribution]] = []
    for candidate in sort_plugins(able, order=order):
        context = _context_of(candidate, center, shelf, reach)
        try:
            check_requires(candidate, [each for each, _ in started], noted)
            found = _register(candidate, manager, context)
        except PluginError as error:
            if candidate.is_required:
                raise
            noted.append(error)
        else:
            started.append((candidate, context))
            contributed += [(context.name, each) for each in found]
    shelf.contributed = _unique(contributed)
    contexts = {context.name: context for _, context in started}
    return PluginHost(
        names=tuple(contexts),
        warnings=tuple(noted),
        candidates=tuple(candidate for candidate, _ in started),
        reach=reach,
        shelf=shelf,
        manager=manager,
        contexts=contexts,
    )


def _manager() -> pluggy.PluginManager:
    manager = pluggy.PluginManager(specs.PROJECT)
    manager.add_hookspecs(specs)
    return manager


def _context_of(candidate: Candidate, center: str, shelf: Shelf, reach: Reach) -> Context:
    return Context(
        name=candidate.manifest.name,
        center=center,
        config=candidate.config,
        capabilities=candidate.manifest.capabilities,
        migrations=candidate.manifest.migrations,
        home=home_of(candidate.manifest.implementation),
        shelf=shelf,
        scopes=candidate.scopes,
        reach=reach,
    )


def _register(
    candidate: Candidate, manager: pluggy.PluginManager, context: Context
) -> tuple[Contribution, ...]:
    manifest = candidate.manifest
    try:
        with told_if_long(manifest.name, "register"):
            implementation = _imported(manifest.implementation)()
            manager.register(implementation, name=manifest.name)
            manager.check_pending()
            _check_observer(manager, implementation, manifest)
            found = tuple(islice(_called(manager, implementation, context), CONTRIBUTIONS_MAX + 1))
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        manager.unregister(name=manifest.name)
        raise _broken(candidate, in_words(error)) from error
    if len(found) > CONTRIBUTIONS_MAX:
        raise _broken(candidate, f"register returned more than {CONTRIBUTIONS_MAX} contributions")
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
    for name in (*OBSERVING, *LIFE):
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


def _unique(contributed: Iterable[tuple[str, Contribution]]) -> Contributed:
    """Return what is contributed.

    Raises:
        IncompatiblePluginError: A name is taken twice.
    """
    contributed = tuple(contributed)
    owners: dict[str, str] = {}
    for plugin, each in contributed:
        taken = _name_of(plugin, each)
        if (owner := owners.get(taken)) is not None:
            raise IncompatiblePluginError(
                plugin=plugin, problem=f"{taken} is contributed by {owner!r} and by {plugin!r}"
            )
        owners[taken] = plugin
    return contributed


def _name_of(plugin: str, contribution: Contribution) -> str:
    """Return what a contribution takes for itself in the whole center."""
    match contribution:
        case Channel(kind=kind):
            return f"channel {kind!r}"
        case CliGroup(name=name):
            return f"command {name!r}"
        case Panel(tag=tag):
            return f"panel {tag!r}"
        case Provide(port=port, scheme=scheme):
            return f"{port.__name__} {scheme!r}"
        case Routes():
            return f"address /plugins/{plugin}/"
        case _:
            return f"{type(contribution).__name__} {getattr(contribution, 'name', plugin)!r}"
