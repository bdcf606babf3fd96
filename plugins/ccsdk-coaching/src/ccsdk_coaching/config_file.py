"""The linter's settings from a TOML file: `[coaching]`, or a center file's `[plugins.coaching]`."""

from __future__ import annotations

import tomllib
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import attrs

from ccsdk.errors import ConfigurationError
from ccsdk_coaching.config import CoachingConfig

__all__ = ["read_config"]


def read_config(path: Path) -> CoachingConfig:
    """Return the settings that a file gives.

    Raises:
        ConfigurationError: It is no TOML, has no such table, or a setting is wrong.
    """
    try:
        content = tomllib.loads(path.read_bytes().decode("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigurationError(path=str(path), problem=str(error)) from error
    plugins = content.get("plugins", {})
    given = content.get("coaching", plugins.get("coaching") if isinstance(plugins, dict) else None)
    if not isinstance(given, dict):
        raise ConfigurationError(path=str(path), problem="it has no table [coaching]")
    return _config(given)


def _config(given: dict[str, Any]) -> CoachingConfig:
    """Return checked settings.

    Raises:
        ConfigurationError: A setting is unknown or of another type.
    """
    known = {field.name: field for field in attrs.fields(CoachingConfig)}
    values: dict[str, Any] = {}
    for name, value in given.items():
        if name not in known:
            near = get_close_matches(name, known, n=1)
            hint = f"; did you mean {near[0]!r}?" if near else ""
            raise ConfigurationError(path=f"coaching.{name}", problem=f"no such setting{hint}")
        values[name] = _value(name, value, known[name].default)
    try:
        return CoachingConfig(**values)
    except ValueError as error:
        raise ConfigurationError(path="coaching", problem=str(error)) from error


def _value(name: str, value: object, default: object) -> object:
    """Return a setting as the class takes it.

    Raises:
        ConfigurationError: It has another type than its default.
    """
    if isinstance(default, tuple):
        if isinstance(value, list) and all(isinstance(each, str) for each in value):
            return tuple(value)
        wanted = "a list of strings"
    elif isinstance(default, bool):
        if isinstance(value, bool):
            return value
        wanted = "true or false"
    elif isinstance(default, str):
        if isinstance(value, str):
            return value
        wanted = "a string"
    else:
        if isinstance(value, dict) and all(isinstance(each, str) for each in value.values()):
            return value
        wanted = "a table of strings"
    raise ConfigurationError(path=f"coaching.{name}", problem=f"it is {wanted}")
