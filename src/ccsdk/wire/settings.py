"""Bounds of a session on the wire."""

from __future__ import annotations

import attrs

__all__ = ["SessionSettings"]


@attrs.frozen(kw_only=True)
class SessionSettings:
    """Hold a session's bounds: milliseconds, bytes and counts."""

    hb_ms: int = 20_000
    hello_ms: int = 5_000
    hello_bytes: int = 4_096
    reconnect_max_ms: int = 4_000
    frame_bytes: int = 131_072
    visitor_frame_bytes: int = 65_536
    subs: int = 64
    inflight: int = 32
    outbox: int = 1_024
    ephs_per_s: int = 2
    ephs_waiting: int = 64
    plugin_requests_per_s: int = 500
