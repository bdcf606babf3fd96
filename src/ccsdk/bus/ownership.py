"""Who owns, takes part in, reads and has left which Interaction now, as committed events say.

An Agent owns from OfferAccepted until their wrap-up ends, or the Interaction leaves them
otherwise: not connected in time, leg lost, requeued, handed on, given away, laid aside,
closed. Who takes part besides does so as long as their leg lives. Whoever a note mentioned
reads, and whoever talked is a former owner, from then on until state forgets the
Interaction. A Supervisor who opened it after its close reviews it until then too, or until it
is reopened. Who wraps up a part of it, or has parked it, has not finished. Who owns a consult
is consulted about the Interaction that it belongs to.
"""

from __future__ import annotations

from collections.abc import Collection

from ccsdk.model import event
from ccsdk.model.event import Event
from ccsdk.model.leg import LegRole
from ccsdk.model.relation import (
    CONSULTED,
    FORMER,
    LISTENER,
    MEMBER,
    OWNER,
    READER,
    REVIEWER,
    UNFINISHED,
    ref_of,
)

__all__ = ["Ownership"]

_Leaving = (
    event.ConnectFailed
    | event.InteractionRequeued
    | event.InteractionTransferred
    | event.InteractionParked
    | event.InteractionCancelled
    | event.InteractionAbandoned
    | event.InteractionClosed
)
_READING = {event.AgentMentioned: READER, event.ReviewOpened: REVIEWER}
_Part = event.LegEnded | event.LegLost | event.OwnerChanged


class Ownership:
    """Keep the owner of every owned Interaction, who else takes part, reads or has left."""

    def __init__(self) -> None:
        self._owners: dict[str, str] = {}
        # The last consult of an Interaction.
        self._consults: dict[str, str] = {}
        self._others: dict[str, dict[str, dict[str, None]]] = {
            MEMBER: {},
            LISTENER: {},
            READER: {},
            REVIEWER: {},
            FORMER: {},
            UNFINISHED: {},
        }

    def relates(self, ref: str, agent: str, interaction: str) -> bool:
        """Return whether the computed ref `ref` of an Interaction is this Agent now."""
        if ref == OWNER:
            return self._owners.get(interaction) == agent
        if ref == CONSULTED:
            return self._consulted(interaction) == agent
        return agent in self._others[ref].get(interaction, ())

    def agents(self, interaction: str) -> Collection[str]:
        """Return the owner of an Interaction, who takes part in it or is asked, and its readers."""
        leading = (self._owners.get(interaction), self._consulted(interaction))
        found: dict[str, None] = {agent: None for agent in leading if agent is not None}
        for ref in (MEMBER, LISTENER, READER):
            found |= self._others[ref].get(interaction, {})
        return found

    def note(self, happened: Event) -> Collection[str]:
        """Take a committed event; return the staff to whom it gave or took something."""
        match happened:
            case event.OfferAccepted():
                self._owners[happened.interaction] = happened.agent
                return (happened.agent,)
            case event.AgentMentioned() | event.ReviewOpened():
                self._add(_READING[type(happened)], happened.interaction, happened.agent)
                return (happened.agent,)
            case event.InteractionReopened():
                return list(self._others[REVIEWER].pop(happened.interaction, {}))
            case event.LegStarted() if happened.role is not LegRole.OWNER:
                self._add(ref_of(happened.role), happened.interaction, happened.agent)
                return (happened.agent,)
            case event.ConsultReceived():
                self._consults[happened.parent] = happened.interaction
                self._add(MEMBER, happened.interaction, happened.asker)
                return (happened.asker,)
            case event.WrapUpStarted():
                self._add(UNFINISHED, happened.interaction, happened.agent)
                return (happened.agent,)
            case event.WrapUpEnded():
                self._drop(UNFINISHED, happened.interaction, happened.agent)
                if self.relates(OWNER, happened.agent, happened.interaction):
                    del self._owners[happened.interaction]
                return (happened.agent,)
            case event.InteractionResumed():
                self._drop(UNFINISHED, happened.interaction, happened.agent)
                return (happened.agent,)
            case event.InteractionEnded():
                owner = self._owners.get(happened.interaction)
                self._add(FORMER, happened.interaction, owner)
                return () if owner is None else (owner,)
            case event.InteractionForgotten():
                self._consults.pop(happened.interaction, None)
                others = [each.pop(happened.interaction, {}) for each in self._others.values()]
                return [agent for each in others for agent in each]
        if isinstance(happened, _Part):
            return self._leave_talk(happened)
        return self._leave(happened) if isinstance(happened, _Leaving) else ()

    def _leave_talk(self, happened: _Part) -> Collection[str]:
        """Let somebody leave the talk, or a member follow the owner."""
        interaction, agent = happened.interaction, happened.agent
        took_part = any(self.relates(ref, agent, interaction) for ref in (MEMBER, LISTENER))
        for ref in (MEMBER, LISTENER):
            self._drop(ref, interaction, agent)
        match happened:
            case event.OwnerChanged():
                self._owners[interaction] = agent
                self._add(FORMER, interaction, happened.former)
                return (happened.former, agent)
            case event.LegEnded() if took_part:
                self._add(FORMER, interaction, agent)
            case event.LegLost() if self.relates(OWNER, agent, interaction):
                del self._owners[interaction]
                return (agent,)
        return (agent,) if took_part else ()

    def _leave(self, happened: _Leaving) -> Collection[str]:
        interaction = happened.interaction
        owner = self._owners.pop(interaction, None)
        match happened:
            case event.InteractionClosed():
                # Only the asker of a consult is left there.
                members = self._others[MEMBER].pop(interaction, {})
                return [*members, *([] if owner is None else [owner])]
            case event.InteractionTransferred():
                self._add(FORMER, interaction, owner)
            case event.InteractionParked():
                self._add(FORMER, interaction, owner)
                self._add(UNFINISHED, interaction, owner)
            case event.InteractionCancelled():
                # They were connecting, or had parked it.
                self._drop(UNFINISHED, interaction, happened.agent)
                return () if happened.agent is None else (happened.agent,)
        return () if owner is None else (owner,)

    def _consulted(self, interaction: str) -> str | None:
        return self._owners.get(self._consults.get(interaction, ""))

    def _add(self, ref: str, interaction: str, agent: str | None) -> None:
        if agent is not None:
            self._others[ref].setdefault(interaction, {})[agent] = None

    def _drop(self, ref: str, interaction: str, agent: str | None) -> None:
        agents = self._others[ref].get(interaction, {})
        agents.pop(agent or "", None)
        if not agents:
            self._others[ref].pop(interaction, None)
