"""The lists of a center's work: of any length, in the order of the line, and as events go on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.budget_scene import OPENED_MS, PlayedBus, Stage, event, item, staged
from tests.browser.conftest import wait_until

WAITING = 5_000
PER_S = 500


def waits(number: int) -> dict[str, Any]:
    """Return an Interaction that waits, each a second longer than the next."""
    facts = {"queue": "help", "channel": "chat", "account": "web", "customer": f"cu_{number:04}"}
    came_ms = OPENED_MS + 1_000 * number
    times = {"entered_at_ms": came_ms, "order_from_ms": came_ms}
    return item("Interaction", f"in_{number}", 5, **facts, **times, state="QUEUED")


@pytest.fixture
def stage() -> Iterator[Stage]:
    """Play a center in which thousands wait, told in no order."""
    items = [waits(number) for number in range(WAITING)]
    with staged(PlayedBus(items=items[::-1])) as played:
        yield played


@pytest.fixture
def page(window: Any, stage: Stage) -> Iterator[Page]:
    """Return a supervisor's page on the work of that center."""
    opened = window.open()
    opened.context.add_cookies([{"name": "who", "value": "ada", "url": stage.url}])
    opened.goto(f"{stage.url}/plugins/desk/#queues")
    expect(opened.get_by_role("button", name="Waiting: 5,000")).to_be_visible()
    yield opened
    window.leave()


def rows(page: Page) -> Locator:
    return page.locator("tbody").get_by_role("row")


def test_of_thousands_a_page_is_drawn_and_others_are_turned_to(page: Page) -> None:
    expect(rows(page)).to_have_count(50)
    expect(rows(page).first).to_contain_text("Visitor 0000")
    expect(rows(page).last).to_contain_text("Visitor 0049")
    expect(page.get_by_role("button", name="Before")).to_be_disabled()
    page.get_by_role("button", name="After").click()

    expect(rows(page).first).to_contain_text("Visitor 0050")
    expect(rows(page).first.get_by_role("cell").nth(3)).to_have_text("51")
    expect(page.get_by_text("Page 2 of 100")).to_be_visible()


def test_line_follows_events_that_come_fast(page: Page, stage: Stage) -> None:
    changed = [
        [
            event(
                "PriorityChanged",
                f"in_{number}",
                6,
                data={"tier": 0, "head_start_ms": 10_000_000, "by": "supervisor"},
            )
        ]
        for number in range(WAITING - PER_S, WAITING)
    ]
    stage.run(stage.bus.feed(changed, PER_S)).result()

    expect(rows(page).first).to_contain_text(f"Visitor {WAITING - PER_S}")
    expect(rows(page).last).to_contain_text(f"Visitor {WAITING - PER_S + 49}")


def test_parked_work_has_its_list_and_goes_on_by_hand(page: Page, stage: Stage) -> None:
    until = {"until_due_at_ms": 4_000_000_000_000}
    parked = event("InteractionParked", "in_7", 6, agent="mei", data=until)
    stage.run(stage.bus.feed([[parked]], PER_S)).result()
    page.get_by_role("button", name="Parked: 1").click()
    expect(rows(page)).to_contain_text("Mei Lin")
    rows(page).get_by_role("button").click()
    sheet = page.locator("dialog.sheet[open]")
    sheet.get_by_role("button", name="Let it go on now").click()
    wait_until(lambda: stage.bus.commands)
    assert stage.bus.commands == [("ccsdk.ResumeInteraction.v1", {"interaction": "in_7"})]

    visit = {"visit": "in_7-v2", "visit_kind": "requeue", "order_from_ms": OPENED_MS - 1}
    resumed = event("InteractionResumed", "in_7", 7, agent="mei", data={"cause": "by", **visit})
    stage.run(stage.bus.feed([[resumed]], PER_S)).result()
    expect(sheet).to_contain_text("Waiting")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Waiting: 5,000").click()
    expect(rows(page).first).to_contain_text("Visitor 0007")
