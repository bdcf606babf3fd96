"""Conditions: a small typed language that says when a rule holds.

`parse` reads a text into a `Condition`, which evaluates, explains itself and can be linted.
"""

from __future__ import annotations

from ccsdk.model.condition.condition import Condition
from ccsdk.model.condition.explanation import Part
from ccsdk.model.condition.field import Field, Fields, Type, declare
from ccsdk.model.condition.node import Scalar, Values
from ccsdk.model.condition.parser import ConditionText, parse
from ccsdk.model.condition.scanner import TEXT_MAX, WORDS_MAX
from ccsdk.model.condition.soundness import Fault, Finding, is_covered, lint

__all__ = [
    "TEXT_MAX",
    "WORDS_MAX",
    "Condition",
    "ConditionText",
    "Fault",
    "Field",
    "Fields",
    "Finding",
    "Part",
    "Scalar",
    "Type",
    "Values",
    "declare",
    "is_covered",
    "lint",
    "parse",
]
