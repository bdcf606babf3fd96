"""What hostile customers and colleagues write, on the desk: it is text, and stays in its box."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import TimeoutError, expect

from tests.browser.conftest import CenterServer
from tests.browser.desk_page import Desk
from tests.browser.hostile import NAMES, TEXTS, text_of
from tests.browser.hostile_scene import QUEUES, customers, hostile_center, visiting
from tests.browser.judge import Judge, summed_up
from tests.browser.widget_page import answering

# Lines that mix our words with a name.
LINES = ".author, .activity, .typing, .offer-name, .offer-head .quiet, .reading, .end-words, td"


@pytest.fixture
def center(tmp_path: Path, site: Any, window: Any) -> Iterator[CenterServer]:
    """Run a center with hostile settings."""
    with hostile_center(tmp_path, site.origin) as server:
        yield server
        window.leave()


def watched(window: Any, center: CenterServer, staff: str) -> tuple[Desk, Judge]:
    """Sign somebody in at a desk that is judged."""
    page = window.open()
    judge = Judge(page, [center.url])
    desk = Desk(page).sign_in(center.link(staff))
    return desk, judge.know(page.request.get(page.url.partition("#")[0]).text())


def test_texts_and_names_of_customers_are_text(window: Any, center: CenterServer) -> None:
    with contextlib.ExitStack() as stack:
        mei = stack.enter_context(answering(center))
        desk, judge = watched(window, center, "mei")
        customers(center, stack)
        for _ in NAMES:
            mei.accept()
        expect(desk.rows).to_have_count(len(NAMES))
        found = {"list": judge.everywhere(lines=LINES)}
        for n in range(len(NAMES)):
            desk.rows.nth(n).click()
            expect(desk.messages.first).to_be_visible()
            found[NAMES[n].abuse] = judge.everywhere("#composer", "#end", lines=LINES)

    assert summed_up(found) == []


def test_offers_menus_and_lists_hold_hostile_words(window: Any, center: CenterServer) -> None:
    with contextlib.ExitStack() as stack:
        desk, judge = watched(window, center, "mei")
        desk.go_ready()
        for name in ("long_word", "override", "long_emoji"):
            visitor = stack.enter_context(visiting(center))
            text = next(case.text for case in NAMES if case.abuse == name)
            visitor.come(text_of("script"), queue="constructor", name=text)
        expect(desk.offer.get_by_role("button", name="Accept")).to_have_count(3)
        found = {"offers": judge.everywhere(".offers .primary", lines=LINES)}
        desk.offer.locator("summary").first.click()
        found["decline"] = judge.everywhere(lines=LINES)
        desk.offer.locator(".offer .primary").click()
        expect(desk.composer).to_be_focused()
        desk.composer.press_sequentially("/")
        found["replies"] = judge.everywhere()
        for reply in range(desk.suggestions.count()):
            assert desk.suggestions.nth(reply).inner_text().strip()
        desk.composer.fill("")
        desk.composer.press("Escape")
        desk.mode("Note").click()
        desk.composer.press_sequentially("@")
        found["mentions"] = judge.everywhere()
        desk.page.keyboard.press("Control+k")
        expect(desk.page.get_by_role("combobox", name="What do you want to do?")).to_be_focused()
        found["commands"] = judge.everywhere()
        desk.page.keyboard.press("Escape")
        desk.presence.click()
        found["presence"] = judge.everywhere()
        desk.page.keyboard.press("Escape")
        desk.end()
        desk.page.locator("#disposition").click()
        found["wrap-up"] = judge.everywhere(lines=LINES)

    assert summed_up(found) == []


def test_notes_and_replies_are_text_to_whoever_reads_them(
    window: Any, center: CenterServer
) -> None:
    with answering(center) as mei, visiting(center) as visitor:
        lucia, judge = watched(window, center, "lucia")
        visitor.come("Hello", name=text_of("override_many"))
        mei.accept()
        for case in TEXTS:
            members = {"interaction": mei.interaction, "mentions": ["lucia"]}
            mei.command("AddNote", members, personal={"note": f"{case.text} @__proto__"})
            mei.say(case.text)
        lucia.mentions.first.click()
        expect(lucia.page.get_by_role("log").locator(".bubble").first).to_be_visible()
        found = {"read": judge.everywhere("#composer", lines=LINES)}
        hrefs = lucia.page.locator(".bubble a").evaluate_all("all => all.map((a) => a.protocol)")

    assert summed_up(found) == []
    assert set(hrefs) <= {"http:", "https:"}


def test_wallboard_holds_hostile_names(window: Any, center: CenterServer) -> None:
    with contextlib.ExitStack() as stack:
        mei = stack.enter_context(answering(center))
        ada, judge = watched(window, center, "ada")
        for queue in QUEUES:
            stack.enter_context(visiting(center)).come("Hello", queue=queue)
        mei.accept()
        expect(ada.page.locator(".tile")).to_have_count(len(QUEUES))
        found = {"tiles": judge.everywhere(lines=LINES)}
        ada.button("Table").click()
        found["table"] = judge.everywhere(lines=LINES)
        ada.page.locator(".center-figures button").first.click()
        expect(ada.page.locator("dialog.explain[open]")).to_be_visible()
        found["waiting"] = judge.everywhere(lines=LINES)
        ada.page.keyboard.press("Escape")
        ada.page.locator(".center-figures button").nth(2).click()
        expect(ada.page.locator(".explain-rows").first).to_be_visible()
        found["explained"] = judge.everywhere(lines=LINES)

    assert summed_up(found) == []


# --- addresses, and what stands in the browser's own store --------------------------------------

FRAGMENTS = [
    "work/%E0%A4%A",
    "work/%",
    "constructor",
    "__proto__/x",
    "toString",
    "work/__proto__",
    "<img src=x onerror=pwned(1)>",
    "javascript:pwned(2)",
    "work/" + "x" * 20_000,
    "wallboard",
]


def test_no_fragment_of_an_address_breaks_the_desk(window: Any, center: CenterServer) -> None:
    desk, judge = watched(window, center, "mei")
    home = desk.page.url.partition("#")[0]
    dead = []
    for fragment in FRAGMENTS:
        desk.page.goto("about:blank")
        desk.page.goto(f"{home}?next=//evil.test#{fragment}")
        try:
            expect(desk.line).to_have_text("Live", timeout=5_000)
            expect(desk.page.locator("#view > *").first).to_be_visible(timeout=5_000)
        except AssertionError:
            dead.append(fragment[:40])

    assert dead == []
    assert judge.faults() == []


PLACES = (
    "pins reads dismissed sound shortcuts dispositions outgoing window outbox "
    "draft/ID/reply draft/ID/note mode/ID form/ID"
).split()
GARBAGE = [
    "{",
    "5",
    '"x"',
    "[null]",
    "[5]",
    '{"text":7,"files":{}}',
    '[{"key":{},"state":"pending"}]',
]


def test_garbage_in_the_store_costs_no_work(window: Any, center: CenterServer) -> None:
    with answering(center) as mei, visiting(center) as visitor:
        desk, judge = watched(window, center, "mei")
        visitor.come("Hello", name="Anna")
        mei.accept()
        desk.rows.first.click()
        dead = []
        for garbage in GARBAGE:
            places = [place.replace("ID", mei.interaction) for place in PLACES]
            kept = {f"ccsdk-desk:hostile:mei:{place}": garbage for place in places}
            # Nothing that the page does as it goes may write over it.
            desk.page.add_init_script(f"Object.assign(localStorage, {json.dumps(kept)});")
            desk.page.reload()
            try:
                expect(desk.line).to_have_text("Live", timeout=8_000)
                desk.write(f"Still here: {garbage}")
                said = desk.messages.filter(has_text=f"Still here: {garbage}")
                expect(said).to_have_count(1, timeout=8_000)
            except (AssertionError, TimeoutError) as error:
                dead.append(f"{garbage}: {str(error)[:80]}")

    assert dead == []
    assert judge.faults() == []
