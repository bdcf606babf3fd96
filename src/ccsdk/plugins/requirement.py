"""Requirements: what a distribution and a manifest ask of others, checked at start.

Whoever installed by hand, or upgraded the core alone, has versions that no installer has
looked at together.
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib.metadata import Distribution, PackageNotFoundError, version

from packaging.requirements import InvalidRequirement, Requirement

from ccsdk.errors import IncompatiblePluginError, PluginError
from ccsdk.plugins.candidate import Candidate
from ccsdk.plugins.order import required_name

__all__ = ["check_requires", "unmet_distributions"]


def unmet_distributions(distribution: Distribution) -> list[str]:
    """Return what is wrong with what a distribution needs, a line each; empty if nothing is."""
    found = []
    for text in distribution.requires or ():
        try:
            needed = Requirement(text)
        except InvalidRequirement:
            found.append(f"it asks for {text!r}, which is no requirement")
            continue
        if needed.marker is not None and not needed.marker.evaluate({"extra": ""}):
            continue
        wanted = f"{needed.name}{needed.specifier}"
        try:
            present = version(needed.name)
        except PackageNotFoundError:
            found.append(f"it needs {wanted}, which is not installed: pip install '{wanted}'")
            continue
        if not needed.specifier.contains(present, prereleases=True):
            found.append(f"it needs {wanted}, installed is {present}: pip install '{wanted}'")
    return found


def check_requires(
    candidate: Candidate, started: Iterable[Candidate], off: Iterable[PluginError]
) -> None:
    """Refuse a plugin that requires what is off.

    Raises:
        IncompatiblePluginError: One is off, or of a version that does not fit.
    """
    on = {each.manifest.name: each for each in started}
    enabled = {getattr(error, "plugin", None) for error in off}
    for requirement in candidate.manifest.requires:
        other = required_name(requirement)
        if other in on:
            problem = _unmet_version(requirement, on[other].version)
        elif other in enabled:
            problem = f"it requires {requirement}, and {other!r} is off"
        else:
            problem = f"it requires {requirement}: install {other!r} and add [plugins.{other}]"
        if problem:
            raise IncompatiblePluginError(plugin=candidate.manifest.name, problem=problem)


def _unmet_version(requirement: str, present: str | None) -> str | None:
    """Return what is wrong with the version of a plugin that is required; None if nothing is.

    A plugin without a distribution has no version, and fits.
    """
    try:
        needed = Requirement(requirement)
    except InvalidRequirement:
        return f"it requires {requirement!r}, which is no plugin's name with a version"
    if present is None or needed.specifier.contains(present, prereleases=True):
        return None
    return f"it requires {requirement}, installed is {present}"
