"""Panels of plugins in the desk: they see their part, and what they do wrong stays in them."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.conftest import ROOT
from tests.browser.desk_page import Desk, Walk
from tests.browser.panel_scripts import (
    CARD_WITHOUT_LUCK,
    DEFINE_ABSENT,
    TRY_COMMAND,
    TRY_REQUEST,
    TRY_TOPICS,
)

Judge = Callable[[Page], list[str]]

ACME = Path(__file__).parent / "acme"
GUIDE = ROOT / "docs" / "plugins" / "write-a-plugin.md"
# What the desk tells the developer of a panel that fails.
SWITCHED_OFF = r'^panel "\w+" of plugin acme is switched off'
# The desk has a panel of this title, too.
CARD = "Customer (acme)"
FAILING = ("Raising", "Clumsy", "Absent")
FAILED = "This panel of the plugin acme does not work"


BEYOND = ("forbidden", "forbidden")


@pytest.fixture
def plain(window: Any, center_server: Any, site: Any) -> Walk:
    """Return a center whose desk has no panel."""
    return Walk(window, center_server, site)


@pytest.fixture
def walk(plain: Walk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Walk:
    """Return a center with a plugin that is installed as any other, and enabled."""
    installed = tmp_path / "installed" / "acme_panels-0.1.dist-info"
    installed.mkdir(parents=True)
    (installed / "METADATA").write_text("Metadata-Version: 2.1\nName: acme-panels\nVersion: 0.1\n")
    (installed / "entry_points.txt").write_text("[ccsdk.plugins.v1]\nacme = acme_panels:plugin\n")
    path = [str(installed.parent), str(ACME), os.environ.get("PYTHONPATH", "")]
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, path)))
    plain.center.stop()
    with plain.center.settings.open("a") as settings:
        settings.write("\n[plugins.acme]\n")
    plain.center.start()
    plain.window.allow(SWITCHED_OFF)
    return plain


@pytest.fixture
def mei(walk: Walk) -> Desk:
    """Return the desk of Mei, ready."""
    return walk.desk("mei").go_ready()


def panel(desk: Desk, title: str) -> Locator:
    """Return a panel by its title, beside the open Interaction."""
    context = desk.page.get_by_role("complementary", name="Context")
    return context.get_by_role("region", name=title, exact=True)


def opened(desk: Desk) -> str:
    """Return the id of the Interaction that is open."""
    return desk.page.url.rpartition("/")[2]


def given(desk: Desk, expression: str) -> Any:
    """Return what a probe was given, as an expression of `given`."""
    return desk.page.evaluate(
        f"() => {{ const {{ given }} = document.querySelector('acme-probe'); return {expression} }}"
    )


def test_panel_shows_the_open_interaction_and_does_what_it_declared(
    walk: Walk, mei: Desk, violations: Judge
) -> None:
    anna = walk.customer(name="Anna")
    anna.write("Hello")
    mei.accept("Anna")
    card = panel(mei, CARD)
    expect(card).to_contain_text(f"Anna in {opened(mei)}, new messages: 0")
    anna.write("Are you there?")
    expect(card).to_contain_text("new messages: 1")
    card.get_by_role("button", name="Send thanks").click()

    thanks = "Thank you for your patience."
    anna.expect_said("Hello", "Are you there?", thanks)
    mei.expect_said("Hello", "Are you there?", thanks)
    for title in FAILING:
        expect(panel(mei, title)).to_contain_text(FAILED)
    walk.shoot(mei.page, "desk-panels")
    assert violations(mei.page) == []


def test_panel_that_fails_is_a_notice_in_its_frame_and_the_desk_goes_on(
    walk: Walk, mei: Desk
) -> None:
    anna = walk.customer(name="Anna")
    anna.write("Hello")
    mei.accept("Anna")
    for title in FAILING:
        expect(panel(mei, title)).to_contain_text(FAILED)
        expect(panel(mei, title).locator(".panel-place > *")).to_have_count(0)
    mei.write("Good morning")

    anna.expect_said("Hello", "Good morning")
    expect(panel(mei, CARD)).to_contain_text("Anna in ")
    told = "\n".join(walk.window.errors)
    assert "no luck while loading" in told
    assert f"no luck with {opened(mei)}" in told


def test_panel_that_is_late_is_a_notice_until_it_is_there(walk: Walk, mei: Desk) -> None:
    warned: list[str] = []
    mei.page.on("console", lambda said: warned.append(said.text))
    walk.customer(name="Anna").write("Hello")
    mei.accept("Anna")
    expect(panel(mei, "Absent")).to_contain_text(FAILED)
    mei.page.evaluate(DEFINE_ABSENT)

    expect(panel(mei, "Absent")).to_contain_text("Here at last")
    expect(panel(mei, "Absent")).not_to_contain_text(FAILED)
    assert 'panel "Absent" of plugin acme is late: no acme-absent after 3000 ms' in warned


def test_panel_whose_module_or_words_are_cut_off_is_asked_for_again(plain: Walk) -> None:
    asked: list[str] = []

    def cut_off_once(route: Route) -> None:
        asked.append(route.request.url.rpartition("/")[2])
        again = "again" in asked[-1] or asked.count(asked[-1]) > 1
        route.continue_() if again else route.abort()

    plain.window.allow("Failed to load resource")
    mei = plain.desk("mei").go_ready()
    mei.page.route("**/customer-card.js*", cut_off_once)
    mei.page.route("**/i18n/en.json", cut_off_once)
    plain.customer(name="Anna").write("Hello")
    mei.accept("Anna")

    expect(panel(mei, "Customer")).to_contain_text("Not verified")
    assert asked == ["customer-card.js", "customer-card.js?again", "en.json", "en.json"]


def test_panel_is_told_of_each_interaction_that_opens_and_goes_with_the_last(
    walk: Walk, mei: Desk
) -> None:
    ids = []
    for name in ("Anna", "Bo"):
        walk.customer(name=name).write("Hello")
        mei.accept(name)
        expect(panel(mei, CARD)).to_contain_text(f"{name} in {opened(mei)}")
        ids.append(opened(mei))
    seen = given(mei, "given.map(({ interaction }) => interaction.id)")
    assert list(dict.fromkeys(seen)) == ids
    last = given(mei, "{ ...given.at(-1), bus: Object.keys(given.at(-1).bus) }")
    customer = last["customer"].pop("id")
    assert customer.startswith("cu_")
    assert last.pop("names")["queues"]["sales"] == "Sales and advice"
    assert last == {
        "interaction": {"id": ids[1], "state": "ENGAGED", "channel": "chat", "queue": "sales"},
        "customer": {"name": "Bo", "is_verified": False},
        "agent": {"id": "mei", "name": "Mei Lin"},
        "locale": "en",
        "theme": "light",
        "words": None,
        "bus": ["subscribe", "command"],
        "request": None,
        "insert": None,
    }

    mei.page.evaluate("document.querySelector('acme-probe').isTired = true")
    mei.rows.first.click()
    expect(panel(mei, "Probe")).to_contain_text(FAILED)
    expect(panel(mei, CARD)).to_contain_text(f"Anna in {ids[0]}")


def test_panel_is_refused_what_it_has_not_declared(walk: Walk, mei: Desk) -> None:
    walk.customer(name="Anna").write("Hello")
    mei.accept("Anna")
    expect(panel(mei, "Probe").get_by_label("Try")).to_be_visible()
    allowed = ["interaction.*.MessageSent", "interaction.in_7.MessageSent", "agent.mei.LoggedIn"]
    allowed += ["agent.mei.>", "agent.mei.*"]
    refused = ["interaction.*.MessageReceived", "interaction.*.>", "interaction.*.*", ">"]
    refused += ["interaction.>", "agent.*.>", "agent.mei", "agent.tomas.>", "queue.*.>"]

    topics = mei.page.evaluate(TRY_TOPICS, [*allowed, *refused])
    ending = {"interaction": opened(mei)}
    short = mei.page.evaluate(TRY_COMMAND, ["EndInteraction", ending])
    whole = mei.page.evaluate(TRY_COMMAND, ["ccsdk.EndInteraction.v1", ending])
    own = mei.page.evaluate(TRY_COMMAND, ["ccsdk.SetNotReady.v1", {"reason": "lunch"}])

    assert topics == ["allowed"] * len(allowed) + ["forbidden"] * len(refused)
    assert short == whole == ["forbidden", "acme-probe has not declared EndInteraction"]
    assert own == "accepted"
    expect(mei.presence).to_contain_text("Lunch")
    assert walk.log("InteractionEnded") == []


def test_key_typed_in_a_panel_is_no_shortcut(walk: Walk, mei: Desk) -> None:
    walk.customer(name="Anna").write("Hello")
    mei.accept("Anna")
    field = panel(mei, "Probe").get_by_label("Try")
    field.press_sequentially("e?r")

    expect(field).to_have_value("e?r")
    expect(field).to_be_focused()
    expect(mei.button("End chat")).to_be_visible()
    expect(mei.page.get_by_role("heading", name="Keys")).to_have_count(0)


@pytest.mark.parametrize("width", [320, 800, 1200])
def test_panels_stand_below_the_messages_where_there_is_no_room_beside_them(
    walk: Walk, violations: Judge, width: int
) -> None:
    mei = walk.desk("mei", viewport={"width": width, "height": 640}).go_ready()
    walk.customer(name="Anna").write("Hello")
    mei.accept("Anna")
    expect(panel(mei, "Absent")).to_contain_text(FAILED)

    column = mei.page.get_by_role("complementary", name="Context").bounding_box()
    messages = mei.page.get_by_role("log").bounding_box()
    assert column["y"] >= messages["y"] + messages["height"]
    assert column["x"] == messages["x"]
    assert messages["height"] > 100
    assert mei.page.evaluate("document.documentElement.scrollWidth") == width
    walk.shoot(mei.page, f"desk-panels-{width}")
    assert violations(mei.page) == []
    # What fails without a frame is a notice; on a busy machine others may be late, too.
    for _ in mei.button("Dismiss").all():
        mei.button("Dismiss").first.click()
    mei.end()
    walk.shoot(mei.page, f"desk-panels-{width}-wrap-up")
    form = mei.page.locator(".wrap-up").bounding_box()
    column = mei.page.get_by_role("complementary", name="Context").bounding_box()
    assert form["y"] + form["height"] <= column["y"]
    mei.button("Complete").click()
    expect(mei.rows).to_have_count(0)
    expect(mei.page.get_by_role("complementary", name="Context")).to_have_count(0)


def test_two_panels_follow_the_same_and_both_hear(walk: Walk, mei: Desk) -> None:
    anna = walk.customer(name="Anna")
    anna.write("Hello")
    mei.accept("Anna")
    expect(panel(mei, CARD)).to_contain_text("new messages: 0")
    anna.write("Are you there?")

    expect(panel(mei, CARD)).to_contain_text("new messages: 1")
    expect(panel(mei, "Twin")).to_contain_text("twin heard 1")


def test_every_slot_shows_its_panels_and_one_that_fails_is_named_once(
    walk: Walk, mei: Desk
) -> None:
    for name in ("Anna", "Bo"):
        walk.customer(name=name).write("Hello")
        mei.accept(name)
    expect(mei.rows.first).to_contain_text("star of Anna")
    expect(mei.rows.last).to_contain_text("star of Bo")
    expect(mei.page.get_by_role("log")).to_contain_text("5 characters")
    notice = "The panel Shy of the plugin acme does not work"
    expect(mei.page.locator(".notice", has_text=notice)).to_have_count(1)
    mei.composer.fill("Hello Bo.")
    mei.button("Say thanks").click()
    expect(mei.composer).to_have_value("Hello Bo. Thank you!")
    mei.expect_said("Hello")
    mei.end()
    mei.button("Check WRAP_UP").click()
    check = mei.page.get_by_role("region", name="Before you close")
    expect(check).to_contain_text("checked")
    expect(mei.page.get_by_role("heading", name="Wrap-up")).to_be_visible()
    walk.shoot(mei.page, "desk-slots")
    mei.button("Complete").click()
    expect(mei.rows).to_have_count(1)


def test_panel_asks_about_the_shown_interaction_and_no_other(walk: Walk, mei: Desk) -> None:
    walk.customer(name="Anna").write("Hello")
    mei.accept("Anna")
    expect(panel(mei, "Probe").get_by_label("Try")).to_be_visible()
    asked = [
        ["customer.v1", {}],
        ["history.v1", {"interaction": opened(mei), "limit": 1}],
        ["history.v1", {"interaction": "in_other"}],
        ["metrics.v1", {}],
        # What plugins answer, as far as the panel declares it.
        ["orders.v1", {}],
        ["search.v1", {"words": "blue"}],
        ["orders.v1", {"interaction": "in_other"}],
        ["secret.v1", {}],
    ]

    answers = [mei.page.evaluate(TRY_REQUEST, each) for each in asked]

    own = ["customer items more", "before customer interaction items"]
    assert answers == [*own, *BEYOND, "about searched", "about searched", *BEYOND]


def test_own_card_says_who_the_customer_is(plain: Walk, violations: Judge) -> None:
    mei = plain.desk("mei").go_ready()
    plain.customer(name="Anna").write("Hello")
    mei.accept("Anna")

    card = panel(mei, "Customer")
    expect(card).to_contain_text("Anna")
    expect(card).to_contain_text("Not verified")
    expect(card).to_contain_text("English")
    expect(card).to_contain_text("Shown only for customers whom your site has signed for")
    assert violations(mei.page) == []


def test_own_card_that_gets_no_answer_says_so_and_asks_again(plain: Walk) -> None:
    mei = plain.desk("mei").go_ready()
    plain.customer(name="Anna").write("Hello")
    mei.accept("Anna")
    card = panel(mei, "Customer")
    expect(card).to_contain_text("Not verified")
    mei.page.evaluate(CARD_WITHOUT_LUCK)
    expect(card).to_contain_text("This could not be looked up.")
    card.get_by_role("button", name="Try again").click()

    expect(card).to_contain_text("Verified")
    expect(card.get_by_role("listitem")).to_have_count(2)
    expect(card).to_contain_text("Returns and repairs")
    expect(card).to_contain_text("a***@x.example")


def test_guide_shows_the_very_card_that_is_tested() -> None:
    card = (ACME / "static" / "card.js").read_text(encoding="utf-8")

    shown, *_ = blocks_of_guide()

    assert shown == card


def test_small_panels_of_the_guide_do_what_it_says(page: Page) -> None:
    for block in blocks_of_guide()[1:]:
        page.add_script_tag(content=block)

    told = page.evaluate(
        """() => {
          const orders = document.createElement("acme-orders");
          orders.context = { message: { text: "Where is LL-20417?" } };
          const voucher = document.createElement("acme-voucher");
          const inserted = [];
          voucher.context = { insert: (text) => inserted.push(text) };
          voucher.querySelector("button").click();
          return [orders.textContent, ...inserted];
        }"""
    )

    assert told == [
        "Order LL-20417: on its way",
        "Please take 10 % off your next order: THANKS10.",
    ]


def blocks_of_guide() -> list[str]:
    return re.findall(r"```js\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
