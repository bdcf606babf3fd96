"""Permission: what a grant allows, asked of its rows and of nothing else.

`permits` answers for commands, reads, subscriptions and each delivery alike, and `narrow`
for what a subscription wishes to see of it. All of it is pure: refs come from the log or
the state, and what is computed from whoever keeps it.
"""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from ccsdk.model import command
from ccsdk.model.profile import BARE, Profile
from ccsdk.model.relation import COMPUTED, Relates
from ccsdk.model.request import Question
from ccsdk.model.topic import Filter, Pattern, Where, narrow_where

__all__ = [
    "Grant",
    "Row",
    "narrow",
    "permits",
    "permits_entity",
    "permits_hearing",
    "permits_sending",
]


@attrs.frozen(kw_only=True)
class Row:
    """Allow topics to be read, commands to be given and questions asked, where the refs fit.

    `questions` are those that no topic decides. `sends` and `hears` are ephemeral topics.
    """

    topics: tuple[Pattern, ...] = ()
    where: Where = ()
    commands: tuple[type[command.Command], ...] = ()
    questions: tuple[type[Question], ...] = ()
    sends: tuple[Pattern, ...] = ()
    hears: tuple[Pattern, ...] = ()
    profile: Profile = BARE


@attrs.frozen
class Grant:
    """Hold the rows of one principal; the first that matches counts."""

    rows: tuple[Row, ...]


def permits(
    grant: Grant,
    action: str | type[command.Command] | type[Question],
    refs: Mapping[str, str],
    relates: Relates,
) -> Row | None:
    """Return the first row that allows an action on an object, or None.

    Args:
        grant: The principal's grant, or what `narrow` left of it.
        action: The topic of an event that is to be read, or the class of a command or question.
        refs: The object's refs as stored, for instance interaction, agent, customer.
        relates: Whether a member of staff is the owner, a reader, ... of an Interaction now.
    """
    for row in grant.rows:
        # What is not theirs is by far the most, and the cheapest to find out.
        if _fits(row.where, refs, relates) and _names(row, action):
            return row
    return None


def _names(row: Row, action: str | type[command.Command] | type[Question]) -> bool:
    if not isinstance(action, str):
        return action in row.commands or action in row.questions
    return row.profile.shows(action.rpartition(".")[2]) and any(
        pattern.matches(action) for pattern in row.topics
    )


def permits_entity(
    grant: Grant, entity: str, refs: Mapping[str, str], relates: Relates
) -> Row | None:
    """Return the first row that lets its reader see an entity's state, or None.

    Snapshots ask this for each item. An entity is seen by whom any of its events reaches.

    Args:
        grant: What `narrow` made of the reader's grant and the subscription's filter.
        entity: Kind and id as topics have them, for instance `interaction.in_7`; an Offer
            is seen as its Interaction with the Offer's refs.
        refs: As for `permits`.
        relates: As for `permits`.
    """
    events = Pattern((*entity.split("."), ">"))
    for row in grant.rows:
        if any(pattern.intersect(events) for pattern in row.topics) and _fits(
            row.where, refs, relates
        ):
            return row
    return None


def permits_sending(grant: Grant, topic: str, refs: Mapping[str, str], relates: Relates) -> bool:
    """Return whether a principal may send on an ephemeral topic; refs as for `permits`."""
    return any(
        _fits(row.where, refs, relates) and any(pattern.matches(topic) for pattern in row.sends)
        for row in grant.rows
    )


def permits_hearing(grant: Grant, topic: str, refs: Mapping[str, str], relates: Relates) -> bool:
    """Return whether an ephemeral topic reaches a reader; the filter counts as well.

    Args:
        grant: What `narrow` made of the reader's grant and the subscription's filter.
        topic: Kind and id of an entity and a name, as topics of events have them.
        refs: As for `permits`.
        relates: As for `permits`.
    """
    return any(
        _fits(row.where, refs, relates)
        and any(pattern.matches(topic) for pattern in row.hears)
        and any(pattern.matches(topic) for pattern in row.topics)
        for row in grant.rows
    )


def _fits(where: Where, refs: Mapping[str, str], relates: Relates) -> bool:
    for ref, values in where:
        if ref in COMPUTED:
            interaction = refs.get("interaction")
            if interaction is None or not any(relates(ref, a, interaction) for a in values):
                return False
        elif refs.get(ref) not in values:
            return False
    return True


def narrow(grant: Grant, wish: Filter) -> Grant:
    """Return what a grant and a filter have in common: rows for `permits`, or none.

    The rows bear what is read and heard, and nothing to be done; their order, and so the
    profile that counts, is the grant's. An allow-list hides most refs, and what is hidden
    cannot be filtered by either: the answer would tell it.
    """
    rows = []
    for row in grant.rows:
        if row.profile.events is not None and any(ref != "interaction" for ref, _ in wish.where):
            continue
        where = narrow_where(row.where, wish.where)
        topics = {
            both
            for allowed in row.topics
            for wished in wish.topics
            if (both := allowed.intersect(wished))
        }
        if topics and where is not None:
            kept = Row(
                topics=tuple(sorted(topics)), where=where, hears=row.hears, profile=row.profile
            )
            rows.append(kept)
    return Grant(tuple(rows))
