"""A supervisor listens, whispers and barges in: three browsers, and what reaches each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import attrs
import pytest
from playwright.sync_api import Page, expect

from tests.browser.desk_page import Customer, Desk, Walk

Judge = Callable[[Page], list[str]]
WHISPER = "Offer her the oak one"


@attrs.define
class Talk:
    """Hold a talk of Anna and Mei, the supervisor beside it, and all that Anna's page gets."""

    anna: Customer
    mei: Desk
    ada: Page
    frames: list[str]

    @property
    def log(self) -> Any:
        return self.ada.get_by_role("log")

    def role(self, name: str) -> Any:
        roles = self.ada.get_by_role("group", name="How you take part")
        return roles.get_by_role("button", name=name, exact=True)

    def choose(self, name: str) -> None:
        self.role(name).click()
        expect(self.role(name)).to_have_attribute("aria-pressed", "true")

    def say(self, text: str) -> None:
        field = self.ada.locator("#say")
        field.fill(text)
        field.press("Enter")
        expect(field).to_have_value("")


@pytest.fixture
def walk(window: Any, center_server: Any, site: Any) -> Walk:
    """Return a center that runs, with its desks and shop pages."""
    return Walk(window, center_server, site)


@pytest.fixture
def talk(walk: Walk) -> Talk:
    """Return a talk that a supervisor has opened, and not yet listens to."""
    mei = walk.desk("mei").go_ready()
    anna, frames = walk.customer(name="Anna"), []
    anna.page.on("websocket", lambda socket: hear(socket, frames))
    anna.page.reload()
    anna.open().write("Do you have tables?")
    mei.accept("Anna")
    ada = walk.desk("ada").page
    ada.get_by_role("link", name="Work").click()
    ada.get_by_role("button", name="Engaged: 1").click()
    ada.locator("tbody").get_by_role("button").click()
    ada.get_by_role("button", name="Listen").click()
    expect(ada.get_by_role("heading", name="You do not read this talk yet")).to_be_visible()
    return Talk(anna=anna, mei=mei, ada=ada, frames=frames)


def hear(socket: Any, frames: list[str]) -> None:
    socket.on("framereceived", lambda payload: frames.append(str(payload)))


def test_listener_reads_live_what_both_write_and_the_customer_does_not_know(
    walk: Walk, talk: Talk, violations: Judge
) -> None:
    assert violations(talk.ada) == []
    expect(talk.log).to_have_count(0)
    talk.choose("Listen")
    expect(talk.log).to_contain_text("Do you have tables?")
    talk.mei.write("We have")
    talk.anna.expect_said("Do you have tables?", "We have")
    talk.anna.write("Show me")

    expect(talk.log.locator(".bubble")).to_have_text(["Do you have tables?", "We have", "Show me"])
    expect(talk.ada.locator("#say")).to_have_count(0)
    expect(talk.mei.page.locator(".listeners")).to_contain_text("Ada Novak listens")
    talk.anna.expect_said("Do you have tables?", "We have", "Show me")
    assert not any("Ada" in frame or "Leg" in frame for frame in talk.frames)
    walk.shoot(talk.ada, "listening")
    assert violations(talk.ada) == []


def test_whisper_reaches_the_owner_and_never_the_customer(
    walk: Walk, talk: Talk, violations: Judge
) -> None:
    talk.choose("Whisper")
    expect(talk.ada.get_by_text("Only Mei Lin reads this")).to_be_visible()
    talk.say(WHISPER)
    whisper = talk.mei.page.get_by_role("log").locator(".is-whisper")
    expect(whisper).to_contain_text("Whisper, only you see this")
    expect(whisper).to_contain_text(WHISPER)
    expect(whisper).to_contain_text("Ada Novak")
    expect(talk.log.locator(".is-whisper")).to_contain_text(WHISPER)
    expect(talk.mei.rows).to_contain_text(f"Whisper: {WHISPER}")
    walk.shoot(talk.mei.page, "whispered")
    walk.shoot(talk.ada, "whispering")
    assert violations(talk.ada) == []
    assert violations(talk.mei.page) == []
    talk.mei.write("We have an oak one")

    talk.anna.expect_said("Do you have tables?", "We have an oak one")
    talk.anna.page.reload()
    talk.anna.open().expect_said("Do you have tables?", "We have an oak one")
    assert any("We have an oak one" in frame for frame in talk.frames)
    assert not any(WHISPER in frame for frame in talk.frames)
    (whispered,) = walk.log("MessageWhispered")
    assert (whispered["agent"], whispered["personal"]["text"]) == ("ada", WHISPER)


def test_who_barges_in_writes_to_the_customer(walk: Walk, talk: Talk, violations: Judge) -> None:
    talk.choose("Barge in")
    expect(talk.mei.page.locator(".listeners")).to_contain_text("Ada Novak takes part")
    talk.say("I am Ada. We deliver tomorrow.")

    talk.anna.expect_said("Do you have tables?", "I am Ada. We deliver tomorrow.")
    talk.mei.expect_said("Do you have tables?", "I am Ada. We deliver tomorrow.")
    walk.shoot(talk.ada, "barge-in")
    assert violations(talk.ada) == []


def test_reload_shows_the_same_and_who_leaves_reads_nothing_more(talk: Talk) -> None:
    talk.choose("Whisper")
    talk.ada.reload()
    talk.mei.page.reload()
    expect(talk.mei.page.locator(".listeners")).to_contain_text("Ada Novak listens and can write")
    expect(talk.role("Whisper")).to_have_attribute("aria-pressed", "true")
    expect(talk.log).to_contain_text("Do you have tables?")
    expect(talk.ada.get_by_text("Only Mei Lin reads this")).to_be_visible()

    talk.role("Leave").click()
    expect(talk.ada.get_by_role("heading", name="You do not read this talk yet")).to_be_visible()
    expect(talk.log).to_have_count(0)
    expect(talk.mei.page.locator(".listeners")).to_have_count(0)
    talk.mei.write("Between us")
    talk.anna.expect_said("Do you have tables?", "Between us")
    expect(talk.ada.get_by_text("Between us")).to_have_count(0)


def test_roles_are_taken_from_the_command_bar_and_the_end_is_told(talk: Talk) -> None:
    talk.ada.keyboard.press("Control+k")
    talk.ada.keyboard.type("listen to this talk")
    talk.ada.keyboard.press("Enter")
    expect(talk.role("Listen")).to_have_attribute("aria-pressed", "true")
    talk.mei.end()

    expect(talk.ada.get_by_role("heading", name="This talk is over")).to_be_visible()
