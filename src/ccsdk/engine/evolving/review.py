"""What opening a closed Interaction does: its Supervisor reads it, until it goes on."""

from __future__ import annotations

from ccsdk.engine.state import Interaction, State
from ccsdk.model.event import ReviewOpened

__all__ = ["close_reviews", "opened"]


def opened(state: State, event: ReviewOpened, at_ms: int) -> None:
    """Count the Supervisor among those who review it."""
    state.interactions[event.interaction].reviewers[event.agent] = None


def close_reviews(interaction: Interaction) -> None:
    """Take it from everybody who reviews it: of what goes on, they ask to listen."""
    interaction.reviewers.clear()
