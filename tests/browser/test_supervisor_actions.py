"""What a supervisor does: work is moved, put first, ended; Agents are set ready, taught, freed."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import attrs
import pytest
from playwright.sync_api import Locator, Page, WebSocketRoute, expect

from tests.browser.desk_page import Walk
from tests.browser.routing_desk import engaged, take

Judge = Callable[[Page], list[str]]


@pytest.fixture
def walk(window: Any, center_server: Any, site: Any) -> Walk:
    """Return a center that runs, with its desks and shop pages."""
    return Walk(window, center_server, site)


@pytest.fixture
def ada(walk: Walk) -> Page:
    """Return a supervisor's page on the work of the center."""
    page = walk.desk("ada").page
    page.get_by_role("link", name="Work").click()
    expect(page.get_by_role("heading", name="Work of the center")).to_be_visible()
    return page


def rows(page: Page) -> Locator:
    return page.locator("tbody").get_by_role("row")


def sheet(page: Page) -> Locator:
    return page.locator("dialog.sheet[open]")


def opened(page: Page, row: int = 0) -> Locator:
    """Open what can be done with one of the Interactions that are listed."""
    rows(page).nth(row).get_by_role("button").click()
    return sheet(page)


def agent_sheet(page: Page, name: str) -> Locator:
    """Open what can be done for an Agent of the wallboard."""
    page.get_by_role("link", name="Wallboard").click()
    page.get_by_role("row", name=name).get_by_role("button", name=name, exact=True).click()
    return sheet(page)


def close(page: Page) -> None:
    page.keyboard.press("Escape")
    expect(sheet(page)).to_have_count(0)


def test_work_is_moved_and_reaches_who_is_free_there(
    walk: Walk, ada: Page, violations: Judge
) -> None:
    amara = walk.desk("amara").go_ready()
    walk.customer(name="Anna", queue="sales").write("Where is my sofa?")
    expect(rows(ada)).to_have_count(1)
    expect(rows(ada)).to_contain_text("Sales and advice")
    place = opened(ada)
    expect(place).to_contain_text("Nobody can have it now.")
    walk.shoot(ada, "work-sheet")
    assert violations(ada) == []

    place.get_by_label("Queue").select_option(label="Delivery")
    place.get_by_role("button", name="Move").click()
    amara.accept("Anna")
    (moved,) = walk.log("InteractionOverflowed")
    assert (moved["queue"], moved["data"]["to"]) == ("sales", "delivery")


def test_who_is_put_first_is_first_in_line_and_stays_so_after_a_reload(
    walk: Walk, ada: Page
) -> None:
    for number, name in enumerate(("Anna", "Bo"), 1):
        walk.customer(name=name).write("Hello")
        expect(rows(ada)).to_have_count(number)
    marks = [rows(ada).nth(n).get_by_role("button").inner_text() for n in (0, 1)]
    first = opened(ada, 1).get_by_role("button", name="First in line")
    first.click()
    expect(first).to_be_disabled()
    close(ada)
    expect(rows(ada).first).to_contain_text(marks[1])

    ada.reload()
    expect(rows(ada).first).to_contain_text(marks[1])
    expect(rows(ada).nth(1)).to_contain_text(marks[0])
    mei = walk.desk("mei").go_ready()
    expect(mei.offer.get_by_role("heading")).to_have_text("Bo")


def test_ending_a_wait_takes_two_presses_and_the_customer_is_told(walk: Walk, ada: Page) -> None:
    anna = walk.customer(name="Anna")
    anna.write("Hello")
    expect(rows(ada)).to_have_count(1)
    place = opened(ada)
    place.get_by_role("button", name="End it").click()
    assert walk.log("InteractionCancelled") == []
    place.get_by_role("group").get_by_role("button", name="End it").click()

    expect(place).to_contain_text("This is over")
    close(ada)
    expect(ada.get_by_text("Nobody waits.")).to_be_visible()
    assert len(walk.log("InteractionCancelled")) == 1


def test_what_comes_later_moves_no_button_of_the_sheet(walk: Walk, ada: Page) -> None:
    walk.customer(name="Anna").write("Hello")
    expect(rows(ada)).to_have_count(1)
    line = Held(op="res")
    ada.route_web_socket("**/bus", lambda socket: line.connect(socket))
    ada.reload()
    expect(rows(ada)).to_have_count(1)
    line.is_holding = True
    place = opened(ada)
    expect(place).to_contain_text("Why still waiting?")
    acting = place.get_by_role("button", name="End it")
    before = acting.bounding_box()
    line.release()

    expect(place.get_by_role("button", name="Ask again")).to_be_visible()
    assert acting.bounding_box() == before


