"""A stack says whose code runs: the plugin's, past what it calls, and never the core's."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

import pytest

from ccsdk.plugins.blame import Blame, Home, blame, home_of

HOMES = {
    "crm": Home("acme.crm.implementation"),
    "sms": Home("acme.sms"),
    "own": Home("shop.server", is_shared=True),
}


def in_module(name: str, source: str, **given: Any) -> dict[str, Any]:
    """Return the names of a module that is made up."""
    module: dict[str, Any] = {"__name__": name, **given}
    exec(compile(source, f"/code/{name}.py", "exec"), module)
    return module


def here() -> FrameType:
    return sys._getframe(1)


def calling(name: str, inner: Callable[[], Any], *, function: str = "work") -> Callable[[], Any]:
    source = f"\ndef {function}():\n    return inner()\n"
    found: Callable[[], Any] = in_module(name, source, inner=inner)[function]
    return found


def look() -> Blame | None:
    # What a plugin calls of others, this test for one, is the plugin's own doing.
    return blame(here(), HOMES)


@pytest.mark.parametrize(
    ("module", "plugin"),
    [
        ("acme.crm.implementation", "crm"),
        ("acme.crm.vendor.client", "crm"),
        ("acme.sms.sending", "sms"),
        ("shop.server", "own"),
    ],
)
def test_code_belongs_to_the_plugin_that_lives_nearest(module: str, plugin: str) -> None:
    found = calling(module, look)()

    assert found == Blame(plugin=plugin, part="work", place=f"/code/{module}.py:3")


@pytest.mark.parametrize("module", ["shop.views", "shop", "ccsdk.bus.hub", "requests.api"])
def test_the_embedding_programs_code_and_the_cores_are_nobodys(module: str) -> None:
    assert calling(module, look)() is None


def test_it_names_the_function_that_was_called_and_the_line_where_it_stands() -> None:
    inner = calling("acme.sms.sending", calling("socket", look), function="send")

    found = calling("acme.sms", inner, function="on_event")()

    assert found == Blame(plugin="sms", part="on_event", place="/code/acme.sms.sending.py:3")


def test_what_the_core_does_for_a_plugin_is_the_cores() -> None:
    assert calling("acme.sms", calling("ccsdk.plugins.delivery", look))() is None


def test_what_lies_outside_of_the_core_is_another_story() -> None:
    outside = calling("acme.sms", calling("asyncio.events", calling("acme.crm", look)))

    found = outside()

    assert found is not None
    assert (found.plugin, found.part) == ("crm", "work")


def test_a_manifest_says_where_its_plugin_lives() -> None:
    assert home_of("acme_crm.implementation:Crm") == Home("acme_crm.implementation")
    assert home_of(Blame) == Home("ccsdk.plugins.blame", is_shared=True)
    assert blame(None, HOMES) is None
