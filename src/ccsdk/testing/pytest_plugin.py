"""Fixtures for the tests of a plugin: `pytest_plugins = ["ccsdk.testing.pytest_plugin"]`.

A test that is an `async def` and uses one of them is run by an event loop of its own; no other
pytest plugin is needed for that, and where one runs it already, it may. docs/plugins/
test-your-plugin.md shows each at work.
"""

from __future__ import annotations

import asyncio
import functools
import inspect
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

from ccsdk.testing.clock import VirtualClock

if TYPE_CHECKING:
    from ccsdk.testing.harness import Stage
    from ccsdk.testing.mischief import Mischief

__all__ = [
    "cc_center",
    "cc_client",
    "cc_clock",
    "cc_faults",
    "cc_http",
    "cc_inject",
    "cc_log",
    "cc_remote",
    "cc_replay",
    "cc_stage",
]

pytest.register_assert_rewrite("ccsdk.testing.conformance", "ccsdk.testing.harness")


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """Run a coroutine function that uses a fixture of ours, unless somebody else does."""
    test = pyfuncitem.obj
    is_ours = any(name.startswith("cc_") for name in pyfuncitem.fixturenames)
    if not is_ours or not inspect.iscoroutinefunction(test):
        return None
    names = inspect.signature(test).parameters
    asyncio.run(test(**{name: pyfuncitem.funcargs[name] for name in names}))
    return True


def pytest_configure(config: pytest.Config) -> None:
    """Know the mark of what needs a browser."""
    config.addinivalue_line("markers", "browser: drives a system Chromium")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Refuse a test of a conformance class that is expected to fail, or left out, without why.

    Raises:
        pytest.UsageError: It has no reason.
    """
    from ccsdk.testing.conformance.rules import Conformance

    for item in items:
        if not issubclass(getattr(item, "cls", None) or object, Conformance):
            continue
        for name in ("xfail", "skip", "skipif"):
            for mark in item.iter_markers(name):
                if not mark.kwargs.get("reason"):
                    raise pytest.UsageError(f"{item.nodeid}: {name} needs a reason")


@pytest.fixture
def cc_clock() -> VirtualClock:
    """Provide the clock of `cc_center`: it stands still until `advance` or `jump`."""
    return VirtualClock()


@pytest.fixture
def cc_stage(cc_clock: VirtualClock) -> Stage:
    """Provide what all the others are parts of."""
    from ccsdk.testing.harness import Stage

    return Stage(cc_clock)


@pytest.fixture
def cc_center(cc_stage: Stage) -> Any:
    """Provide centers, each for the length of an `async with`."""
    return cc_stage.center


@pytest.fixture
def cc_client(cc_stage: Stage) -> Any:
    """Provide who gives commands: an agent, a supervisor or a visitor."""
    return cc_stage.client


@pytest.fixture
def cc_inject(cc_stage: Stage) -> Stage:
    """Provide what happens: `interaction(text)`, `message(...)`, `answered(interaction)`."""
    return cc_stage


@pytest.fixture
def cc_http(cc_stage: Stage) -> Any:
    """Provide requests to the center by HTTP, without a socket."""
    return cc_stage.http


@pytest.fixture
def cc_log(cc_stage: Stage) -> Any:
    """Provide the events so far, by type and fields."""
    return cc_stage.events


@pytest.fixture
def cc_remote(cc_stage: Stage) -> Any:
    """Provide centers whose plugin runs outside of them, over a socket."""
    from ccsdk.testing.remote import remotely

    return functools.partial(remotely, cc_stage)


@pytest.fixture
def cc_replay(cc_stage: Stage) -> Any:
    """Provide the proof that without plugins the log leads to the same state."""
    return cc_stage.replayed


@pytest.fixture
def cc_faults() -> Iterator[Mischief]:
    """Provide plugins that fail in a part, until it is healed."""
    from ccsdk.testing.mischief import Mischief

    mischief = Mischief()
    yield mischief
    mischief.heal()
