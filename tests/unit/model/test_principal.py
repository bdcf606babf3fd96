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
