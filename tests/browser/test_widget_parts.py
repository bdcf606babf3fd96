"""What the widget loads when it is wanted: form, files, identity, what goes on in a chat."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import wait_until
from tests.browser.widget_page import (
    Agent,
    Widget,
    answering,
    embedding,
    logged,
    named,
    picture,
    running,
    settled,
)

Judge = Callable[[Page], list[str]]

REFUSED = "Failed to load resource"
FORM = """
[plugins.chat.form]
name = "required"
email = "optional"
topic = "required"

[plugins.chat.topics]
care = "Returns and repairs"
sales = "Advice"
"""
PASTE = """(field, [name, body]) => {
  const clipboardData = new DataTransfer();
  clipboardData.items.add(new File([body], name, { type: "text/plain" }));
  field.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true }));
}"""
DROP = """(panel, names) => {
  const dataTransfer = new DataTransfer();
  for (const name of names) dataTransfer.items.add(new File(["words"], name));
  for (const type of ["dragover", "drop"]) {
    panel.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
  }
}"""


@pytest.fixture
def center_server(tmp_path: Path, site: Any, window: Any) -> Iterator[Any]:
    """Run a center whose chat has no settings."""
    yield from running(tmp_path, site, window)


@pytest.fixture
def agent(center_server: Any) -> Iterator[Agent]:
    """Return Mei, ready."""
    with answering(center_server) as mei:
        yield mei


@pytest.fixture
def widget(window: Any, site: Any, center_server: Any) -> Widget:
    """Return the widget on a shop's page, without animations."""
    address = site.put("/", embedding(center_server.url))
    opened = Widget(window.open(address, reduced_motion="reduce"))
    # Its words are there, so that a center may start anew.
    expect(opened.launcher).to_be_visible()
    return opened


def talking(widget: Widget, agent: Agent) -> None:
    widget.open()
    widget.write("Hello")
    agent.accept()
    expect(widget.status).to_have_text("You are talking to Mei Lin.")


# --- form ---------------------------------------------------------------------------------------


def test_form_asks_first_and_its_answers_open_the_chat(
    widget: Widget, center_server: Any, violations: Judge
) -> None:
    settled(center_server, FORM)
    page = widget.open().page
    expect(page.get_by_label("Name")).to_be_focused()
    expect(widget.field).to_be_hidden()
    widget.button("Start chat").click()
    expect(page.get_by_text("Please enter your name.")).to_be_visible()
    expect(page.get_by_label("Name")).to_be_focused()
    assert violations(page) == []
    page.get_by_label("Name").fill("Anna Berger")
    page.get_by_label("E-mail").fill("anna")
    page.get_by_label("What is it about?").select_option("Returns and repairs")
    widget.button("Start chat").click()
    expect(page.get_by_text("This does not look like an e-mail address.")).to_be_visible()
    page.get_by_label("E-mail").fill("anna@shop.example")
    page.get_by_label("E-mail").press("Enter")
    expect(widget.field).to_be_focused()
    widget.write("My lamp is broken")
    widget.expect_sent("My lamp is broken")

    (received,) = logged(center_server, "InteractionReceived")
    (queued,) = logged(center_server, "InteractionQueued")
    assert received["personal"] == {"name": "Anna Berger", "address": "anna@shop.example"}
    assert queued["queue"] == "care"


def test_form_leaves_out_what_the_page_says_already(
    page: Page, site: Any, center_server: Any
) -> None:
    settled(center_server, FORM.replace('email = "optional"', ""))
    page.goto(site.put("/", embedding(center_server.url, "name=Anna queue=care")))
    widget = Widget(page).open()

    expect(widget.field).to_be_focused()
    widget.write("Hello")
    widget.expect_sent("Hello")


def test_answers_given_before_the_center_knows_the_visitor_are_kept(
    page: Page, site: Any, center_server: Any
) -> None:
    settled(center_server, FORM.replace('email = "optional"', ""))
    held: list[Route] = []
    page.route("**/visitor", lambda route: held.append(route))
    page.goto(site.put("/", embedding(center_server.url, "name=Anna queue=care")))
    widget = Widget(page).open()
    expect(widget.field).to_be_focused()
    with page.expect_websocket():
        held[0].continue_()

    expect(widget.field).to_be_focused()
    widget.write("Hello")
    widget.expect_sent("Hello")


def test_chat_that_is_under_way_is_not_asked_again_and_the_next_one_is(
    widget: Widget, center_server: Any
) -> None:
    settled(center_server, FORM)
    page = widget.open().page
    page.get_by_label("Name").fill("Anna")
    page.get_by_label("What is it about?").select_option("Advice")
    widget.button("Start chat").click()
    widget.write("Hello")
    widget.expect_sent("Hello")
    page.reload()
    widget.page.locator(".launcher").click()
    expect(widget.field).to_be_focused()
    widget.button("End chat").click()
    page.get_by_role("group", name="End this chat?").get_by_text("End chat").click()
    widget.button("Start a new chat").click()

    expect(page.get_by_label("Name")).to_have_value("Anna")


