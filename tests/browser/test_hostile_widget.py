"""What hostile pages, staff and strangers give to the widget: it is text, and it goes on."""

from __future__ import annotations

import html
import json
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import TimeoutError, expect

from tests.browser.conftest import CenterServer
from tests.browser.desk_page import Desk
from tests.browser.hostile import FILE_NAMES, TEXTS, text_of
from tests.browser.hostile_scene import hostile_center
from tests.browser.judge import Judge, summed_up
from tests.browser.widget_page import Widget, answering, embedding, logged, named

LINES = ".note, .typing, .status, .line .meta, header p"
SEND = "ccsdk-chat .send"


@pytest.fixture
def center(tmp_path: Path, site: Any, window: Any) -> Iterator[CenterServer]:
    """Run a center with hostile settings."""
    with hostile_center(tmp_path, site.origin) as server:
        yield server
        window.leave()


def watched(window: Any, site: Any, center: CenterServer, page: str) -> tuple[Widget, Judge]:
    """Open a page with the widget that is judged."""
    judge = Judge(window.open(), [center.url, site.origin]).know(page)
    judge.page.goto(site.put("/", page))
    return Widget(judge.page), judge


def attributes(**values: str) -> str:
    return " ".join(f'{name}="{html.escape(value)}"' for name, value in values.items())


def test_texts_of_an_agent_are_text(window: Any, site: Any, center: CenterServer) -> None:
    with answering(center) as mei:
        widget, judge = watched(window, site, center, embedding(center.url))
        widget.open()
        widget.write(text_of("script"))
        mei.accept()
        found = {"joined": judge.everywhere(SEND, lines=LINES)}
        for case in TEXTS:
            mei.say(case.text)
        mei.type(9_000)
        expect(widget.log.locator(".agent .text")).to_have_count(len(TEXTS) + 1)
        expect(widget.page.locator("ccsdk-chat .typing:not(.idle)")).to_be_visible()
        found["said"] = judge.everywhere(SEND, lines=LINES)
        links = widget.log.locator("a").evaluate_all("all => all.map((a) => [a.href, a.rel])")
        widget.button("End chat").click()
        found["asked"] = judge.everywhere("ccsdk-chat .ask .primary", lines=LINES)
        widget.page.locator("ccsdk-chat .ask .primary").click()
        expect(widget.button("Start a new chat")).to_be_visible()
        found["ended"] = judge.everywhere(lines=LINES)

    assert summed_up(found) == []
    assert {href.partition(":")[0] for href, _ in links} <= {"http", "https"}
    assert {rel for _, rel in links} == {"noopener noreferrer nofollow"}


@pytest.mark.parametrize("given", ["markup", "shape", "turned"])
def test_attributes_of_the_page_are_text(
    window: Any, site: Any, center: CenterServer, given: str
) -> None:
    text = {"markup": text_of("quote_double"), "shape": "W" * 200, "turned": "\u202eevil" * 40}[
        given
    ]
    names = ("name", "heading", "greeting", "lang", "theme", "style")
    page = embedding(center.url, attributes(**dict.fromkeys(names, text)))
    widget, judge = watched(window, site, center, page)
    widget.launcher.click()
    widget.write("Hello")
    widget.expect_sent("Hello")

    assert summed_up({given: judge.everywhere(SEND, lines=LINES)}) == []
    assert logged(center, "InteractionReceived")[0]["personal"]["name"] == text


# --- what stands in the browser's own store -----------------------------------------------------

GARBAGE = ["", "{", "null", "[]", "5", '"x"', "[null]", '[{"key":{}}]', '{"length":3}']
OUTBOXES = [
    *GARBAGE,
    json.dumps([{"key": "k", "type": "x", "personal": {"text": "<b>"}}]),
    json.dumps([{"key": "k", "type": "ReceiveMessage", "data": {"files": 3}, "personal": 7}]),
    json.dumps([{"key": "k" * 9_000, "type": "../x", "data": None}]),
]
RECORDS = [
    *GARBAGE,
    json.dumps({"token": {"x": 1}, "visitor": [], "expires": "never"}),
    json.dumps({"token": "x" * 100_000, "expires": "9999-01-01T00:00:00Z"}),
    json.dumps({"interaction": {"a": 1}, "seen": "x", "draft": {"y": 2}}),
    json.dumps({"interaction": ["in_7"], "seen": -1, "draft": ["<img src=x onerror=pwned(1)>"]}),
    json.dumps({"settings": 7, "answers": "x", "former": 3, "name": {"z": 1}}),
    json.dumps({"settings": {"title": {}, "form": 3, "topics": []}, "answers": None}),
    '{"__proto__": {"token": "x"}, "constructor": 3}',
]


