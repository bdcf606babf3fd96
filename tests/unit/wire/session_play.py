"""A session, its feed and its peer, for tests on a clock of numbers."""

from __future__ import annotations

import json
from typing import Any

from ccsdk.model.principal import Principal, Role
from ccsdk.wire.session import BusSession
from ccsdk.wire.settings import SessionSettings

__all__ = [
    "ANA",
    "EXPIRES_AT_MS",
    "HB_MS",
    "HELLO",
    "MEI",
    "FakeFeed",
    "drain",
    "opened",
    "send",
    "subscribe",
]

MEI = Principal(id="mei", role=Role.AGENT, center="shop")
ANA = Principal(id="vi_1", role=Role.VISITOR, center="shop", account="web", customer="cu_1")
HELLO = {"op": "hello", "v": [1], "token": "t", "session": "se_1"}
HB_MS = 20_000
EXPIRES_AT_MS = 600_000


class FakeFeed:
    """Give the links it was handed; when one is due and there is none, an empty one."""

    def __init__(self, label: str = "f_1", *links: str) -> None:
        self.label = label
        self.cursor = "0" * 20
        self.links = list(links)

    def next_link(self, *, is_due: bool) -> str | None:
        if self.links:
            return self.links.pop(0)
        return f"empty {self.label}" if is_due else None


def send(session: BusSession, frame: dict[str, Any] | str, now_ms: int = 0) -> list[Any]:
    return session.receive(frame if isinstance(frame, str) else json.dumps(frame), now_ms)


def drain(session: BusSession, now_ms: int = 0) -> list[Any]:
    """Return all that is to be sent now; frames as mappings where they are JSON."""
    found: list[Any] = []
    while (frame := session.next_frame(now_ms)) is not None:
        is_json = isinstance(frame, str) and frame.startswith("{")
        found.append(json.loads(frame) if is_json else frame)  # type: ignore[arg-type]
    return found


def opened(principal: Principal = MEI, **settings: int) -> BusSession:
    session = BusSession(now_ms=0, settings=SessionSettings(**settings))
    send(session, HELLO)
    session.welcome(principal, epoch="e1", expires_at_ms=EXPIRES_AT_MS, now_ms=0)
    drain(session)
    return session


def subscribe(session: BusSession, feed: FakeFeed, *, id: int = 1, now_ms: int = 0) -> bool:
    send(session, {"op": "sub", "id": id, "topics": ["agent.>"], "from": "now"}, now_ms)
    return session.subscribed(id, feed, state="live", epoch="e1", now_ms=now_ms)