# --- files --------------------------------------------------------------------------------------


def test_files_go_with_the_message_and_come_back_as_picture_and_download(
    widget: Widget, agent: Agent, center_server: Any, violations: Judge
) -> None:
    talking(widget, agent)
    widget.attach(named("sofa.png", picture()), named("note.txt", b"Three seats"))
    tray = widget.page.get_by_role("list", name="Files to send")
    expect(tray.get_by_role("listitem")).to_have_count(2)
    expect(widget.button("Send")).to_be_enabled()
    assert violations(widget.page) == []
    widget.field.fill("This one")
    widget.field.press("Enter")
    widget.expect_sent("Hello", "This one")
    expect(widget.log.locator("canvas")).to_be_visible()
    assert violations(widget.page) == []
    with widget.page.expect_download() as saved:
        widget.page.get_by_role("button", name="Download note.txt").click()

    assert saved.value.suggested_filename == "note.txt"
    assert saved.value.path().read_bytes() == b"Three seats"
    message = logged(center_server, "MessageReceived")[-1]
    assert [file["media"] for file in message["data"]["files"]] == ["image/png", "text/plain"]
    assert message["personal"]["file_names"] == ["sofa.png", "note.txt"]


def test_transcript_with_files_is_whole_after_a_return(widget: Widget) -> None:
    widget.open()
    widget.attach(named("sofa.png", picture()))
    expect(widget.button("Send")).to_be_enabled()
    widget.button("Send").click()
    expect(widget.log.locator("canvas")).to_be_visible()
    widget.page.reload()
    widget.open()

    expect(widget.log.locator("canvas")).to_be_visible()
    expect(widget.page.get_by_role("button", name="Download sofa.png")).to_be_visible()


def test_pasted_and_dropped_files_are_attached(widget: Widget) -> None:
    widget.open()
    expect(widget.button("Attach files")).to_be_visible()
    widget.field.evaluate(PASTE, ["pasted.txt", "words"])
    widget.panel.evaluate(DROP, ["one.txt", "two.txt"])

    items = widget.page.get_by_role("list", name="Files to send").get_by_role("listitem")
    expect(items).to_contain_text(["pasted.txt", "one.txt", "two.txt"])
    expect(widget.button("Send")).to_be_enabled()


def test_refused_files_say_why_and_hold_back_the_message(widget: Widget, window: Any) -> None:
    window.allow(REFUSED)
    widget.open()
    widget.attach(named("empty.txt", b""), named("page.exe", b"MZ\0\0"))
    expect(widget.panel).to_contain_text("empty.txt is empty.")
    widget.field.fill("Look")
    expect(widget.button("Send")).to_be_disabled()
    widget.button("Remove empty.txt").click()
    expect(widget.panel).not_to_contain_text("empty.txt")


def test_upload_shows_its_progress_can_be_cancelled_and_tried_again(
    widget: Widget, window: Any, center_server: Any
) -> None:
    window.allow("ERR_FAILED|" + REFUSED)
    held: list[Any] = []
    widget.page.route(f"{center_server.url}/files", lambda route: held.append(route))
    widget.open()
    widget.attach(named("one.txt", b"1"), named("two.txt", b"2"), named("three.txt", b"3"))
    expect(widget.page.get_by_role("progressbar")).to_have_count(3)
    expect(widget.button("Send")).to_be_disabled()
    widget.button("Cancel one.txt").click()
    expect(widget.page.get_by_role("progressbar")).to_have_count(2)
    for route in held[1:]:
        route.abort()
    expect(widget.panel).to_contain_text("two.txt could not be uploaded.")
    widget.page.unroute_all()
    widget.button("Try two.txt again").click()

    expect(widget.button("Remove two.txt")).to_be_visible()
    expect(widget.panel).not_to_contain_text("two.txt could not be uploaded.")


def test_account_without_files_offers_none(page: Page, site: Any, center_server: Any) -> None:
    settled(center_server, "files = false")
    page.goto(site.put("/", embedding(center_server.url)))
    widget = Widget(page).open()

    expect(widget.field).to_be_focused()
    expect(widget.button("Attach files")).to_be_hidden()


# --- a chat under way ---------------------------------------------------------------------------


def test_place_in_line_is_told_and_moves(
    widget: Widget, window: Any, center_server: Any, site: Any
) -> None:
    address = site.put("/", embedding(center_server.url))
    first = Widget(window.open(address)).open()
    first.write("I was here before")
    expect(first.status).to_contain_text("You are next in line.")
    widget.page.clock.install()
    widget.open()
    widget.write("Hello")
    expect(widget.status).to_contain_text("You are number 2 in line.")
    first.button("End chat").click()
    first.page.get_by_role("group", name="End this chat?").get_by_text("End chat").click()
    expect(first.status).to_have_text("This chat has ended.")
    widget.page.clock.run_for(11_000)

    expect(widget.status).to_contain_text("You are next in line.")


