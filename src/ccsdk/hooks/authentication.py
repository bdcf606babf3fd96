"""What the `authenticate` hook is given and what it answers: a host app's own sign-in."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import attrs
from attrs.validators import instance_of, optional

__all__ = ["Credentials", "StaffSession"]


def _read_only(scope: Mapping[str, Any]) -> Mapping[str, Any]:
    return MappingProxyType(dict(scope))


@attrs.frozen(eq=False)
class Credentials:
    """Show what a request brings along, whatever method of signing in it is meant for.

    `scope` is the ASGI connection scope as it came through the host, so that what its
    middleware put there can be read: `scope["session"]`, `scope["user"]`. Never keep it.
    """

    scope: Mapping[str, Any] = attrs.field(repr=False, converter=_read_only)

    @property
    def path(self) -> str:
        """Return the path that was asked for, as the server saw it."""
        path: str = self.scope["path"]
        return path

    @property
    def client_host(self) -> str:
        """Return the client's address; empty where the server does not know it."""
        client = self.scope.get("client")
        return str(client[0]) if client else ""

    def headers(self, name: str) -> list[str]:
        """Return all values of a header, in order; any case of `name` will do."""
        wanted = name.lower().encode("ascii")
        return [v.decode("latin-1") for k, v in self.scope["headers"] if k.lower() == wanted]

    @property
    def cookies(self) -> Mapping[str, str]:
        """Return the cookies by name, their values as they were sent.

        One that came twice with different values is left out: another site of the same
        domain may have planted it, and nobody can tell which of the two counts.
        """
        found: dict[str, set[str]] = {}
        for header in self.headers("cookie"):
            for pair in header.split(";"):
                name, separator, value = pair.partition("=")
                if separator:
                    found.setdefault(name.strip(), set()).add(value.strip())
        return {name: values.pop() for name, values in found.items() if len(values) == 1}


@attrs.frozen(kw_only=True)
class StaffSession:
    """Say who is signed in at the host app, and how long at most.

    Args:
        staff: The id of an Agent or Supervisor of the center; what they may do is the
            center's to say. Answer an id that the center does not know for people who are
            none: they are refused, instead of being sent to sign in again.
        until_ms: When the host's session ends, milliseconds since the Unix epoch.

    Raises:
        TypeError: One of them is of another type.
    """

    staff: str = attrs.field(validator=instance_of(str))
    until_ms: int | None = attrs.field(default=None, validator=optional(instance_of(int)))
