"""The conformance class of panels: what is done wrong is found."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from ccsdk.hooks import Contribution, Panel, Plugin, Routes, hookimpl
from ccsdk.testing.conformance.panel import PanelConformance

pytestmark = [pytest.mark.integration]

SERVED = PanelConformance.test_the_module_of_each_panel_is_served_and_defines_its_element
ASKED = PanelConformance.test_what_a_panel_asks_of_its_own_plugin_is_answered
LOADED = PanelConformance.test_a_panel_loads_and_is_taken_away_without_an_error
GOOD = 'class A extends HTMLElement {}\ncustomElements.define("acme-card", A);\n'
RAISING = GOOD.replace("{}", '{ connectedCallback() { throw new Error("oh"); } }')
OTHER = GOOD.replace("acme-card", "acme-cart")
MARKUP = GOOD.replace("{}", "{ set context(c) { this.innerHTML = c.customer.name; } }")


def paneled(folder: Path, *requests: str) -> Plugin:
    class Acme:
        @hookimpl
        def register(self) -> Iterable[Contribution]:
            panel = Panel(
                slot="context",
                tag="acme-card",
                module="card.js",
                title="Card",
                requests=requests,
            )
            return [Routes(static=folder), panel]

    return Plugin(name="acme", summary="Shows a card.", implementation=Acme)


def subject(plugin: Plugin, monkeypatch: pytest.MonkeyPatch) -> PanelConformance:
    made: Any = type("Offending", (PanelConformance,), {"plugin": "acme:plugin"})()
    monkeypatch.setattr(made, "_manifest", lambda: plugin, raising=False)
    assert isinstance(made, PanelConformance)
    return made


@pytest.mark.parametrize(
    ("module", "requests", "test"),
    [
        (None, (), SERVED),
        (OTHER, (), SERVED),
        (GOOD, ("orders.v1",), ASKED),
        pytest.param(RAISING, (), LOADED, marks=pytest.mark.browser),
        pytest.param(MARKUP, (), LOADED, marks=pytest.mark.browser),
    ],
)
def test_what_a_panel_does_wrong_is_found_out(
    module: str | None,
    requests: tuple[str, ...],
    test: Callable[[Any], None],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if module is not None:
        (tmp_path / "card.js").write_text(module, encoding="utf-8")

    with pytest.raises(AssertionError):
        test(subject(paneled(tmp_path, *requests), monkeypatch))


def test_a_panel_that_does_nothing_wrong_passes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "card.js").write_text(GOOD, encoding="utf-8")

    for test in (SERVED, ASKED):
        test(subject(paneled(tmp_path), monkeypatch))
