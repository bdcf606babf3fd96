"""The pictures of the documentation: seeded people, a clock that stands still, real pages.

Not collected by itself: `nox -s screenshots` runs it and writes `docs/images`.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs
import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from ccsdk.model.command import DefineQueue, SetNotReady, SetReady
from ccsdk.model.policy import OfferCallback, TimelineStep
from tests.browser.desk_page import AWAY, KINDS, WRITTEN_CENTER, Desk
from tests.browser.desk_page import SHOP as SITE
from tests.browser.seeded import SITE_KEY, SLOTS, STAFF, LivingShop

pytestmark = pytest.mark.timeout(300)

IMAGES = Path(__file__).resolve().parents[2] / "docs" / "images"
COLOURS = 256
BYTES_MAX = 150_000
# Both clocks of a page stand together, or it would think that its machine had slept.
STAND_STILL = """(() => {
  const RealDate = Date;
  let now = %d;
  const from = now;
  globalThis.setNow = (ms) => { now = ms; };
  globalThis.Date = class extends RealDate {
    constructor(...given) { super(...(given.length ? given : [now])); }
    static now() { return now; }
  };
  performance.now = () => now - from;
})()"""
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
NOTE = "@Tomas Berg, can the footstool go on Friday's van with the chair?"


@attrs.define
class Pictures:
    """Open pages whose clock is the shop's, and save what they show."""

    window: Any
    shop: LivingShop
    site: Any
    pages: list[Page] = attrs.Factory(list)

    def open(self, **options: Any) -> Page:
        page = self.window.open(timezone_id="Europe/Berlin", **options)
        page.add_init_script(STAND_STILL % self.shop.now_ms)
        self.pages.append(page)
        return page

    def desk(self, staff: str, **options: Any) -> Desk:
        """Sign somebody in; what tells so is written in their own language."""
        page = self.open(**options)
        page.goto(self.shop.link(staff))
        page.get_by_role("button", name="Sign in", exact=True).click()
        expect(page.locator(".line")).to_be_visible()
        return Desk(page)

    def customer(self, *, language: str = "en", **options: Any) -> Page:
        """Open the shop's page, as it is, on its own origin."""
        for file in SITE.iterdir():
            kind = KINDS.get(file.suffix)
            if kind:
                self.site.put(f"/{file.name}", file.read_text(), content_type=kind)
        written = (SITE / "index.html").read_text().replace(WRITTEN_CENTER, self.shop.url)
        page = self.open(**options)
        page.goto(self.site.put(f"/?lang={language}", written))
        page.locator(".launcher").click()
        return page

    def pass_time(self, seconds: float) -> None:
        """Let time go on, in the center and on every page."""
        self.shop.pass_time(seconds)
        self.show_time(self.shop.now_ms)

    def show_time(self, now_ms: int) -> None:
        """Set the clocks of all pages."""
        for page in self.pages:
            page.evaluate("(ms) => setNow(ms)", now_ms)

    def shoot(self, page: Page, name: str) -> None:
        """Save a picture; in fewer colours where it would be large."""
        # What moves is over, and what is drawn at the next tick of a clock has been.
        page.mouse.move(1, 1)
        page.wait_for_timeout(700)
        taken = Image.open(io.BytesIO(page.screenshot(animations="disabled"))).convert("RGB")
        file = IMAGES / f"{name}.png"
        taken.save(file, optimize=True)
        if file.stat().st_size > BYTES_MAX:
            taken.quantize(COLOURS, dither=Image.Dither.NONE).save(file, optimize=True)


@pytest.fixture
def pictures(
    window: Any, site: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Pictures]:
    """Return the shop in the afternoon of its day."""
    monkeypatch.setenv("CCSDK_SITE_KEY", SITE_KEY)
    IMAGES.mkdir(exist_ok=True)
    with LivingShop(site.origin, tmp_path / "data").open() as shop:
        yield Pictures(window, shop, site)
        window.leave()


def opened_form(page: Page, name: str, topic: str) -> None:
    """Answer what the chat asks first."""
    form = page.get_by_role("form")
    form.get_by_role("textbox").fill(name)
    form.get_by_role("combobox").select_option(topic)
    form.get_by_role("button").click()


