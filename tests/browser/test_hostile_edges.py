"""Hostile words where a page meets something else: plugins, the system, sites, addresses."""

from __future__ import annotations

import contextlib
import html
import os
import secrets
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import jwt
import pytest
from playwright.sync_api import Page, expect

from tests.browser.acme.acme_hostile import NOTED, TITLES
from tests.browser.conftest import ROOT, CenterServer
from tests.browser.desk_page import HIDE, Desk
from tests.browser.hostile import NAMES, TEXTS, text_of
from tests.browser.hostile_scene import QUEUES, hostile_center, visiting
from tests.browser.judge import Judge, summed_up
from tests.browser.widget_page import answering, embedding

KEY = "k" * 48
SIGNED = [
    case
    for case in NAMES
    if case.abuse in "override script long_word zalgo breaks verified invisible url".split()
]
IDENTITY = '\n[accounts.web.identity.site-1]\nalgorithm = "HS256"\nkey = "file:site.key"\n'
LINES = ".author, .activity, .typing, .offer-name, .offer-head .quiet, .reading, .end-words"
WIDGET_LINES = ".note, .typing, .status, .line .meta, header p"
# What the system is asked to show; it is shown by nobody here.
RAISED = """(() => {
  globalThis.raised = [];
  globalThis.Notification = class {
    static permission = "granted";
    constructor(title, options) { raised.push([title, options.body]); }
    close() {}
  };
})()"""


@pytest.fixture
def center(tmp_path: Path, site: Any, window: Any) -> Iterator[CenterServer]:
    """Run a center with hostile settings, which believes statements of the site."""
    (tmp_path / "site.key").write_text(KEY)
    with hostile_center(tmp_path, site.origin, IDENTITY) as server:
        yield server
        window.leave()


@pytest.fixture
def paneled(
    tmp_path: Path, site: Any, window: Any, monkeypatch: pytest.MonkeyPatch
) -> Iterator[CenterServer]:
    """Run one whose desk has a panel for every hostile title."""
    installed = tmp_path / "installed" / "acme_hostile-0.1.dist-info"
    installed.mkdir(parents=True)
    (installed / "METADATA").write_text("Metadata-Version: 2.1\nName: acme-hostile\nVersion: 0.1\n")
    entry = "[ccsdk.plugins.v1]\nhostile = acme_hostile:plugin\n"
    (installed / "entry_points.txt").write_text(entry)
    acme = str(Path(__file__).parent / "acme")
    path = [str(installed.parent), acme, str(ROOT), os.environ.get("PYTHONPATH", "")]
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, path)))
    window.allow(r"^panel .* of plugin hostile is switched off")
    with hostile_center(tmp_path, site.origin, "\n[plugins.hostile]\n") as server:
        yield server
        window.leave()


def watched(page: Page, center: CenterServer, staff: str) -> tuple[Desk, Judge]:
    """Sign somebody in at a desk that is judged."""
    judge = Judge(page, [center.url])
    desk = Desk(page).sign_in(center.link(staff))
    return desk, judge.know(page.request.get(page.url.partition("#")[0]).text())


def test_titles_of_panels_are_text(window: Any, paneled: CenterServer) -> None:
    with answering(paneled) as mei, visiting(paneled) as visitor:
        desk, judge = watched(window.open(), paneled, "mei")
        visitor.come("Hello", name="Anna")
        mei.accept()
        expect(desk.page.locator(".panel-place > *")).to_have_count(len(TITLES) + 1)
        expect(desk.page.locator(".notice")).to_have_count(len(NOTED))
        found = {"context": judge.everywhere(lines=".notice p, .panel h3")}
        headings = desk.page.locator(".panel h3").all_inner_texts()
        for _ in NOTED:
            desk.button("Dismiss").first.click()
        desk.end()
        found["wrap-up"] = judge.everywhere("#disposition", lines=".panel h3")

    assert summed_up(found) == []
    assert [heading for heading in headings if not heading.strip()] == []


def test_notification_is_our_words_and_a_queues_name(window: Any, center: CenterServer) -> None:
    page = window.open()
    page.add_init_script(RAISED)
    desk, judge = watched(page, center, "mei")
    desk.go_ready()
    desk.page.evaluate(HIDE)
    with contextlib.ExitStack() as stack:
        for queue in QUEUES:
            visitor = stack.enter_context(visiting(center))
            visitor.come(text_of("script"), queue=queue, name=text_of("script"))
        page.wait_for_function("n => raised.length === n", arg=len(QUEUES), polling=50)

    raised = page.evaluate("[...raised, [document.title, raised[0][1]]]")
    assert {body for _, body in raised} == {"A customer waits for you. Open the desk to accept."}
    assert all(title.startswith("● Offer: ") for title, _ in raised)
    assert not any(set(title) & set("\u202e\u202d\u2066\u2067\u2068\n") for title, _ in raised)
    assert any("<script>pwned('queue')</script>" in title for title, _ in raised)
    assert judge.faults() == []


# --- names that a site signs --------------------------------------------------------------------


def signed(name: str) -> str:
    """Return a statement in which the site signs for a new customer of this name."""
    now = int(time.time())
    claims = {"sub": secrets.token_hex(8), "name": name, "iat": now, "exp": now + 120}
    claims |= {"aud": "hostile/web", "jti": secrets.token_hex(16)}
    return jwt.encode(claims, KEY, algorithm="HS256", headers={"kid": "site-1"})


