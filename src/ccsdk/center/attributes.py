"""Attributes: what a center file declares that conditions may ask of an Interaction.

Each has a type and one source. What a site signs for is never taken from its visitor, and what
does not fit its declaration is dropped and logged by a code: no customer is turned away for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Literal

import attrs
import msgspec
import structlog

from ccsdk.engine.condition import FIELDS, condition_of
from ccsdk.engine.deciding.policy import conditions_of
from ccsdk.errors import ConditionError, PolicyRefusedError
from ccsdk.model.command import DefineQueue
from ccsdk.model.condition import Field, Fields, Type, declare, parse
from ccsdk.model.principal import Principal
from ccsdk.model.values import Code

__all__ = ["AttributeSettings", "Attributes", "Scalar"]

Scalar = bool | int | str
Source = Literal["identity", "form", "enrichment"]

_INTEGER_MAX = 2**53 - 1
_SHAPES: Mapping[str, object] = {
    "bool": bool,
    "int": Annotated[int, msgspec.Meta(ge=-_INTEGER_MAX, le=_INTEGER_MAX)],
    "text": Code,
    "enum": Code,
}

_log = structlog.get_logger("ccsdk.center")


@attrs.frozen(kw_only=True)
class AttributeSettings:
    """Declare what conditions ask as `attr.<id>`, and who alone may say it.

    The `source` is `identity` (the site's signed statement), `form` (the visitor) or
    `enrichment` (a program, before the Interaction enters its queue). An `enum` lists its
    `values`; a `text` is a code such as `gold`. Until somebody says it the `default` holds;
    without one it is not known.
    """

    type: Literal["bool", "int", "text", "enum"]
    source: Source
    values: tuple[Code, ...] = ()
    default: Scalar | None = None

    def problems(self) -> Iterator[tuple[str, str]]:
        """Yield (member, what is wrong with it)."""
        if self.type == "enum" and not self.values:
            yield "values", "is missing; an enum lists them"
        elif self.type != "enum" and self.values:
            yield "values", "only count for an enum"
        if self.default is not None and not self.takes(self.default):
            yield "default", f"{self.default!r} is no {self.type} as declared"

    def takes(self, value: object) -> bool:
        """Return whether a value is of this type."""
        try:
            msgspec.convert(value, _SHAPES[self.type], strict=True)
        except msgspec.ValidationError:
            return False
        return self.type != "enum" or value in self.values


@attrs.frozen
class Attributes:
    """Hold the attributes of a center by their names."""

    declared: Mapping[str, AttributeSettings] = attrs.field(factory=dict)

    @property
    def fields(self) -> Fields:
        """Return all that conditions may ask; what is declared has its type."""
        own = (
            Field(f"attr.{name}", Type(each.type), each.values)
            for name, each in self.declared.items()
        )
        return {**FIELDS, **declare(*own)}

    def admit(self, principal: Principal, said: object) -> dict[str, Scalar]:
        """Return what counts of what a site signed, and of what its visitor `said`."""
        defaults = {name: each.default for name, each in self.declared.items()}
        signed, faults = self._counting("identity", principal.attributes)
        own, more = self._counting("form", said)
        dropped = faults | more
        if dropped:
            _log.warning("attribute.dropped", account=principal.account, reasons=sorted(dropped))
        known = {name: value for name, value in defaults.items() if value is not None}
        return {**known, **signed, **own}

    def enriched(self, said: object) -> tuple[dict[str, Scalar], set[str]]:
        """Return what counts of what a plugin `said`, and why something does not, by codes."""
        return self._counting("enrichment", said)

    def _counting(self, source: Source, said: object) -> tuple[dict[str, Scalar], set[str]]:
        admitted: dict[str, Scalar] = {}
        dropped: set[str] = set()
        for name, value in said.items() if isinstance(said, Mapping) else ():
            declared = self.declared.get(name)
            if declared is None:
                dropped.add("undeclared")
            elif declared.source != source:
                dropped.add(f"{name}:not_from_{source}")
            elif not declared.takes(value):
                dropped.add(f"{name}:no_{declared.type}")
            else:
                admitted[name] = value
        return admitted, dropped

    def mistakes(self, command: DefineQueue) -> Iterator[PolicyRefusedError]:
        """Yield each condition of a policy that takes an attribute for another type.

        What cannot be read at all is left to the engine.
        """
        fields = self.fields
        for path, text in conditions_of(command):
            try:
                condition_of(text)
            except ConditionError:
                continue
            try:
                parse(text, fields)
            except ConditionError as error:
                problem = f"column {error.column}: {error.problem}"
                yield PolicyRefusedError(path=path, problem=problem, nearest=error.nearest)
