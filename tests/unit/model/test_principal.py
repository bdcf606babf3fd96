from __future__ import annotations

import attrs
import pytest

from ccsdk.model.principal import SYSTEM, Principal, Role


def test_a_principal_is_equal_to_who_has_the_same_facts() -> None:
    assert Principal(id="ana", role=Role.AGENT) == Principal(id="ana", role=Role.AGENT)
    assert Principal(id="ana", role=Role.AGENT) != Principal(id="ana", role=Role.SUPERVISOR)


def test_the_system_is_one_principal() -> None:
    assert (SYSTEM.id, SYSTEM.role) == ("system", Role.SYSTEM)


def test_nobody_changes_who_they_are() -> None:
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        SYSTEM.role = Role.AGENT


def test_who_was_signed_for_is_another_than_who_was_not() -> None:
    known = Principal(id="v", role=Role.VISITOR, customer="cu_1", is_verified=True)
    unknown = attrs.evolve(known, is_verified=False)

    assert known != unknown


def test_a_name_makes_nobody_another_and_is_not_printed() -> None:
    named = Principal(id="v", role=Role.VISITOR, name="Mia Secret")

    assert named == Principal(id="v", role=Role.VISITOR)
    assert hash(named) == hash(Principal(id="v", role=Role.VISITOR))
    assert "Mia" not in repr(named)
