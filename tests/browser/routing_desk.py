"""What an agent does with a talk, in one line each: transfer, consult, hold, park."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from playwright.sync_api import Locator, Page, expect

from tests.browser.desk_page import Customer, Desk, Walk

Judge = Callable[[Page], list[str]]

SIZES = ((1440, 860), (320, 640))


def engaged(walk: Walk, desk: Desk, name: str = "Anna") -> Customer:
    """Let a customer write and this agent, who is ready, answer."""
    customer = walk.customer(name=name)
    customer.write("Hello")
    desk.accept(name)
    desk.write("Good morning")
    customer.expect_said("Hello", "Good morning")
    return customer


def change(walk: Walk, old: str, new: str) -> None:
    """Start the center anew with other settings."""
    text = walk.center.settings.read_text()
    assert old in text
    walk.center.stop()
    walk.center.settings.write_text(text.replace(old, new))
    walk.center.start()


def dialog(desk: Desk) -> Locator:
    return desk.page.locator("dialog.act-dialog")


def more(desk: Desk, act: str) -> None:
    """Choose something from the menu of the open talk."""
    desk.button("More").click()
    desk.page.locator("#more-menu").get_by_role("button", name=act, exact=True).click()


def choose(desk: Desk, typed: str) -> None:
    """Open the transfer of the open talk and let a search leave one target."""
    desk.button("Transfer…").click()
    dialog(desk).get_by_role("combobox").fill(typed)
    expect(dialog(desk).get_by_role("option")).to_have_count(1)


def standing(desk: Desk) -> Locator:
    """Return what is said about how the open talk stands."""
    return desk.page.get_by_role("group", name="How the talk stands")


def take(desk: Desk, heading: str) -> None:
    """Take an Offer whose heading is this."""
    expect(desk.offer.get_by_role("heading")).to_have_text(heading)
    desk.offer.get_by_role("button", name="Accept a", exact=True).click()
    expect(desk.offer).to_have_count(0)


def judge(desk: Desk, violations: Judge, sizes: Sequence[tuple[int, int]] = SIZES) -> None:
    """Expect nothing to be wrong, light and dark, on a wide and on a narrow screen."""
    page = desk.page
    for width, height in sizes:
        page.set_viewport_size({"width": width, "height": height})
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            found = violations(page)

            assert found == [], (width, scheme, found)
            assert page.evaluate("document.scrollingElement.scrollWidth") <= width
    page.set_viewport_size({"width": 1440, "height": 860})
    page.emulate_media(color_scheme="light")
