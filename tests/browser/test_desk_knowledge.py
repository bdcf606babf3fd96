"""Articles beside the chat: suggested, searched, opened, rated, and put into the reply."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import ROOT
from tests.browser.desk_page import Desk, Walk

Judge = Callable[[Page], list[str]]

ARTICLES = ROOT / "examples" / "shop" / "knowledge"
HOSTILE = """+++
title = "<img src=x onerror=alert(1)> islands \u202e"
+++
<script>alert(1)</script> Sylt [here](javascript:alert(1)) [there](https://shop.example/x)
"""
# A word that is being composed by an IME changes the field, and is no question yet.
COMPOSE = """(field) => {
  field.value = "tui";
  const composing = { data: "tui", isComposing: true, bubbles: true, composed: true };
  field.dispatchEvent(new CompositionEvent("compositionstart", { bubbles: true }));
  field.dispatchEvent(new InputEvent("input", composing));
}"""
COMPOSED = """(field) => {
  field.value = "退貨";
  field.dispatchEvent(new CompositionEvent("compositionend", { data: "退貨", bubbles: true }));
}"""


@pytest.fixture
def walk(window: Any, center_server: Any, site: Any, tmp_path: Path) -> Walk:
    """Return the shop's center with its articles, and one that means harm."""
    folder = tmp_path / "articles"
    folder.mkdir()
    for path in ARTICLES.iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    (folder / "hostile.md").write_text(HOSTILE)
    center_server.stop()
    with center_server.settings.open("a") as settings:
        settings.write(f"\n[plugins.knowledge]\nfolder = '{folder}'\n")
    center_server.start()
    return Walk(window, center_server, site)


def panel(desk: Desk) -> Locator:
    return desk.page.locator("ccsdk-knowledge")


def titles(desk: Desk) -> Locator:
    return panel(desk).locator(".title")


def test_articles_are_suggested_opened_rated_and_put_into_the_reply(
    walk: Walk, violations: Judge
) -> None:
    mei = walk.desk("mei").go_ready()
    anna = walk.customer(name="Anna")
    anna.write("Hello, do you deliver to Sylt?")
    mei.accept("Anna")
    island = "Delivery to islands and remote places"
    expect(titles(mei).filter(has_text=island)).to_be_visible()
    anna.write("And can you take my old mattress along?")
    expect(titles(mei).first).to_have_text("We take your old furniture along")
    assert violations(mei.page) == []
    walk.shoot(mei.page, "desk-knowledge")

    titles(mei).first.press("Enter")
    article = panel(mei).locator(".article")
    expect(article).to_contain_text("a sofa for a sofa, or a mattress")
    expect(article.get_by_role("heading", name="We take your old furniture along")).to_be_focused()
    useful = article.get_by_role("button", name="Useful", exact=True)
    useful.click()
    expect(useful).to_have_attribute("aria-pressed", "true")
    expect(useful).to_be_focused()
    expect(article).to_contain_text("1 of 1 found it useful")
    assert violations(mei.page) == []
    walk.shoot(mei.page, "desk-knowledge-article")
    article.get_by_role("button", name="Insert into the reply").click()
    expect(mei.composer).to_have_value(re.compile("^When we bring something new, we take one"))
    article.press("Escape")
    expect(titles(mei).first).to_be_focused()


def test_search_waits_for_a_composed_word_and_shows_hostile_text_as_text(
    walk: Walk, violations: Judge
) -> None:
    mei = Desk(walk.window.open(locale="zh-TW", color_scheme="dark"))
    mei.page.goto(walk.center.link("mei"))
    mei.page.get_by_role("button", name="Sign in", exact=True).click()
    mei.page.get_by_role("button", name="切換為就緒").click()
    expect(mei.presence).to_have_text("就緒")
    walk.customer(name="Anna").write("您好")
    mei.offer.get_by_role("button", name="接受").click()
    expect(mei.page.get_by_role("region", name="知識", exact=True)).to_be_visible()
    field = panel(mei).get_by_role("searchbox")
    field.focus()
    field.evaluate(COMPOSE)
    expect(titles(mei)).to_have_count(0)
    field.evaluate(COMPOSED)
    expect(titles(mei).first).to_have_text("一百天內可以退貨")
    expect(panel(mei).locator("mark").first).to_have_text("退貨")
    walk.shoot(mei.page, "desk-knowledge-dark")
    assert violations(mei.page) == []

    field.fill("sylt")
    titles(mei).filter(has_text="<img").click()
    article = panel(mei).locator(".article")
    expect(article).to_contain_text("<script>alert(1)</script> Sylt [here](javascript:alert(1))")
    expect(article.locator("script, img")).to_have_count(0)
    links = article.locator("a").evaluate_all("all => all.map((each) => each.href)")
    assert [each for each in links if each] == ["https://shop.example/x"]
