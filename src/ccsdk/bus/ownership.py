"""Who owns and who reads which Interaction now, as committed events say.

An Agent owns from OfferAccepted until their wrap-up ends, or the Interaction leaves them
otherwise: not connected in time, leg lost, requeued, closed. Whoever a note mentioned
reads from then on until state forgets the Interaction.
"""

from __future__ import annotations

from collections.abc import Collection

from ccsdk.model import event
from ccsdk.model.event import Event
from ccsdk.model.grant import OWNER

__all__ = ["Ownership"]


class Ownership:
    """Keep the owner of every owned Interaction, and the readers of every one with notes."""

    def __init__(self) -> None:
        self._owners: dict[str, str] = {}
        self._readers: dict[str, dict[str, None]] = {}

    def relates(self, ref: str, agent: str, interaction: str) -> bool:
        """Return whether this Agent is the `owner`, or a `reader`, of this Interaction now."""
        if ref == OWNER:
            return self._owners.get(interaction) == agent
        return agent in self._readers.get(interaction, ())

    def agents(self, interaction: str) -> Collection[str]:
        """Return the owner and the readers of an Interaction."""
        readers = self._readers.get(interaction, {})
        owner = self._owners.get(interaction)
        return readers if owner is None else {**readers, owner: None}

    def note(self, happened: Event) -> Collection[str]:
        """Take a committed event; return the Agents to whom it gave or took something."""
        match happened:
            case event.OfferAccepted():
                self._owners[happened.interaction] = happened.agent
                return (happened.agent,)
            case event.AgentMentioned():
                self._readers.setdefault(happened.interaction, {})[happened.agent] = None
                return (happened.agent,)
            case event.WrapUpEnded():
                if not self.relates(OWNER, happened.agent, happened.interaction):
                    return ()
                return (self._owners.pop(happened.interaction),)
            case (
                event.ConnectFailed()
                | event.LegLost()
                | event.InteractionRequeued()
                | event.InteractionClosed()
            ):
                owner = self._owners.pop(happened.interaction, None)
                return () if owner is None else (owner,)
            case event.InteractionForgotten():
                return self._readers.pop(happened.interaction, ())
        return ()
