"""The desk's other views and states: signed out, not allowed, unreachable, narrow, slow."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import attrs
import pytest
from playwright.sync_api import Page, WebSocketRoute, expect

from tests.browser.desk_page import AWAY, Desk, Walk

Judge = Callable[[Page], list[str]]


@pytest.fixture
def walk(window: Any, center_server: Any, site: Any) -> Walk:
    """Return a center that runs, with its desks and shop pages."""
    return Walk(window, center_server, site)


def test_each_role_is_told_which_view_is_not_theirs(walk: Walk, violations: Judge) -> None:
    mei, ada = walk.desk("mei").page, walk.desk("ada").page

    for page, view in ((mei, "wallboard"), (ada, "work")):
        page.evaluate(f"location.hash = '{view}'")
        expect(page.get_by_role("heading", name="This view is not for you")).to_be_visible()
        assert violations(page) == []


def test_session_that_ends_says_what_to_do_and_signing_in_again_goes_on(
    walk: Walk, violations: Judge
) -> None:
    walk.window.allow(r"status of 401")
    mei = walk.desk("mei").go_ready()
    walk.customer(name="Anna").write("Hello")
    mei.accept("Anna")
    mei.composer.fill("half a thought")
    mei.page.evaluate("fetch('../../auth/sign-out', { method: 'POST' })")

    expect(mei.page.get_by_role("heading", name="Your session has ended")).to_be_visible()
    assert violations(mei.page) == []
    link = walk.center.ccsdk("token", "--role", "agent", "--id", "mei", "--link").strip()
    mei.sign_in_by_hand(link)
    expect(mei.composer).to_have_value("half a thought")
    mei.expect_said("Hello")


def test_sign_out_leaves_nothing_to_read_and_leads_back_to_the_link_page(walk: Walk) -> None:
    walk.window.allow(r"status of 401")
    mei = walk.desk("mei").go_ready()
    mei.page.get_by_role("button", name="Your menu, Mei Lin").click()
    mei.button("Sign out of this browser").click()
    expect(mei.page.get_by_role("heading", name="You are not signed in")).to_be_visible()
    mei.button("I have signed in").click()

    expect(mei.page.get_by_role("heading", name="Sign in to linden-loft")).to_be_visible()


def test_center_that_does_not_answer_is_asked_again(walk: Walk, violations: Judge) -> None:
    walk.window.allow(AWAY)
    mei = walk.desk("mei")
    mei.page.route("**/settings.json", lambda route: route.abort())
    mei.page.reload()
    expect(mei.page.get_by_role("heading", name="The center does not answer")).to_be_visible()
    assert violations(mei.page) == []

    mei.page.unroute("**/settings.json")
    mei.button("Try again").click()
    expect(mei.line).to_have_text("Live")


def test_presence_menu_gives_the_reason_and_logs_out(walk: Walk, violations: Judge) -> None:
    mei = walk.desk("mei").go_ready()
    mei.presence.click()
    assert violations(mei.page) == []
    mei.button("Lunch").click()
    expect(mei.presence).to_contain_text("Not ready: Lunch")
    mei.presence.click()
    mei.button("Log out").click()

    expect(mei.presence).to_contain_text("Logged out")
    changed = [event["data"] for event in walk.log("AgentPresenceChanged")]
    assert [(each["presence"], each.get("reason")) for each in changed] == [
        ("NOT_READY", "login"),
        ("READY", None),
        ("NOT_READY", "lunch"),
        ("LOGGED_OUT", None),
    ]


def test_keys_are_listed_and_can_be_switched_off(walk: Walk, violations: Judge) -> None:
    mei = walk.desk("mei").go_ready()
    mei.page.keyboard.press("?")
    expect(mei.page.get_by_role("heading", name="Keys")).to_be_visible()
    assert violations(mei.page) == []
    mei.page.get_by_label("Single keys work").uncheck()
    mei.page.keyboard.press("Escape")
    walk.customer(name="Anna").write("Hello")
    expect(mei.offer).to_be_visible()
    mei.page.keyboard.press("a")

    expect(mei.offer).to_be_visible()
    assert walk.log("OfferAccepted") == []


def test_narrow_screen_holds_offer_chat_and_wrap_up(walk: Walk, violations: Judge) -> None:
    mei = walk.desk("mei", viewport={"width": 320, "height": 640}).go_ready()
    walk.customer(name="Anna").write("Hello")
    expect(mei.offer).to_be_visible()
    check_narrow(mei, violations)
    mei.accept("Anna")
    check_narrow(mei, violations)
    mei.end()
    check_narrow(mei, violations)
    mei.button("Back to my work").click()
    expect(mei.rows).to_have_count(1)
    check_narrow(mei, violations)


def check_narrow(mei: Desk, violations: Judge) -> None:
    width = mei.page.evaluate("document.documentElement.scrollWidth")
    assert width == 320
    assert violations(mei.page) == []


def test_slow_answers_show_that_something_comes_and_refused_ones_what_is_safe(
    walk: Walk, violations: Judge
) -> None:
    mei = walk.desk("mei").go_ready()
    walk.customer(name="Anna").write("Hello")
    mei.accept("Anna")
    line = Line()
    mei.page.route_web_socket("**/bus", lambda socket: line.connect(socket))
    mei.page.reload()
    expect(mei.page.get_by_role("status", name="Loading").first).to_be_visible()
    expect(mei.line).to_have_text("Catching up")
    assert violations(mei.page) == []

    line.refuse_history = True
    line.let_go()
    expect(mei.page.get_by_role("alert")).to_contain_text("Nothing is lost")
    expect(mei.page.get_by_role("alert")).to_contain_text("er_test")
    assert violations(mei.page) == []
    line.refuse_history = False
    mei.page.get_by_role("log").get_by_role("button", name="Try again").click()
    mei.expect_said("Hello")


def test_reset_replaces_what_is_shown_and_settles_what_was_under_way(walk: Walk) -> None:
    line = Line(is_holding=False)
    page = walk.window.open()
    page.route_web_socket("**/bus", lambda socket: line.connect(socket))
    mei = Desk(page).sign_in(walk.center.link("mei")).go_ready()
    anna = walk.customer(name="Anna")
    anna.write("Hello")
    mei.accept("Anna")
    line.is_holding = True
    mei.write("Good morning")
    expect(mei.page.locator(".is-pending")).to_have_count(1)
    anna.expect_said("Hello", "Good morning")

    line.starts_anew = True
    line.is_holding = False
    line.cut()
    mei.expect_said("Hello", "Good morning")
    expect(mei.presence).to_have_text("Ready")


@attrs.define
class Line:
    """Stand between the desk and its center: hold frames back, refuse, cut, start anew."""

    is_holding: bool = True
    refuse_history: bool = False
    starts_anew: bool = False
    _held: list[str] = attrs.Factory(list)
    _page: WebSocketRoute | None = None

    def connect(self, page: WebSocketRoute) -> None:
        self._page, server = page, page.connect_to_server()
        page.on_message(lambda text: self._from_page(str(text), server))
        server.on_message(lambda text: self._from_server(str(text)))

    def let_go(self) -> None:
        self.is_holding = False
        for text in self._held:
            self._page.send(text)

    def cut(self) -> None:
        self._page.close(code=4005, reason="test")

    def _from_page(self, text: str, server: WebSocketRoute) -> None:
        frame = json.loads(text)
        if self.refuse_history and frame.get("method") == "history.v1":
            err = {"code": "internal", "retryable": False, "ref": "er_test"}
            self._page.send(json.dumps({"op": "res", "id": frame["id"], "err": err}))
        elif self.starts_anew and frame["op"] == "sub":
            server.send(json.dumps({**frame, "from": "snapshot"}))
        else:
            server.send(text)

    def _from_server(self, text: str) -> None:
        if self.is_holding and json.loads(text)["op"] in ("snap", "ev"):
            self._held.append(text)
        else:
            self._page.send(text)
