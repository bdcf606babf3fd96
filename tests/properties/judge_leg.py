"""What the judge says about the legs of a talk, by the log alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ccsdk.model import command as cmd
from ccsdk.model import event as ev
from ccsdk.model.command import Command
from ccsdk.model.entry import Entry
from tests.properties.books import Books
from tests.properties.records import Party, Work

Asked = Command | None
JOIN_MS = 120_000
ROLES: dict[type[Command], str] = {
    cmd.StartMonitor: "monitor",
    cmd.StartWhisper: "whisper",
    cmd.BargeIn: "member",
}


def begin_talk(j: Books, work: Work, event: ev.InteractionAnswered, entry: Entry) -> None:
    """Connect owner and customer; nobody else can be there yet."""
    j.check("R3", not work.parties, f"{work.id} is answered with {sorted(work.parties)}")
    work.parties = {
        event.leg: Party("agent", "owner", event.agent, event.channel, "CONNECTED", entry.at_ms),
        event.customer_leg: Party(
            "customer", "member", event.customer, event.channel, "CONNECTED", entry.at_ms
        ),
    }


def end_talk(j: Books, work: Work) -> None:
    """Judge that all but owner and customer have left, and let these go."""
    for leg, party in work.parties.items():
        stays = party.kind == "customer" or party.role == "owner"
        j.check("R3", stays, f"{work.id} ends, and nobody told {party.who} of {leg}")
    work.parties = {}
    work.second = work.switched = None
    j.due.pop(("join", work.id), None)


def invited(j: Books, event: ev.ParticipantInvited, entry: Entry, command: Asked) -> None:
    work, person = j.work[event.interaction], j.people[event.agent]
    asked = isinstance(command, cmd.AddParticipant) and command.agent == event.agent
    j.check("R3", asked and event.by == work.owner, f"{event.offer} was not the owner's wish")
    j.check("R3", work.state == "ENGAGED", f"{event.offer} while {work.id} is {work.state}")
    there = {party.who for party in work.parties.values()} | {j.offer_agent[o] for o in work.live}
    j.check("R3", person.id not in there, f"{event.offer} to {person.id}, who takes part")
    room = j.has_room(person, work.channel)
    j.check("R8", room, f"{event.offer} to {person.id}, who is full")
    ready = person.presence == "READY" and not person.lost
    j.check("R9", ready, f"{event.offer} to {person.id}, who is {person.presence}")
    j.offers[event.offer] = "LIVE"
    j.offer_agent[event.offer] = event.agent
    work.live.add(event.offer)
    j.due["ack", event.offer] = event.ack_due_at_ms
    j.due["ring", event.offer] = event.expires_at_ms


def started(j: Books, event: ev.LegStarted, entry: Entry, command: Asked) -> None:
    work = j.work[event.interaction]
    j.check("R3", work.state == "ENGAGED", f"{event.leg} begins while {work.id} is {work.state}")
    staff = [party.who for party in work.parties.values() if party.kind != "customer"]
    j.check("R3", event.agent not in staff, f"{event.agent} takes part in {work.id} twice")
    if event.offer is not None:
        j.check("R6", j.offer_agent[event.offer] == event.agent, f"{event.offer} is not theirs")
        j.end_offer(work, event.offer, event.agent, "ACCEPTED")
        connect_ms = j.queues[work.queue].connect_ms
        j.check("T1", event.connect_due_at_ms == entry.at_ms + connect_ms, f"{event.leg} dials on")
    else:
        asked = ROLES.get(type(command)) == event.role.value and event.party.value == "supervisor"
        # Who was consulted comes as their consult ends, by merging or because the owner left.
        asked = asked or (event.party.value == "agent" and work.ended_consult)
        j.check("R3", asked, f"{event.agent} takes part in {work.id} unasked")
    state = "CONNECTED" if event.connect_due_at_ms is None else "DIALING"
    work.parties[event.leg] = Party(
        event.party.value, event.role.value, event.agent, work.channel, state, entry.at_ms
    )
    if event.connect_due_at_ms is not None:
        j.due["dial", work.id, event.leg] = event.connect_due_at_ms


def connected(j: Books, event: ev.LegConnected, entry: Entry, command: Asked) -> None:
    party = j.work[event.interaction].parties[event.leg]
    is_theirs = party.who == event.agent and party.state == "DIALING"
    j.check("R3", is_theirs, f"{event.leg} of {party.who} was {party.state}")
    party.state, party.at_ms = "CONNECTED", entry.at_ms
    j.due.pop(("dial", event.interaction, event.leg), None)


def ended(j: Books, event: ev.LegEnded, entry: Entry, command: Asked) -> None:
    work = j.work[event.interaction]
    if event.cause == "connect_failed":
        j.fire(("dial", work.id, event.leg), entry)
    party = work.parties.pop(event.leg)
    is_theirs = party.who == event.agent and party.role != "owner" and party.kind != "customer"
    j.check("R3", is_theirs, f"{event.leg} of {party.who}, {party.role}, ends")
    j.due.pop(("dial", work.id, event.leg), None)
    if (party.kind, party.state) == ("agent", "CONNECTED"):
        work.met[event.agent] = entry.at_ms
    j.end_leg(event.agent)


def lost(j: Books, event: ev.LegLost, entry: Entry, command: Asked) -> None:
    work, grace = j.work[event.interaction], ("leg_grace", event.agent)
    if not j.is_due(grace, entry):
        j.fire(grace, entry)
    if event.leg is None:
        j.check("R1", work.owner == event.agent, f"{event.agent} owned nothing")
        return
    party = work.parties.pop(event.leg)
    j.check("R3", party.who == event.agent, f"{event.leg} of {party.who} is lost")
    j.due.pop(("dial", work.id, event.leg), None)
    if party.role != "owner":
        j.end_leg(event.agent)


def owner_changed(j: Books, event: ev.OwnerChanged, entry: Entry, command: Asked) -> None:
    work = j.work[event.interaction]
    j.check("R1", work.owner == event.former, f"{event.former} leaves, {work.owner} owns")
    able = [
        (party.at_ms, int(leg.rpartition("-l")[2]), leg)
        for leg, party in work.parties.items()
        if (party.kind, party.role, party.state) == ("agent", "member", "CONNECTED")
        and not j.people[party.who].lost
    ]
    longest = min(able)[2] if able else None
    if work.ended_consult and not isinstance(command, cmd.MergeConsult):
        # Who was consulted and had answered goes before the members.
        joined = [leg for _, _, leg in able]
        longest = event.leg if event.leg in joined else longest
    j.check("R3", event.leg == longest, f"{event.leg} leads {work.id} on, {longest} was longer")
    former = [leg for leg, party in work.parties.items() if party.role == "owner"]
    for leg in former:
        del work.parties[leg]
    work.parties[event.leg].role = "owner"
    work.owner, work.second, work.switched = event.agent, None, None
    if event.cause in ("left", "transferred"):
        work.met[event.former] = entry.at_ms
    j.end_leg(event.former)


def held(j: Books, event: Any, entry: Entry, command: Asked) -> None:
    work = j.work[event.interaction]
    before, after = HOLDS[type(event)]
    j.check("R1", event.agent == work.owner, f"{event.agent} holds what {work.owner} owns")
    legs = [n for n, p in work.parties.items() if p.kind == "customer" and p.state == before]
    what = f"{type(event).__name__} of {event.legs}, not {legs}"
    j.check("R3", bool(legs) and list(event.legs) == legs, what)
    for leg in event.legs:
        work.parties[leg].state = after


HOLDS = {
    ev.CustomerHeld: ("CONNECTED", "HELD"),
    ev.CustomerRetrieved: ("HELD", "CONNECTED"),
    ev.HoldFailed: ("HELD", "CONNECTED"),
}


def elevation_started(
    j: Books, event: ev.ChannelElevationStarted, entry: Entry, command: Asked
) -> None:
    work, person = j.work[event.interaction], j.people[event.agent]
    j.check("R1", event.agent == work.owner, f"{event.agent} elevates what {work.owner} owns")
    room = j.has_room(person, event.to, beside=work)
    j.check("R8", room, f"{work.id} takes another slot of {person.id}, who is full")
    j.check("R3", work.second is None, f"{work.id} takes a third slot of {person.id}")
    j.check("T1", event.join_due_at_ms == entry.at_ms + JOIN_MS, f"{work.id} is asked for ever")
    work.second, work.second_channel = event.agent, event.to
    work.is_switch = event.is_switch
    work.parties[event.leg] = Party(
        "customer", "member", event.customer, event.to, "DIALING", entry.at_ms
    )
    j.due["join", work.id] = event.join_due_at_ms


def elevated(j: Books, event: ev.ChannelElevated, entry: Entry, command: Asked) -> None:
    work = j.work[event.interaction]
    party = work.parties[event.leg]
    j.check("R3", party.state == "DIALING", f"{event.leg} was {party.state}")
    party.state = "CONNECTED"
    j.due.pop(("join", work.id), None)
    j.check("R3", work.is_switch is (event.ended is not None), f"{work.id}: {event.ended} ends")
    if event.ended is not None:
        work.second, work.switched = None, event.to
        old = work.parties.pop(event.ended)
        j.check("R3", old.kind == "customer", f"{work.id}: {old.who} is sent away")


def elevation_failed(
    j: Books, event: ev.ChannelElevationFailed, entry: Entry, command: Asked
) -> None:
    work = j.work[event.interaction]
    if event.cause == "join_unmet":
        j.fire(("join", work.id), entry)
    j.due.pop(("join", work.id), None)
    j.check("R3", work.parties.pop(event.leg).state == "DIALING", f"{event.leg} had come")
    work.second = None


def whispered(j: Books, event: ev.MessageWhispered, entry: Entry, command: Asked) -> None:
    roles = [p.role for p in j.work[event.interaction].parties.values() if p.who == event.agent]
    j.check("R19", roles == ["whisper"], f"{event.agent} whispers as {roles}")


def may_write(j: Books, event: ev.MessageSent) -> None:
    """Judge that who writes to the customer owns the talk or is connected to it."""
    work = j.work[event.interaction]
    speaks = {
        party.who
        for party in work.parties.values()
        if party.kind != "customer" and party.role in ("owner", "member")
        if party.state == "CONNECTED"
    }
    j.check("R19", event.agent in speaks, f"{event.agent} writes in {work.id}, {speaks} may")


def judge_talk(j: Books, work: Work) -> None:
    """Judge what must hold of the legs between decisions."""
    owners = [party.who for party in work.parties.values() if party.role == "owner"]
    is_talk = work.state == "ENGAGED"
    led = owners == ([work.owner] if is_talk else [])
    j.check("R3", led, f"{work.id} is {work.state}, led by {owners}")
    here = any(p.kind == "customer" and p.state != "DIALING" for p in work.parties.values())
    j.check("R3", here is is_talk, f"{work.id} is {work.state}, customer there: {here}")
    for leg, party in work.parties.items():
        if party.state == "DIALING":
            key = ("join", work.id) if party.kind == "customer" else ("dial", work.id, leg)
            j.check("T1", key in j.due, f"{leg} is dialled for ever")
        if party.kind == "agent":
            person = j.people[party.who]
            graced = not person.lost or ("leg_grace", person.id) in j.due
            j.check("T1", graced, f"{leg} of {person.id} is lost for ever")


LEG_FOLDS: dict[str, Callable[[Books, Any, Entry, Asked], None]] = {
    "ParticipantInvited": invited,
    "LegStarted": started,
    "LegConnected": connected,
    "LegEnded": ended,
    "LegLost": lost,
    "OwnerChanged": owner_changed,
    "CustomerHeld": held,
    "CustomerRetrieved": held,
    "HoldFailed": held,
    "ChannelElevationStarted": elevation_started,
    "ChannelElevated": elevated,
    "ChannelElevationFailed": elevation_failed,
    "MessageWhispered": whispered,
}
