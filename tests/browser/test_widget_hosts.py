"""Pages that make it hard: their styles, policies, scripts, and hostile texts."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Response, expect

from tests.browser.widget_page import Agent, Widget, answering, embedding, running, settled

# The widget with its client, in one stream: with it a customer can open the panel and write.
BUDGET_BYTES = 15 * 1024
HOSTILE_STYLE = """<style>
  * { all: unset !important; display: none !important; opacity: 0 !important; color: red }
  ccsdk-chat { visibility: hidden !important; position: relative !important; z-index: -1;
    --accent: red; --ink: red; font: 60px serif !important; pointer-events: none !important }
  html, body { display: block !important; opacity: 1 !important; transform: scale(.5) !important }
  :popover-open { display: none !important }
</style>"""
TAMPERED = """<script>
  Object.prototype.extra = function () {};
  Array.prototype.each = function () {};
  Array.prototype.toArray = Array.from = () => [];
  String.prototype.strip = Element.prototype.update = Element.prototype.show = () => "no";
  window.name = window.status = "no";
  document.title = "<b>";
</script>"""
TEXTS = [
    "<img src=x onerror=alert(1)><script>alert(1)</script>",
    "a\u202eRLO\u2066 turned \u202eround",
    "z" + "\u0336\u0321\u0489\u0315" * 40,
    "w" * 3_000,
    "🧑‍👩‍👧 家具を見たい שלום",
]


@pytest.fixture
def center_server(tmp_path: Path, site: Any, window: Any) -> Iterator[Any]:
    """Run a center whose chat has no settings."""
    yield from running(tmp_path, site, window)


@pytest.fixture
def agent(center_server: Any) -> Iterator[Agent]:
    """Return Mei, ready."""
    with answering(center_server) as mei:
        yield mei


def test_page_loads_one_module_within_the_budget_and_the_rest_once_it_is_wanted(
    page: Page, site: Any, center_server: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))
    page.goto(site.put("/", embedding(center_server.url)))
    widget = Widget(page)
    expect(widget.launcher).to_be_visible()
    at_once = gzipped(center_server.url, answers)
    widget.open()
    expect(widget.button("Attach files")).to_be_visible()
    later = gzipped(center_server.url, answers)

    with capsys.disabled():
        print(f"\ngzipped bytes at once: {at_once}; once the panel is open: {later}")
    assert set(at_once) == {"ccsdk-chat.js", "en.json"}
    assert at_once["ccsdk-chat.js"] <= BUDGET_BYTES


def gzipped(center: str, answers: list[Response]) -> dict[str, int]:
    """Return how much each file of a center weighs; takes the answers from the list."""
    files = [answer for answer in answers if answer.url.startswith(f"{center}/plugins/")]
    answers.clear()
    return {
        urlsplit(file.url).path.rsplit("/", 1)[1]: len(gzip.compress(file.body(), 9))
        for file in files
    }


def test_style_of_the_page_changes_nothing(page: Page, site: Any, center_server: Any) -> None:
    # What opens slowly has another size on its way.
    page.emulate_media(reduced_motion="reduce")
    page.goto(site.put("/", embedding(center_server.url)))
    plain = Widget(page).open().panel.bounding_box()
    page.goto(site.put("/hostile", HOSTILE_STYLE + embedding(center_server.url)))
    widget = Widget(page).open()
    widget.write("Do you see me?")
    widget.expect_sent("Do you see me?")

    assert widget.panel.bounding_box() == plain
    expect(widget.field).to_have_css("font-size", "16px")
    expect(widget.panel).to_have_css("opacity", "1")


def test_tampered_prototypes_and_a_base_address_do_no_harm(
    page: Page, site: Any, center_server: Any
) -> None:
    base = "<base href='https://elsewhere.example/'>"
    page.goto(site.put("/", base + TAMPERED + embedding(center_server.url)))
    widget = Widget(page).open()
    widget.write("Hello")

    widget.expect_sent("Hello")


def test_second_chat_and_second_script_are_refused_politely(
    page: Page, site: Any, center_server: Any
) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    again = f"<script type=module src='{center_server.url}/plugins/chat/ccsdk-chat.js?2'></script>"
    page.goto(site.put("/", embedding(center_server.url) + again + "<ccsdk-chat account=web>"))
    widget = Widget(page).open()
    widget.write("Hello")
    widget.expect_sent("Hello")

    expect(page.locator(".launcher")).to_have_count(1)
    assert any("shows a chat already" in line for line in said)


def test_element_that_is_moved_goes_on(page: Page, site: Any, center_server: Any) -> None:
    page.goto(site.put("/", embedding(center_server.url)))
    widget = Widget(page).open()
    widget.write("One")
    widget.expect_sent("One")
    page.evaluate(
        """async () => {
          const chat = document.querySelector("ccsdk-chat");
          chat.remove();
          await new Promise((resolve) => setTimeout(resolve, 50));
          document.body.append(chat);
        }"""
    )
    widget.write("Two")

    widget.expect_sent("One", "Two")


def test_hostile_texts_are_texts(page: Page, site: Any, center_server: Any, agent: Agent) -> None:
    page.goto(site.put("/", embedding(center_server.url)))
    widget = Widget(page).open()
    for text in TEXTS:
        widget.write(text)
    widget.expect_sent(*TEXTS)
    agent.accept()
    for text in TEXTS:
        agent.say(text)
    last = widget.log.locator(".agent .text").last
    expect(last).to_have_text(TEXTS[-1])

    assert page.locator("ccsdk-chat img").count() == 0
    log = widget.log.evaluate("({ scrollWidth, clientWidth }) => [scrollWidth, clientWidth]")
    assert log[0] == log[1]


def test_longest_message_arrives_and_a_longer_one_stays_in_the_field(
    page: Page, site: Any, center_server: Any
) -> None:
    page.goto(site.put("/", embedding(center_server.url)))
    widget = Widget(page).open()
    widget.write("a" * 32_000)
    widget.expect_sent("a" * 32_000)
    widget.write("b" * 33_000)

    expect(widget.status).to_contain_text("Your message is too long.")
    expect(widget.field).to_have_value("b" * 33_000)
    widget.write("c")
    widget.expect_sent("a" * 32_000, "c")


@pytest.mark.parametrize("accent", ["#ffe14d", "#111", "white", "rgb(0 0 0 / 0)", "#777"])
def test_text_on_any_accent_has_contrast(
    page: Page, site: Any, center_server: Any, accent: str
) -> None:
    styled = embedding(center_server.url, f"style='--ccsdk-accent: {accent}'")
    page.goto(site.put("/", styled))
    expect(Widget(page).launcher).to_be_visible()

    ratio = page.evaluate(
        """() => {
          const { launcher } = { launcher: document.querySelector("ccsdk-chat")
            .shadowRoot.querySelector(".launcher") };
          const { color, backgroundColor } = getComputedStyle(launcher);
          const context = new OffscreenCanvas(1, 1).getContext("2d");
          const luminance = (value) => {
            context.fillStyle = value;
            context.fillRect(0, 0, 1, 1);
            const [r, g, b] = [...context.getImageData(0, 0, 1, 1).data].map((channel) => {
              const part = channel / 255;
              return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
            });
            return 0.2126 * r + 0.7152 * g + 0.0722 * b;
          };
          const [light, dark] = [color, backgroundColor].map(luminance).sort((a, b) => b - a);
          return (light + 0.05) / (dark + 0.05);
        }"""
    )
    assert ratio >= 4.5


# --- frame --------------------------------------------------------------------------------------


def test_framed_chat_works_and_its_page_reads_nothing(
    page: Page, site: Any, center_server: Any
) -> None:
    settled(center_server, f'frame_origins = ["{site.origin}"]')
    page.goto(site.put("/", embedding(center_server.url, "data-frame heading='Ask us'")))
    frame = page.frame_locator("iframe")
    frame.get_by_role("button", name="Open chat").click()
    field = frame.get_by_label("Your message")
    expect(field).to_be_focused()
    field.fill("Is this private?")
    field.press("Enter")
    expect(frame.locator(".customer .text")).to_have_text(["Is this private?"])
    expect(frame.get_by_text("Sending")).to_have_count(0)
    expect(page.locator("iframe")).to_have_attribute("title", "Ask us")

    seen = page.evaluate(
        """() => {
          const chat = document.querySelector("ccsdk-chat");
          return [chat.hasAttribute("open"), Object.keys(localStorage),
            chat.shadowRoot.querySelector("iframe").contentDocument];
        }"""
    )
    assert seen == [True, [], None]
    page.evaluate("document.querySelector('ccsdk-chat').removeAttribute('open')")
    expect(frame.get_by_role("button", name="Open chat")).to_be_visible()


def test_frame_stays_empty_on_a_page_that_is_not_named(
    page: Page, window: Any, site: Any, center_server: Any
) -> None:
    window.allow("frame-ancestors")
    page.goto(site.put("/", embedding(center_server.url, "data-frame")))
    page.locator("iframe").wait_for()

    expect(page.frame_locator("iframe").get_by_role("button")).to_have_count(0)


def test_frame_hears_only_its_own_page(page: Page, site: Any, center_server: Any) -> None:
    settled(center_server, f'frame_origins = ["{site.origin}"]')
    page.goto(site.put("/", embedding(center_server.url, "data-frame")))
    frame = page.frame_locator("iframe.frame")
    expect(frame.get_by_role("button", name="Open chat")).to_be_visible()
    page.evaluate(
        """(origin) => {
          const other = document.createElement("iframe");
          document.body.append(other);
          const { contentWindow } = document.querySelector("ccsdk-chat")
            .shadowRoot.querySelector("iframe");
          const script = other.contentDocument.createElement("script");
          other.contentWindow.target = contentWindow;
          script.textContent = `target.postMessage({ ccsdk: "open", isOpen: true }, "${origin}")`;
          other.contentDocument.body.append(script);
          window.postMessage({ ccsdk: "shown", isOpen: true, title: "forged" }, "*");
        }""",
        center_server.url,
    )
    page.wait_for_function("new Promise((resolve) => setTimeout(() => resolve(true), 300))")

    expect(frame.get_by_role("button", name="Open chat")).to_be_visible()
    assert not page.evaluate("document.querySelector('ccsdk-chat').hasAttribute('open')")
