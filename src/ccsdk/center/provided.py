"""The parts that settings choose by URL scheme: the center's own, or a plugin's."""

from __future__ import annotations

from pathlib import Path

from ccsdk.center.files import CenterStore, log_path
from ccsdk.errors import ConfigurationError, PluginLoadError
from ccsdk.hooks.ports import LogStore
from ccsdk.hooks.provide import BUILT_IN, Provide
from ccsdk.log.memory import MemoryLogStore
from ccsdk.log.sqlite import SqliteLogStore
from ccsdk.model.spelling import nearest
from ccsdk.plugins.conversion import Reader
from ccsdk.plugins.host import PluginHost
from ccsdk.plugins.isolation import told

__all__ = ["check_store", "kept_place", "made_store", "scheme_of"]


def scheme_of(address: str) -> str:
    """Return by what an address chooses: `acme` of `acme://host/name`."""
    return address.partition(":")[0]


def kept_place(address: str | None, data: Path | str | None, folder: Path) -> Path | None:
    """Return where a center keeps what stands beside its log; None in memory, as that.

    Args:
        address: Of the store, None if the program gave one itself.
        data: The folder that the program named, if it did.
        folder: That one, or the one of the settings.
    """
    if address is None:
        return None if data is None else folder
    return None if scheme_of(address) == "memory" else folder


def check_store(address: str, host: PluginHost, reader: Reader) -> None:
    """Note a scheme that neither the center nor an enabled plugin has."""
    scheme = scheme_of(address)
    known = sorted({*BUILT_IN[LogStore], *(each.scheme for _, each in _provided(host))})
    if scheme not in known:
        problem = f"nobody provides {scheme!r}; there are: {', '.join(known)}"
        reader.note("center.store", problem, close_to=nearest(scheme, known))


def made_store(address: str, data: Path, host: PluginHost) -> CenterStore:
    """Return the store that keeps a center's log.

    Raises:
        ConfigurationError: Nobody provides its scheme.
        PluginLoadError: The plugin that does could not make it.
    """
    scheme = scheme_of(address)
    if scheme == "sqlite":
        return SqliteLogStore(log_path(data))
    if scheme == "memory":
        return MemoryLogStore()
    for plugin, each in _provided(host):
        if each.scheme == scheme:
            return _made(plugin, each, address, data)
    raise ConfigurationError(path="center.store", problem=f"nobody provides {scheme!r}")


def _provided(host: PluginHost) -> list[tuple[str, Provide]]:
    return [(name, each) for name, each in host.contributions(Provide) if each.port is LogStore]


def _made(plugin: str, provide: Provide, address: str, data: Path) -> CenterStore:
    try:
        store: CenterStore = provide.factory(address, data)
    except Exception as error:
        problem = f"could not make the store {provide.scheme!r}: {told(error)}"
        raise PluginLoadError(plugin=plugin, distribution=None, problem=problem) from error
    missing = [name for name in ("open", "append", "read", "close") if not hasattr(store, name)]
    if missing:
        problem = f"its {type(store).__name__} is no store: it has no {', '.join(missing)}"
        raise PluginLoadError(plugin=plugin, distribution=None, problem=problem)
    return store
