"""Provided parts: what a plugin puts in the place of one of the center's own, by URL scheme."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import attrs

from ccsdk.errors import ConfigurationError
from ccsdk.hooks.contributions import Contribution
from ccsdk.hooks.ports import LogStore

__all__ = ["BUILT_IN", "PORTS", "Provide"]

# What can be provided, and the schemes that the center has itself.
PORTS: tuple[type, ...] = (LogStore,)
BUILT_IN: dict[type, tuple[str, ...]] = {LogStore: ("memory", "sqlite")}

# RFC 3986, section 3.1, in small letters.
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*", re.ASCII)


def _check_port(of: Provide, attribute: attrs.Attribute[Any], port: object) -> None:
    if port not in PORTS:
        known = ", ".join(each.__name__ for each in PORTS)
        problem = f"{port!r} is no port that can be provided; there are: {known}"
        raise ConfigurationError(path="Provide.port", problem=problem)


def _check_scheme(of: Provide, attribute: attrs.Attribute[str], scheme: str) -> None:
    if not _SCHEME.fullmatch(scheme):
        problem = f"{scheme!r} is no URL scheme: a small letter, then letters, digits, +, . and -"
        raise ConfigurationError(path="Provide.scheme", problem=problem)
    if scheme in BUILT_IN.get(of.port, ()):
        problem = f"{scheme!r} is the center's own"
        raise ConfigurationError(path="Provide.scheme", problem=problem)


@attrs.frozen(kw_only=True)
class Provide(Contribution):
    """Put a class of your own behind a port, for the settings that name its scheme.

    Args:
        port: `LogStore`, which also keeps credentials (`CredentialStore`); it passes
            `ccsdk.testing.conformance.log_store.LogStoreConformance`.
        scheme: Taken once per center and port: `[center] store = "acme:..."` chooses `acme`.
        factory: Returns the part, given the address as the settings have it, scheme
            included, and the center's data folder. No I/O before the part is opened. An
            address may be shown; a secret is a setting of the plugin's own.

    Raises:
        ConfigurationError: The port or the scheme cannot be provided.
    """

    port: type[Any] = attrs.field(validator=_check_port)
    scheme: str = attrs.field(validator=_check_scheme)
    factory: Callable[[str, Path], Any]
