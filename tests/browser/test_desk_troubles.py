"""Plugins in trouble, on the wallboard: which, with what, and what helps."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.desk_page import Desk, Walk
from tests.browser.scripted_board import Board

Judge = Callable[[Page], list[str]]

SINCE = "2026-01-05T08:00:00.000Z"
PARKED = {
    "plugin": "webhooks",
    "state": "parked",
    "part": "on_event",
    "kind": "parked",
    "since": SINCE,
    "count": 8,
    "lag": {"position": 40, "entries": 1_204},
}
DEGRADED = {"plugin": "knowledge", "state": "degraded", "part": "store", "kind": "of_tomorrow"}
WELL = {"plugin": "chat", "state": "ok"}


@pytest.fixture
def walk(window: Any, center_server: Any, site: Any) -> Walk:
    """Return a center that runs, with its desks and shop pages."""
    return Walk(window, center_server, site)


def test_supervisor_sees_which_plugin_fails_and_lets_it_go_on(
    walk: Walk, violations: Judge
) -> None:
    board = Board(plugins=[WELL, PARKED, DEGRADED])
    page = walk.window.open()
    page.route_web_socket("**/bus", lambda socket: board.connect(socket))
    Desk(page).sign_in(walk.center.link("ada"))
    troubles = page.get_by_role("region", name="Plugins in trouble")
    rows = troubles.get_by_role("listitem")
    expect(rows).to_have_count(2)
    expect(rows.first).to_contain_text("Stopped after failing again and again")
    expect(rows.first).to_contain_text("1204 events behind")
    expect(rows.last).to_contain_text("Does not work")
    expect(rows.last).to_contain_text("It tries again by itself.")
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        assert violations(page) == []
        walk.shoot(page, f"troubles-{scheme}")

    rows.first.get_by_role("button", name="Pass over one event").click()
    page.keyboard.press("Escape")
    expect(rows.first.get_by_role("button", name="Pass over it")).to_have_count(0)
    rows.first.get_by_role("button", name="Pass over one event").click()
    rows.first.get_by_role("button", name="Pass over it").click()

    expect(rows).to_have_count(1)
    redriven = [frame["data"] for frame in board.asked if frame["method"] == "redrive_plugin.v1"]
    assert redriven == [{"plugin": "webhooks", "skip": True}]