def photo(page: Page) -> dict[str, Any]:
    """Return a file such as a customer's phone makes."""
    page.goto((SITE / "table.svg").as_uri())
    page.set_viewport_size({"width": 640, "height": 440})
    return {"name": "table-top.png", "mimeType": "image/png", "buffer": page.screenshot()}


def quiet_others(shop: LivingShop) -> None:
    """Let whoever asks for sales or repairs come to Mei."""
    for staff in ("tomas", "jonas"):
        shop.do(shop.center.agent(staff).ask(SetNotReady, reason="lunch"))


def talks(shop: LivingShop) -> None:
    """Give Mei three chats, the last with a customer whom the shop knows."""
    visitor = shop.center.visitor
    shop.chat(
        visitor("web", "ben"),
        "sales",
        "Is the Loft table heavy? I live on the third floor.",
        "52 kilos, and two people carry it up for you.",
        "Perfect. And how long would it take?",
        name="Ben Okafor",
    )
    shop.chat(
        visitor("web", "chiara"),
        "care",
        "One leg of my kitchen stool is loose.",
        "I am sorry to hear that. A new leg is on its way to you; it screws in by hand.",
        "That was quick, thank you!",
        name="Chiara Conti",
    )
    shop.chat(
        shop.anna,
        "sales",
        "Hello again! The Alder chair is lovely. Is there a footstool that goes with it?",
        "Good to see you again, Anna. There is: same frame, same weave, 48 cm wide.",
        "In the dark green, too?",
        "In all four colours. I can put one aside for you until Friday.",
        "Yes please! Does it come together with the chair?",
    )


def fill(shop: LivingShop) -> None:
    """Give work to everybody who delivers, so that the next customers wait."""
    for number in range(SLOTS["amara"] + SLOTS["tomas"] + SLOTS["jonas"]):
        asked = shop.do(shop.ask(shop.center.visitor("web", f"full-{number}"), "delivery", "Hello"))
        if shop.do(shop.offer_for(asked)) is None:
            return
        shop.do(shop.accept(asked))


def test_pictures_of_desk_and_widget(pictures: Pictures) -> None:
    shop = pictures.shop
    quiet_others(shop)
    talks(shop)
    mei = pictures.desk("mei")
    table = photo(pictures.window.open())

    greta = pictures.customer()
    expect(greta.get_by_role("form")).to_be_visible()
    pictures.shoot(greta, "widget-form")
    opened_form(greta, "Greta Holm", "care")
    write(greta, "My table arrived with a scratch. Can you have a look?")
    expect(mei.offer).to_contain_text("Greta Holm")
    pictures.pass_time(6)
    mei.rows.filter(has_text="Anna Berger").click()
    expect(mei.page.locator("ccsdk-customer-card")).to_contain_text("Verified")
    pictures.shoot(mei.page, "desk-offer")
    mei.accept("Greta Holm")
    mei.write("Hello Greta, of course. Would you send me a photo?")
    pictures.pass_time(20)
    with greta.expect_file_chooser() as chooser:
        greta.get_by_role("button", name="Attach files").click()
    chooser.value.set_files([table])
    expect(greta.get_by_text("is ready to send")).to_have_count(1)
    write(greta, "Here, beside the edge.")
    expect(mei.messages).to_have_count(3)
    pictures.pass_time(25)
    mei.write(
        "Thank you, I see it. A kit with oil and a cloth is on its way; it takes five minutes."
    )
    expect(greta.get_by_text("A kit with oil")).to_be_visible()
    pictures.shoot(greta, "widget")
    pictures.pass_time(30)
    mei.page.emulate_media(color_scheme="dark")
    pictures.shoot(mei.page, "desk-dark")
    mei.page.emulate_media(color_scheme="light")
    mei.rows.filter(has_text="Anna Berger").click()
    pictures.shoot(mei.page, "desk")
    note(pictures, mei)
    end(pictures, mei)


def note(pictures: Pictures, mei: Desk) -> None:
    """Ask a colleague, who finds it among his mentions."""
    tomas = pictures.desk("tomas")
    mei.note(NOTE)
    expect(mei.notes).to_have_count(1)
    tomas.mentions.click()
    pictures.pass_time(20)
    tomas.composer.fill("It can: there is room, and Amara has the slot.")
    tomas.composer.press("Enter")
    expect(mei.notes).to_have_count(2)
    pictures.shoot(mei.page, "desk-note")
    pictures.shoot(tomas.page, "desk-mention")


