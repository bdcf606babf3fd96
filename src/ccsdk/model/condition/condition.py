"""A condition that was read: it evaluates, explains and prints itself."""

from __future__ import annotations

from collections.abc import Callable

import attrs

from ccsdk.model.condition.evaluation import compiled
from ccsdk.model.condition.explanation import Part, explained
from ccsdk.model.condition.field import Field
from ccsdk.model.condition.node import Node, Values

__all__ = ["Condition"]


@attrs.frozen
class Condition:
    """Say when something holds; equal to another one of the same structure.

    `fields` are those it asks about, by name, each with the type it has here. `evaluate`
    takes the values and answers True, False, or None where what is unknown decides: it
    never raises, asks only for what it needs, and costs about a microsecond. A rule fires
    on True only.
    """

    root: Node
    fields: tuple[Field, ...] = attrs.field(eq=False)
    evaluate: Callable[[Values], bool | None] = attrs.field(init=False, eq=False, repr=False)

    @evaluate.default
    def _compile(self) -> Callable[[Values], bool | None]:
        return compiled(self.root)

    def explain(self, values: Values) -> tuple[Part, ...]:
        """Return each comparison with its outcome and the values that made it so."""
        return explained(self.root, values)

    def __str__(self) -> str:
        return str(self.root)
