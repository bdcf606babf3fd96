"""A reader: one subscription of one connection, and how far it has come.

`evaluated` is the last position looked at, matched or not; `sent` the one the last link
ended at. A link goes from `sent` to `evaluated`; without a match none is sent until one is
due. What is older than the ring comes from the log, a page at a time, while others go on.
"""

from __future__ import annotations

from collections.abc import Callable

from ccsdk.bus.label import Label, Span
from ccsdk.bus.ring import Encoded, Ring
from ccsdk.model.entry import Entry
from ccsdk.wire.codec import position_text

__all__ = ["Reader"]


class Reader:
    """Give the links of one subscription; a `Feed` for the session.

    Args:
        label: What it sees, shared with others.
        position: Up to where its client has everything.
        ring: The newest events.
        fetch: Called when older events are needed; ends in `feed`.
    """

    def __init__(
        self, label: Label, position: int, *, ring: Ring, fetch: Callable[[Reader], None]
    ) -> None:
        self._label = label
        self._ring = ring
        self._fetch = fetch
        self._page: tuple[Encoded, ...] = ()
        self._is_fetching = False
        self.evaluated = position
        self.sent = position

    @property
    def label(self) -> str:
        """Return the label's id."""
        return self._label.id

    @property
    def shared(self) -> Label:
        """Return the label itself."""
        return self._label

    @property
    def cursor(self) -> str:
        """Return the cursor of the last link, in the reader's scope."""
        return position_text(self._label.scope.count(self.sent))

    def next_link(self, *, is_due: bool) -> str | None:
        """Return the next link; if `is_due`, an empty one rather than None."""
        evaluated, span = self._evaluate()
        if not span.events and not is_due:
            return None
        frame = self._label.frame(self.sent, evaluated, span)
        self.sent = span.reached
        return frame

    def _evaluate(self) -> tuple[int, Span]:
        """Go on until there is something to send, or no more to look at for now."""
        while True:
            evaluated, span = self.evaluated, self._next_span()
            self.evaluated = span.reached
            if span.events or span.reached == evaluated:
                return evaluated, span

    def _next_span(self) -> Span:
        if self.evaluated >= self._ring.head:
            return Span(self.evaluated, ())
        limit = self._ring.first - 1
        self.evaluated = self._label.scope.skip(self.evaluated, limit=limit)
        if self.evaluated >= limit:
            self._page = ()
            return self._label.recent(self.evaluated)
        events = [each for each in self._page if each.position > self.evaluated]
        if events:
            return self._label.span(self.evaluated, events)
        if not self._is_fetching:
            self._is_fetching = True
            self._fetch(self)
        return Span(self.evaluated, ())

    def feed(self, entries: list[Entry]) -> None:
        """Take the page of the log behind `evaluated` that was fetched."""
        self._is_fetching = False
        self._page = tuple(Encoded(entry) for entry in entries)
