"""`ccsdk why`: routing explained in sentences, from the log, beside a running server or not."""

from __future__ import annotations

from pathlib import Path

import click

from ccsdk.center.pure import objects_of
from ccsdk.cli.place import draw, entries_of, log_folder, state_of
from ccsdk.engine.explaining.agent import explain_agent
from ccsdk.engine.explaining.interaction import explain_interaction
from ccsdk.engine.explaining.offer import explain_offer
from ccsdk.engine.explaining.wording import sentences
from ccsdk.errors import InvalidRequestError, UnknownEntityError
from ccsdk.model.event import OfferMade
from ccsdk.model.explanation import Explanation
from ccsdk.model.pure import PureObjects

__all__ = ["why"]


def why(
    center: Path,
    data: Path | None,
    offer: str | None,
    interaction: str | None,
    agent: str | None,
    at: int | None,
) -> None:
    """Print why, as of the log's end or of position `at`, a sentence a line."""
    if [offer, interaction, agent].count(None) != 2:
        problem = "give one of --offer, --interaction and --agent"
        raise InvalidRequestError(path="why", problem=problem)
    blueprint = draw(center)
    folder, pure = log_folder(blueprint, data), objects_of(blueprint.host)
    for sentence in sentences(_explanation(folder, pure, offer, interaction, agent, at)):
        click.echo(sentence)


def _explanation(
    folder: Path,
    pure: PureObjects,
    offer: str | None,
    interaction: str | None,
    agent: str | None,
    at: int | None,
) -> Explanation:
    if offer is not None:
        if at is not None:
            problem = "an offer is explained as of when it was made; leave it out"
            raise InvalidRequestError(path="--at", problem=problem)
        made = _made(folder, offer)
        assert made.receipt is not None, "every Offer of this version has one"
        return explain_offer(state_of(folder, until=made.receipt.position), made, pure)
    state = state_of(folder, until=at)
    if at is not None and state.position < at:
        raise InvalidRequestError(path="--at", problem=f"the log ends at {state.position}")
    if agent is not None:
        return explain_agent(state, agent, pure=pure)
    return explain_interaction(state, interaction or "", pure=pure)


def _made(folder: Path, offer: str) -> OfferMade:
    for entry in entries_of(folder):
        if isinstance(entry.event, OfferMade) and entry.event.offer == offer:
            return entry.event
    raise UnknownEntityError(kind="offer", id=offer)
