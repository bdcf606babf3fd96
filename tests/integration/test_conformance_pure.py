"""The conformance classes of pure contributions: the example passes, and offenders do not."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import pytest

from ccsdk.hooks import (
    Contribution,
    Eligibility,
    Plugin,
    PluginContext,
    Scorer,
    Strategy,
    hookimpl,
)
from ccsdk.model.pure import AgentTraits, AgentView, WorkKind, WorkView
from ccsdk.testing.conformance.pure import (
    EligibilityConformance,
    PureConformance,
    ScorerConformance,
    StrategyConformance,
)

pytestmark = [pytest.mark.integration]

HERE = "tests.integration.test_conformance_pure:offenders"


def by_hash(work: WorkView, agent: AgentView) -> int:
    return hash(agent.agent) % 1_000


def reads_a_file(work: WorkView, agent: AgentView) -> int:
    return len(Path("/dev/null").read_bytes())


def divides(work: WorkView, agent: AgentView) -> int:
    return 1_000 // agent.load


def dawdles(work: WorkView, agent: AgentView) -> int:
    return sum(range(20_000)) % 7


def imports_late(work: WorkView, agents: Sequence[AgentView]) -> str:
    import tabnanny

    return agents[len(tabnanny.__name__) % len(agents)].agent


def says_why(kind: WorkKind, agent: AgentTraits) -> str | None:
    return "in plain words" if kind.attributes else None


def by_town(kind: WorkKind, agent: AgentTraits) -> str | None:
    return "elsewhere" if kind.attributes.get("town") == "gold" else None


class Offenders:
    @hookimpl
    def register(self, ctx: PluginContext) -> Iterable[Contribution]:
        scorers = (by_hash, reads_a_file, divides, dawdles)
        return [
            *(Scorer(name=score.__name__, score=score) for score in scorers),
            Strategy(name="imports_late", choose=imports_late),
            Eligibility(name="says_why", attributes=("town",), refuse=says_why),
            Eligibility(name="by_town", attributes=("town",), refuse=by_town),
        ]


offenders = Plugin(name="offenders", summary="Does it all wrong.", implementation=Offenders)


class TestServedLast(ScorerConformance):
    plugin = "ccsdk_served_last:plugin"
    name = "served_last"


class TestLightest(StrategyConformance):
    plugin = "ccsdk_served_last:plugin"
    name = "lightest"


class TestByTown(EligibilityConformance):
    plugin = HERE
    name = "by_town"


ALIKE = PureConformance.test_every_process_and_hash_seed_gets_the_same_answers
PURE = PureConformance.test_it_touches_no_file_no_socket_and_no_process
TOTAL = PureConformance.test_it_answers_whatever_it_is_shown
QUICK = PureConformance.test_it_stays_within_its_budget


@pytest.mark.parametrize(
    ("base", "offender", "test"),
    [
        (ScorerConformance, "by_hash", ALIKE),
        (ScorerConformance, "reads_a_file", PURE),
        (ScorerConformance, "divides", TOTAL),
        (ScorerConformance, "dawdles", QUICK),
        (StrategyConformance, "imports_late", PURE),
        (EligibilityConformance, "says_why", TOTAL),
    ],
)
def test_an_offender_is_found_out(
    base: type[PureConformance], offender: str, test: Callable[[Any], None]
) -> None:
    sys.modules.pop("tabnanny", None)
    offending = type("Offending", (base,), {"plugin": HERE, "name": offender})()

    with pytest.raises(AssertionError):
        test(offending)
