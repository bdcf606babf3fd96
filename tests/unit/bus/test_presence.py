"""The registry of sessions: one connection each, the newer one stays, and not too many."""

from __future__ import annotations

import pytest

from ccsdk.bus.presence import CONNECTIONS_MAX, SessionRegistry
from ccsdk.errors import OverloadedError
from ccsdk.model.principal import Principal, Role
from ccsdk.wire.refusal import CloseCode
from tests.unit.bus.fakes import ANA, MEI, TOM


class FakeMember:
    """Note how it was ended."""

    def __init__(self) -> None:
        self.ended: list[CloseCode] = []

    def end(self, code: CloseCode, reason: str) -> None:
        self.ended.append(code)


def test_same_session_twice_ends_the_older_connection() -> None:
    registry, older, newer = SessionRegistry(), FakeMember(), FakeMember()
    registry.enter(MEI, "se_1", older)

    registry.enter(MEI, "se_1", newer)

    assert (older.ended, newer.ended) == ([CloseCode.REPLACED], [])


def test_replaced_connection_leaves_without_its_session() -> None:
    registry, older, newer = SessionRegistry(), FakeMember(), FakeMember()
    registry.enter(MEI, "se_1", older)
    registry.enter(MEI, "se_1", newer)

    assert registry.leave(MEI, "se_1", older) is False
    assert registry.leave(MEI, "se_1", newer) is True
    assert registry.leave(MEI, "se_1", newer) is False


def test_session_names_of_two_principals_do_not_meet() -> None:
    registry, one, other = SessionRegistry(), FakeMember(), FakeMember()
    registry.enter(MEI, "se_1", one)

    registry.enter(TOM, "se_1", other)

    assert one.ended == []


@pytest.mark.parametrize("principal", [MEI, ANA], ids=lambda each: each.role.value)
def test_connections_of_one_principal_are_bounded(principal: Principal) -> None:
    registry = SessionRegistry()
    most = CONNECTIONS_MAX[principal.role]
    for number in range(most):
        registry.enter(principal, f"se_{number}", FakeMember())

    with pytest.raises(OverloadedError):
        registry.enter(principal, "se_more", FakeMember())
    registry.enter(principal, "se_0", FakeMember())
    registry.leave(principal, "se_1", registry._live[principal]["se_1"])
    registry.enter(principal, "se_more", FakeMember())

    assert len(registry._live[principal]) == most


def test_bounds_are_those_of_the_defaults() -> None:
    assert CONNECTIONS_MAX[Role.AGENT] == 10
    assert CONNECTIONS_MAX[Role.VISITOR] == 5
    assert set(CONNECTIONS_MAX) == set(Role)