def test_press_that_slips_off_the_sheet_leaves_it_open(walk: Walk, ada: Page) -> None:
    walk.customer(name="Anna").write("Hello")
    expect(rows(ada)).to_have_count(1)
    place = opened(ada)
    place.get_by_role("button", name="End it").hover()
    ada.mouse.down()
    ada.mouse.move(5, 5)
    ada.mouse.up()
    place.get_by_role("button", name="End it").click()

    expect(place.locator(".two-presses")).to_be_visible()


def test_talk_is_taken_from_its_owner_and_goes_on_with_whom_it_is_given(
    walk: Walk, ada: Page, violations: Judge
) -> None:
    mei, jonas = walk.desk("mei").go_ready(), walk.desk("jonas")
    anna = engaged(walk, mei)
    jonas.go_ready()
    ada.get_by_role("button", name="Engaged: 1").click()
    place = opened(ada)
    place.get_by_label("Give it to").select_option(label="Jonas Weber")
    assert "Mei Lin" not in place.get_by_label("Give it to").inner_text()
    place.get_by_role("button", name="Reassign").click()
    question = place.get_by_role("group", name="Take it from Mei Lin and give it to Jonas Weber?")
    assert walk.log("InteractionTransferred") == []
    assert violations(ada) == []
    question.get_by_role("button", name="Reassign").click()

    expect(jonas.offer).to_contain_text("Transferred to you")
    expect(mei.page.get_by_role("heading", name="Wrap-up")).to_be_visible()
    expect(mei.page.locator(".notices")).to_contain_text("A supervisor passed this chat on.")
    expect(anna.page.get_by_text("You are being passed on to a colleague.")).to_be_visible()
    take(jonas, "Anna")
    jonas.write("Jonas here")
    anna.expect_said("Hello", "Good morning", "Jonas here")
    told = jonas.page.get_by_role("log").locator(".activity")
    expect(told.filter(has_text="A supervisor passed it on from Mei Lin")).to_have_count(1)
    (moved,) = walk.log("InteractionTransferred")
    assert (moved["agent"], moved["data"]["only"], moved["data"]["by"]) == (
        "mei", "jonas", "supervisor",
    )  # fmt: skip


def test_talk_that_cannot_be_given_to_whom_was_chosen_stays_where_it_is(
    walk: Walk, ada: Page
) -> None:
    mei, jonas = walk.desk("mei").go_ready(), walk.desk("jonas")
    anna = engaged(walk, mei)
    ada.get_by_role("button", name="Engaged: 1").click()
    place = opened(ada)
    place.get_by_label("Give it to").select_option(label="Jonas Weber")
    jonas.presence.click()
    jonas.button("Log out").click()
    expect(place.get_by_role("option", name="Jonas Weber")).to_have_count(0)
    place.get_by_role("button", name="Reassign").click()
    place.get_by_role("group").get_by_role("button", name="Reassign").click()

    expect(place.get_by_role("status")).to_contain_text("Your colleague has logged out.")
    mei.write("Still here")
    anna.expect_said("Hello", "Good morning", "Still here")


def test_agent_is_set_not_ready_and_ready_again(walk: Walk, ada: Page, violations: Judge) -> None:
    mei = walk.desk("mei").go_ready()
    place = agent_sheet(ada, "Mei Lin")
    place.get_by_role("button", name="Lunch").click()
    expect(mei.presence).to_contain_text("Not ready: Lunch")
    expect(place.get_by_role("button", name="Lunch")).to_have_attribute("aria-pressed", "true")
    walk.shoot(ada, "agent-sheet")
    assert violations(ada) == []

    place.get_by_role("button", name="Ready", exact=True).click()
    expect(mei.presence).to_have_text("Ready")
    by = [event["data"]["by"] for event in walk.log("AgentPresenceChanged")]
    assert by[-2:] == ["supervisor", "supervisor"]


def test_forced_log_out_says_what_is_at_hand_and_gives_it_back(walk: Walk, ada: Page) -> None:
    mei = walk.desk("mei").go_ready()
    walk.customer(name="Anna").write("Hello")
    mei.accept("Anna")
    place = agent_sheet(ada, "Mei Lin")
    place.get_by_role("button", name="Log out").click()
    question = place.get_by_role("group", name="Log Mei Lin out? 1 interaction at hand")
    question.get_by_role("button", name="Log out").click()

    expect(mei.presence).to_contain_text("Logged out")
    expect(mei.rows).to_have_count(0)
    expect(place).to_contain_text("only they themselves can log in")
    assert [event["interaction"] for event in walk.log("InteractionRequeued")]


