"""Large orders want experience: a rule of one shop, in one file."""

from __future__ import annotations

from ccsdk.hooks import Attribute, Eligibility, Plugin, hookimpl
from ccsdk.model.pure import AgentTraits, WorkKind


def four_eyes(kind: WorkKind, agent: AgentTraits) -> str | None:
    """Refuse a large order to who has not done many."""
    if kind.attributes.get("large") and agent.skills.get("orders", 0) < 4:
        return "junior"
    return None


class FourEyes:
    @hookimpl
    def register(self) -> list[Attribute | Eligibility]:
        return [
            Attribute(name="large", type="bool", source="form"),
            Eligibility(name="four-eyes", attributes=("large",), refuse=four_eyes),
        ]


plugin = Plugin(name="four-eyes", summary="Large orders want experience.", implementation=FourEyes)