def test_garbage_in_the_store_costs_no_chat(window: Any, site: Any, center: CenterServer) -> None:
    window.allow(r"the server responded with a status of 4\d\d")
    url = site.put("/", embedding(center.url))
    dead = []
    for record, outbox in zip_longest(RECORDS, OUTBOXES, fillvalue=""):
        page = window.open()
        place = f"ccsdk-chat {center.url}/ web "
        kept = {f"{place}chat": record, f"{place}outbox": outbox}
        page.add_init_script(f"Object.assign(localStorage, {json.dumps(kept)});")
        page.goto(url)
        if not can_chat(Widget(page)):
            dead.append((record[:80], outbox[:80]))
        page.context.close()
        window.contexts.remove(page.context)

    assert dead == []


def can_chat(widget: Widget) -> bool:
    """Return whether somebody who opens the panel can write, and is heard."""
    sent = widget.log.locator(".customer:has-text('Hello'):not(:has-text('Sending'))")
    try:
        widget.launcher.click(timeout=3_000)
        expect(widget.field.or_(widget.button("Start a new chat"))).to_be_visible(timeout=3_000)
        if not widget.field.is_visible():
            widget.button("Start a new chat").click()
        widget.write("Hello")
        expect(sent).to_have_count(1, timeout=3_000)
    except (AssertionError, TimeoutError):
        return False
    return True


# --- files, and pages that make it hard ---------------------------------------------------------


def test_names_of_files_are_text_on_both_sides(
    window: Any, site: Any, center: CenterServer
) -> None:
    with answering(center) as mei:
        widget, judge = watched(window, site, center, embedding(center.url))
        widget.open()
        files = [named(case.text, b"plain words\n", "text/plain") for case in FILE_NAMES]
        for part in (files[:6], files[6:]):
            widget.attach(*part)
            expect(widget.page.locator("ccsdk-chat .upload progress:visible")).to_have_count(0)
            found = {"uploads": judge.everywhere(SEND, lines=LINES)}
            widget.field.press("Enter")
            expect(widget.log.get_by_text("Sending")).to_have_count(0)
        mei.accept()
        expect(widget.log.locator(".attachment")).to_have_count(len(files))
        found["sent"] = judge.everywhere(SEND, lines=LINES)
        desk = Judge(window.open(), [center.url])
        signed_in = Desk(desk.page).sign_in(center.link("mei"))
        desk.know(desk.page.request.get(desk.page.url.partition("#")[0]).text())
        signed_in.rows.first.click()
        expect(desk.page.locator(".attachment-file")).to_have_count(len(files))
        found["desk"] = desk.everywhere("#composer")
        shown = desk.page.locator(".attachment-file").evaluate_all(
            "all => all.map((a) => a.download)"
        )

    assert summed_up(found) == []
    assert all(name.endswith(".txt") and not set(name) & set('/\\<>:"|?*\u202e') for name in shown)


WRAPPED = """<script>
  for (const [owner, name] of [[Array.prototype, "map"], [JSON, "parse"], [JSON, "stringify"],
    [window, "fetch"], [EventTarget.prototype, "addEventListener"], [Promise.prototype, "then"]]) {
    const kept = owner[name];
    owner[name] = function (...given) { return kept.apply(this, given); };
  }
  Object.prototype.toJSON = undefined;
  history.replaceState({ x: 1 }, "", "#<img src=x onerror=pwned(1)>");
</script>"""


def test_wrapped_functions_of_the_page_do_no_harm(
    window: Any, site: Any, center: CenterServer
) -> None:
    widget, judge = watched(window, site, center, WRAPPED + embedding(center.url))
    widget.open()
    widget.write("Hello")

    widget.expect_sent("Hello")
    assert judge.faults() == []


def test_page_in_a_sandbox_without_an_origin_is_told_that_there_is_no_chat(
    window: Any, site: Any, center: CenterServer
) -> None:
    window.allow("status of 403|CORS policy|ERR_FAILED|origins|Failed to load resource")
    inner = site.put("/inner", embedding(center.url))
    page = window.open(
        site.put("/", f"<iframe sandbox=allow-scripts src={inner} height=600 width=600>")
    )
    frame = page.frame_locator("iframe")
    frame.locator(".launcher").click()

    expect(frame.get_by_role("status")).to_contain_text("not available")
    expect(frame.get_by_label("Your message")).to_be_hidden()