def test_skill_and_slots_count_at_once_and_are_shown_after_a_reload(walk: Walk, ada: Page) -> None:
    amara = walk.desk("amara").go_ready()
    walk.customer(name="Anna", queue="sales").write("Hello")
    expect(rows(ada)).to_have_count(1)
    place = agent_sheet(ada, "Jonas Weber")
    place.get_by_label("Chat").fill("0")
    place.get_by_role("button", name="Set", exact=True).click()
    expect(place).to_contain_text("Jonas Weber")
    close(ada)
    expect(ada.get_by_role("row", name="Jonas Weber")).to_contain_text("0 of 0")
    place = agent_sheet(ada, "Amara Obi")
    place.get_by_label("furniture").select_option("4")
    place.get_by_role("button", name="Set skills").click()
    expect(place.get_by_role("button", name="Set skills")).to_be_disabled()

    ada.reload()
    place = agent_sheet(ada, "Amara Obi")
    expect(place.get_by_label("furniture")).to_have_value("4")
    expect(amara.presence).to_have_text("Ready")
    skills = [event["data"]["skills"] for event in walk.log("SkillsSet")]
    assert skills == [{"furniture": 4, "logistics": 5}]
    of_jonas = [each for each in walk.log("CapacitySet") if each["agent"] == "jonas"]
    assert [event["data"]["slots"] for event in of_jonas] == [{"chat": 0}]


def test_wrap_up_is_ended_from_the_agents_sheet(walk: Walk, ada: Page) -> None:
    mei = walk.desk("mei").go_ready()
    walk.customer(name="Anna").write("Hello")
    mei.accept("Anna")
    mei.end()
    place = agent_sheet(ada, "Mei Lin")
    place.get_by_role("button", name="End the wrap-up").click()

    expect(mei.rows).to_have_count(0)
    expect(place.get_by_role("button", name="End the wrap-up")).to_have_count(0)
    (ended,) = walk.log("WrapUpEnded")
    assert ended["data"]["cause"] == "supervisor"


def test_refusal_is_said_in_the_sheet_it_is_about(walk: Walk, ada: Page, violations: Judge) -> None:
    mei = walk.desk("mei").go_ready()
    walk.customer(name="Anna").write("Hello")
    mei.accept("Anna")
    mei.end()
    line = Held()
    ada.route_web_socket("**/bus", lambda socket: line.connect(socket))
    ada.reload()
    ada.get_by_role("button", name="Engaged: 1").click()
    place = opened(ada)
    line.is_holding = True
    mei.button("Complete").click()
    expect(mei.rows).to_have_count(0)
    place.get_by_role("button", name="End the wrap-up").click()

    expect(place.get_by_role("status")).to_contain_text("something has changed meanwhile")
    assert violations(ada) == []


def test_command_bar_opens_work_queues_and_agents_by_keyboard(walk: Walk, ada: Page) -> None:
    walk.desk("mei").go_ready()
    keys = ada.keyboard
    keys.press("Control+k")
    keys.type("make mei not ready lunch")
    keys.press("Enter")
    wanted = ("NOT_READY", "lunch")
    expect(ada.get_by_role("dialog")).to_have_count(0)
    keys.press("Control+k")
    keys.type("agent mei")
    keys.press("Enter")

    expect(sheet(ada).get_by_role("heading", name="Mei Lin")).to_be_visible()
    expect(sheet(ada)).to_contain_text("Not ready: Lunch")
    last = walk.log("AgentPresenceChanged")[-1]["data"]
    assert (last["presence"], last["reason"]) == wanted
    close(ada)
    keys.press("Control+k")
    keys.type("work in delivery")
    keys.press("Enter")
    expect(ada.get_by_role("heading", name="Delivery")).to_be_visible()


@attrs.define
class Held:
    """Keep frames of one kind from a page, so that it acts upon what is no more."""

    op: str = "ev"
    is_holding: bool = False
    _page: WebSocketRoute | None = None
    _kept: list[str] = attrs.Factory(list)

    def connect(self, page: WebSocketRoute) -> None:
        server = page.connect_to_server()
        self._page = page
        page.on_message(lambda text: server.send(text))
        server.on_message(lambda text: self._heard(page, str(text)))

    def release(self) -> None:
        """Let the page have what was kept from it."""
        self.is_holding = False
        assert self._page is not None
        while self._kept:
            self._page.send(self._kept.pop(0))

    def _heard(self, page: WebSocketRoute, text: str) -> None:
        if self.is_holding and json.loads(text)["op"] == self.op:
            self._kept.append(text)
        else:
            page.send(text)