def test_agent_is_seen_typing_until_they_stop_or_send(widget: Widget, agent: Agent) -> None:
    talking(widget, agent)
    typing = widget.page.locator(".typing")

    def is_seen() -> bool:
        # What is said before the widget listens is lost, as it is meant to be.
        agent.type(6_000)
        return typing.text_content() == "Mei Lin is typing"

    wait_until(is_seen)
    expect(typing).to_have_css("opacity", "1")
    agent.type(0)
    expect(typing).to_have_css("opacity", "0")
    agent.say("Here it is.")

    expect(widget.log.locator(".agent .text").last).to_have_text("Here it is.")
    expect(typing).to_be_hidden()


def test_agent_sees_the_customer_typing(widget: Widget, agent: Agent) -> None:
    talking(widget, agent)
    widget.field.press_sequentially("Wh")

    seen = agent.wait_for(lambda frame: frame["op"] == "eph")
    assert (seen["key"], seen["ttl_ms"] > 0) == ("customer", True)
    widget.field.fill("")
    stopped = agent.wait_for(lambda frame: frame["op"] == "eph" and frame["ttl_ms"] == 0)
    assert stopped["topic"] == f"interaction.{agent.interaction}.Typing"


def test_links_of_an_agent_lead_where_they_say(widget: Widget, agent: Agent) -> None:
    talking(widget, agent)
    agent.say("See https://shop.example/a?b=1 (or javascript:alert(1)), http://x.example/y.")

    links = widget.log.get_by_role("link")
    expect(links).to_have_text(["https://shop.example/a?b=1", "http://x.example/y"])
    assert links.first.get_attribute("href") == "https://shop.example/a?b=1"
    assert links.first.get_attribute("rel") == "noopener noreferrer nofollow"


# --- identity -----------------------------------------------------------------------------------

# Plays the center's door: what is asked is kept, what is answered is in `answers`.
DOOR = """
globalThis.asked = [];
globalThis.answers = [];
const real = fetch;
globalThis.fetch = async (url, options) => {
  if (!String(url).endsWith("/visitor")) return real(url, options);
  asked.push(JSON.parse(options.body));
  const answer = answers.shift();
  if (answer) return new Response(JSON.stringify(answer.body), { status: answer.status });
  const { account, token } = asked.at(-1);
  return real(url, { ...options, body: JSON.stringify({ account, token }) });
};
"""


def asked(page: Page) -> list[dict[str, str]]:
    return json.loads(page.evaluate("JSON.stringify(asked)"))


def test_statement_is_shown_once_and_the_name_is_told(
    window: Any, site: Any, center_server: Any
) -> None:
    address = site.put("/", embedding(center_server.url, "statement=head.body.signature-one"))
    page = window.open()
    page.add_init_script(DOOR)
    page.goto(address)
    with page.expect_response("**/plugins/chat/settings.json*"):
        page.evaluate(
            """async (center) => {
              const headers = { "content-type": "application/json" };
              const body = JSON.stringify({ account: "web" });
              const answer = await real(`${center}/visitor`, { method: "POST", headers, body });
              answers.push({ status: 200, body: { ...(await answer.json()), name: "Anna" } });
            }""".replace("real(", "fetch("),
            center_server.url,
        )
        page.evaluate("asked.length = 0")
        Widget(page).open()
    expect(page.get_by_text("Signed in as Anna")).to_be_visible()
    page.reload()
    Widget(page).open()
    expect(page.get_by_text("Signed in as Anna")).to_be_visible()
    expect(page.get_by_role("status")).to_have_text("")

    assert "statement" not in asked(page)[0]


def test_statement_that_is_refused_leaves_an_unverified_customer_who_can_chat(
    window: Any, site: Any, center_server: Any
) -> None:
    page = window.open()
    page.add_init_script(DOOR)
    page.goto(site.put("/", embedding(center_server.url)))
    page.evaluate(
        """() => {
          answers.push({ status: 401, body: { code: "unauthorized", reason: "statement" } });
          document.querySelector("ccsdk-chat").identify = async () => "a.b.c";
        }"""
    )
    widget = Widget(page).open()
    widget.write("Hello")
    widget.expect_sent("Hello")

    assert [each.get("statement") for each in asked(page)] == ["a.b.c", None]
    expect(page.get_by_text("Signed in as")).to_have_count(0)


def test_forgotten_customer_leaves_nothing_behind(widget: Widget) -> None:
    widget.open()
    widget.write("A secret")
    widget.expect_sent("A secret")
    widget.page.evaluate("document.querySelector('ccsdk-chat').forget()")

    expect(widget.log.locator(".customer")).to_have_count(0)
    kept = widget.page.evaluate("JSON.stringify(Object.entries(localStorage))")
    assert "secret" not in kept
