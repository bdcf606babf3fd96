"""A list of five hundred Interactions: what it costs to show and to change."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, Route

from tests.browser.desk_page import ROOT

STATIC = ROOT / "plugins" / "ccsdk-desk" / "src" / "ccsdk_desk" / "static"
CLIENT = ROOT / "src" / "ccsdk" / "client" / "static"
HOST = "https://desk.test/plugins/desk/"
COUNT = 500
EVENTS = 50

# The desk's own list, fed with items and events as the bus brings them.
FILL = """async (count) => {
  const { h, render } = await import("preact");
  const session = await import("./session.js");
  const { transcripts } = await import("./history.js");
  const { lineOf } = await import("./lines.js");
  const { Work } = await import("./views/work.js");
  const { loadWords } = await import("./i18n.js");
  await loadWords();
  session.own.self = "mei";
  session.principal.value = { id: "mei", role: "agent", center: "test" };
  session.phase.value = { name: "open" };
  const place = document.getElementById("desk");
  const message = (version) => ({ type: "ccsdk.MessageReceived.v1", version, data: {},
    time: new Date(1.7e12).toISOString(), personal: { text: `message ${version}` } });
  const ids = Array.from({ length: count }, (_, n) => `in_${n}`);
  const item = (id, n) => ({ type: "ccsdk.Interaction.v1", subject: `interaction/${id}`,
    version: 3, data: { state: "ENGAGED", owner: "mei", channel: "chat", entered_at_ms: n } });
  session.own.snapshot(ids.map(item), { first: true, last: true });
  for (const id of ids) {
    const lines = [lineOf(message(2))];
    transcripts.put(id, { lines, before: null, state: "ready", customer: { name: id } });
  }
  render(h("div", { class: "view" }, h(Work, null)), place);
  globalThis.say = (id, version) => {
    session.own.apply([{ ...message(version), subject: `interaction/${id}`, interaction: id }]);
    const { lines } = transcripts.get(id);
    transcripts.patch(id, { lines: [...lines, lineOf(message(version))] });
  };
}"""
LAID_OUT = """() => [...document.querySelectorAll(".row")].filter((row) =>
  row.checkVisibility({ contentVisibilityAuto: true })).length"""
CHANGED = """async (count) => {
  const rows = [...document.querySelectorAll(".row")];
  const list = document.querySelector(".rows-place");
  let drawn = 0;
  const seen = new MutationObserver((records) => {
    drawn += new Set(records.map(({ target }) => {
      const element = target.nodeType === Node.TEXT_NODE ? target.parentElement : target;
      return element.closest(".row-place");
    }).filter(Boolean)).size;
  });
  seen.observe(list, { subtree: true, childList: true, characterData: true });
  for (let n = 0; n < count; n += 1) {
    say("in_250", 10 + n);
    await new Promise((resolve) => setTimeout(resolve));
  }
  seen.takeRecords();
  seen.disconnect();
  const text = rows[250].querySelector(".row-preview").textContent;
  return { drawn, text, isSame: rows.every((row) => row.isConnected) };
}"""


@pytest.fixture
def listed(page: Page) -> Page:
    """Open a page that shows a list of five hundred of the agent's own Interactions."""
    index = re.sub(r"<script type=.module.*?</script>", "", (STATIC / "index.html").read_text())

    def serve(route: Route) -> None:
        name = route.request.url.removeprefix(HOST)
        if not name:
            route.fulfill(body=index, content_type="text/html")
        else:
            file = STATIC / name
            route.fulfill(path=file if file.is_file() else CLIENT / name)

    page.route("https://desk.test/**", serve)
    page.goto(HOST)
    page.evaluate(FILL, COUNT)
    return page


def test_rows_out_of_sight_are_not_laid_out(listed: Page) -> None:
    listed.wait_for_function(f"({LAID_OUT})() > 0")
    shown = listed.evaluate(LAID_OUT)

    assert listed.locator(".row").count() == COUNT
    assert 0 < shown < COUNT / 5


def test_change_of_one_interaction_draws_its_row_and_no_other(listed: Page) -> None:
    changed = listed.evaluate(CHANGED, EVENTS)

    assert changed["text"] == f"message {9 + EVENTS}"
    assert changed["isSame"]
    # A tick of the clocks may fall in between; all rows for every event may not.
    assert changed["drawn"] < COUNT * 3 < EVENTS * COUNT
