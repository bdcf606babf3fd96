"""Fork a child per mutant of a collected session: nothing is imported or collected again."""

from __future__ import annotations

import os
import resource
from collections.abc import Callable, Iterable

import pytest

__all__ = ["SECONDS_MAX", "check_unmutated", "survives"]

# Of its own time a child may take so much; who takes more runs for ever, and is found out too.
SECONDS_MAX = 60


def check_unmutated(session: pytest.Session) -> None:
    """Say so if the tests fail by themselves: every mutant would count as killed."""
    if not survives(session, session.items, lambda: None):
        pytest.exit("the tests fail without a mutant", returncode=1)


def survives(
    session: pytest.Session, items: Iterable[pytest.Item], plant: Callable[[], None]
) -> bool:
    """Run tests in a child in which a mutant was planted; say whether all of them pass."""
    child = os.fork()
    if child:
        return os.waitpid(child, 0)[1] == 0
    session.config.pluginmanager.unregister(name="terminalreporter")
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS_MAX, SECONDS_MAX))
    plant()
    for item in items:
        item.ihook.pytest_runtest_protocol(item=item, nextitem=None)
        if session.testsfailed:
            os._exit(1)
    os._exit(0)
