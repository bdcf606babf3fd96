"""What hostile customers and colleagues write, on the desk: it is text, and stays in its box."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import CenterServer
from tests.browser.desk_page import Desk
from tests.browser.hostile import NAMES
from tests.browser.hostile_scene import customers, hostile_center
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