def end(pictures: Pictures, mei: Desk) -> None:
    """Wrap up one chat, and lose the line in another."""
    mei.rows.filter(has_text="Greta Holm").click()
    mei.end()
    mei.page.get_by_role("combobox").click()
    pictures.pass_time(5)
    pictures.shoot(mei.page, "desk-wrap-up")
    mei.page.keyboard.press("Escape")
    mei.rows.filter(has_text="Ben Okafor").click()
    pictures.window.allow(AWAY)
    pictures.shop.stop()
    mei.page.wait_for_timeout(500)
    pictures.show_time(pictures.shop.now_ms + 42_000)
    expect(mei.page.get_by_role("alert")).to_contain_text("No connection")
    mei.write("Two to four weeks. We make it to order, in our own workshop.")
    expect(mei.page.locator(".is-pending")).to_have_count(1)
    pictures.shoot(mei.page, "desk-offline")


def test_pictures_of_a_transfer_and_a_consult(pictures: Pictures) -> None:
    shop = pictures.shop
    quiet_others(shop)
    talks(shop)
    shop.do(shop.center.agent("jonas").ask(SetReady))
    mei, jonas = pictures.desk("mei"), pictures.desk("jonas")
    mei.rows.filter(has_text="Anna Berger").click()
    mei.button("Transfer…").click()
    dialog = mei.page.locator("dialog.act-dialog")
    expect(dialog.get_by_role("option").first).to_be_visible()
    dialog.get_by_role("option").filter(has_text="Jonas Weber").click()
    dialog.get_by_role("textbox").fill("Would like the footstool with her chair, on Friday.")
    pictures.shoot(mei.page, "desk-transfer")
    mei.button("Consult first").click()
    jonas.offer.get_by_role("button", name="Accept a").click()
    aside = mei.page.locator(".beside").get_by_role("textbox")
    aside.fill("Can the footstool go on Friday's van with the chair?")
    aside.press("Enter")
    pictures.pass_time(38)
    jonas.composer.fill("It can: there is room. Shall I take her over? I pack both anyway.")
    jonas.composer.press("Enter")
    expect(mei.page.locator(".beside .bubble")).to_have_count(2)
    pictures.shoot(mei.page, "desk-consult")
    pictures.shoot(jonas.page, "desk-consulted")


def test_pictures_of_the_wallboard(pictures: Pictures) -> None:
    shop = pictures.shop
    talks(shop)
    fill(shop)
    for name in ("hugo", "ines"):
        shop.do(shop.ask(shop.center.visitor("web", name), "delivery", "Hello?"))
        pictures.pass_time(17)
    ada = pictures.desk("ada").page
    expect(ada.locator(".tile.has-waiting").first).to_be_visible()
    pictures.shoot(ada, "wallboard")
    sales = ada.locator(".tile").filter(has_text="Sales and advice")
    sales.locator(".figure").filter(has_text="Service level").click()
    expect(
        ada.get_by_role("dialog", name="Service level").get_by_role("row").nth(2)
    ).to_be_visible()
    pictures.shoot(ada, "wallboard-figure")
    ada.keyboard.press("Escape")
    ada.get_by_role("heading", name="By half hour", exact=True).evaluate(
        "(each) => each.scrollIntoView()"
    )
    pictures.shoot(ada, "wallboard-day")
    ada.emulate_media(color_scheme="dark")
    ada.keyboard.press("w")
    expect(ada.locator(".top")).to_be_hidden()
    pictures.shoot(ada, "wallboard-wall")


def test_pictures_of_a_supervisor_at_work(pictures: Pictures) -> None:
    shop = pictures.shop
    quiet_others(shop)
    talks(shop)
    fill(shop)
    for number, queue in enumerate(("delivery", "sales", "delivery", "care", "delivery")):
        shop.do(shop.ask(shop.center.visitor("web", f"waits-{number}"), queue, "Hello?"))
        pictures.pass_time(11)
    ada = pictures.desk("ada").page
    ada.get_by_role("link", name="Work").click()
    expect(ada.locator("tbody tr").nth(2)).to_be_visible()
    pictures.shoot(ada, "supervisor-work")
    ada.locator("tbody tr").filter(has_text="Delivery").nth(1).get_by_role("button").click()
    expect(ada.locator(".why-first")).to_be_visible()
    pictures.shoot(ada, "supervisor-why")
    ada.keyboard.press("Escape")
    ada.get_by_role("link", name="Wallboard").click()
    ada.get_by_role("button", name="Mei Lin", exact=True).click()
    expect(ada.locator(".why-first")).to_be_visible()
    pictures.shoot(ada, "supervisor-agent")
    ada.keyboard.press("Escape")
    whisper(pictures, ada)


