"""A step: what one command or one deadline does, event by event.

`emit` is the one way to an effect: it numbers the event, lets the state take it, and
keeps it for the log. A handler checks everything before its first `emit`, since nothing
is ever rolled back.
"""

from __future__ import annotations

from attrs import define, field

from ccsdk.engine.evolving.entry import evolve
from ccsdk.engine.state import State
from ccsdk.model.entry import Entry
from ccsdk.model.event import Event, subject_of
from ccsdk.model.pure import NO_OBJECTS, PureObjects

__all__ = ["Step"]


@define(eq=False)
class Step:
    """Collect the entries of one decision, all at one instant and of one cause.

    `pure` are the objects of plugins that it may ask.
    """

    state: State
    at_ms: int
    cause: str | None
    entries: list[Entry] = field(factory=list)
    pure: PureObjects = NO_OBJECTS

    def emit(self, event: Event) -> None:
        """Append an event and let the state take it."""
        state = self.state
        subject = subject_of(event)
        entry = Entry(
            position=state.position + 1,
            at_ms=self.at_ms,
            subject=subject,
            version=state.versions.get(subject, 0) + 1,
            event=event,
            cause=self.cause,
        )
        evolve(state, entry)
        self.entries.append(entry)
