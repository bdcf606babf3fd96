"""Who owns which Interaction now, as committed events say.

An Agent owns from OfferAccepted until their wrap-up ends, or the Interaction leaves them
otherwise: not connected in time, leg lost, requeued, closed.
"""

from __future__ import annotations

from ccsdk.model import event
from ccsdk.model.event import Event

__all__ = ["Ownership"]


class Ownership:
    """Keep the owner of every owned Interaction."""

    def __init__(self) -> None:
        self._owners: dict[str, str] = {}

    def owns(self, agent: str, interaction: str) -> bool:
        """Return whether this Agent owns this Interaction now."""
        return self._owners.get(interaction) == agent

    def note(self, happened: Event) -> str | None:
        """Take a committed event; return the Agent whose ownership it changed, if any."""
        match happened:
            case event.OfferAccepted():
                self._owners[happened.interaction] = happened.agent
                return happened.agent
            case event.WrapUpEnded():
                if not self.owns(happened.agent, happened.interaction):
                    return None
                return self._owners.pop(happened.interaction)
            case (
                event.ConnectFailed()
                | event.LegLost()
                | event.InteractionRequeued()
                | event.InteractionClosed()
            ):
                return self._owners.pop(happened.interaction, None)
        return None
