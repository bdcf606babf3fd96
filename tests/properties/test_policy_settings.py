"""Whatever stands in a queue's table, reading it ends in settings or in mistakes with a path."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import attrs
from hypothesis import given
from hypothesis import strategies as st

from ccsdk.center.policies import findings, policies_of
from ccsdk.center.policy_settings import ClassSettings, OverflowSettings, StepSettings
from ccsdk.center.promises import promises
from ccsdk.center.queue_settings import QueueSettings, RequirementSettings
from ccsdk.center.references import check_references
from ccsdk.center.settings import CenterSettings
from ccsdk.engine.engine import decide
from ccsdk.engine.state import State
from ccsdk.errors import ConfigurationError
from ccsdk.model.principal import SYSTEM
from ccsdk.plugins.conversion import Reader
from tests.unit.center.shop import tables

WORDS = (
    *("sales", "delivery", "end", "message", "furniture", "vip", "position", "callback", "oak"),
    *("ageing", "priority", "fifo", "flow_out", "1s", "90s", "2 min", "5", ""),
    *("True", "attr.vip", "queue.free > 1", "open.shop", "interaction.waited > '9s'", "queue.fre"),
)
SCALARS = st.sampled_from(WORDS) | st.integers(-1, 40) | st.booleans() | st.just(1.5)


def some(kind: type, *parts: str, **also: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Return tables with these parts and some others that a kind has, mostly of sane values."""
    names = [field.name.removesuffix("_ms") for field in attrs.fields(kind)]
    fields = {name: also.get(name, SCALARS) for name in (*names, "wrong")}
    needed = {name: fields.pop(name) for name in parts}
    return st.fixed_dictionaries(needed, optional=fields)


ORDERS = st.fixed_dictionaries({}, optional={"tier": SCALARS, "head_start": SCALARS})
QUEUES = some(
    QueueSettings,
    overflow=st.lists(some(OverflowSettings, "to") | SCALARS, max_size=3) | SCALARS,
    classes=st.lists(some(ClassSettings, "name") | SCALARS, max_size=3) | SCALARS,
    steps=st.lists(some(StepSettings, "after", order=ORDERS) | SCALARS, max_size=3) | SCALARS,
    requires=st.lists(some(RequirementSettings, "skill"), max_size=2),
    skills=st.lists(SCALARS, max_size=2),
)


def read(**queues: Any) -> tuple[CenterSettings, list[ConfigurationError]]:
    """Return settings with these queues, and all that is wrong in them."""
    reader = Reader(folder=Path(), environ={})
    settings = reader.table(CenterSettings, tables(queues=queues), path="")
    assert settings is not None
    check_references(settings, reader)
    return settings, reader.mistakes


@given(QUEUES)
def test_a_wild_table_has_mistakes_that_say_where(queue: dict[str, Any]) -> None:
    _, mistakes = read(sales=queue, delivery={})

    assert all(each.path.startswith("queues.sales.") for each in mistakes)


def table(**parts: Any) -> st.SearchStrategy[dict[str, Any]]:
    fixed = {
        name: each if isinstance(each, st.SearchStrategy) else st.just(each)
        for name, each in parts.items()
    }
    return st.fixed_dictionaries(fixed)


WHEN = st.sampled_from(("True", "attr.vip", "queue.free > 1", "queue.free < 0", "not attr.vip"))
QUEUE = st.sampled_from(("sales", "delivery"))
OPERATIONS = (
    table(say="Hello."),
    table(move=QUEUE),
    table(relax="furniture"),
    table(order=table(tier=st.integers(0, 3))),
    table(end=True, when=WHEN),
)
SOUND = st.fixed_dictionaries(
    {},
    optional={
        "skills": st.lists(st.sampled_from(("furniture", "oak")), unique=True),
        "max_waiting": st.integers(0, 9),
        "needs_staff": st.booleans(),
        "discipline": st.just("priority"),
        "handle_cap": st.just("9 min"),
        "overflow": st.lists(table(to=st.sampled_from(("delivery", "end", "message")), when=WHEN)),
        "steps": st.lists(
            st.one_of(OPERATIONS).map(lambda does: {"after": "9s", **does}), max_size=4
        ),
    },
)


@given(SOUND, SOUND)
def test_what_reads_well_is_taken_linted_and_promised(
    sales: dict[str, Any], delivery: dict[str, Any]
) -> None:
    settings, mistakes = read(sales=sales, delivery=delivery)
    state = State()

    policies = policies_of(settings, 0)
    found, promised = list(findings(settings, policies)), list(promises(policies))

    for name, definition in policies.queues.items():
        decide(state, definition, by=SYSTEM, now_ms=1, key=name)
    assert mistakes == []
    assert set(state.queues) == {"sales", "delivery"}
    assert all(each.path.split(".")[1] in state.queues for each in found)
    assert all(line.startswith("queues.") for line in promised)
