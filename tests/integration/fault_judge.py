"""The judge: holds a log against what the killed processes told of themselves."""

from __future__ import annotations

from pathlib import Path

import attrs

from ccsdk.engine.invariants import breaches
from ccsdk.engine.replay import fingerprint, replay
from ccsdk.engine.state import State
from ccsdk.log.offline import OfflineLog
from ccsdk.model import event as events
from ccsdk.model.entry import CommandRow, Entry
from ccsdk.model.offer import WithdrawReason

EVERYTHING = 10**9


@attrs.define
class Told:
    """Hold what the children told: keys sent, positions acknowledged, states seen."""

    sent: set[tuple[str, str]] = attrs.field(factory=set)
    acked: dict[tuple[str, str], int] = attrs.field(factory=dict)
    again: dict[tuple[str, str], int] = attrs.field(factory=dict)
    states: list[tuple[str, int]] = attrs.field(factory=list)
    done: int = 0


def read_told(path: Path) -> Told:
    """Read what the children told; a line is whole, since each was one write."""
    told = Told()
    for line in path.read_text().splitlines() if path.exists() else []:
        match line.split():
            case ["sent", key, by]:
                told.sent.add((by, key))
            case ["ack", key, by, position]:
                told.acked[by, key] = int(position)
            case ["again", key, by, position]:
                told.again[by, key] = int(position)
            case ["state", seen, position]:
                told.states.append((seen, int(position)))
            case ["done"]:
                told.done += 1
    return told


def judge(log_file: Path, told: Told) -> list[str]:
    """Return what is wrong: G1 to G5 of the reliability page, and blame for the outage."""
    with OfflineLog(log_file) as log:
        head = log.verify()
        entries = log.read(after=0, limit=EVERYTHING)
        rows = log.read_rows(after=0, limit=EVERYTHING)
    found = [] if len(entries) == head else [f"G1: {len(entries)} entries, head {head}"]
    found += _judge_commands(rows, entries, told)
    found += _judge_states(entries, told)
    found += _judge_blame(entries)
    return found


def _judge_commands(rows: list[CommandRow], entries: list[Entry], told: Told) -> list[str]:
    by_key = {(row.principal, row.key): row for row in rows}
    found = [] if len(by_key) == len(rows) else ["G4: a key has two rows"]
    for key, position in [*told.acked.items(), *told.again.items()]:
        row = by_key.get(key)
        if row is None:
            found.append(f"G3: {key} was acknowledged and is not in the log")
        elif row.last_position != position:
            found.append(f"G4: {key} was answered {position}, the log has {row.last_position}")
    own = {key for key in by_key if key[0] == "system" and key[1].startswith("resume-")}
    found += [f"{key} is in the log and was never sent" for key in by_key.keys() - told.sent - own]
    for row in rows:
        span = entries[row.first_position - 1 : row.last_position]
        if len(span) != row.last_position - row.first_position + 1:
            found.append(f"G2: {row.key} lacks events")
        found += [f"G2: {row.key} holds {e.cause}" for e in span if e.cause != row.key]
    causes = {row.key for row in rows}
    found += [
        f"G2: position {e.position} has cause {e.cause}, which is no accepted command"
        for e in entries
        if e.cause is not None and e.cause not in causes
    ]
    return found


def _judge_states(entries: list[Entry], told: Told) -> list[str]:
    found, state, done = [], State(), 0
    for seen, position in sorted(told.states, key=lambda witness: witness[1]):
        replay(entries[done:position], state)
        done = position
        if fingerprint(state) != seen:
            found.append(f"G5: live at {position} was {seen}, rebuilt is {fingerprint(state)}")
    return [*found, *breaches(replay(entries[done:], state))]


def _judge_blame(entries: list[Entry]) -> list[str]:
    """Every Offer of the scenario is answered at once: whatever expired, an outage did it."""
    found = []
    for entry in entries:
        event = entry.event
        is_unreachable = (
            isinstance(event, events.OfferWithdrawn) and event.reason is WithdrawReason.UNREACHABLE
        )
        if isinstance(event, events.OfferExpired) or is_unreachable or getattr(event, "strikes", 0):
            found.append(f"blame: position {entry.position} is {event}")
    return found
