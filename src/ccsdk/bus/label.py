"""Labels: subscriptions that see the same, matched once and framed once for all of them.

A label is the hash of the reader's rows narrowed by its filter, and of the cursor scope:
equal labels, equal streams. Each event is matched once per label, each frame joined once
per (prev, cursor): every socket gets the same object. A new event at the head, another
owner, member or reader makes what was kept void.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

import attrs
import msgspec

from ccsdk.bus.ring import Encoded, Ring
from ccsdk.bus.scope import Scope
from ccsdk.model.permission import Grant, permits
from ccsdk.model.relation import COMPUTED, Relates
from ccsdk.wire.codec import position_text

__all__ = ["FRAMES_KEPT_MAX", "FRAME_BYTES_MAX", "FRAME_EVENTS_MAX", "Label", "Span", "label_id"]

FRAME_BYTES_MAX = 256 * 2**10
FRAME_EVENTS_MAX = 100
FRAMES_KEPT_MAX = 64

# Room for the members around the events.
_FRAME_MARGIN = 256


@attrs.frozen
class Span:
    """Hold what a stretch of the log has for a label: evaluated up to, and the events."""

    reached: int
    events: tuple[bytes, ...]


def label_id(grant: Grant, scope: Scope) -> str:
    """Return the label of a narrowed grant in a scope; opaque to its reader."""
    rows = [
        (row.profile.name, [str(pattern) for pattern in row.topics], row.where)
        for row in grant.rows
    ]
    digest = sha256(msgspec.json.encode((rows, scope.customer))).hexdigest()
    return f"f_{digest[:24]}"


class Label:
    """Match and frame events for all subscriptions with one label.

    Args:
        grant: Rows and filter of its readers, narrowed; delivery asks nothing else.
        scope: What its cursors count.
        ring: The newest events.
        relates: Who owns, takes part in and reads what now.
    """

    def __init__(self, grant: Grant, scope: Scope, *, ring: Ring, relates: Relates) -> None:
        self.id = label_id(grant, scope)
        self.scope = scope
        self.readers = 0
        # The staff of whom it counts what they own, take part in and read.
        self.agents = frozenset(
            agent
            for row in grant.rows
            for ref, own in row.where
            if ref in COMPUTED
            for agent in own
        )
        self._grant = grant
        self._ring = ring
        self._relates = relates
        self._matches: dict[int, bytes | None] = {}
        self._spans: dict[int, Span] = {}
        self._frames: dict[tuple[int, int, int], str] = {}
        self._head = ring.head

    def forget(self) -> None:
        """Drop what was matched and framed: an owner or a reader has changed."""
        self._matches.clear()
        self._spans.clear()
        self._frames.clear()

    def recent(self, evaluated: int) -> Span:
        """Return what the ring has behind a position, up to one frame."""
        self._refresh()
        span = self._spans.get(evaluated)
        if span is None:
            span = self._spans[evaluated] = self.span(
                evaluated, self._ring.after(evaluated), is_recent=True
            )
        return span

    def span(self, evaluated: int, events: Iterable[Encoded], *, is_recent: bool = False) -> Span:
        """Evaluate events in order until a frame is full; one event always fits."""
        size = _FRAME_MARGIN
        bodies: list[bytes] = []
        for encoded in events:
            body = self._recent_match(encoded) if is_recent else self.match(encoded)
            if body is not None:
                size += len(body) + 1
                if bodies and (size > FRAME_BYTES_MAX or len(bodies) == FRAME_EVENTS_MAX):
                    break
                bodies.append(body)
            evaluated = encoded.position
        return Span(evaluated, tuple(bodies))

    def match(self, encoded: Encoded) -> bytes | None:
        """Return the envelope that this label's readers see of an event, None for nothing."""
        row = permits(self._grant, encoded.topic, encoded.refs, self._relates)
        return None if row is None else encoded.envelope(row.profile)

    def _recent_match(self, encoded: Encoded) -> bytes | None:
        position = encoded.position
        if position not in self._matches:
            self._matches[position] = self.match(encoded)
        return self._matches[position]

    def frame(self, sent: int, evaluated: int, span: Span) -> str:
        """Return the link from what was sent to what is evaluated, joined once."""
        self._refresh()
        key = (sent, evaluated, span.reached)
        made = self._frames.get(key)
        if made is None:
            if len(self._frames) >= FRAMES_KEPT_MAX:
                # Those who catch up make many that nobody else wants.
                self._frames.clear()
            made = self._frames[key] = self._join(sent, span)
        return made

    def _join(self, sent: int, span: Span) -> str:
        prev = position_text(self.scope.count(sent))
        cursor = position_text(self.scope.count(span.reached))
        head = f'{{"op":"ev","sub":"{self.id}","prev":"{prev}","cursor":"{cursor}","events":['
        return b"".join((head.encode(), b",".join(span.events), b"]}")).decode()

    def _refresh(self) -> None:
        if self._head == self._ring.head:
            return
        self._head = self._ring.head
        self._spans.clear()
        self._frames.clear()
        if len(self._matches) > 2 * (self._ring.head - self._ring.first + 1):
            kept = {at: body for at, body in self._matches.items() if at >= self._ring.first}
            self._matches = kept
