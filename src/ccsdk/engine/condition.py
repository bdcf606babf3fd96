"""What conditions ask about, and what the state answers.

A text is read once and kept: reading is pure, so what is kept is never wrong. Values are
computed when a condition asks for them and not before, since some cost a walk over an
Agent's colleagues. What is not known is left out, which a condition takes for unknown.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from ccsdk.engine.estimate import estimated_wait_ms
from ccsdk.engine.staff import count_free, count_logged_in, count_ready
from ccsdk.engine.state import Interaction, State
from ccsdk.model.condition import Condition, Field, Scalar, Type, declare, parse

__all__ = ["FIELDS", "Facts", "condition_of", "holds"]

FIELDS = declare(
    Field("interaction.channel", Type.TEXT),
    Field("interaction.waited", Type.DURATION),
    Field("interaction.service_class", Type.TEXT),
    Field("interaction.language", Type.TEXT),
    Field("interaction.is_verified", Type.BOOL),
    Field("interaction.episode", Type.INT, at_least=1),
    Field("queue.waiting", Type.INT, at_least=0),
    Field("queue.longest_wait", Type.DURATION),
    Field("queue.estimated_wait", Type.DURATION),
    Field("queue.free", Type.INT, at_least=0),
    Field("queue.ready", Type.INT, at_least=0),
    Field("queue.logged_in", Type.INT, at_least=0),
    Field("open.*", Type.BOOL),
    Field("attr.*"),
)
_TEXTS_KEPT = 4_096


@lru_cache(maxsize=_TEXTS_KEPT)
def condition_of(text: str) -> Condition:
    """Return the condition that a text says.

    Raises:
        ConditionError: It says none.
    """
    return parse(text, FIELDS)


def holds(state: State, text: str | None, interaction: Interaction, queue: str, at_ms: int) -> bool:
    """Return whether a condition is true of an Interaction and a queue; None always is."""
    if text is None:
        return True
    return condition_of(text).evaluate(Facts(state, interaction, queue, at_ms)) is True


class Facts:
    """Answer what a condition asks about an Interaction, one queue and the calendars."""

    def __init__(self, state: State, interaction: Interaction, queue: str, at_ms: int) -> None:
        self._state = state
        self._interaction = interaction
        self._queue = queue
        self._at_ms = at_ms

    def get(self, name: str) -> Scalar | None:
        """Return the value of a field, None if it is unknown."""
        known = _ANSWERS.get(name)
        return known(self) if known is not None else self._of_family(name)

    def _of_family(self, name: str) -> Scalar | None:
        family, _, member = name.partition(".")
        if family == "attr":
            return self._interaction.attributes.get(member)
        calendar = self._state.calendars.get(member)
        return None if calendar is None else calendar.is_open

    def _waited_ms(self) -> int | None:
        it = self._interaction
        return None if it.visit is None else self._at_ms - it.entered_at_ms

    def _waiting(self) -> int:
        return len(self._state.queues[self._queue].waiting)

    def _longest_wait_ms(self) -> int:
        # They stand there in the order in which their visits began.
        first = next(iter(self._state.queues[self._queue].waiting), None)
        return 0 if first is None else self._at_ms - self._state.interactions[first].entered_at_ms

    def _estimated_wait_ms(self) -> int | None:
        queue = self._state.queues[self._queue]
        return estimated_wait_ms(queue.starts, len(queue.waiting) + 1)


_ANSWERS: dict[str, Callable[[Facts], Scalar | None]] = {
    "interaction.channel": lambda facts: facts._interaction.channel,
    "interaction.waited": Facts._waited_ms,
    "interaction.service_class": lambda facts: facts._interaction.service_class,
    "interaction.language": lambda facts: facts._interaction.language,
    "interaction.is_verified": lambda facts: facts._interaction.is_verified,
    "interaction.episode": lambda facts: facts._interaction.episode,
    "queue.waiting": Facts._waiting,
    "queue.longest_wait": Facts._longest_wait_ms,
    "queue.estimated_wait": Facts._estimated_wait_ms,
    "queue.free": lambda facts: count_free(facts._state, facts._queue, facts._interaction.channel),
    "queue.ready": lambda facts: count_ready(facts._state, facts._queue),
    "queue.logged_in": lambda facts: count_logged_in(facts._state, facts._queue),
}
