"""Fields are declared one by one or by families, and misspelt ones set right."""

from __future__ import annotations

from ccsdk.model.condition.field import Field, Type, declare, lookup, resembling

FIELDS = declare(
    Field("queue.waiting", Type.INT), Field("open.*", Type.BOOL), Field("open.main", Type.TEXT)
)


def test_a_field_is_found_by_its_name() -> None:
    assert lookup("queue.waiting", FIELDS) == Field("queue.waiting", Type.INT)


def test_a_family_declares_all_its_members_but_those_declared_themselves() -> None:
    assert lookup("open.late", FIELDS) == Field("open.late", Type.BOOL)
    assert lookup("open.main", FIELDS) == Field("open.main", Type.TEXT)


def test_what_is_not_declared_is_not_found() -> None:
    found = [lookup(name, FIELDS) for name in ("queue", "open", "open.a.b", "queue.free")]

    assert found == [None] * 4


def test_the_name_meant_is_found_among_fields_families_and_words() -> None:
    assert resembling("queue.wayting", FIELDS) == "queue.waiting"
    assert resembling("oqen.main", FIELDS) == "open.main"
    assert resembling("true", FIELDS) == "True"
    assert resembling("xyz", FIELDS) is None
