"""Five hundred customers at once: desk and wallboard stay usable. And the judge can be angry."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import CenterServer
from tests.browser.desk_page import Walk
from tests.browser.hostile_scene import visiting
from tests.browser.judge import Judge

CROWD = 500
AT_ONCE = 16
# What each of these brings about in a page that believes a text.
BELIEVED = """<!doctype html><meta charset=utf-8><title>x</title><img id=x>
<div style="inline-size: 50px; white-space: nowrap; overflow: auto">much too long for its box</div>
<p class=line>Ann\u202e says 12:30 hello</p><button id=go disabled>Go</button>
<script>pwned("script"); fetch("http://127.0.0.1:1/gone").catch(() => {});
document.body.append(document.createElement("iframe"));
document.querySelector("#x").setAttribute("onload", "1");</script>
<div style="position: fixed; inset: 0"></div>"""


@pytest.mark.timeout(180)
def test_five_hundred_who_wait_leave_desk_and_wallboard_usable(
    window: Any, center_server: CenterServer, site: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    center_server.stop()
    shop = center_server.settings.read_text()
    center_server.settings.write_text(shop.replace("max_waiting = 25", f"max_waiting = {CROWD}"))
    center_server.start()
    with ExitStack() as crowd, ThreadPoolExecutor(AT_ONCE) as pool:

        def come(number: int) -> None:
            visitor = crowd.enter_context(visiting(center_server))
            visitor.come(f"I am number {number}", name=f"Customer {number}")

        list(pool.map(come, range(CROWD)))
        walk = Walk(window, center_server, site)
        began = time.monotonic()
        board = walk.desk("ada").page
        tile = board.locator(".tile").filter(has_text="Sales and advice")
        expect(tile.locator(".figure").filter(has_text="Waiting")).to_contain_text(str(CROWD))
        shown = time.monotonic()
        tile.locator(".figure").filter(has_text="Waiting").click()
        expect(board.locator("dialog.explain tbody tr")).to_have_count(100)
        opened = time.monotonic()
        mei = walk.desk("mei").go_ready()
        mei.offer.get_by_role("button", name="Accept a", exact=True).click()
        expect(mei.composer).to_be_visible()
        mei.write("Hello, what can I do for you?")
        expect(mei.messages).to_have_count(2)
        answered = time.monotonic()

    with capsys.disabled():
        steps = {"board": shown - began, "list": opened - shown, "answer": answered - opened}
        print(f"\nwith {CROWD} waiting: { {name: round(s, 2) for name, s in steps.items()} } s")


def test_judge_sees_a_page_that_believes_what_people_write(window: Any, site: Any) -> None:
    window.allow("ERR_CONNECTION|ERR_UNSAFE_PORT")
    judge = Judge(window.open(), [site.origin]).know("<script></script><meta>")
    judge.page.goto(site.put("/", BELIEVED))

    found = " ".join(judge.everywhere("#go", "#absent", lines=".line")["320"])

    assert "ran: script" in found
    assert "asked http://127.0.0.1:1/gone" in found
    assert "<iframe> that is not ours" in found
    assert "attribute onload" in found
    assert "wider than its box" in found
    assert "turned round" in found
    assert "out of reach: #go out of reach: #absent" in found
