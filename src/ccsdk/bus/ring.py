"""The ring: the newest committed events, each encoded once for all sockets that keep up."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

import attrs
import msgspec

from ccsdk.model.entry import Entry
from ccsdk.model.event import REFS
from ccsdk.model.profile import Profile
from ccsdk.model.topic import topic_of
from ccsdk.wire.envelope import data_half, envelope, personal_half

__all__ = ["RING_BYTES_MAX", "RING_EVENTS_MAX", "Encoded", "Ring"]

RING_EVENTS_MAX = 10_000
RING_BYTES_MAX = 32 * 2**20

# About what an envelope takes besides its text.
_FACTS_BYTES = 512


@attrs.define(eq=False)
class Encoded:
    """Hold an entry with what delivering it needs, each part made once, when first wanted.

    The commit does not wait for it, and what nobody may see is never encoded.
    """

    entry: Entry
    _envelopes: dict[str, bytes] = attrs.field(factory=dict)

    @property
    def position(self) -> int:
        """Return the entry's place in the log."""
        return self.entry.position

    @property
    def size(self) -> int:
        """Return about how many bytes it takes on the wire, uncut."""
        half = self.entry.personal
        values = () if half is None else msgspec.structs.astuple(half)
        return _FACTS_BYTES + sum(map(_length, values))

    @cached_property
    def topic(self) -> str:
        """Return the event's topic."""
        return topic_of(self.entry.event)

    @cached_property
    def refs(self) -> dict[str, str]:
        """Return the refs that are there."""
        event = self.entry.event
        return {ref: value for ref in REFS if (value := getattr(event, ref, None)) is not None}

    @cached_property
    def _data(self) -> bytes:
        return data_half(self.entry)

    def envelope(self, profile: Profile) -> bytes:
        """Return the envelope as a profile may see it, made once per profile."""
        made = self._envelopes.get(profile.name)
        if made is None:
            if profile.events is None:
                made = b"".join((self._data, personal_half(self.entry, profile), b"}"))
            else:
                made = envelope(self.entry, profile)
            self._envelopes[profile.name] = made
        return made


def _length(value: object) -> int:
    """Return how many characters a personal field has; a list of texts counts each."""
    if isinstance(value, str):
        return len(value)
    return sum(map(len, value)) if isinstance(value, tuple) else 0


class Ring:
    """Keep the newest events of one center in order, without a gap.

    Args:
        events_max: How many events are kept at most.
        bytes_max: How many bytes they may take together; one event is always kept.
    """

    def __init__(
        self, *, events_max: int = RING_EVENTS_MAX, bytes_max: int = RING_BYTES_MAX
    ) -> None:
        self._events_max = events_max
        self._bytes_max = bytes_max
        self._events: dict[int, Encoded] = {}
        self._bytes = 0
        self.first = 1
        self.head = 0

    def begin(self, head: int) -> None:
        """Start empty behind position `head`."""
        assert not self._events, "a ring begins once"
        self.first, self.head = head + 1, head

    def append(self, encoded: Encoded) -> None:
        """Add the event behind the head; drop the oldest ones beyond the bounds."""
        assert encoded.position == self.head + 1, "committed events come in order, each once"
        self.head += 1
        self._events[self.head] = encoded
        self._bytes += encoded.size
        while self.first < self.head and (
            len(self._events) > self._events_max or self._bytes > self._bytes_max
        ):
            self._bytes -= self._events.pop(self.first).size
            self.first += 1

    def after(self, position: int) -> Iterator[Encoded]:
        """Yield the events behind a position that the ring still reaches back to."""
        assert position + 1 >= self.first, "older events come from the log"
        for each in range(position + 1, self.head + 1):
            yield self._events[each]
