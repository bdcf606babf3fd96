"""`ccsdk plugins bench`: how long a plugin takes to import, to register, and to answer.

Questions are made up, and asked outside of any center: a hook that needs one says so by
raising, and that is printed instead of a figure. Nothing is written anywhere.
"""

from __future__ import annotations

import asyncio
import inspect
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import click

from ccsdk.center.clock import SystemClock
from ccsdk.cli.place import draw
from ccsdk.cli.plugin_show import candidate_of
from ccsdk.hooks import specs
from ccsdk.hooks.authentication import Credentials
from ccsdk.hooks.profile import Arrival, Identity
from ccsdk.hooks.query import Deadline
from ccsdk.plugins.host import Implementation
from ccsdk.plugins.isolation import told

__all__ = ["bench"]

_IMPORT_ROUNDS = 3


def bench(center: Path, name: str, rounds: int) -> None:
    """Print medians: the import in a new process, `register`, and each query hook."""
    blueprint = draw(center)
    candidate = candidate_of(blueprint, name)
    implementation = candidate.manifest.implementation
    if isinstance(implementation, str):
        module = implementation.partition(":")[0]
        click.echo(f"import {module}: {_imported_ms(module):.1f} ms beyond what ccsdk needs")
    context = blueprint.host.context(name)
    for hook in ("register", *specs.QUERIES):
        for each in blueprint.host.implementations(hook):
            if each.plugin == name:
                click.echo(f"{hook}: {_timed(each, {'ctx': context, **_made_up(hook)}, rounds)}")


def _imported_ms(module: str) -> float:
    """Return the median of what an import takes in a process of its own."""
    script = (
        "import sys, importlib, time, ccsdk.hooks; start = time.perf_counter();"
        f"importlib.import_module({module!r}); print((time.perf_counter() - start) * 1000)"
    )
    command = [sys.executable, "-c", script]
    rounds = (
        subprocess.run(command, capture_output=True, text=True, check=True).stdout
        for _ in range(_IMPORT_ROUNDS)
    )
    return median(map(float, rounds))


def _made_up(hook: str) -> dict[str, Any]:
    """Return arguments as a center might give them, by their names."""
    limit_ms = specs.QUERIES[hook].timeout_ms if hook in specs.QUERIES else 0
    clock = SystemClock()
    identity = Identity(account="bench", channel="chat", customer="c-1")
    return {
        "deadline": Deadline(clock, clock.monotonic_ms() + limit_ms),
        "credentials": Credentials({"type": "http", "path": "/", "headers": []}),
        "identity": identity,
        "interaction": Arrival(interaction="i-1", queue="bench", identity=identity),
        "query": "delivery",
        "limit": 3,
    }


def _timed(each: Implementation, arguments: dict[str, Any], rounds: int) -> str:
    named = {name: arguments.get(name) for name in each.arguments}
    try:
        took = asyncio.run(_rounds(each.function, named, rounds))
    except (Exception, SystemExit) as error:
        return f"cannot be asked outside of a center: {told(error)}"
    return f"{median(took) * 1_000_000:.0f} us (median of {rounds})"


async def _rounds(function: Callable[..., Any], named: dict[str, Any], rounds: int) -> list[float]:
    took = []
    for _ in range(rounds):
        start = perf_counter()
        answer = function(**named)
        if inspect.isawaitable(answer):
            await answer
        else:
            list(answer or ())
        took.append(perf_counter() - start)
    return took
