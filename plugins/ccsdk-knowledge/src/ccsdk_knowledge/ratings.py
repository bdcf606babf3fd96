"""Keep what agents think of articles, and how often they looked, in the plugin's own tables.

One vote per agent, Interaction and article; the last one counts. Of searches only numbers are
kept: what somebody typed may name a customer.
"""

from __future__ import annotations

from typing import Protocol

from ccsdk.hooks import Storage
from ccsdk_knowledge.ranking import Votes

__all__ = ["Ballot", "note_opened", "note_search", "rate", "rating_of", "votes_of"]


class Ballot(Protocol):
    """Say who votes on what, and where."""

    @property
    def article(self) -> str:
        """Return the article's key."""

    @property
    def interaction(self) -> str:
        """Return the Interaction in which it helped, or did not."""


async def votes_of(storage: Storage) -> dict[str, Votes]:
    """Return the votes of all articles that have any."""
    rows = await storage.fetch(
        "SELECT article, sum(is_useful), sum(1 - is_useful) FROM vote GROUP BY article"
    )
    return {article: Votes(useful, useless) for article, useful, useless in rows}


async def rating_of(storage: Storage, ballot: Ballot, agent: str) -> bool | None:
    """Return how this agent voted in this Interaction, None if they did not."""
    rows = await storage.fetch(
        "SELECT is_useful FROM vote WHERE article = ? AND interaction = ? AND agent = ?",
        (ballot.article, ballot.interaction, agent),
    )
    return bool(rows[0][0]) if rows else None


async def rate(
    storage: Storage, ballot: Ballot, agent: str, *, is_useful: bool | None, at_ms: int
) -> Votes:
    """Note a vote in place of the former one, or take it back, and return the article's votes."""
    key = (ballot.article, ballot.interaction, agent)
    if is_useful is None:
        await storage.execute(
            "DELETE FROM vote WHERE article = ? AND interaction = ? AND agent = ?", key
        )
    else:
        await storage.execute(
            "INSERT INTO vote(article, interaction, agent, is_useful, at_ms)"
            " VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE"
            " SET is_useful = excluded.is_useful, at_ms = excluded.at_ms",
            (*key, int(is_useful), at_ms),
        )
    rows = await storage.fetch(
        "SELECT coalesce(sum(is_useful), 0), coalesce(sum(1 - is_useful), 0)"
        " FROM vote WHERE article = ?",
        (ballot.article,),
    )
    return Votes(*rows[0])


async def note_opened(storage: Storage, article: str, at_ms: int) -> None:
    """Count that somebody looked at an article."""
    await storage.execute(
        "INSERT INTO opened(article, count, last_ms) VALUES (?, 1, ?) ON CONFLICT DO UPDATE"
        " SET count = count + 1, last_ms = excluded.last_ms",
        (article, at_ms),
    )


async def note_search(storage: Storage, day: str, *, has_result: bool) -> None:
    """Count a search of an agent, and whether it found anything."""
    await storage.execute(
        "INSERT INTO searched(day, count, without_result) VALUES (?, 1, ?) ON CONFLICT DO UPDATE"
        " SET count = count + 1, without_result = without_result + excluded.without_result",
        (day, int(not has_result)),
    )
