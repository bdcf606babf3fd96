"""What plugins are configured with, as far as the log is to know: that it changed.

A digest of the settings is keyed with the center's secret, since secrets are among them.
The first settings of a plugin stand beside the definitions of the file, in
`SettingsApplied`; each change from then on is an event of its own, `PluginConfigured`.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from typing import Any

import attrs
import msgspec

from ccsdk.hooks.manifest import Secret
from ccsdk.model.command import ConfigurePlugin
from ccsdk.plugins.candidate import Candidate
from ccsdk.plugins.host import PluginHost

__all__ = ["changed_plugins", "configurations", "path_of"]

_HASH_LENGTH = 32


def configurations(host: PluginHost, secret: bytes) -> tuple[ConfigurePlugin, ...]:
    """Return what each plugin runs with, in plugin order."""
    return tuple(
        ConfigurePlugin(
            name=each.manifest.name,
            version=(each.version or "")[:64],
            config_hash=_digest(each, secret),
        )
        for each in host.candidates
    )


def changed_plugins(
    plugins: tuple[ConfigurePlugin, ...], known: Mapping[str, str]
) -> tuple[list[ConfigurePlugin], dict[str, str]]:
    """Return who runs with other settings than before, and all digests that are new."""
    new = {path_of(each): each.config_hash for each in plugins}
    new = {path: digest for path, digest in new.items() if known.get(path) != digest}
    return [each for each in plugins if path_of(each) in new.keys() & known.keys()], new


def path_of(plugin: ConfigurePlugin) -> str:
    """Return the path of a plugin's table in the file."""
    return f"plugins.{plugin.name}"


def _digest(candidate: Candidate, secret: bytes) -> str:
    scopes = candidate.scopes
    said = [
        candidate.manifest.name,
        candidate.version,
        candidate.config,
        [scopes.queues, scopes.channels],
    ]
    whole = msgspec.json.encode(_plain(said), order="sorted")
    return hmac.digest(secret, whole, hashlib.sha256).hex()[:_HASH_LENGTH]


def _plain(value: Any) -> Any:
    """Return a setting as JSON holds it; the same settings always lead to the same."""
    if isinstance(value, Secret):
        return value.reveal()
    if attrs.has(type(value)):
        return {f.name: _plain(getattr(value, f.name)) for f in attrs.fields(type(value))}
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if isinstance(value, set | frozenset):
        return sorted(str(_plain(each)) for each in value)
    try:
        return msgspec.to_builtins(value)
    except (TypeError, msgspec.MsgspecError):
        return str(value)
