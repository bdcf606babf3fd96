"""The desk in Chinese: an agent's whole way in zh-Hant, and a change of language in mid-work."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.desk_page import Walk

Judge = Callable[[Page], list[str]]

# What is English on purpose: names, keys, and what the center's settings call things.
KEY_OF_WORDS = re.compile(r"^[a-z_]+\.[a-z_.]+$", re.MULTILINE)


@pytest.fixture
def walk(window: Any, center_server: Any, site: Any) -> Walk:
    """Return a center that runs, with its desks and shop pages."""
    return Walk(window, center_server, site)


def sign_in(page: Page, link: str) -> None:
    """Open a one-time link; its own page speaks English."""
    page.goto(link)
    page.get_by_role("button", name="Sign in", exact=True).click()


def test_agent_works_in_traditional_chinese_from_sign_in_to_wrap_up(
    walk: Walk, violations: Judge
) -> None:
    page = walk.window.open(locale="zh-TW")
    sign_in(page, walk.center.link("mei"))
    expect(page.locator(".line")).to_have_text("已連線")
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hant")
    page.get_by_role("button", name="切換為就緒").click()
    expect(page.locator(".menu-button.presence")).to_have_text("就緒")
    anna = walk.customer(name="Anna")
    anna.write("您好")

    page.locator(".offers").get_by_role("button", name="接受").click()
    page.locator("#composer").fill("請稍候")
    page.get_by_role("button", name="傳送").click()
    anna.expect_said("您好", "請稍候")
    walk.shoot(page, "work-zh-hant")
    assert violations(page) == []
    page.get_by_role("button", name="結束對話").click()
    page.get_by_role("button", name="結束", exact=True).click()
    expect(page.get_by_role("heading", name="後續處理")).to_be_visible()
    assert KEY_OF_WORDS.findall(page.locator("#desk").inner_text()) == []
    page.get_by_role("button", name="完成").click()
    expect(page.get_by_text("您已就緒")).to_be_visible()
    assert [event["data"]["cause"] for event in walk.log("WrapUpEnded")] == ["completed"]


@pytest.mark.parametrize(
    ("locale", "language", "live"),
    [
        ("zh-HK", "zh-Hant", "已連線"),
        ("zh-CN", "zh-Hans", "已连接"),
        ("en-GB", "en", "Live"),
        ("fr-FR", "en", "Live"),
    ],
)
def test_first_visit_speaks_the_browsers_language_if_there_are_words_in_it(
    walk: Walk, locale: str, language: str, live: str
) -> None:
    page = walk.window.open(locale=locale)
    sign_in(page, walk.center.link("ada"))

    expect(page.locator(".line")).to_have_text(live)
    expect(page.locator("html")).to_have_attribute("lang", language)


def test_language_changes_under_way_loses_no_draft_and_is_kept(walk: Walk) -> None:
    mei = walk.desk("mei").go_ready()
    walk.customer(name="Anna").write("Hello")
    mei.accept("Anna")
    mei.composer.fill("half a thought")
    mei.page.keyboard.press("Control+k")
    mei.page.keyboard.type("简体")
    mei.page.keyboard.press("Enter")

    expect(mei.line).to_have_text("已连接")
    expect(mei.composer).to_have_value("half a thought")
    mei.page.reload()
    expect(mei.line).to_have_text("已连接")
    expect(mei.composer).to_have_value("half a thought")
    mei.page.get_by_role("link", name="偏好设置").click()
    mei.page.get_by_label("English").check()
    expect(mei.line).to_have_text("Live")


def test_wallboard_speaks_chinese_with_its_figures(walk: Walk, violations: Judge) -> None:
    page = walk.window.open(locale="zh-TW")
    sign_in(page, walk.center.link("ada"))
    walk.customer(name="Anna").write("Hello")

    sales = page.locator(".tile").filter(has_text="Sales")
    expect(sales.locator(".figure").first).to_contain_text("等候中")
    expect(sales).to_contain_text("服務水準（20 秒）")
    assert KEY_OF_WORDS.findall(page.locator("#desk").inner_text()) == []
    sales.locator(".figure").filter(has_text="服務水準").click()
    sheet = page.get_by_role("dialog", name="服務水準")
    expect(sheet).to_contain_text("20 秒內應答")
    assert KEY_OF_WORDS.findall(sheet.inner_text()) == []
    walk.shoot(page, "explain-zh-hant")
    assert violations(page) == []
