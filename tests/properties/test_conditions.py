"""Any text is read or refused, any values are judged, and both as others judge them."""

from __future__ import annotations

from itertools import product
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ccsdk.errors import ConditionError
from ccsdk.model.condition import Condition, Fault, is_covered, lint, parse
from tests.properties.condition_world import FIELDS, OPEN, WORDS, Sample, known, rank, samples

PIECES = st.sampled_from(
    """and or not in True False ( ) [ ] , == != < <= > >= = ! 1 -2 007 20s "20s" 'chat' "x' \\ .
    queue.n1 interaction.waited interaction.channel customer.tags open.a open.24x7 attr.x queue
    lambda __import__ ** := # \0 \n \u202e é""".split(" ")
)
SOUP = st.lists(PIECES, max_size=60).map(" ".join)
NAMES = sorted({*FIELDS, *OPEN} - {"open.*"})
RANKED = (False, None, True)
GARBAGE = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=True),
    st.text(max_size=3),
    st.lists(st.integers(), max_size=2),
    st.frozensets(st.one_of(st.integers(), st.text(max_size=3)), max_size=3),
)


def attempt(text: str) -> Condition | ConditionError:
    """Return what becomes of a text; any other exception is a failure."""
    try:
        return parse(text, FIELDS)
    except ConditionError as error:
        return error


@settings(max_examples=500)
@given(st.one_of(SOUP, st.text(max_size=600), st.text("()[]not ", max_size=520)))
def test_any_text_is_read_or_refused_at_one_of_its_columns(text: str) -> None:
    outcome = attempt(text)

    if isinstance(outcome, ConditionError):
        assert 1 <= outcome.column <= len(text) + 1
        assert str(outcome).startswith(f"column {outcome.column}: ")
    else:
        assert attempt(str(outcome)) == outcome


@settings(max_examples=300)
@given(samples(), st.data())
def test_a_text_broken_at_one_place_is_read_or_refused(sample: Sample, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(sample.text)))
    instead = data.draw(st.one_of(st.just(""), PIECES, st.characters()))

    outcome = attempt(sample.text[:at] + instead + sample.text[at + 1 :])

    assert isinstance(outcome, Condition | ConditionError)


@settings(max_examples=300)
@given(samples())
def test_what_is_printed_reads_the_same(sample: Sample) -> None:
    condition = parse(sample.text, FIELDS)

    again = parse(str(condition), FIELDS)

    assert again == condition
    assert str(again) == str(condition)
    assert again.fields == condition.fields


@settings(max_examples=300)
@given(samples(8), known())
def test_python_reads_the_same_into_it(sample: Sample, values: dict[str, Any]) -> None:
    expected = eval(sample.python, {"v": values})  # noqa: S307

    assert parse(sample.text, FIELDS).evaluate(values) is expected


@settings(max_examples=300)
@given(samples(8), known(), st.sets(st.sampled_from(NAMES)))
def test_evaluation_agrees_with_a_walk_over_the_tree(
    sample: Sample, values: dict[str, Any], unknown: set[str]
) -> None:
    given_values = {name: value for name, value in values.items() if name not in unknown}

    outcome = parse(sample.text, FIELDS).evaluate(given_values)

    assert outcome is RANKED[rank(sample.tree, given_values)]


@settings(max_examples=300)
@given(samples(8), st.dictionaries(st.sampled_from(NAMES), GARBAGE))
def test_no_values_make_evaluation_or_explanation_fail(
    sample: Sample, values: dict[str, Any]
) -> None:
    condition = parse(sample.text, FIELDS)

    outcome, parts = condition.evaluate(values), condition.explain(values)

    assert outcome in RANKED
    assert all(str(part) for part in parts)


@settings(max_examples=300)
@given(samples(8), known(), st.sets(st.sampled_from(NAMES)))
def test_learning_more_never_takes_an_answer_back(
    sample: Sample, values: dict[str, Any], unknown: set[str]
) -> None:
    condition = parse(sample.text, FIELDS)

    before = condition.evaluate({n: value for n, value in values.items() if n not in unknown})

    assert before is None or condition.evaluate(values) is before


def worlds(names: list[str]) -> list[dict[str, Any]]:
    """Return every combination of values that these fields' literals can tell apart."""
    of = {
        "queue": range(9),
        "interaction.waited": range(0, 6_001, 500),
        "queue.wait": range(0, 6_001, 500),
        "interaction.channel": WORDS[:3],
        "interaction.language": (*WORDS, "other"),
        "open": (False, True),
    }
    choices = [of.get(name) or of[name.partition(".")[0]] for name in names]
    return [dict(zip(names, chosen, strict=True)) for chosen in product(*choices)]


@settings(max_examples=300)
@given(samples(3))
def test_lint_finds_exactly_what_trying_everything_finds(sample: Sample) -> None:
    condition = parse(sample.text, FIELDS)
    names = [field.name for field in condition.fields]
    assume("customer.tags" not in names)
    assume(len(names) <= 3)

    outcomes = {condition.evaluate(values) for values in worlds(names)}

    faults = {each.fault for each in lint(condition) if each.part == str(condition)}
    assert (Fault.NEVER_TRUE in faults) is (outcomes == {False})
    assert (Fault.ALWAYS_TRUE in faults) is (outcomes == {True} and str(condition) != "True")


@settings(max_examples=300)
@given(samples(2), samples(2))
def test_a_covered_rule_never_fires_first(one: Sample, other: Sample) -> None:
    earlier, later = parse(one.text, FIELDS), parse(other.text, FIELDS)
    names = sorted({field.name for each in (earlier, later) for field in each.fields})
    assume("customer.tags" not in names)
    assume(len(names) <= 3)

    fires_first = any(
        later.evaluate(values) is True and earlier.evaluate(values) is not True
        for values in worlds(names)
    )

    if is_covered(later, [earlier]):
        assert not fires_first
