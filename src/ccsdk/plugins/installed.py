"""What there is to enable: installed distributions, and files beside the center file.

Listing reads metadata and names of files. A manifest is imported when its plugin is
enabled, guarded: whatever its module does is told with the distribution and the entry
point that lead to it.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable, Mapping, Sequence
from importlib.metadata import EntryPoint
from importlib.metadata import entry_points as all_entry_points
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import attrs

from ccsdk.errors import IncompatiblePluginError, PluginLoadError
from ccsdk.hooks.manifest import ENTRY_POINT_GROUP, Plugin
from ccsdk.plugins.misspelling import in_words
from ccsdk.plugins.requirement import unmet_distributions

__all__ = ["LOCAL_FOLDER", "Installed", "Offered", "installed_plugins", "other_api_of"]

# Beside the center file; one file of it is one plugin.
LOCAL_FOLDER = "ccsdk_plugins"
_API = "ccsdk.plugins.v"


@attrs.frozen(kw_only=True)
class Offered:
    """Say where one plugin would come from: an entry point, or a file."""

    name: str
    point: EntryPoint | None = None
    file: Path | None = None

    @property
    def distribution(self) -> str | None:
        """Return the name of the distribution; None for a file."""
        dist = self.point.dist if self.point is not None else None
        return dist.name if dist is not None else None

    @property
    def version(self) -> str | None:
        """Return the version of the distribution; None for a file."""
        dist = self.point.dist if self.point is not None else None
        return dist.version if dist is not None else None

    @property
    def origin(self) -> str:
        """Return what to call its source in messages."""
        if self.file is not None:
            return str(self.file)
        return self.distribution or "an unknown distribution"

    def manifest(self) -> Plugin:
        """Import the manifest.

        Raises:
            IncompatiblePluginError: The distribution needs versions that are not there.
            PluginLoadError: Its module raises, or holds no manifest of this name.
        """
        dist = self.point.dist if self.point is not None else None
        if dist is not None and (unmet := unmet_distributions(dist)):
            raise IncompatiblePluginError(plugin=self.name, problem="; ".join(unmet))
        try:
            manifest = self.point.load() if self.point is not None else self._from_file()
        except KeyboardInterrupt:
            raise
        except BaseException as error:
            raise self._broken(in_words(error)) from error
        if not isinstance(manifest, Plugin):
            raise self._broken(f"{self._where} is a {type(manifest).__name__}, not a Plugin")
        if manifest.name != self.name:
            raise self._broken(f"its manifest says {manifest.name!r}")
        return manifest

    def _from_file(self) -> object:
        assert self.file is not None, "what is offered is an entry point or a file"
        # By its path, so that two centers of one process each have their own.
        digest = hashlib.sha256(str(self.file.resolve()).encode()).hexdigest()[:12]
        name = f"{LOCAL_FOLDER}_{digest}_{self.file.stem.replace('-', '_')}"
        spec = spec_from_file_location(name, self.file)
        assert spec is not None, "a file that ends in .py has a loader"
        assert spec.loader is not None, "a file that ends in .py has a loader"
        module = module_from_spec(spec)
        sys.modules[name] = module
        try:
            spec.loader.exec_module(module)
        except BaseException:
            del sys.modules[name]
            raise
        return module.plugin

    @property
    def _where(self) -> str:
        return self.point.value if self.point is not None else f"`plugin` of {self.file}"

    def _broken(self, problem: str) -> PluginLoadError:
        place = str(self.file)
        if self.point is not None:
            place = f"entry point {self.point.name} = {self.point.value}"
        return PluginLoadError(
            plugin=self.name, distribution=self.distribution, problem=f"{place}: {problem}"
        )


@attrs.frozen(kw_only=True)
class Installed:
    """Hold what could be enabled, by name; of a name that several have, all of them."""

    by_name: Mapping[str, Sequence[Offered]]

    def find(self, name: str) -> Offered | None:
        """Return where a plugin would come from, None if there is none of this name.

        Raises:
            IncompatiblePluginError: Several provide it.
        """
        offered = self.by_name.get(name, ())
        if len(offered) > 1:
            makers = " and ".join(each.origin for each in offered)
            raise IncompatiblePluginError(plugin=name, problem=f"{makers} both provide it")
        return offered[0] if offered else None


def installed_plugins(points: Iterable[EntryPoint], folder: Path | None) -> Installed:
    """Return what there is, without importing any of it.

    Args:
        points: The entry points of this API.
        folder: Of the center file; None if there is no file.
    """
    found: dict[str, dict[tuple[str, str | None], Offered]] = {}
    for point in points:
        offered = Offered(name=point.name, point=point)
        # One distribution may be seen twice, by two entries of the search path.
        found.setdefault(point.name, {}).setdefault((point.value, offered.distribution), offered)
    local = folder / LOCAL_FOLDER if folder is not None else None
    for file in sorted(local.glob("*.py")) if local is not None and local.is_dir() else ():
        if not file.name.startswith("_"):
            name = file.stem.replace("_", "-")
            offered = Offered(name=name, file=file)
            found.setdefault(name, {})[str(file), None] = offered
    return Installed(by_name={name: tuple(found[name].values()) for name in sorted(found)})


def other_api_of(name: str) -> IncompatiblePluginError | None:
    """Return what to say of a plugin that is there for another API only; it is not imported."""
    for point in all_entry_points(name=name):
        if point.group.startswith(_API) and point.group != ENTRY_POINT_GROUP:
            own = ENTRY_POINT_GROUP.removeprefix(_API)
            maker = point.dist.name if point.dist is not None else "its distribution"
            problem = (
                f"{maker} needs API {point.group.removeprefix(_API)}, this core has {own}: "
                "install versions of the two that fit"
            )
            return IncompatiblePluginError(plugin=name, problem=problem)
    return None
