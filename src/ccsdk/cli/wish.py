"""What `ccsdk token` is asked for."""

from __future__ import annotations

import attrs

__all__ = ["Wish"]


@attrs.frozen(kw_only=True)
class Wish:
    """Say which token is wanted; `ttl_ms` None is the usual life of its kind."""

    role: str
    id: str | None
    account: str | None
    ttl_ms: int | None
    link: bool
