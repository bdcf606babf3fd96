"""Give the words of a condition their types, or say at which column they do not fit.

Every comparison is between things of one type; an int is no duration, whatever it counts.
A field that is declared by use gets its type from what stands beside it first, and keeps
it for the rest of the condition.
"""

from __future__ import annotations

import re

import attrs

from ccsdk.errors import ConditionError
from ccsdk.model.condition.field import Field, Fields, Type, lookup, resembling
from ccsdk.model.condition.node import Operand, Reference, Value
from ccsdk.model.condition.scanner import Kind, Word
from ccsdk.model.duration import duration_ms
from ccsdk.model.spelling import nearest
from ccsdk.model.values import DURATION_MAX_MS

__all__ = ["Typist"]

_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,14})")
_ORDERED = (Type.INT, Type.DURATION)
_NOUNS = {
    Type.BOOL: "true or false",
    Type.INT: "a number",
    Type.DURATION: "a duration",
    Type.TEXT: "a text",
    Type.ENUM: "a text",
    Type.SET: "a set",
}
_EXAMPLES = {
    Type.BOOL: "True or False",
    Type.INT: "a whole number such as 20, at most 15 digits",
    Type.DURATION: 'a number with its unit such as "20s" or "10 min"',
    Type.TEXT: 'a text in quotes such as "gold"',
}


@attrs.define
class Typist:
    """Look up fields, and remember those that were used with the types they have."""

    _declared: Fields
    _used: dict[str, Field] = attrs.field(factory=dict)

    def used(self) -> tuple[Field, ...]:
        """Return the fields that were asked for, by name."""
        return tuple(self._used[name] for name in sorted(self._used))

    def alone(self, word: Word) -> Operand:
        """Return a word that stands for true or false by itself."""
        if word.kind is Kind.NAME:
            return self._reference(word, Type.BOOL)
        if word.kind is Kind.KEYWORD:
            return Value(word.text == "True", Type.BOOL)
        raise ConditionError(column=word.column, problem="a value alone says nothing; compare it")

    def pair(self, left: Word, sign: Word, right: Word) -> tuple[Operand, Operand]:
        """Return the operands of a comparison."""
        fields = [self._field(word) for word in (left, right) if word.kind is Kind.NAME]
        if not fields:
            problem = "two values are compared; one of them is to be a field"
            raise ConditionError(column=left.column, problem=problem)
        is_ordering = sign.text not in ("==", "!=")
        about = next((field for field in fields if field.type), fields[0])
        values = [word for word in (left, right) if word.kind is not Kind.NAME]
        type_ = about.type or self._guess(left, values, is_ordering=is_ordering)
        if type_ is Type.SET:
            raise _whole_set(about, left)
        if is_ordering and type_ not in _ORDERED:
            problem = f"{about.name} is {_NOUNS[type_]}; numbers and durations have an order"
            raise ConditionError(column=sign.column, problem=problem)
        return self._operand(left, type_, about), self._operand(right, type_, about)

    def member(self, item: Word, container: Word) -> tuple[Operand, Reference]:
        """Return the operands of a question for a member of a set."""
        if container.kind is not Kind.NAME:
            problem = "expected a set, or a list such as [1, 2]"
            raise ConditionError(column=container.column, problem=problem)
        reference = self._reference(container, Type.SET)
        return self._operand(item, Type.TEXT, self._used[container.text]), reference

    def listed(self, item: Word, values: list[Word]) -> tuple[Reference, tuple[Value, ...]]:
        """Return the operands of a question for one of several values."""
        if item.kind is not Kind.NAME:
            problem = "values are compared with values; begin with a field"
            raise ConditionError(column=item.column, problem=problem)
        field = self._field(item)
        type_ = field.type or self._guess(item, values[:1], is_ordering=False)
        if type_ is Type.SET:
            raise _whole_set(field, item)
        reference = self._reference(item, type_)
        return reference, tuple(_value(word, type_, field) for word in values)

    def _operand(self, word: Word, type_: Type, about: Field) -> Operand:
        if word.kind is Kind.NAME:
            return self._reference(word, type_)
        return _value(word, type_, about)

    def _reference(self, word: Word, wanted: Type) -> Reference:
        """Return a field as the type that its surroundings want."""
        field = self._field(word)
        if field.type is None:
            field = attrs.evolve(field, type=Type.TEXT if wanted is Type.ENUM else wanted)
        assert field.type is not None, "a field without a type has just got one"
        if _NOUNS[field.type] != _NOUNS[wanted]:
            problem = f"{field.name} is {_NOUNS[field.type]}, not {_NOUNS[wanted]}"
            raise ConditionError(column=word.column, problem=problem)
        self._used[field.name] = field
        return Reference(field.name, field.type)

    def _field(self, word: Word) -> Field:
        field = self._used.get(word.text) or lookup(word.text, self._declared)
        if field is None:
            raise ConditionError(
                column=word.column,
                problem=f"there is no field {word.text}",
                nearest=resembling(word.text, self._declared),
            )
        return field

    def _guess(self, field: Word, values: list[Word], *, is_ordering: bool) -> Type:
        """Return the type that the value beside it gives a field declared by use."""
        if not values:
            problem = f"nothing says of which type {field.text} is; compare it with a value"
            raise ConditionError(column=field.column, problem=problem)
        if values[0].kind is Kind.TEXT:
            return Type.DURATION if is_ordering else Type.TEXT
        return Type.INT if values[0].kind is Kind.NUMBER else Type.BOOL


def _whole_set(field: Field, word: Word) -> ConditionError:
    problem = f'{field.name} is a set; write "x" in {field.name}'
    return ConditionError(column=word.column, problem=problem)


def _value(word: Word, type_: Type, about: Field) -> Value:
    """Return a written value as the type of the field it belongs to."""
    read = _read(word, Type.TEXT if type_ is Type.ENUM else type_)
    if read is None:
        expected = _EXAMPLES[Type.TEXT if type_ is Type.ENUM else type_]
        problem = f"{about.name} wants {expected}, not {word}"
        raise ConditionError(column=word.column, problem=problem)
    if about.of and read.value not in about.of:
        problem = f"{word} is none of {', '.join(about.of)}"
        close = nearest(str(read.value), about.of)
        raise ConditionError(column=word.column, problem=problem, nearest=close)
    return read


def _read(word: Word, type_: Type) -> Value | None:
    """Return a word as a value of a type, None if it is none."""
    match (word.kind, type_):
        case (Kind.KEYWORD, Type.BOOL):
            return Value(word.text == "True", type_)
        case (Kind.NUMBER, Type.INT):
            return Value(int(word.text), type_) if _NUMBER.fullmatch(word.text) else None
        case (Kind.TEXT, Type.TEXT):
            return Value(word.text[1:-1], type_)
        case (Kind.TEXT, Type.DURATION):
            try:
                length_ms = duration_ms(word.text[1:-1])
            except ValueError:
                return None
            return Value(length_ms, type_) if length_ms <= DURATION_MAX_MS else None
        case _:
            return None
