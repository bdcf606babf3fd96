"""What the engine counts on in a scorer, an eligibility or a strategy, as tests.

Subclass one, name the plugin and the contribution, and run it. The views are made up: among
them the emptiest, the fullest, and what no center of yours may ever send.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from functools import cache, partial
from importlib import import_module
from pathlib import Path
from random import Random
from typing import Any, ClassVar, TypeVar

from ccsdk.engine.pure import Reply, chosen, refusal, scored
from ccsdk.hooks.routing import Eligibility, PureContribution, Scorer, Strategy
from ccsdk.model.pure import (
    SHORTLIST_MAX,
    AgentTraits,
    AgentView,
    PureObjects,
    StrikeReason,
    WorkKind,
    WorkView,
)
from ccsdk.model.skill import SkillRequirement
from ccsdk.plugins.conversion import Reader
from ccsdk.plugins.discovery import find_plugins
from ccsdk.plugins.starting import start_plugins
from ccsdk.testing.conformance.rules import Conformance

__all__ = ["EligibilityConformance", "ScorerConformance", "StrategyConformance", "print_answers"]

C = TypeVar("C", bound=PureContribution)

VIEWS = 200
HASH_SEEDS = ("0", "4711")
ROUNDS = 5
# What a pure function has no business with, as Python's audit events name it.
BLOCKED = ("open", "socket.", "subprocess.", "os.", "shutil.", "time.sleep", "sqlite3.", "import")


def contributed(plugin: str, settings: Mapping[str, Any], kind: type[C], name: str) -> C:
    """Return what a plugin contributes under a name."""
    module, _, attribute = plugin.partition(":")
    manifest = getattr(import_module(module), attribute)
    reader = Reader(folder=Path(), environ=os.environ)
    tables = {manifest.name: {**settings, "required": True}}
    candidates, _ = find_plugins(tables, manifests=[manifest], reader=reader, entry_points=())
    assert not reader.mistakes, reader.mistakes
    host = start_plugins(candidates, center="conformance")
    found = {each.name: each for _, each in host.contributions(kind)}
    assert name in found, f"{plugin} contributes {sorted(found)}, and no {name!r}"
    return found[name]


def works(attributes: tuple[str, ...]) -> Iterator[WorkView]:
    """Yield Interactions, the same ones each time; some have the attributes, some do not."""
    chance = Random(1)
    for number in range(VIEWS):
        values = (True, False, 0, -1, 2**53, "gold", "x" * 64)
        known = {name: chance.choice(values) for name in attributes if chance.random() < 0.7}
        names = chance.sample(("sofa", "bed", "lamp"), number % 4)
        yield WorkView(
            queue=chance.choice(("sales", "q" * 96)),
            channel=chance.choice(("chat", "voice", "email")),
            service_class=chance.choice((None, "vip")),
            attributes=known,
            requirements=tuple(SkillRequirement(skill=name, min=3) for name in names),
            waited_ms=chance.choice((0, 1, 10**12)),
            last_agent=chance.choice((None, "a0", "gone")),
            draw=chance.choice((0, 2**64 - 1)),
        )


def teams() -> Iterator[list[AgentView]]:
    """Yield one to 32 free Agents, the same ones each time."""
    chance = Random(2)
    for number in range(VIEWS):
        yield [
            AgentView(
                agent=f"a{each}",
                skills=dict.fromkeys(("sofa", "bed")[: chance.randrange(3)], 1 + each % 5),
                used={"chat": each % 4} if each % 4 else {},
                load=25 * (each % 4),
                idle_ms=chance.choice((0, 5, 10**12)),
            )
            for each in range(1 + number % SHORTLIST_MAX)
        ]


def replies(contribution: PureContribution) -> Iterator[Callable[[], Reply[Any]]]:
    """Yield how to ask a contribution about each of the views, checked as the engine does."""
    name = contribution.name
    attributes = ("town", "plan", "orders")
    if isinstance(contribution, Eligibility):
        objects = PureObjects(eligibility={name: contribution})
        for work, team in zip(works(contribution.attributes), teams(), strict=True):
            kind = WorkKind(
                queue=work.queue,
                channel=work.channel,
                service_class=work.service_class,
                attributes=work.attributes,
            )
            traits = AgentTraits(agent=team[-1].agent, priority=0, skills=team[-1].skills)
            yield partial(refusal, objects, name, kind, traits)
    elif isinstance(contribution, Scorer):
        objects = PureObjects(scorers={name: contribution})
        for work, team in zip(works(attributes), teams(), strict=True):
            yield partial(scored, objects, name, work, team)
    else:
        objects = PureObjects(strategies={name: contribution})
        for work, team in zip(works(attributes), teams(), strict=True):
            yield partial(chosen, objects, name, work, team)


def print_answers(plugin: str, settings: str, kind: str, name: str) -> None:
    """Print every answer as JSON, with files, sockets, processes and sleep out of reach."""
    kinds = {each.__name__: each for each in (Scorer, Eligibility, Strategy)}
    contribution = contributed(plugin, json.loads(settings), kinds[kind], name)
    asking = list(replies(contribution))
    touched: list[str] = []

    def audit(event: str, details: tuple[Any, ...]) -> None:
        if not touched and event.startswith(BLOCKED):
            touched.append(event)
            raise PermissionError(f"{name} does {event} {details}")

    sys.addaudithook(audit)
    answers = [ask() for ask in asking]
    is_pure = not touched
    touched.append("done")
    plain = [(answer, wrong and wrong.value) for answer, wrong in answers]
    sys.stdout.write(json.dumps({"answers": plain, "touched": [] if is_pure else touched[:1]}))


class PureConformance(Conformance):
    """Hold a pure contribution against what the engine counts on; subclass one of its kinds.

    `plugin` is where the manifest is, `module:attribute`; `settings` its table, if it needs
    any; `name` which of its contributions is meant.
    """

    plugin: ClassVar[str]
    name: ClassVar[str]
    settings: ClassVar[Mapping[str, Any]] = {}
    kind: ClassVar[type[PureContribution]]

    def test_every_process_and_hash_seed_gets_the_same_answers(self) -> None:
        first, *others = (told(self, seed)["answers"] for seed in HASH_SEEDS)

        assert all(each == first for each in others)

    def test_it_touches_no_file_no_socket_and_no_process(self) -> None:
        assert told(self, HASH_SEEDS[0])["touched"] == []

    def test_it_answers_whatever_it_is_shown(self) -> None:
        contribution = contributed(self.plugin, self.settings, self.kind, self.name)

        wrong = {reason for _, reason in (ask() for ask in replies(contribution)) if reason}

        assert wrong == set[StrikeReason]()

    def test_it_stays_within_its_budget(self) -> None:
        contribution = contributed(self.plugin, self.settings, self.kind, self.name)

        late = (us for us in self._fastest_us(contribution) if us > contribution.budget_us)

        assert next(late, None) is None

    def _fastest_us(self, contribution: PureContribution) -> Iterator[float]:
        """Yield the shortest time that each answer took; a longer one is the machine's."""
        for ask, team in zip(replies(contribution), teams(), strict=True):
            # One is asked for twice, and a scorer once about each Agent.
            count = len(team) + 1 if isinstance(contribution, Scorer) else 2
            spent = []
            for _ in range(ROUNDS):
                started_ns = time.perf_counter_ns()
                ask()
                spent.append(time.perf_counter_ns() - started_ns)
            yield min(spent) / 1_000 / count


def told(of: PureConformance, hash_seed: str) -> dict[str, Any]:
    """Return what a process of its own answers."""
    settings = json.dumps(dict(of.settings))
    return _told(of.plugin, settings, of.kind.__name__, of.name, hash_seed)


@cache
def _told(plugin: str, settings: str, kind: str, name: str, hash_seed: str) -> dict[str, Any]:
    script = f"from {__name__} import print_answers; import sys; print_answers(*sys.argv[1:])"
    path = os.pathsep.join(sys.path)
    done = subprocess.run(
        [sys.executable, "-c", script, plugin, settings, kind, name],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONHASHSEED": hash_seed, "PYTHONPATH": path},
    )
    assert done.returncode == 0, done.stderr
    answers: dict[str, Any] = json.loads(done.stdout)
    return answers


class ScorerConformance(PureConformance):
    """Hold a `Scorer` against what the engine counts on."""

    kind = Scorer


class EligibilityConformance(PureConformance):
    """Hold an `Eligibility` against what the engine counts on."""

    kind = Eligibility


class StrategyConformance(PureConformance):
    """Hold a `Strategy` against what the engine counts on."""

    kind = Strategy
