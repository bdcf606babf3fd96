from __future__ import annotations

from ccsdk.model.leg import LegRole
from ccsdk.model.relation import COMPUTED, ref_of


def test_each_role_of_a_leg_is_a_computed_ref() -> None:
    refs = {role: ref_of(role) for role in LegRole}

    assert refs == {
        LegRole.OWNER: "owner",
        LegRole.MEMBER: "member",
        LegRole.MONITOR: "listener",
        LegRole.WHISPER: "listener",
    }
    assert set(refs.values()) < set(COMPUTED)
