"""What the desk counts on in a panel, as tests: subclass `PanelConformance` and run it.

Two of them need Playwright and a Chromium on PATH, and are skipped where there is none.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from ccsdk.hooks import Panel, QueryHandler, Routes
from ccsdk.testing.conformance.contributed import contributions_of
from ccsdk.testing.conformance.plugin import PluginConformance

__all__ = ["PanelConformance"]

ORIGIN = "https://desk.test"
PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
# The desk gives up on a panel that has not defined its element by then.
DEFINED_MS = 3_000
POLICY = "default-src 'self'; require-trusted-types-for 'script'"
# What the desk sets, with a bus on which nothing happens, or everything fails.
SCENE = """
async ({module, tag, fails}) => {
  const seen = {open: 0};
  const refuse = () => { throw new Error("a fault of the test"); };
  const subscribe = () => { seen.open += 1; return {close: () => { seen.open -= 1; }}; };
  const done = async () => ({});
  const context = {
    interaction: {id: "in_1", state: "active", channel: "chat", queue: "support"},
    customer: {id: "cu_1", is_verified: false, name: "<b>Mallory</b>"},
    agent: {id: "mei", name: "Mei"}, names: {queues: {}, dispositions: {}},
    locale: "en", theme: "light", insert: () => {},
    message: {version: 1, at_ms: 0, kind: "message", from: {}, text: "<i>Hi</i>", files: []},
    request: fails ? async () => refuse() : done,
    words: done,
    bus: {
      subscribe: fails ? refuse : subscribe,
      command: fails ? async () => refuse() : done,
    },
  };
  await import(module);
  const element = document.createElement(tag);
  const told = {is_defined: customElements.get(tag) !== undefined, error: null};
  try { element.context = context; } catch (error) { told.error = String(error); }
  document.body.append(element);
  try { element.context = {...context, interaction: {...context.interaction, id: "in_2"}}; }
  catch (error) { told.error ??= String(error); }
  for (const button of element.querySelectorAll("button")) button.click();
  await new Promise((resolve) => setTimeout(resolve, 50));
  element.remove();
  return {...told, open: seen.open, markup: element.querySelectorAll("b, i").length};
}
"""


class PanelConformance(PluginConformance):
    """Hold a plugin's panels against what the desk counts on, besides what a center does."""

    def test_the_module_of_each_panel_is_served_and_defines_its_element(self) -> None:
        panels = self._panels()

        assert panels, "it contributes no panel"
        for panel in panels:
            text = self._served(panel.module).read_text(encoding="utf-8")
            assert re.search(rf"""customElements\.define\(\s*["'`]{panel.tag}["'`]""", text), (
                f"{panel.module} does not define {panel.tag}"
            )

    def test_what_a_panel_asks_of_its_own_plugin_is_answered(self) -> None:
        handlers = {each.name for each in self._contributed(QueryHandler)}
        asked = {name for panel in self._panels() for name in panel.requests}

        assert {name for name in asked - handlers if not self.beside} == set()

    @pytest.mark.browser
    def test_a_panel_loads_and_is_taken_away_without_an_error(self) -> None:
        with _page(self._static()) as (page, errors):
            for panel in self._panels():
                told = page.evaluate(SCENE, _asked(panel, fails=False))

                assert told["is_defined"], f"{panel.tag} is not defined"
                assert (told["error"], errors) == (None, [])
                assert told["markup"] == 0, "a text of others became markup"

    @pytest.mark.browser
    def test_a_panel_whose_bus_refuses_everything_harms_nobody_else(self) -> None:
        with _page(self._static()) as (page, errors):
            for panel in self._panels():
                page.evaluate(SCENE, _asked(panel, fails=True))

                # What it throws at the desk is caught there; the page itself goes on.
                assert page.evaluate("document.body.isConnected")
                assert all("a fault of the test" in each for each in errors), errors

    def _contributed(self, kind: type[Any]) -> list[Any]:
        contributed = contributions_of(self._manifests(), self._tables())
        own = contributed.get(self._manifest().name, ())
        return [each for each in own if isinstance(each, kind)]

    def _panels(self) -> list[Panel]:
        return self._contributed(Panel)

    def _static(self) -> Path:
        folders = [each.static for each in self._contributed(Routes) if each.static is not None]
        assert folders, "its Routes serve no files"
        folder: Path = folders[0]
        return folder

    def _served(self, module: str) -> Path:
        path = self._static() / module
        assert path.is_file(), f"{module} is not among its static files"
        return path


def _asked(panel: Panel, *, fails: bool) -> dict[str, Any]:
    return {"module": f"{ORIGIN}/{panel.module}", "tag": panel.tag, "fails": fails}


@contextmanager
def _page(static: Path) -> Iterator[tuple[Any, list[str]]]:
    """Open a page under a policy as strict as the desk's, with these files; yield its errors."""
    playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        pytest.skip("there is no Chromium on PATH")
    with playwright.sync_playwright() as running:
        browser = running.chromium.launch(executable_path=program, args=["--no-sandbox"])
        page = browser.new_page()
        page.set_default_timeout(DEFINED_MS * 10)
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.route(f"{ORIGIN}/**", lambda route: _serve(route, static))
        page.goto(f"{ORIGIN}/")
        try:
            yield page, errors
        finally:
            browser.close()


def _serve(route: Any, static: Path) -> None:
    name = route.request.url.removeprefix(f"{ORIGIN}/")
    if not name:
        page = "<!doctype html><title>desk</title><body></body>"
        headers = {"content-security-policy": POLICY}
        route.fulfill(content_type="text/html", body=page, headers=headers)
    elif (static / name).is_file():
        route.fulfill(path=str(static / name))
    else:
        route.fulfill(status=404, body=json.dumps({"missing": name}))
