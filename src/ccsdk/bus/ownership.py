"""Who owns, who takes part in and who reads which Interaction now, as committed events say.

An Agent owns from OfferAccepted until their wrap-up ends, or the Interaction leaves them
otherwise: not connected in time, leg lost, requeued, closed, handed on. Who takes part
besides does so as long as their leg lives. Whoever a note mentioned reads from then on until
state forgets the Interaction.
"""

from __future__ import annotations

from collections.abc import Collection

from ccsdk.model import event
from ccsdk.model.event import Event
from ccsdk.model.grant import OWNER, READER, ref_of

__all__ = ["Ownership"]


class Ownership:
    """Keep the owner of every owned Interaction, and who else takes part in it or reads it."""

    def __init__(self) -> None:
        self._owners: dict[str, str] = {}
        self._parts: dict[str, dict[str, str]] = {}
        self._readers: dict[str, dict[str, None]] = {}

    def relates(self, ref: str, agent: str, interaction: str) -> bool:
        """Return whether who asks is the `owner`, a `reader`, ... of this Interaction now."""
        if ref == OWNER:
            return self._owners.get(interaction) == agent
        if ref == READER:
            return agent in self._readers.get(interaction, ())
        return self._parts.get(interaction, {}).get(agent) == ref

    def agents(self, interaction: str) -> Collection[str]:
        """Return the owner of an Interaction, who takes part in it, and its readers."""
        owner = self._owners.get(interaction)
        return {
            **self._readers.get(interaction, {}),
            **self._parts.get(interaction, {}),
            **({} if owner is None else {owner: None}),
        }

    def note(self, happened: Event) -> Collection[str]:
        """Take a committed event; return the staff to whom it gave or took something."""
        match happened:
            case event.OfferAccepted():
                self._owners[happened.interaction] = happened.agent
                return (happened.agent,)
            case event.AgentMentioned():
                self._readers.setdefault(happened.interaction, {})[happened.agent] = None
                return (happened.agent,)
            case event.LegStarted():
                parts = self._parts.setdefault(happened.interaction, {})
                parts[happened.agent] = ref_of(happened.role)
                return (happened.agent,)
            case event.LegEnded() | event.LegLost() | event.OwnerChanged():
                return self._leave_or_follow(happened)
            case event.WrapUpEnded():
                if not self.relates(OWNER, happened.agent, happened.interaction):
                    return ()
                return (self._owners.pop(happened.interaction),)
            case event.ConnectFailed() | event.InteractionRequeued() | event.InteractionClosed():
                owner = self._owners.pop(happened.interaction, None)
                return () if owner is None else (owner,)
            case event.InteractionForgotten():
                return self._readers.pop(happened.interaction, ())
        return ()

    def _leave_or_follow(
        self, happened: event.LegEnded | event.LegLost | event.OwnerChanged
    ) -> Collection[str]:
        """Let somebody leave the talk, and who follows the owner own it."""
        interaction, agent = happened.interaction, happened.agent
        parts = self._parts.get(interaction, {})
        took_part = parts.pop(agent, None) is not None
        if not parts:
            self._parts.pop(interaction, None)
        if isinstance(happened, event.OwnerChanged):
            self._owners[interaction] = agent
            return (happened.former, agent)
        if not took_part and self.relates(OWNER, agent, interaction):
            del self._owners[interaction]
            return (agent,)
        return (agent,) if took_part else ()