def whisper(pictures: Pictures, ada: Page) -> None:
    """Whisper to Mei, who sees it among what Anna says."""
    mei = pictures.desk("mei")
    mei.rows.filter(has_text="Anna Berger").click()
    expect(mei.page.locator("ccsdk-customer-card")).to_contain_text("Verified")
    ada.get_by_role("link", name="Work").click()
    ada.get_by_role("button", name="Engaged").click()
    mark = ada.locator("tbody tr").filter(has_text="Sales and advice").last
    mark.get_by_role("button").click()
    ada.get_by_role("button", name="Listen").click()
    ada.get_by_role("button", name="Whisper").click()
    ada.locator("#say").fill("She is moving on Saturday: offer her the early slot.")
    ada.locator("#say").press("Enter")
    expect(mei.page.locator(".is-whisper")).to_be_visible()
    pictures.pass_time(6)
    pictures.shoot(ada, "supervisor-whisper")
    pictures.shoot(mei.page, "desk-whisper")
    mei.button("Why me?").click()
    expect(mei.page.locator(".why-first")).to_be_visible()
    pictures.shoot(mei.page, "desk-why")


def test_picture_of_a_callback(pictures: Pictures) -> None:
    shop = pictures.shop
    for staff in STAFF:
        shop.do(shop.center.agent(staff).ask(SetNotReady, reason="lunch"))
    call_back = TimelineStep(after_ms=20_000, do=OfferCallback())
    shop.define(DefineQueue, queue="care", name="Returns and repairs", steps=[call_back])
    for name in ("hugo", "ines"):
        shop.do(shop.ask(shop.center.visitor("web", name), "care", "Hello?"))
        pictures.pass_time(3)
    greta = pictures.customer()
    opened_form(greta, "Greta Holm", "care")
    write(greta, "My table arrived with a scratch. Can you have a look?")
    expect(greta.get_by_text("You are number 3 in line.")).to_be_visible()
    pictures.pass_time(21)
    expect(greta.get_by_text("You need not wait here.")).to_be_visible()
    pictures.shoot(greta, "widget-callback")


def test_pictures_in_chinese_and_on_a_phone(pictures: Pictures) -> None:
    shop = pictures.shop
    quiet_others(shop)
    talks(shop)
    mei = pictures.desk("mei", locale="zh-TW")
    lin = pictures.customer(language="zh-Hant", locale="zh-TW")
    opened_form(lin, "林雅婷", "care")
    write(lin, "您好，我想退回一張廚房凳，請問要怎麼辦理？")
    mei.page.locator(".offers").get_by_role("button", name="接受").click()
    mei.composer.fill("雅婷您好，我是美琳。請問您的訂單編號是？")
    mei.composer.press("Enter")
    pictures.pass_time(14)
    write(lin, "LL-20417，謝謝！")
    expect(mei.messages).to_have_count(3)
    pictures.shoot(mei.page, "desk-zh-hant")
    pictures.shoot(lin, "widget-zh-hant")
    phone = pictures.customer(**PHONE)
    opened_form(phone, "David", "care")
    write(phone, "Is there someone who can repair a chair?")
    mei.page.locator(".offers").get_by_role("button", name="接受").click()
    expect(mei.page.locator(".work-pane, main").first).to_contain_text("David")
    pictures.pass_time(4)
    mei.composer.fill("Hello David, that is us. Which chair is it, and what happened to it?")
    mei.composer.press("Enter")
    expect(phone.get_by_text("Which chair is it")).to_be_visible()
    pictures.shoot(phone, "widget-phone")


def write(page: Page, text: str) -> None:
    """Send what a customer says, in whatever language the chat speaks."""
    field = page.locator("ccsdk-chat").get_by_role("textbox")
    field.fill(text)
    field.press("Enter")
