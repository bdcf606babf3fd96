"""The desk's frame: a calm line, a log-in that ends, few requests, a view that breaks."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, Route, WebSocketRoute, expect

from tests.browser.desk_page import AWAY, Desk, Walk

Judge = Callable[[Page], list[str]]

REQUESTS_MAX = 12
SCRIPT_BYTES_MAX = 80 * 1024


@pytest.fixture
def walk(window: Any, center_server: Any, site: Any) -> Walk:
    """Return a center that runs, with its desks and shop pages."""
    return Walk(window, center_server, site)


def test_brief_interruption_is_not_worth_a_word(walk: Walk) -> None:
    sockets: list[WebSocketRoute] = []
    page = walk.window.open()
    page.route_web_socket("**/bus", lambda socket: keep(sockets, socket))
    mei = Desk(page).sign_in(walk.center.link("mei")).go_ready()
    page.evaluate(NOTE_WORDS)
    sockets[-1].close(code=4005, reason="test")
    page.wait_for_function("() => performance.now() > globalThis.startedAt + 500")
    walk.customer(name="Anna").write("Hello")

    expect(mei.offer).to_be_visible()
    assert len(sockets) == 2
    assert page.evaluate("globalThis.said") == []


def keep(sockets: list[WebSocketRoute], socket: WebSocketRoute) -> None:
    socket.connect_to_server()
    sockets.append(socket)


def test_lost_line_alerts_tells_the_age_and_lets_go_on_writing(
    walk: Walk, violations: Judge
) -> None:
    walk.window.allow(AWAY)
    mei = walk.desk("mei").go_ready()
    anna = walk.customer(name="Anna")
    anna.write("Hello")
    mei.accept("Anna")
    walk.center.kill()

    expect(mei.page.get_by_role("alert")).to_contain_text("You can go on writing")
    expect(mei.page.locator(".strip-age")).to_contain_text("What you see is 0:")
    expect(mei.line).to_have_text("Offline, trying again")
    mei.write("Kept for later")
    assert violations(mei.page) == []
    walk.center.start()
    expect(mei.line).to_have_text("Live")
    expect(mei.page.get_by_role("alert")).to_have_count(0)
    mei.expect_said("Hello", "Kept for later")


def test_log_in_that_ends_soon_is_told_with_the_time_left(walk: Walk, violations: Judge) -> None:
    page = walk.window.open()
    page.route("**/auth/bus-token", end_soon)
    Desk(page).sign_in(walk.center.link("mei"))

    strip = page.locator(".strip.log-in")
    expect(strip.get_by_role("status")).to_contain_text("Your log-in ends soon")
    expect(strip.get_by_role("status")).to_contain_text("what you write here is kept")
    expect(strip).to_contain_text("Time left: 4:")
    assert violations(page) == []


def end_soon(route: Route) -> None:
    """Answer with a session that ends in five minutes."""
    answer = route.fetch()
    ends = (datetime.now(UTC) + timedelta(minutes=5)).isoformat()
    route.fulfill(response=answer, json={**answer.json(), "session_expires": ends})


def test_log_in_with_hours_left_is_not_mentioned(walk: Walk) -> None:
    page = walk.window.open()
    tokens: list[dict[str, Any]] = []
    page.on(
        "response", lambda answer: tokens.append(answer.json()) if is_token(answer.url) else None
    )
    Desk(page).sign_in(walk.center.link("mei"))

    expect(page.locator(".strip")).to_have_count(0)
    left = datetime.fromisoformat(tokens[0]["session_expires"]) - datetime.now(UTC)
    assert left > timedelta(hours=1)


def is_token(url: str) -> bool:
    return url.endswith("/auth/bus-token")


def test_view_that_breaks_says_so_and_the_frame_goes_on(walk: Walk, violations: Judge) -> None:
    walk.window.allow(r"\.values\(\)\.next|is not a function|Cannot read|Error")
    page = walk.window.open()
    page.route_web_socket("**/bus", spoil)
    Desk(page).sign_in(walk.center.link("ada"))

    expect(page.get_by_role("heading", name="This view does not work")).to_be_visible()
    expect(page.get_by_role("alert")).to_contain_text("Your work is safe")
    assert violations(page) == []
    page.get_by_role("link", name="Preferences").click()
    expect(page.get_by_role("heading", name="Preferences")).to_be_visible()
    expect(page.get_by_role("heading", name="This view does not work")).to_be_hidden()


def spoil(socket: WebSocketRoute) -> None:
    """Give figures of a form that no page can show."""
    server = socket.connect_to_server()

    def pass_on(text: str | bytes) -> None:
        frame = json.loads(text)
        if frame.get("method") != "metrics.v1":
            server.send(text)
            return
        spoilt = {"as_of_ms": 0, "queues": 7, "agents": [], "series": [], "center": {}}
        socket.send(json.dumps({"op": "res", "id": frame["id"], "ok": spoilt}))

    socket.on_message(pass_on)


def test_first_rows_cost_few_requests_and_little_script(walk: Walk) -> None:
    mei = walk.desk("mei").go_ready()
    walk.customer(name="Anna").write("Hello")
    mei.accept("Anna")
    script: dict[str, int] = {}
    mei.page.on("response", lambda answer: weigh(script, answer))
    mei.page.add_init_script(NOTE_FIRST_ROW)
    mei.page.reload()
    mei.expect_said("Hello")

    names = mei.page.evaluate(FETCHED_BEFORE)
    # The page itself and the socket are no resources to the browser's list; a panel's module
    # and words come with the chat that it is shown for, not with the rows.
    assert len(names) + 2 <= REQUESTS_MAX, " ".join(names)
    assert sum(script.values()) <= SCRIPT_BYTES_MAX, script


def weigh(script: dict[str, int], answer: Any) -> None:
    if answer.request.resource_type == "script" and answer.ok:
        script[answer.url] = len(gzip.compress(answer.body()))


NOTE_FIRST_ROW = """
new MutationObserver(() => {
  if (document.querySelector(".row")) globalThis.firstRowAt ??= performance.now();
}).observe(document, { subtree: true, childList: true });
"""
FETCHED_BEFORE = """() => performance.getEntriesByType("resource")
  .filter(({ startTime, name }) => startTime < firstRowAt && !/^data:|\\/panels\\//.test(name))
  .map(({ name }) => new URL(name).pathname)"""
NOTE_WORDS = """() => {
  globalThis.said = [];
  globalThis.startedAt = performance.now();
  const note = () => {
    const words = document.querySelector(".line-words").textContent;
    if (words !== "Live") said.push(words);
    if (document.querySelector(".strip")) said.push("strip");
  };
  new MutationObserver(note).observe(document.body, {
    subtree: true, childList: true, characterData: true,
  });
}"""
