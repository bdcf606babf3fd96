"""Conditions made at random, each also as Python says it and as a tree that a judge can walk.

The judge shares nothing with the language: it ranks false, unknown and true as 0, 1 and 2,
so that `and` is the least, `or` the greatest, and `not` what is left to 2.
"""

from __future__ import annotations

import operator
from typing import Any

import attrs
from hypothesis import strategies as st

from ccsdk.errors import ConditionError
from ccsdk.model.condition import Field, Type, declare
from ccsdk.model.condition.scanner import scan

FIELDS = declare(
    *(Field(f"queue.n{n}", Type.INT, at_least=0) for n in range(3)),
    Field("interaction.waited", Type.DURATION),
    Field("queue.wait", Type.DURATION),
    Field("interaction.channel", Type.ENUM, of=("chat", "email", "voice")),
    Field("interaction.language", Type.TEXT),
    Field("customer.tags", Type.SET),
    Field("open.*", Type.BOOL),
)
OPEN = ("open.a", "open.24x7")
WORDS = ("chat", "email", "voice", "de", 'the "fr"')
SIGNS = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


@attrs.frozen
class Sample:
    """Hold a condition as text, as a Python expression over `v`, and as the judge's tree."""

    text: str
    python: str
    tree: tuple[Any, ...]


@attrs.frozen
class Term:
    """Hold one operand three times."""

    text: str
    python: str
    tree: tuple[Any, ...]


def field(name: str) -> Term:
    return Term(name, f"v[{name!r}]", ("field", name))


def quoted(text: str) -> str:
    return f"'{text}'" if '"' in text else f'"{text}"'


def number(value: int) -> Term:
    return Term(str(value), str(value), ("value", value))


def seconds(value: int) -> Term:
    return Term(f'"{value}s"', str(value * 1_000), ("value", value * 1_000))


def word(value: str) -> Term:
    return Term(quoted(value), repr(value), ("value", value))


NUMBERS = st.sampled_from([field(f"queue.n{n}") for n in range(3)])
TIMES = st.sampled_from([field("interaction.waited"), field("queue.wait")])
TEXTS = st.sampled_from([field("interaction.language"), field("interaction.channel")])
# One side is a field, so each has a type; the other is anything of that type.
PAIRS = st.one_of(
    st.tuples(NUMBERS, st.one_of(NUMBERS, st.integers(0, 4).map(number)), st.just(tuple(SIGNS))),
    st.tuples(TIMES, st.one_of(TIMES, st.integers(0, 3).map(seconds)), st.just(tuple(SIGNS))),
    st.tuples(
        st.just(field("interaction.language")),
        st.one_of(TEXTS, st.sampled_from(WORDS).map(word)),
        st.just(("==", "!=")),
    ),
    st.tuples(
        st.just(field("interaction.channel")),
        st.sampled_from(WORDS[:3]).map(word),
        st.just(("==", "!=")),
    ),
)
SPACES = st.sampled_from(["", " ", "  ", "\n"])


@st.composite
def comparisons(draw: st.DrawFn) -> Sample:
    one, other, signs = draw(PAIRS)
    sign, before, after = draw(st.sampled_from(signs)), draw(SPACES), draw(SPACES)
    left, right = (one, other) if draw(st.booleans()) else (other, one)
    return Sample(
        f"{left.text}{before}{sign}{after}{right.text}",
        f"({left.python} {sign} {right.python})",
        ("compare", sign, left.tree, right.tree),
    )


@st.composite
def memberships(draw: st.DrawFn) -> Sample:
    negation = draw(st.sampled_from(["in", "not in"]))
    if draw(st.booleans()):
        item = draw(st.one_of(TEXTS, st.sampled_from(WORDS).map(word)))
        tags = field("customer.tags")
        tree = ("member", item.tree, tags.tree, negation == "in")
        return Sample(
            f"{item.text} {negation} {tags.text}",
            f"({item.python} {negation} {tags.python})",
            tree,
        )
    item = draw(NUMBERS)
    listed = [number(n) for n in draw(st.lists(st.integers(0, 4), min_size=1, max_size=3))]
    inside, tree_of = ", ".join(each.text for each in listed), [each.tree for each in listed]
    return Sample(
        f"{item.text} {negation} [{inside}]",
        f"({item.python} {negation} [{inside}])",
        ("listed", item.tree, tree_of, negation == "in"),
    )


