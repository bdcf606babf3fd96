"""Files of a reply: chosen, dropped, pasted, refused, stopped; and what the other side gets."""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import FilePayload, Locator, Page, Route, expect

from tests.browser.conftest import wait_until
from tests.browser.desk_page import AWAY, Desk, Walk

Judge = Callable[[Page], list[str]]

# The smallest picture there is: one pixel.
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk"
    "+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
BRING = """([kind, name, type, text]) => {
  const bytes = Uint8Array.from(atob(text), (letter) => letter.codePointAt(0));
  const transfer = new DataTransfer();
  transfer.items.add(new File([bytes], name, { type }));
  const event = kind === "drop"
    ? new DragEvent("drop", { dataTransfer: transfer, bubbles: true, cancelable: true })
    : new ClipboardEvent("paste", { clipboardData: transfer, bubbles: true, cancelable: true });
  document.querySelector("#composer").dispatchEvent(event);
}"""


@pytest.fixture
def walk(window: Any, center_server: Any, site: Any) -> Walk:
    """Return a center that runs, with its desks and shop pages."""
    return Walk(window, center_server, site)


@pytest.fixture
def mei(walk: Walk) -> Desk:
    """Return the desk of Mei, ready, in a chat with Anna."""
    desk = walk.desk("mei").go_ready()
    walk.customer(name="Anna").write("Hello")
    desk.accept("Anna")
    return desk


def png(name: str) -> FilePayload:
    return {"name": name, "mimeType": "image/png", "buffer": PNG}


def waiting(desk: Desk) -> Locator:
    """Return the files that will go with the reply, arrived or not."""
    return desk.page.get_by_role("list", name="Files of your reply").get_by_role("listitem")


def bring(desk: Desk, kind: str, name: str) -> None:
    """Drop or paste a picture."""
    desk.page.evaluate(BRING, [kind, name, "image/png", base64.b64encode(PNG).decode()])


def test_files_arrive_by_three_ways_and_are_shown_with_name_size_and_preview(
    walk: Walk, mei: Desk, violations: Judge
) -> None:
    mei.page.locator("#files").set_input_files([png("chosen.png")])
    bring(mei, "drop", "dropped.png")
    bring(mei, "paste", "pasted.png")
    expect(waiting(mei)).to_have_count(3)
    expect(mei.page.locator(".file progress")).to_have_count(0)
    walk.shoot(mei.page, "desk-files-waiting")
    assert violations(mei.page) == []
    mei.write("Three pictures")

    shown = mei.page.get_by_role("log").locator(".attachment")
    expect(shown).to_have_count(3)
    expect(shown.first).to_contain_text("chosen.png")
    expect(shown.first.get_by_role("img", name="Preview of chosen.png")).to_be_visible()
    wait_until(lambda: mei.page.locator(".preview img").first.evaluate("it => it.naturalWidth"))
    expect(waiting(mei)).to_have_count(0)
    walk.shoot(mei.page, "desk-files")
    assert violations(mei.page) == []
    (sent,) = walk.log("MessageSent")
    assert sent["personal"]["file_names"] == ["chosen.png", "dropped.png", "pasted.png"]
    assert {file["media"] for file in sent["data"]["files"]} == {"image/png"}
    with mei.page.expect_download() as download:
        shown.first.get_by_role("link", name="chosen.png").last.click()
    assert download.value.suggested_filename == "chosen.png"


def test_files_stand_as_they_were_chosen_whichever_arrives_first(walk: Walk, mei: Desk) -> None:
    held: list[Route] = []

    def hold_first(route: Route) -> None:
        if route.request.header_value("x-file-name") == "first.png":
            held.append(route)
        else:
            route.continue_()

    mei.page.route("**/files", hold_first)
    mei.page.locator("#files").set_input_files([png("first.png"), png("second.png")])
    expect(mei.page.locator(".file progress")).to_have_count(1)
    held.pop().continue_()
    expect(mei.page.locator(".file progress")).to_have_count(0)
    mei.button("Send").click()

    expect(mei.page.get_by_role("log").locator(".attachment")).to_have_count(2)
    (sent,) = walk.log("MessageSent")
    assert sent["personal"]["file_names"] == ["first.png", "second.png"]


def test_arrived_file_outlives_a_reload_and_can_go_without_words(walk: Walk, mei: Desk) -> None:
    mei.page.locator("#files").set_input_files([png("kept.png")])
    expect(waiting(mei)).to_contain_text("kept.png")
    expect(mei.page.locator(".file progress")).to_have_count(0)
    mei.page.reload()
    expect(waiting(mei)).to_contain_text("kept.png")
    mei.button("Send").click()

    expect(mei.page.get_by_role("log").locator(".attachment")).to_contain_text("kept.png")
    expect(mei.rows).to_contain_text("You: kept.png")


def test_refused_file_says_why_and_the_others_go_on(walk: Walk, mei: Desk) -> None:
    walk.window.allow(AWAY)
    empty: FilePayload = {"name": "empty.txt", "mimeType": "text/plain", "buffer": b""}
    mei.page.locator("#files").set_input_files([empty, png("good.png")])

    expect(waiting(mei).filter(has_text="empty.txt")).to_contain_text("This file is empty.")
    mei.button("Remove empty.txt").click()
    expect(waiting(mei)).to_have_count(1)
    mei.write("Here it is")
    expect(mei.page.get_by_role("log").locator(".attachment")).to_contain_text("good.png")


def test_file_under_way_holds_the_reply_back_and_can_be_stopped(walk: Walk, mei: Desk) -> None:
    walk.window.allow(AWAY)
    mei.page.route("**/files", lambda route: None)
    mei.composer.fill("With a picture")
    mei.page.locator("#files").set_input_files([png("slow.png")])
    expect(mei.page.get_by_role("progressbar", name="Sending slow.png")).to_be_visible()
    expect(mei.button("Send")).to_be_disabled()
    mei.button("Stop sending slow.png").click()

    expect(waiting(mei)).to_have_count(0)
    mei.button("Send").click()
    mei.expect_said("Hello", "With a picture")


def test_more_than_ten_files_are_refused_before_they_are_sent(mei: Desk) -> None:
    mei.page.locator("#files").set_input_files([png(f"{n}.png") for n in range(11)])

    expect(waiting(mei)).to_have_count(11)
    expect(mei.page.locator(".file.is-refused")).to_contain_text("At most 10 files")


def test_file_dropped_on_a_note_does_not_turn_it_into_a_reply(mei: Desk) -> None:
    mei.mode("Note").click()
    mei.composer.fill("Internal")
    bring(mei, "drop", "dropped.png")

    expect(mei.page.locator(".notices")).to_contain_text("Files go to the customer")
    expect(mei.mode("Note")).to_have_attribute("aria-pressed", "true")
    expect(mei.composer).to_have_value("Internal")
    expect(waiting(mei)).to_have_count(0)
