"""Files that are not what they seem, from the widget's button to the desk: nothing of them runs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Error, Page, expect

from tests.browser.conftest import CenterServer, wait_until
from tests.browser.desk_page import Desk
from tests.browser.hostile_files import REFUSED, TAKEN
from tests.browser.hostile_scene import hostile_center
from tests.browser.judge import Judge, summed_up
from tests.browser.widget_page import Widget, answering, embedding, logged, named

# What a browser says of a preview that there is not, of what it may not embed, and of its own
# page around a picture, which the picture's policy forbids to have styles.
NOT_SHOWN = "Failed to load resource|ERR_BLOCKED|MIME type|Applying inline style|Blocked script"
SETTLED = """() => [...document.querySelectorAll(".preview img")].every((img) => img.complete)"""
SHOWN = """() => Object.fromEntries([...document.querySelectorAll(".attachment")].map((it) => [
  it.querySelector(".file-name").textContent,
  [it.querySelector(".attachment-file").href, it.querySelector("img")?.naturalWidth > 0],
]))"""
EMBEDDING = (
    "<script src='{0}'></script><script type=module src='{0}'></script><img src='{0}'>"
    "<link rel=stylesheet href='{0}'><iframe src='{0}'></iframe><object data='{0}'></object>"
    "<embed src='{0}'><video src='{0}'></video>"
)


@pytest.fixture
def center(tmp_path: Path, site: Any, window: Any) -> Iterator[CenterServer]:
    """Run a center that takes every kind of file there is."""
    with hostile_center(tmp_path, site.origin) as server:
        yield server
        window.leave()


def sent(window: Any, site: Any, center: CenterServer) -> Widget:
    """Let a customer choose every file, lose what is refused, and send the rest."""
    window.allow(NOT_SHOWN)
    page = window.open()
    Judge(page, [center.url, site.origin])
    widget = Widget(page)
    page.goto(site.put("/", embedding(center.url)))
    widget.open()
    widget.attach(*(named(name, body, "image/png") for name, body in REFUSED.items()))
    expect(page.locator("ccsdk-chat .upload.bad")).to_have_count(len(REFUSED))
    for name in REFUSED:
        widget.button(f"Remove {name}").click()
    widget.attach(*(named(name, odd.body, "text/html") for name, odd in TAKEN.items()))
    expect(page.locator("ccsdk-chat .upload")).to_have_count(len(TAKEN))
    expect(page.locator("ccsdk-chat .upload progress:visible")).to_have_count(0)
    expect(page.locator("ccsdk-chat .upload.bad")).to_have_count(0)
    widget.field.press("Enter")
    expect(widget.log.get_by_text("Sending")).to_have_count(0)
    return widget


def read(window: Any, center: CenterServer) -> tuple[Judge, dict[str, tuple[str, bool]]]:
    """Return a desk that shows the message, and per name the file's address and picture."""
    desk = Judge(window.open(), [center.url])
    Desk(desk.page).sign_in(center.link("mei")).rows.first.click()
    desk.know(desk.page.request.get(desk.page.url.partition("#")[0]).text())
    expect(desk.page.locator(".attachment")).to_have_count(len(TAKEN))
    for attachment in desk.page.locator(".attachment").all():
        attachment.scroll_into_view_if_needed()
    wait_until(lambda: desk.page.evaluate(SETTLED))
    return desk, {name: tuple(each) for name, each in desk.page.evaluate(SHOWN).items()}


def answer(page: Page, address: str) -> tuple[int, dict[str, str], bytes]:
    """Return what the center gives to this page for an address."""
    got = page.request.get(address)
    return got.status, got.headers, got.body()


def saved(page: Page, address: str) -> str:
    """Open a file in a tab of its own; return under which name it was saved instead."""
    tab = page.context.new_page()
    with tab.expect_download() as download, suppress(Error):
        tab.goto(address)
    tab.close()
    return download.value.suggested_filename


def opened(page: Page, address: str) -> tuple[str, list[str]]:
    """Open a preview in a tab of its own; return what it is there, and what ran."""
    tab = page.context.new_page()
    tab.goto(address)
    found = tab.evaluate("[document.contentType, globalThis.pwnedBy]")
    tab.close()
    return tuple(found)


def test_odd_files_are_files_and_nothing_of_them_runs(
    window: Any, site: Any, center: CenterServer
) -> None:
    with answering(center) as mei:
        widget = sent(window, site, center)
        mei.accept()
        desk, shown = read(window, center)
        found = {"desk": desk.everywhere("#composer")}
        ran = widget.page.evaluate("globalThis.pwnedBy")

    (received,) = logged(center, "MessageReceived")
    media = dict(zip(received["personal"]["file_names"], received["data"]["files"], strict=True))
    assert {name: each["media"] for name, each in media.items()} == {
        name: odd.media for name, odd in TAKEN.items()
    }
    assert {name: picture for name, (_, picture) in shown.items()} == {
        name: odd.has_preview for name, odd in TAKEN.items()
    }
    assert (summed_up(found), ran) == ([], [])
    for name, (address, has_picture) in shown.items():
        require_harmless(desk.page, name, address, has_picture)
    require_nothing_embedded(desk.page, site, [address for address, _ in shown.values()])


def require_harmless(page: Page, name: str, address: str, has_picture: bool) -> None:
    """Ask for a file and its preview as a program and as a person who opens them."""
    status, headers, body = answer(page, address)
    kind = TAKEN[name].media
    assert (status, body) == (200, TAKEN[name].body)
    assert headers["content-type"] in (kind, f"{kind}; charset=utf-8")
    assert headers["content-disposition"].startswith(f'attachment; filename="{name}"')
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["content-security-policy"] == "sandbox; default-src 'none'"
    status, headers, body = answer(page, f"{address}/preview")
    assert status == (200 if has_picture else 404)
    assert b"pwned" not in body
    assert headers["x-content-type-options"] == "nosniff"
    if b"pwned" in TAKEN[name].body:
        assert saved(page, address) == name
    if has_picture:
        assert headers["content-type"] == "image/webp"
        assert headers["content-security-policy"] == "sandbox; default-src 'none'"
        assert opened(page, f"{address}/preview") == ("image/webp", [])


def require_nothing_embedded(page: Page, site: Any, addresses: list[str]) -> None:
    """Let a page of another origin, whose requests bear the agent's cookie, embed them all."""
    body = "".join(EMBEDDING.format(each) for each in addresses)
    tab = page.context.new_page()
    tab.goto(site.put("/evil", f"<!doctype html><title>evil</title>{body}"))

    assert tab.evaluate("globalThis.pwnedBy") == []
    sizes = tab.evaluate("[...document.images].map((image) => image.naturalWidth)")
    assert sizes == [0] * len(addresses)
    tab.close()
