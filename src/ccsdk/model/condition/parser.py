"""Read the text of a condition: a subset of Python's expressions, typed while it is read.

    either     = both ("or" both)*
    both       = negation ("and" negation)*
    negation   = "not" negation | part
    part       = "(" either ")" | operand
               | operand ("==" | "!=" | "<" | "<=" | ">" | ">=") operand
               | operand ["not"] "in" (field | "[" value ("," value)* "]")
    operand    = field | value

Why not `ast.parse`: what a text means stands in the log and must be the same under every
Python, while Python's own parser warns about some texts, runs out of stack on others, and
changes with its version. Tests hold this one to Python's grammar and precedence instead.
Here is no evaluation, and no field that is not declared.
"""

from __future__ import annotations

from typing import Annotated, NoReturn

import attrs
import msgspec

from ccsdk.errors import ConditionError
from ccsdk.model.condition.condition import Condition
from ccsdk.model.condition.field import Fields
from ccsdk.model.condition.node import (
    All,
    AnyOf,
    Comparison,
    Contains,
    Node,
    Not,
    OneOf,
)
from ccsdk.model.condition.scanner import TEXT_MAX, Kind, Word, scan
from ccsdk.model.condition.typist import Typist

__all__ = ["ConditionText", "parse"]

ConditionText = Annotated[str, msgspec.Meta(min_length=1, max_length=TEXT_MAX)]


def parse(text: str, fields: Fields) -> Condition:
    """Return the condition that a text says, in terms of declared fields.

    Args:
        text: At most 512 characters and 32 names, values and operators.
        fields: By name, from `declare`.

    Raises:
        ConditionError: The text says none; with the column, and the nearest name.
    """
    typist = Typist(fields)
    root = _Parser(scan(text), typist).whole()
    if len(str(root)) > TEXT_MAX:
        problem = f"printed with its spaces, this has more than {TEXT_MAX} characters"
        raise ConditionError(column=1, problem=problem)
    return Condition(root, typist.used())


@attrs.define
class _Parser:
    """Walk over the words once, from left to right, looking at most two ahead."""

    words: list[Word]
    typist: Typist
    at: int = 0

    @property
    def word(self) -> Word:
        return self.words[self.at]

    def take(self) -> Word:
        word = self.word
        self.at += 1
        return word

    def takes(self, *texts: str) -> bool:
        """Step over these words if they come next."""
        coming = self.words[self.at : self.at + len(texts)]
        if [word.text for word in coming] != list(texts):
            return False
        self.at += len(texts)
        return True

    def whole(self) -> Node:
        root = self.either()
        if self.word.kind is Kind.OPERATOR:
            self.fail("compare two things at a time, and join comparisons with and")
        if self.word.kind is not Kind.END:
            self.fail(f"expected and, or, or the end, not {self.word}")
        return root

    def either(self) -> Node:
        parts = [self.both()]
        while self.takes("or"):
            parts.append(self.both())
        if len(parts) == 1:
            return parts[0]
        flat = [each for p in parts for each in (p.parts if isinstance(p, AnyOf) else (p,))]
        return AnyOf(tuple(flat))

    def both(self) -> Node:
        parts = [self.negation()]
        while self.takes("and"):
            parts.append(self.negation())
        if len(parts) == 1:
            return parts[0]
        flat = [each for p in parts for each in (p.parts if isinstance(p, All) else (p,))]
        return All(tuple(flat))

    def negation(self) -> Node:
        return Not(self.negation()) if self.takes("not") else self.part()

    def part(self) -> Node:
        if self.takes("("):
            inner = self.either()
            self.expect(")")
            return inner
        left = self.operand()
        if self.word.kind is Kind.OPERATOR:
            sign, right = self.take(), self.operand()
            operands = self.typist.pair(left, sign, right)
            return Comparison(operands[0], sign.text, operands[1])
        if self.takes("not", "in"):
            return self.membership(left, is_negated=True)
        if self.takes("in"):
            return self.membership(left, is_negated=False)
        return self.typist.alone(left)

    def membership(self, item: Word, *, is_negated: bool) -> Node:
        if not self.takes("["):
            member, container = self.typist.member(item, self.operand())
            return Contains(member, container, is_negated)
        listed = [self.value()]
        while self.takes(","):
            listed.append(self.value())
        self.expect("]")
        reference, values = self.typist.listed(item, listed)
        return OneOf(reference, values, is_negated)

    def operand(self) -> Word:
        word = self.word
        is_truth = word.text in ("True", "False")
        if not is_truth and word.kind not in (Kind.NAME, Kind.NUMBER, Kind.TEXT):
            self.fail(f"expected a field or a value, not {word}")
        return self.take()

    def value(self) -> Word:
        if self.word.kind is Kind.NAME:
            self.fail("a list holds values; quote a text")
        return self.operand()

    def expect(self, text: str) -> None:
        if not self.takes(text):
            self.fail(f"expected {text}, not {self.word}")

    def fail(self, problem: str) -> NoReturn:
        raise ConditionError(column=self.word.column, problem=problem)
