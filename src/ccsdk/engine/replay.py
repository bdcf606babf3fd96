"""Replay: rebuild state from the log, and compare two states by a fingerprint."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

import msgspec

from ccsdk.engine.evolving.entry import evolve
from ccsdk.engine.state import State
from ccsdk.model.entry import Entry

__all__ = ["fingerprint", "replay"]


def replay(entries: Iterable[Entry], state: State | None = None) -> State:
    """Return the state after these entries, which begin at position 1, or go on from `state`.

    Raises:
        AssertionError, KeyError: An entry cannot follow the ones before it.
    """
    state = State() if state is None else state
    for entry in entries:
        evolve(state, entry)
        # What changed was matched when the entries were written.
        state.index.fresh.clear()
        state.index.freed.clear()
        state.index.bare.clear()
    return state


def fingerprint(state: State) -> str:
    """Return `sha256:<hex>` over the state in a canonical form.

    Two states have one fingerprint exactly if they will answer every command alike. The
    index and what lies stale in a heap are derived and stay out of it.
    """
    plain = {
        "now_ms": state.now_ms,
        "position": state.position,
        "policy": state.policy,
        "versions": state.versions,
        "channels": state.channels,
        "accounts": state.accounts,
        "queues": state.queues,
        "calendars": state.calendars,
        "settings": state.settings,
        "agents": state.agents,
        "extensions": state.extensions,
        "customers": state.customers,
        "interactions": state.interactions,
        "offers": state.offers,
        "threads": sorted((*thread, taker) for thread, taker in state.threads.items()),
        "recent": sorted((*thread, last) for thread, last in state.recent.items()),
        "pure": {f"{kind.value}/{name}": each for (kind, name), each in state.pure.items()},
        "deadlines": sorted(state.deadlines.live.values()),
        "seq": state.deadlines.seq,
    }
    encoded = msgspec.json.encode(plain, order="sorted")
    return f"sha256:{hashlib.sha256(encoded).hexdigest()}"
