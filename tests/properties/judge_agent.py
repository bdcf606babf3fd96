"""The judge on Agents: sessions, Presence, and what they may be given."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ccsdk.model import event as ev
from ccsdk.model.agent import Presence
from ccsdk.model.channel import ChannelRule
from ccsdk.model.command import Command
from ccsdk.model.entry import Entry
from tests.properties.books import Books
from tests.properties.records import Person

Asked = Command | None


def agent_connected(j: Books, event: ev.AgentConnected, entry: Entry, command: Asked) -> None:
    person = j.people[event.agent]
    person.sessions.add(event.session)
    person.lost = False
    for kind in ("offer_grace", "agent_grace", "leg_grace"):
        j.due.pop((kind, person.id), None)


def agent_disconnected(j: Books, event: ev.AgentDisconnected, entry: Entry, command: Asked) -> None:
    person = j.people[event.agent]
    person.sessions.discard(event.session)
    if person.sessions or person.presence == "LOGGED_OUT":
        return
    person.lost = True
    mine = [o for w in j.work.values() for o in w.live if j.offer_agent[o] == person.id]
    for offer in mine:
        j.due.pop(("ack", offer), None)
    graces = {
        "offer_grace": event.offer_due_at_ms,
        "agent_grace": event.grace_due_at_ms,
        "leg_grace": event.leg_due_at_ms,
    }
    j.check("T1", bool(mine) <= (event.offer_due_at_ms is not None), f"{person.id}: offers stay")
    for kind, due_ms in graces.items():
        if due_ms is not None:
            j.due[kind, person.id] = due_ms


def presence_changed(
    j: Books, event: ev.AgentPresenceChanged, entry: Entry, command: Asked
) -> None:
    person = j.people[event.agent]
    if event.by == "engine" and event.reason == "connection_lost":
        away = event.presence is Presence.NOT_READY
        j.fire(("agent_grace" if away else "logout", person.id), entry)
    person.presence, person.reason = event.presence.value, event.reason
    j.due.pop(("logout", person.id), None)
    if event.logout_due_at_ms is not None:
        j.due["logout", person.id] = event.logout_due_at_ms
    if person.presence == "LOGGED_OUT":
        person.lost = False
        for kind in ("offer_grace", "agent_grace", "leg_grace"):
            j.due.pop((kind, person.id), None)


def agent_defined(j: Books, event: ev.AgentDefined, entry: Entry, command: Asked) -> None:
    person = j.people.setdefault(event.agent, Person(event.agent))
    person.serves = {each.queue: each for each in event.memberships}
    person.skills, person.defined, person.slots = event.skills, event.slots, event.slots


def capacity_set(j: Books, event: ev.CapacitySet, entry: Entry, command: Asked) -> None:
    person = j.people[event.agent]
    person.slots = {**person.defined, **event.slots}


def skills_set(j: Books, event: ev.SkillsSet, entry: Entry, command: Asked) -> None:
    j.people[event.agent].skills = event.skills


def channel_defined(j: Books, event: ev.ChannelDefined, entry: Entry, command: Asked) -> None:
    j.channels[event.channel] = ChannelRule(
        slots=event.slots, weight=event.weight, denies=event.denies, interrupts=event.interrupts
    )


OF_AGENTS: dict[str, Callable[[Books, Any, Entry, Asked], None]] = {
    "AgentConnected": agent_connected,
    "AgentDisconnected": agent_disconnected,
    "AgentPresenceChanged": presence_changed,
    "AgentDefined": agent_defined,
    "CapacitySet": capacity_set,
    "SkillsSet": skills_set,
    "ChannelDefined": channel_defined,
}
