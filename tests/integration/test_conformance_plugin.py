"""The conformance class of plugins: who does nothing wrong passes, and offenders do not."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from ccsdk.testing.conformance import plugin as conformance
from ccsdk.testing.conformance.plugin import PluginConformance

pytestmark = [pytest.mark.integration]

HERE = "tests.integration.offending"
MODULE = """
from ccsdk.hooks import Plugin
{}
class Acme: ...
plugin = Plugin(name="acme", summary="", implementation=Acme)
"""


class TestGood(PluginConformance):
    plugin = f"{HERE}:good"


IMPORTED = PluginConformance.test_it_is_imported_without_io
QUICK = PluginConformance.test_it_is_imported_quickly
REGISTERED = PluginConformance.test_register_does_no_io_and_answers_the_same_each_time
LIVES = PluginConformance.test_it_starts_and_stops_twice_and_leaks_nothing
KILLED = PluginConformance.test_killed_before_or_after_a_commit_it_has_each_effect_once
ALONE = PluginConformance.test_it_runs_in_a_process_of_its_own_or_says_why_not


def offending(plugin: str, **members: Any) -> PluginConformance:
    made: PluginConformance = type(
        "Offending", (PluginConformance,), {"plugin": plugin, **members}
    )()
    return made


def hold(test: Callable[..., None], subject: PluginConformance, tmp_path: Path) -> None:
    takes_folder = "tmp_path" in inspect.signature(test).parameters
    test(subject, tmp_path) if takes_folder else test(subject)


@pytest.mark.parametrize(
    ("name", "test"),
    [
        ("writing", REGISTERED),
        ("changing", REGISTERED),
        ("serving", ALONE),
        ("leaking", LIVES),
        ("forgetful", KILLED),
        ("stubborn", KILLED),
    ],
)
def test_an_offender_is_found_out(
    name: str, test: Callable[..., None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conformance, "OBSERVE_S", 0.5)
    monkeypatch.setattr(conformance, "THREAD_S", 0.1)

    with pytest.raises(AssertionError):
        hold(test, offending(f"{HERE}:{name}"), tmp_path)

    assert not Path("left").exists()


def test_a_pool_that_nobody_holds_any_longer_is_no_leak(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conformance, "THREAD_S", 5.0)
    before = conformance._held()
    held_by_itself: list[Any] = [ThreadPoolExecutor(1)]
    held_by_itself.append(held_by_itself)
    held_by_itself[0].submit(lambda: None).result()

    del held_by_itself

    assert conformance._leaked(before) == []


def test_a_reason_to_stay_in_process_is_asked_for_only_where_there_is_one() -> None:
    ALONE(offending(f"{HERE}:serving", in_process="It serves files."))

    with pytest.raises(AssertionError, match="nothing of it is bound"):
        ALONE(offending(f"{HERE}:good", in_process="It likes it here."))


@pytest.mark.parametrize(
    ("name", "line", "test"),
    [
        ("acme_socket", "import socket; socket.socket().close()", IMPORTED),
        ("acme_file", "open('left', 'w').close()", IMPORTED),
        ("acme_absent", "import no_such_vendor", IMPORTED),
        ("acme_slow", "sum(range(60_000_000))", QUICK),
    ],
)
def test_what_an_import_does_is_found_out(
    name: str,
    line: str,
    test: Callable[..., None],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (tmp_path / f"{name}.py").write_text(MODULE.format(line))
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(conformance, "IMPORTS", 1)
    # The test's own process does not import it: there nothing is refused.
    monkeypatch.setattr(conformance, "_named", lambda text: NAMELESS)

    with pytest.raises(AssertionError):
        hold(test, offending(f"{name}:plugin"), tmp_path)


class Nameless:
    name = "acme"


NAMELESS = Nameless()
