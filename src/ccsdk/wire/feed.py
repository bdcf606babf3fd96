"""Feeds: a session's subscriptions, and whose turn it is to give the next link."""

from __future__ import annotations

from collections import deque
from typing import Protocol

import attrs

__all__ = ["Feed", "Feeds"]


class Feed(Protocol):
    """Give the links of one subscription; the hub implements it."""

    @property
    def label(self) -> str:
        """Return the subscription's label."""

    @property
    def cursor(self) -> str:
        """Return the cursor of the last link given, or where it began."""

    def next_link(self, *, is_due: bool) -> str | None:
        """Return the next `ev` frame; if `is_due`, an empty one rather than None."""


@attrs.define
class _Live:
    """Remember a subscription, and when its last link was given."""

    feed: Feed
    linked_at_ms: int


class Feeds:
    """Keep the live subscriptions of one session by label, and take turns among them.

    Args:
        hb_ms: After so many milliseconds a subscription gives a link, even an empty one.
    """

    def __init__(self, *, hb_ms: int) -> None:
        self._hb_ms = hb_ms
        self._lives: dict[str, _Live] = {}
        self._turns: deque[str] = deque()

    def __contains__(self, label: str) -> bool:
        return label in self._lives

    def __len__(self) -> int:
        return len(self._lives)

    def put(self, feed: Feed, now_ms: int) -> None:
        """Add a subscription, or move the one that has its label."""
        if feed.label not in self._lives:
            self._turns.append(feed.label)
        self._lives[feed.label] = _Live(feed, now_ms)

    def drop(self, label: str) -> None:
        """Forget a subscription that is there."""
        del self._lives[label]
        self._turns.remove(label)

    def next_link(self, now_ms: int) -> str | None:
        """Return the next link of whoever has one, one subscription after the other."""
        for _ in range(len(self._turns)):
            self._turns.rotate(-1)
            live = self._lives[self._turns[-1]]
            is_due = now_ms >= live.linked_at_ms + self._hb_ms
            if link := live.feed.next_link(is_due=is_due):
                live.linked_at_ms = now_ms
                return link
        return None

    def next_due_ms(self) -> int | None:
        """Return when the next link is due at the latest, None without subscriptions."""
        spoken = [live.linked_at_ms for live in self._lives.values()]
        return min(spoken) + self._hb_ms if spoken else None
