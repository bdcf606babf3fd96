"""Profiles: what a reader sees of the events that reach them."""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from ccsdk.model import event

__all__ = [
    "AGENT",
    "BARE",
    "GUEST",
    "PLUGIN_CLASSES",
    "REVIEWER",
    "VISITOR",
    "WHOLE",
    "Profile",
    "profile_of_classes",
]

# What a coach writes about an Agent's work, and that they do: of no talk that goes on.
_OF_REVIEWS = frozenset({event.ReviewOpened.__name__, event.ReviewAdded.__name__})


@attrs.frozen(kw_only=True)
class Profile:
    """Say which personal classes a reader sees, and of which events.

    With `events` the profile is an allow-list: no other event is seen at all, and of
    these the envelope shows nothing but version, time, cause, the personal classes and
    the `members` of the data half. Events in `hidden` are not seen either. Of a class in
    `masked` a hint is shown: `m***@x.example`.
    """

    name: str
    classes: frozenset[str]
    events: frozenset[str] | None = None
    hidden: frozenset[str] = frozenset()
    members: frozenset[str] = frozenset()
    masked: frozenset[str] = frozenset()

    def shows(self, name: str) -> bool:
        """Return whether an event class of this name is seen at all."""
        return name not in self.hidden and (self.events is None or name in self.events)


BARE = Profile(name="bare", classes=frozenset({"staff"}))
AGENT = Profile(
    name="agent",
    classes=frozenset({"staff", "name", "text", "note"}),
    hidden=_OF_REVIEWS,
    masked=frozenset({"address"}),
)
# As the owner, but for what a Supervisor whispers to the owner.
GUEST = attrs.evolve(AGENT, name="guest", hidden=_OF_REVIEWS | {event.MessageWhispered.__name__})
# Who opened a closed Interaction reads all of it, and what was written about it since.
REVIEWER = Profile(
    name="reviewer",
    classes=AGENT.classes | {"evaluation"},
    masked=AGENT.masked,
)
VISITOR = Profile(
    name="visitor",
    classes=frozenset({"staff", "text"}),
    members=frozenset(
        {
            "files",
            "to",
            "join_due_at_ms",
            "announcement",
            "position",
            "estimated_wait_ms",
            "text",
            "choice",
            "reason",
            "opens_at_ms",
            "outcome",
        }
    ),
    events=frozenset(
        cls.__name__
        for cls in (
            event.InteractionReceived,
            event.InteractionReopened,
            event.InteractionQueued,
            event.InteractionRequeued,
            event.InteractionTransferred,
            event.EntryRefused,
            event.InteractionDeflected,
            event.CallbackScheduled,
            event.OfferAccepted,
            event.AnnouncementMade,
            event.ChoiceOffered,
            event.InteractionAnswered,
            event.MessageReceived,
            event.MessageSent,
            event.CustomerHeld,
            event.CustomerRetrieved,
            event.HoldFailed,
            event.ChannelElevationStarted,
            event.ChannelElevated,
            event.ChannelElevationFailed,
            event.InteractionEnded,
            event.InteractionConcluded,
            event.InteractionAbandoned,
            event.InteractionClosed,
        )
    ),
)
# In no row: for the operator who reads the log's own file.
WHOLE = Profile(
    name="whole",
    classes=frozenset({"staff", "name", "address", "external_id", "text", "note", "evaluation"}),
)
# What a plugin may be told: it may tell an Agent, so never what a coach wrote about them.
PLUGIN_CLASSES = WHOLE.classes - {"evaluation"}


def profile_of_classes(classes: Iterable[str]) -> Profile:
    """Return the profile of a plugin: all events, of their personal halves these classes alone.

    Equal classes give one name, by which what was encoded for one reader serves another.
    """
    own = frozenset(classes)
    return Profile(name=f"plugin:{','.join(sorted(own))}", classes=own)