def test_name_that_a_site_signed_is_text_in_list_header_and_card(
    window: Any, center: CenterServer
) -> None:
    with contextlib.ExitStack() as stack:
        mei = stack.enter_context(answering(center))
        desk, judge = watched(window.open(), center, "mei")
        for case in SIGNED:
            visitor = stack.enter_context(visiting(center, statement=signed(case.text)))
            visitor.come(text_of("script"))
            mei.accept()
        expect(desk.rows).to_have_count(len(SIGNED))
        found, cards = {"list": judge.everywhere(lines=LINES)}, set()
        for n in range(len(SIGNED)):
            desk.rows.nth(n).click()
            card = desk.page.locator("ccsdk-customer-card")
            expect(card.get_by_text("Verified", exact=True)).to_be_visible()
            cards.add(card.locator(".card-name").inner_text())
            wrong = [*judge.faults(), *judge.turned(f"{LINES}, .card-name, .card-mark")]
            found[str(n)] = {"1440": wrong} if wrong else {}
        found["last"] = judge.everywhere("#composer", "#end", lines=LINES)

    assert summed_up(found) == []
    assert {"<script>pwned('name')</script>", "Ann ✓ Verified customer"} <= cards


# --- frames and addresses -----------------------------------------------------------------------


def test_texts_in_a_framed_chat_are_text_there_and_on_its_page(
    window: Any, site: Any, center: CenterServer
) -> None:
    words = {"heading": text_of("quote_double"), "greeting": "\u202e" + text_of("script")}
    given = " ".join(f'{name}="{html.escape(text)}"' for name, text in words.items())
    page = embedding(center.url, f"data-frame {given} name='W' lang='<b>'")
    outer = Judge(window.open(), [center.url, site.origin]).know(page, iframe=1)
    with answering(center) as mei:
        outer.page.goto(site.put("/", page))
        frame = outer.page.frame_locator("iframe")
        frame.locator(".launcher").click()
        frame.locator("textarea").fill(text_of("img_error"))
        frame.locator("textarea").press("Enter")
        mei.accept()
        for case in TEXTS:
            mei.say(case.text)
        mei.type(9_000)
        expect(frame.locator(".agent .text")).to_have_count(len(TEXTS) + 1)
        inner = Judge(outer.page, outer.allowed, outer.page.frames[1])
        inner.know(outer.page.request.get(outer.page.frames[1].url).text())
        found = {"frame": inner.everywhere(".send", lines=WIDGET_LINES)}
        found["page"] = outer.everywhere()
        title = outer.page.locator("iframe").get_attribute("title")
        links = frame.locator(".text a").evaluate_all("all => all.map((a) => [a.protocol, a.rel])")

    assert summed_up(found) == []
    assert title == words["heading"]
    assert {protocol for protocol, _ in links} <= {"http:", "https:"}
    assert {rel for _, rel in links} == {"noopener noreferrer nofollow"}


QUERIES = [
    "account=<script>pwned(1)</script>&language=%22%3E%3Cimg%20src=x%20onerror=pwned(2)%3E",
    "account=web&account=__proto__&language=constructor",
    "account=%00%ff%fe%ed%a0%80&language=../../../etc/passwd",
    "__proto__[account]=web&constructor.prototype=1&=&&&;;%",
    "next=//evil.test/&next=javascript:pwned(3)&token=x&post=//evil.test/",
    "account=" + "w" * 9_000,
]
FRAGMENTS = [
    "<img src=x onerror=pwned(4)>",
    "%3Cscript%3Epwned(5)%3C/script%3E",
    "javascript:pwned(6)",
    '"}],"role":"supervisor","token":"',
    "%ED%A0%80%00%FF",
    "x" * 50_000,
]


def test_no_query_or_fragment_of_the_link_page_does_anything(
    window: Any, center: CenterServer
) -> None:
    window.allow("Failed to load resource.*40[01]")
    judge = Judge(window.open(), [center.url])
    page = judge.page
    judge.know(page.request.get(f"{center.url}/auth/link").text())
    told = set()
    for query, fragment in zip(QUERIES, FRAGMENTS, strict=True):
        page.goto("about:blank")
        page.goto(f"{center.url}/auth/link?{query}#{fragment}")
        assert page.evaluate("location.href") == f"{center.url}/auth/link"
        page.get_by_role("button", name="Sign in").click()
        expect(page.get_by_role("status")).not_to_be_empty()
        told.add(page.get_by_role("status").inner_text())
        assert judge.faults() == []

    assert told == {
        "This link is unknown, used or over; get a new one with ccsdk token --link.",
    }
    assert page.context.cookies() == []


def test_no_query_or_fragment_of_the_frame_page_does_anything(
    window: Any, site: Any, center: CenterServer
) -> None:
    judge = Judge(window.open(), [center.url, site.origin])
    page = judge.page
    folder = f"{center.url}/plugins/chat/"
    source = page.request.get(f"{folder}frame.html").text()
    for query, fragment in zip(QUERIES, FRAGMENTS, strict=True):
        page.goto("about:blank")
        with page.expect_response(lambda got: "/settings.json" in got.url) as settings:
            page.goto(f"{folder}frame.html?{query}#{fragment}")
        assert settings.value.status == 200
        assert settings.value.headers["content-type"] == "application/json"
        # Nobody but a page on the list tells it what to show, itself least of all.
        page.evaluate("postMessage({ ccsdk: 'configure', attributes: { account: 'web' } }, '*')")
        page.evaluate("new Promise((go) => setTimeout(go))")
        assert page.locator("ccsdk-chat").count() == 0
        assert judge.know(source).faults() == []

    for text in (text_of("quote_double"), "web&language=zh#", "../../auth/link?", "W" * 9_000):
        body = embedding(center.url, "data-frame").replace(
            "account=web", f'account="{html.escape(text)}"'
        )
        page.goto(site.put("/odd", body))
        address = page.locator("iframe").get_attribute("src")
        assert (
            address == f"{folder}frame.html?account={quote(text, safe=chr(33) + '*()~' + chr(39))}"
        )
        assert judge.know(body, iframe=1).faults() == []
