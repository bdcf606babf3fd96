"""Egress: the one way out to others' HTTP servers, and what it answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

import attrs

__all__ = ["EGRESS_TIMEOUT_MS", "Egress", "EgressAnswer"]

EGRESS_TIMEOUT_MS = 10_000


@attrs.frozen(kw_only=True)
class EgressAnswer:
    """Hold what a server answered, whatever its status; a redirect is an answer, too.

    Names of `headers` are small letters; values that came several times are joined by commas.
    """

    status: int
    headers: Mapping[str, str] = attrs.field(repr=False)
    content: bytes = attrs.field(repr=False)

    @property
    def is_success(self) -> bool:
        """Return whether the status is between 200 and 299."""
        return 200 <= self.status < 300


class Egress(Protocol):
    """Reach the hosts that the plugin's manifest names in `Capabilities.egress`; no others.

    Only https, on port 443 and those of the center file's `[egress] ports`. The host is
    resolved once, each of its addresses has to be public, and the connection goes to the very
    address that was checked. No redirect is followed and no proxy of the environment is used.
    """

    async def request(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        content: bytes | None = None,
        timeout_ms: int = EGRESS_TIMEOUT_MS,
    ) -> EgressAnswer:
        """Send one request and return the whole answer, of at most 5 MiB.

        Args:
            method: Such as `GET`.
            url: Absolute, with no name or password in it; what is no ASCII is percent-encoded.
            headers: Besides `Host` and the length, which are ours to say.
            content: The body.
            timeout_ms: For all of it, from resolving to the last byte; at most 60 s.

        Raises:
            EgressRefusedError: It is not allowed; nothing was sent.
            EgressFailedError: No whole answer came; whether the request arrived is not known
                unless its `is_sent` is false.
        """
