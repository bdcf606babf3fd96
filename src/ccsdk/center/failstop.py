"""What a failure of the log means: go on, wait, start over, or stay down.

Full or read-only is certain and passes: the batch is refused and writing is tried again.
After anything else in the middle of a batch nobody knows what is true, so the state is
dropped and built anew from the log. Whoever fails so twice in ten minutes, or finds the
log damaged or the state impossible, stays down: going on would be a guess.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ccsdk.engine.invariants import breaches
from ccsdk.engine.replay import replay
from ccsdk.engine.state import State
from ccsdk.errors import (
    CorruptLogError,
    LogLockedError,
    SchemaTooNewError,
    SchemaTooOldError,
)
from ccsdk.hooks.ports import LogStore
from ccsdk.model.entry import Entry

__all__ = ["FailureRecord", "InvariantBreachError", "rebuild", "refuse_breach"]

FAILURES_APART_MS = 600_000
PAGE = 2_000


class InvariantBreachError(Exception):
    """Say which invariant a state breaks; inside the center only, it stops it."""


_FINAL = (
    CorruptLogError,
    LogLockedError,
    SchemaTooNewError,
    SchemaTooOldError,
    InvariantBreachError,
)


class FailureRecord:
    """Remember when the center last started over, to tell a mishap from a defect."""

    def __init__(self) -> None:
        self._last_ms: int | None = None

    def is_final(self, error: BaseException, *, now_ms: int) -> bool:
        """Note a failure and say whether the center must stay down.

        Args:
            now_ms: Monotonic milliseconds.
        """
        last_ms, self._last_ms = self._last_ms, now_ms
        if isinstance(error, _FINAL):
            return True
        return last_ms is not None and now_ms - last_ms < FAILURES_APART_MS


async def rebuild(store: LogStore, see: Callable[[Sequence[Entry]], None] | None = None) -> State:
    """Return the state after the whole log; `see` gets every page, oldest first.

    Raises:
        CorruptLogError: An event is missing, changed, or cannot follow the ones before it.
        SchemaTooOldError: An earlier version wrote an event in a form of its own.
        InvariantBreachError: The log leads to an impossible state.
    """
    state = State()
    while page := await store.read(after=state.position, limit=PAGE):
        try:
            replay(page, state)
        except (AssertionError, KeyError) as error:
            position = state.position + 1
            problem = f"the event cannot follow the ones before it: {error!r}"
            raise CorruptLogError(path="the log", position=position, problem=problem) from error
        if see is not None:
            see(page)
    refuse_breach(state)
    return state


def refuse_breach(state: State, entries: Sequence[Entry] | None = None) -> None:
    """Check the invariants that entries touch, without entries all of them.

    Raises:
        InvariantBreachError: At least one does not hold.
    """
    if found := breaches(state, entries):
        raise InvariantBreachError("; ".join(found))
