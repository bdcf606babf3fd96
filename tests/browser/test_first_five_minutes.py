"""The first five minutes: one command, a browser, nothing read but what is on the screen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.desk_page import AWAY, Desk
from tests.browser.five_minutes import Chat, Demo, demo_copy

pytestmark = [pytest.mark.slow, pytest.mark.timeout(180)]

DARK = "rgb(17, 22, 29)"
GROUND = "(each) => getComputedStyle(each).backgroundColor"
TWO_LINES = re.compile(
    r'<script type="module" src="\S+"></script>\s*<ccsdk-chat [^>]*></ccsdk-chat>'
)


@pytest.fixture
def demo(tmp_path: Path, window: Any) -> Iterator[Demo]:
    """Run the demo without simulated people, so that everybody in it is us."""
    running = demo_copy(tmp_path, "--agents", "0", "--customers", "0").start()
    yield running
    window.leave()
    running.stop()


def seconds(event: dict[str, Any]) -> float:
    return datetime.fromisoformat(event["time"]).timestamp()


def sign_in(window: Any, demo: Demo, name: str) -> Desk:
    """Open the printed address first, as people do, then the printed link."""
    page = window.open(demo.address("Agent desk"))
    expect(page.get_by_text("Open your one-time link")).to_be_visible()
    return Desk(page).sign_in_by_hand(demo.link(name))


def figure(board: Page, label: str) -> Any:
    return board.locator(".center-row .figure").filter(has_text=label).locator("strong")


def own_page(shop: Page, site: Any) -> str:
    """Put the two lines that the shop's page shows on a page of our own; return its address."""
    shown = shop.get_by_role("contentinfo").locator("pre").inner_text()
    lines = TWO_LINES.search(shown)
    assert lines, shown
    head = "<!doctype html><html lang=en style='color-scheme: light dark'><title>My page</title>"
    return site.put("/mine", f"{head}<h1>My page</h1>{lines[0]}</html>")


def allow_origin(demo: Demo, origin: str) -> None:
    """Name an origin in the center's file, as the shop's page says."""
    file = demo.folder / "shop" / "center.toml"
    text = file.read_text(encoding="utf-8")
    file.write_text(re.sub(r"(?m)^origins = \[", f'origins = ["{origin}", ', text))


def chat_and_answer(demo: Demo, mei: Desk, anna: Chat, board: Page) -> None:
    """Write as a customer, see the Offer, accept, answer; and the wallboard moves."""
    expect(figure(board, "Offered")).to_have_text("0")
    anna.write("Is the oak table in stock?")
    mei.accept("Anna")
    mei.write("It is, in Berlin.")
    anna.expect_said("Is the oak table in stock?", "It is, in Berlin.")
    mei.expect_said("Is the oak table in stock?", "It is, in Berlin.")
    expect(figure(board, "Offered")).to_have_text("1")
    expect(figure(board, "Service level")).to_have_text("100.0%")
    (received,), (offered, *_) = demo.log("MessageReceived"), demo.log("OfferMade")
    assert seconds(offered) - seconds(received) < 1
    # Between the two the books are asked; what they said and the Offer are one commit.
    (routed,) = demo.log("InteractionRouted")
    assert offered["cause"] == routed["cause"] == f"enrich-{received['interaction']}"


def survive_a_stop(demo: Demo, mei: Desk, anna: Chat, change: Any) -> None:
    """Stop the server, write on both sides, start it: all is there, once."""
    assert demo.stop() == 0
    expect(mei.page.get_by_role("alert")).to_contain_text("No connection")
    anna.write("How long does it take?")
    mei.write("Two weeks.")
    expect(mei.page.locator(".is-pending")).to_have_count(1)
    expect(anna.page.get_by_text("Sending", exact=True)).to_have_count(1)
    change()
    demo.start()
    expect(mei.line).to_have_text("Live")
    expect(mei.messages).to_have_count(4)
    expect(mei.page.locator(".is-pending")).to_have_count(0)
    expect(anna.said).to_have_count(5)
    expect(anna.page.get_by_text("Sending", exact=True)).to_have_count(0)
    expect(mei.presence).to_have_text("Ready")
    shown = sorted(mei.messages.all_inner_texts())
    assert demo.texts("MessageReceived") == ["Is the oak table in stock?", "How long does it take?"]
    assert demo.texts("MessageSent") == ["It is, in Berlin.", "Two weeks."]
    assert shown == sorted(demo.texts("MessageReceived") + demo.texts("MessageSent"))
    assert sorted(anna.said.all_inner_texts()[1:]) == shown


def wrap_up(demo: Demo, mei: Desk) -> None:
    mei.end()
    mei.page.get_by_role("combobox").click()
    mei.page.get_by_role("option", name="Advice given").click()
    mei.button("Complete").click()
    expect(mei.page.get_by_role("heading", name="You are ready")).to_be_visible()
    (ended,) = demo.log("WrapUpEnded")
    assert ended["data"]["disposition"] == "advice"


def change_looks(mei: Desk) -> None:
    """Find dark mode and another language by looking."""
    mei.page.get_by_role("link", name="Preferences").click()
    mei.page.get_by_label("Dark").check()
    assert mei.page.locator("body").evaluate(GROUND) == DARK
    mei.page.get_by_label("繁體中文").check()
    expect(mei.line).to_have_text("已連線")
    mei.page.get_by_label("English").check()
    expect(mei.line).to_have_text("Live")


def test_a_person_finds_everything_by_looking(window: Any, demo: Demo, site: Any) -> None:
    window.allow(AWAY)
    window.allow(r"401 \(Unauthorized\)")
    mei, ada = sign_in(window, demo, "Mei"), sign_in(window, demo, "Ada")
    mei.button("Go ready").first.click()
    expect(mei.presence).to_have_text("Ready")
    shop = window.open(demo.address("Shop page"))
    anna = Chat(shop).open("Anna", "Advice before I buy")

    chat_and_answer(demo, mei, anna, ada.page)
    mine = own_page(shop, site)
    survive_a_stop(demo, mei, anna, lambda: allow_origin(demo, site.origin))
    wrap_up(demo, mei)
    change_looks(mei)

    bo = Chat(window.open(mine, color_scheme="dark")).open("Bo", "A return or a repair")
    bo.write("My lamp is broken.")
    mei.accept("Bo")
    expect(mei.messages).to_have_text(["My lamp is broken."])
    light = anna.page.get_by_role("dialog").evaluate(GROUND)
    assert bo.page.get_by_role("dialog").evaluate(GROUND) != light, "the chat follows its page"
    shop.get_by_role("link", name="繁體中文").click()
    shop.get_by_role("button", name="開啟客服對話").click()
    expect(shop.get_by_role("heading", name="椴樹家居客服")).to_be_visible()
    assert demo.log("OfferExpired", "InteractionRequeued", "LegLost") == []


def test_simulated_people_move_the_wallboard_and_answer_us(window: Any, tmp_path: Path) -> None:
    demo = demo_copy(tmp_path, "--pace", "0.1").start()
    try:
        assert "Simulated agents: amara, lucia." in demo.text
        page = window.open(demo.link("Ada"))
        page.get_by_role("button", name="Sign in").click()
        anna = Chat(window.open(demo.address("Shop page"))).open("Anna", "A delivery")
        anna.write("Will you carry it upstairs?")

        expect(anna.said.nth(2)).to_contain_text("Welcome to Linden & Loft")
        expect(figure(page, "Offered")).not_to_have_text(re.compile("^[0–]$"))
        window.leave()
    finally:
        demo.stop()
