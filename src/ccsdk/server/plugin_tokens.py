"""Tokens of plugins in their own processes: what they may stands in the token.

A token is bound to its plugin and to what the manifest declared when it was made; what the
manifest names no longer is gone from it, what it names since then is not in it. There are two
at most, so that one can be replaced by the next while both are good.
"""

from __future__ import annotations

import attrs
import msgspec

from ccsdk.errors import InvalidRequestError, UnknownEntityError
from ccsdk.hooks.observing import Capabilities
from ccsdk.hooks.ports import Credential
from ccsdk.model.instant import to_rfc3339
from ccsdk.model.principal import Principal, Role
from ccsdk.server.port import CenterPort
from ccsdk.server.tokens import Issued, digest_of, make_token

__all__ = [
    "ACTIVE_MAX",
    "KIND",
    "PLUGIN_LIFE_MS",
    "issue_plugin_token",
    "plugin_of",
    "plugin_tokens",
    "revoke_plugin_tokens",
    "token_id",
    "told",
]

KIND = "plugin"
PLUGIN_LIFE_MS = 90 * 24 * 3_600_000
ACTIVE_MAX = 2
_ID_LENGTH = 12
_ID = "plugin:"


def token_id(credential: Credential) -> str:
    """Return what a token is called where it must not be shown."""
    return credential.digest.hex()[:_ID_LENGTH]


def told(credential: Credential) -> dict[str, str]:
    """Return what anybody may know of a token."""
    return {
        "id": token_id(credential),
        "created": to_rfc3339(credential.created_at_ms),
        "expires": to_rfc3339(credential.expires_at_ms),
    }


async def issue_plugin_token(
    center: CenterPort, plugin: str, ttl_ms: int = PLUGIN_LIFE_MS
) -> Issued:
    """Return a token by which a plugin connects from its own process.

    Raises:
        UnknownEntityError: No plugin of this name runs in its own process.
        InvalidRequestError: It has two already.
    """
    capabilities = center.remotes.capabilities(plugin)
    if capabilities is None:
        raise UnknownEntityError(kind="plugin with `remote = true`", id=plugin)
    known = await plugin_tokens(center, plugin)
    if len(known) >= ACTIVE_MAX:
        names = " and ".join(map(token_id, known))
        problem = f"has {len(known)} tokens, {names}; revoke one of them first"
        raise InvalidRequestError(path=f"plugins.{plugin}", problem=problem)
    token, now_ms = make_token(), center.clock.now_ms()
    credential = Credential(
        digest=digest_of(token),
        kind=KIND,
        principal=f"{_ID}{plugin}",
        role=Role.PLUGIN.value,
        created_at_ms=now_ms,
        expires_at_ms=now_ms + ttl_ms,
        attributes=msgspec.json.encode(attrs.asdict(capabilities)).decode(),
    )
    await center.credentials.save_credentials([credential])
    principal = plugin_of(center, credential)
    assert principal is not None, "it was known above"
    return Issued(token=token, principal=principal, expires_at_ms=credential.expires_at_ms)


def plugin_of(center: CenterPort, credential: Credential) -> Principal | None:
    """Return the plugin that a token speaks for, None if it runs here, or not at all."""
    own = msgspec.json.decode(credential.attributes or "{}", type=dict[str, tuple[str, ...]])
    known = {each.name for each in attrs.fields(Capabilities)}
    capabilities = Capabilities(**{part: own[part] for part in own if part in known})
    plugin = credential.principal.removeprefix(_ID)
    return center.remotes.principal(plugin, center.name, capabilities)


async def plugin_tokens(center: CenterPort, plugin: str) -> list[Credential]:
    """Return a plugin's tokens that are good, oldest first."""
    now_ms = center.clock.now_ms()
    found = await center.credentials.list_credentials(f"{_ID}{plugin}", KIND)
    return [each for each in found if each.expires_at_ms > now_ms]


async def revoke_plugin_tokens(
    center: CenterPort, plugin: str, which: str | None = None
) -> list[Credential]:
    """Make the token called `which`, or all of a plugin's, void; return them.

    Raises:
        UnknownEntityError: It has no such token.
    """
    found = [
        each
        for each in await center.credentials.list_credentials(f"{_ID}{plugin}", KIND)
        if which in (None, token_id(each))
    ]
    if not found:
        raise UnknownEntityError(kind="token", id=which or plugin)
    for each in found:
        await center.credentials.revoke_credential(each.digest)
    return found