def flags() -> st.SearchStrategy[Sample]:
    names = [Sample(each.text, each.python, each.tree) for each in map(field, OPEN)]
    truths = [Sample(str(each), str(each), ("value", each)) for each in (True, False)]
    return st.sampled_from([*names, *truths])


def joined(parts: tuple[Sample, str, Sample]) -> Sample:
    one, joint, other = parts
    # Brackets only where precedence wants them, so that ours is held to Python's.
    texts = [
        f"({part.text})" if joint == "and" and part.tree[0] == "or" else part.text
        for part in (one, other)
    ]
    return Sample(
        f"{texts[0]} {joint} {texts[1]}",
        f"{bracketed(one, joint)} {joint} {bracketed(other, joint)}",
        (joint, one.tree, other.tree),
    )


def bracketed(part: Sample, joint: str) -> str:
    return f"({part.python})" if joint == "and" and part.tree[0] == "or" else part.python


def negated(part: Sample) -> Sample:
    text, python = part.text, part.python
    if part.tree[0] in ("and", "or"):
        text, python = f"({text})", f"({python})"
    return Sample(f"not {text}", f"not {python}", ("not", part.tree))


def samples(leaves: int = 4) -> st.SearchStrategy[Sample]:
    """Return conditions of a few parts, within the bounds of the language."""
    leaf = st.one_of(flags(), comparisons(), memberships())
    return st.recursive(
        leaf,
        lambda part: st.one_of(
            part.map(negated),
            st.tuples(part, st.sampled_from(["and", "or"]), part).map(joined),
        ),
        max_leaves=leaves,
    ).filter(is_within_bounds)


def is_within_bounds(sample: Sample) -> bool:
    try:
        return bool(scan(sample.text))
    except ConditionError:
        return False


def known() -> st.SearchStrategy[dict[str, Any]]:
    """Return a value for every field."""
    numbers = {f"queue.n{n}": st.integers(0, 5) for n in range(3)}
    times = dict.fromkeys(("interaction.waited", "queue.wait"), st.integers(0, 4_000))
    texts = {
        "interaction.channel": st.sampled_from(WORDS[:3]),
        "interaction.language": st.sampled_from(WORDS),
        "customer.tags": st.frozensets(st.sampled_from(WORDS)),
    }
    return st.fixed_dictionaries(
        {**numbers, **times, **texts, **dict.fromkeys(OPEN, st.booleans())}
    )


def rank(tree: tuple[Any, ...], values: dict[str, Any]) -> int:
    """Return 0, 1 or 2 for false, unknown or true; None among the values is unknown."""
    match tree:
        case ("not", part):
            return 2 - rank(part, values)
        case ("and", one, other):
            return min(rank(one, values), rank(other, values))
        case ("or", one, other):
            return max(rank(one, values), rank(other, values))
        case ("field", name):
            return {None: 1, False: 0, True: 2}[values.get(name)]
        case ("value", value):
            return 2 if value else 0
        case ("listed", item, listed, is_wanted):
            one = term(item, values)
            return (
                1 if one is None else 2 * ((one in [term(x, values) for x in listed]) == is_wanted)
            )
        case ("member", item, tags, is_wanted):
            one, other = term(item, values), term(tags, values)
            return 1 if one is None or other is None else 2 * ((one in other) == is_wanted)
        case ("compare", sign, left, right):
            one, other = term(left, values), term(right, values)
            return 1 if one is None or other is None else 2 * SIGNS[sign](one, other)
    raise AssertionError(tree)


def term(tree: tuple[Any, ...], values: dict[str, Any]) -> Any:
    """Return what an operand stands for, None if it is unknown."""
    return tree[1] if tree[0] == "value" else values.get(tree[1])
