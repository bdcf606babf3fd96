"""The coaching panel on a page of its own: the real linter behind it, and a bus that is scripted.

The page's clock stands until it is told to go on, so that what waits for a pause is seen to.
"""

from __future__ import annotations

import importlib.resources
from pathlib import Path
from typing import Any

import attrs
import msgspec
import pytest
from playwright.sync_api import Locator, Page, Route, expect

from ccsdk_coaching.answering import linted
from ccsdk_coaching.linter import Linter
from ccsdk_coaching.requests import LintNote

BEGIN_S = 1_800_000_000
ORIGIN = "https://desk.test"
STATIC = Path(str(importlib.resources.files("ccsdk_coaching"))) / "static"
DESK = Path(str(importlib.resources.files("ccsdk_desk"))) / "static"
POLICY = "default-src 'self'; style-src 'self' 'unsafe-inline'; require-trusted-types-for 'script'"
HTML = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Review</title>
<link rel="stylesheet" href="/desk.css">
<style>body { overflow: auto; } main { max-inline-size: 30rem; }</style>
<main><h1>Closed talk</h1><h2>Reviews</h2><h3>Write a review</h3></main></html>"""
# `answers` are waited for by hand where a test holds them back.
SETUP = """async () => {
  await import("/coaching.js");
  const panel = document.createElement("ccsdk-coaching");
  const refused = (code) => Object.assign(new Error(code), { code });
  const nothing = { isHeld: false, refuses: null, last: null };
  globalThis.t = { panel, asked: [], commands: [], held: [], ...nothing };
  const answer = async (data) => {
    if (t.refuses) throw refused(t.refuses);
    if (t.isHeld) await new Promise((resolve) => t.held.push(resolve));
    return JSON.parse(await lintInPython(JSON.stringify(data)));
  };
  t.request = (method, data) => {
    t.asked.push({ method, ...data });
    const answered = answer(data);
    t.last = answered.catch(() => {}).then(() => null);
    return answered;
  };
  t.command = (name, data, options) => new Promise((resolve, reject) => {
    const refuse = (code) => reject(refused(code));
    t.commands.push({ name, data, ...options, resolve: () => resolve({}), refuse });
  });
  t.show = (change) => {
    t.context = { ...t.context, ...change };
    panel.context = t.context;
  };
  t.show({
    interaction: { id: "in_1", state: "CLOSED" }, agent: { id: "ada", name: "Ada" },
    agents: [{ id: "mei", name: "Mei Lin" }], names: {}, locale: "en", theme: "light",
    request: t.request, bus: { command: t.command },
    words: async (folder, locale) => (await fetch(new URL(`${locale}.json`, folder))).json(),
  });
  document.querySelector("main").append(panel);
}"""


@attrs.define
class Panel:
    """Write a review as a coach does."""

    page: Page
    linter: Linter = attrs.Factory(Linter)

    def open(self) -> Panel:
        """Load the page; the clock stands from here on."""
        self.page.expose_function("lintInPython", lambda asked: self._lint(asked))
        self.page.route(f"{ORIGIN}/**", serve)
        self.page.clock.install(time=BEGIN_S)
        self.page.goto(f"{ORIGIN}/")
        self.page.clock.pause_at(BEGIN_S + 60)
        self.page.evaluate(SETUP)
        expect(self.field).to_be_visible()
        return self

    def reload(self) -> Panel:
        """Load the page again; what the browser keeps is there."""
        self.page.reload()
        self.page.evaluate(SETUP)
        expect(self.field).to_be_visible()
        return self

    @property
    def field(self) -> Locator:
        return self.page.get_by_role("textbox", name="Your review")

    @property
    def marks(self) -> Locator:
        return self.page.locator("mark")

    @property
    def status(self) -> Locator:
        return self.page.locator(".status")

    @property
    def items(self) -> Locator:
        return self.page.locator(".findings li")

    @property
    def said(self) -> Locator:
        return self.page.locator(".said[role=status]")

    def run(self, expression: str, given: Any = None) -> Any:
        """Return the value of an expression in the page; `given` is what is handed over."""
        return self.page.evaluate(f"(given) => ({expression})", given)

    def type(self, text: str) -> None:
        """Type at the caret, and pause no longer than between two keys."""
        self.page.keyboard.type(text)

    def paste(self, text: str) -> None:
        """Put a text in as a whole, as pasting does."""
        self.field.focus()
        self.page.evaluate("(text) => document.execCommand('insertText', false, text)", text)

    def pause(self, ms: int = 150) -> None:
        """Let time go on, and the panel's question be answered."""
        self.page.clock.run_for(ms)
        if not self.run("t.isHeld"):
            self.run("t.last")

    def answer(self) -> None:
        """Let the questions be answered that were held back."""
        self.run("t.held.splice(0).forEach((go) => go()), t.isHeld = false")
        self.run("t.last")

    def caret(self, start: int, end: int | None = None) -> None:
        """Put the caret somewhere, or select."""
        self.field.evaluate(
            "(field, [start, end]) => field.setSelectionRange(start, end)", [start, end or start]
        )

    def selected(self) -> str:
        return str(self.field.evaluate("(f) => f.value.slice(f.selectionStart, f.selectionEnd)"))

    def _lint(self, asked: str) -> str:
        request = msgspec.json.decode(asked, type=LintNote)
        return msgspec.json.encode(linted(self.linter, request)).decode()


@pytest.fixture
def panel(page: Page) -> Panel:
    """Return the panel, with nothing written in it."""
    return Panel(page).open()


def serve(route: Route) -> None:
    """Answer with the panel's files and the desk's colours, under a policy as strict as there."""
    name = route.request.url.removeprefix(f"{ORIGIN}/")
    if not name:
        headers = {"content-security-policy": POLICY}
        route.fulfill(content_type="text/html", body=HTML, headers=headers)
    else:
        route.fulfill(path=(DESK if name == "desk.css" else STATIC) / name)
