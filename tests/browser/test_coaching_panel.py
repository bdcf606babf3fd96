"""The linter under the coach's fingers: findings under the words, accepted, undone, saved."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import CDPSession, Page, expect

from tests.browser.coaching_page import Panel, panel
from tests.browser.hostile import TEXTS

__all__ = ["panel"]

Judge = Callable[[Page], list[str]]

NOTE = "👋 Your map was vivid, but the gate was missing. You must read out the gate. 你应该微笑。"
WALKED = "You must wave. You always forget. If I were you, I'd smile."
# What a text field holds and what its layer shows, and whether the two are as high.
LAID_OUT = """(field) => {
  const mirror = field.nextElementSibling;
  const sizes = [field, mirror].map((each) => [each.scrollHeight, each.clientWidth]);
  return { isSame: mirror.textContent === `${field.value}\\u200b`, sizes };
}"""
LINE = "(mark) => [getComputedStyle(mark).color, getComputedStyle(mark).textDecorationStyle]"


def test_findings_stand_under_their_words_move_with_them_and_go_when_touched(
    panel: Panel, violations: Judge
) -> None:
    panel.field.click()
    panel.type(NOTE)
    panel.pause(149)
    assert panel.run("t.asked.length") == 0
    panel.pause(1)
    expect(panel.marks).to_have_text(["but", "must", "应该"])
    expect(panel.status).to_have_text("3 findings")
    assert panel.run("t.asked[0].names") == ["Mei Lin"]
    expect(panel.items.filter(has_text='"must" demands')).to_have_count(1)

    panel.run("t.isHeld = true")
    panel.caret(0)
    panel.type("👋 So: ")
    panel.pause()
    assert panel.run("t.asked.length") == 2
    panel.type(" ")
    expect(panel.marks).to_have_text(["but", "must", "应该"])
    panel.caret(panel.field.input_value().index("must") + 3)
    panel.type("h")
    expect(panel.marks).to_have_text(["but", "应该"])
    panel.answer()
    expect(panel.marks).to_have_text(["but", "应该"])
    panel.pause()
    expect(panel.marks).to_have_text(["but", "应该"])
    panel.page.keyboard.press("Backspace")
    panel.pause(1_000)
    expect(panel.marks).to_have_text(["but", "must", "应该"])
    panel.page.clock.resume()
    for theme in ("light", "dark"):
        panel.page.emulate_media(color_scheme=theme)
        assert violations(panel.page) == []
    panel.page.emulate_media(forced_colors="active")
    assert panel.marks.first.evaluate(LINE) == ["rgba(0, 0, 0, 0)", "wavy"]


def test_unfinished_sentence_is_left_alone_for_a_second_or_until_the_caret_leaves(
    panel: Panel,
) -> None:
    panel.field.click()
    panel.type("You must stay. You must wave")
    panel.pause(300)
    expect(panel.marks).to_have_count(1)
    panel.pause(699)
    expect(panel.marks).to_have_count(1)
    panel.pause(1)
    expect(panel.marks).to_have_count(2)
    panel.type(" now, or you must g")
    expect(panel.marks).to_have_count(2)
    panel.pause(300)
    expect(panel.marks).to_have_count(2)
    panel.caret(3)
    expect(panel.marks).to_have_count(3)


def test_keys_walk_from_finding_to_finding_and_say_what_it_is(
    panel: Panel,
) -> None:
    keys = panel.page.keyboard
    panel.field.click()
    panel.type(WALKED)
    panel.pause()
    expect(panel.marks).to_have_count(3)
    keys.press("Alt+ArrowUp")
    assert panel.selected() == "If I were you"
    expect(panel.said).to_contain_text("This takes the agent's place")
    keys.press("Alt+ArrowDown")
    assert panel.selected() == "must"
    described = panel.field.evaluate(
        "(f) => f.getAttribute('aria-describedby').split(' ')"
        ".map((id) => f.getRootNode().getElementById(id).textContent).join()"
    )
    assert '"must" demands' in described
    expect(panel.items.and_(panel.page.locator("[aria-current]"))).to_contain_text("must")
    keys.press("Alt+ArrowDown")
    assert panel.selected() == "You always"
    keys.press("Alt+Enter")
    expect(panel.said).to_have_text("No suggestion to accept here.")


def test_one_key_accepts_a_suggestion_and_the_browser_undoes_it(panel: Panel) -> None:
    keys = panel.page.keyboard
    panel.field.click()
    panel.type(WALKED)
    panel.pause()
    panel.caret(0)
    keys.press("Alt+Enter")
    expect(panel.field).to_have_value(
        "It would be great if you could wave. You always forget. If I were you, I'd smile."
    )
    expect(panel.marks).to_have_text(["You always", "If I were you"])
    expect(panel.said).to_have_text("Replaced.")
    panel.pause()
    expect(panel.marks).to_have_text(["You always", "If I were you"])
    keys.press("Control+z")
    expect(panel.field).to_have_value(WALKED)
    panel.pause()
    expect(panel.marks).to_have_text(["must", "You always", "If I were you"])

    panel.page.get_by_role("button", name="Write instead: You could").click()
    expect(panel.field).to_be_focused()
    expect(panel.field).to_have_value("You must wave. You always forget. You could smile.")
    panel.page.get_by_role("button", name="Go to You always").click()
    assert panel.selected() == "You always"


def composed(cdp: CDPSession, text: str) -> None:
    cdp.send(
        "Input.imeSetComposition",
        {"text": text, "selectionStart": len(text), "selectionEnd": len(text)},
    )


def test_word_that_is_composed_is_left_alone_until_it_stands(panel: Panel) -> None:
    cdp = panel.page.context.new_cdp_session(panel.page)
    panel.field.click()
    panel.paste("你应该微笑。")
    panel.pause()
    expect(panel.marks).to_have_text(["应该"])
    items = panel.items.count()
    for word in ("n", "ni", "ni bi"):
        composed(cdp, word)
        panel.pause(2_000)
    panel.page.keyboard.press("Alt+Enter")

    expect(panel.field).to_have_value("你应该微笑。ni bi")
    assert panel.run("t.asked.length") == 1
    assert panel.field.evaluate(LAID_OUT)["isSame"]
    expect(panel.marks).to_have_text(["应该"])
    expect(panel.items).to_have_count(items)
    cdp.send("Input.insertText", {"text": "你必须点头。"})
    panel.pause()
    expect(panel.field).to_have_value("你应该微笑。你必须点头。")
    expect(panel.marks).to_have_text(["应该", "必须"])
    assert panel.run("t.asked.length") == 2


@pytest.mark.parametrize("width", [320, 900])
def test_any_text_is_only_text_and_lies_under_its_lines(panel: Panel, width: int) -> None:
    panel.page.set_viewport_size({"width": width, "height": 700})
    long = "x" * 60_000
    texts = [case.text for case in TEXTS]
    for text in [long + " You must wave.", "\n\n\n", " \t You must wave. " * 9, "\n".join(texts)]:
        panel.field.fill("")
        panel.paste(text)
        panel.pause(1_000)
        told = panel.field.evaluate(LAID_OUT)

        assert told["isSame"]
        assert told["sizes"][0] == told["sizes"][1], text[:40]
    assert panel.page.locator("script, img, iframe, svg, form form").count() == 0
    expect(panel.status).not_to_have_text("Too long to be checked while you write.")
    asked = panel.run("t.asked.length")
    # Too many bytes for the linter, and too many for a frame of the bus.
    for text in ("票" * 22_000, '"' * 60_000):
        panel.field.fill("")
        panel.paste(text)
        panel.pause()
        expect(panel.status).to_have_text("Too long to be checked while you write.")
    assert panel.run("t.asked.length") == asked
    expect(panel.page.get_by_text("of 16000 characters")).to_be_visible()
    expect(panel.page.get_by_role("button", name="Save review")).to_be_disabled()


def test_reader_is_told_in_their_language_and_at_once_when_it_changes(panel: Panel) -> None:
    panel.field.click()
    panel.type("You must wave.")
    panel.pause()
    for locale, save, message in (
        ("zh-Hans", "保存评语", "这个词是命令"),
        ("zh-Hant", "儲存評語", "這個詞是命令"),
        ("en", "Save review", '"must" demands'),
    ):
        panel.run("t.show({ locale: given })", locale)
        expect(panel.page.locator(".save")).to_have_text(save)
        panel.pause(0)
        expect(panel.items).to_contain_text([message])
        panel.items.locator("summary").first.click()
        expect(panel.items.locator("details p").first).not_to_be_empty()


def test_whoever_is_in_the_list_when_an_answer_comes_stays_there(panel: Panel) -> None:
    panel.run("t.isHeld = true")
    panel.field.click()
    panel.type("You must wave. You must smile. ")
    panel.pause()
    panel.answer()
    panel.run("t.isHeld = true")
    panel.type("You must stay. ")
    panel.pause()
    why = panel.items.nth(1).locator("summary")
    why.press("Enter")
    expect(why).to_be_focused()
    panel.answer()

    expect(panel.marks).to_have_count(3)
    expect(panel.items.nth(1).locator("summary")).to_be_focused()
    expect(panel.items.nth(1).locator("details p").first).to_be_visible()


def test_line_that_is_away_keeps_the_text_and_is_asked_again(panel: Panel) -> None:
    panel.run("t.refuses = 'offline'")
    panel.field.click()
    panel.type("You must wave.")
    panel.pause()
    expect(panel.status).to_contain_text("No answer from the linter now.")
    expect(panel.page.get_by_role("button", name="Save review")).to_be_enabled()
    panel.run("t.refuses = null")
    panel.pause(2_000)

    expect(panel.marks).to_have_text(["must"])
    expect(panel.status).to_have_text("1 finding")


def commands(panel: Panel) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = panel.run("JSON.parse(JSON.stringify(t.commands))")
    return found


def test_draft_outlives_a_switch_a_save_under_way_and_a_reload(panel: Panel) -> None:
    save = panel.page.get_by_role("button", name="Save review")
    notice = panel.page.locator(".notice")
    expect(save).to_be_disabled()
    panel.field.click()
    panel.type("You must wave.\n")
    panel.pause()
    panel.run("t.show({ interaction: { id: 'in_2' } })")
    expect(panel.field).to_have_value("")
    panel.run("t.show({ interaction: { id: 'in_1' } })")
    expect(panel.field).to_have_value("You must wave.\n")
    panel.pause(0)
    expect(panel.marks).to_have_text(["must"])
    save.click()
    expect(panel.page.get_by_role("button", name="Saving…")).to_be_disabled()
    panel.page.clock.run_for(1_500)
    expect(notice).to_contain_text("Not saved yet: there is no connection.")

    panel.reload()
    expect(panel.field).to_have_value("You must wave.\n")
    before = panel.run("JSON.parse(sessionStorage[Object.keys(sessionStorage)[0]]).sent.key")
    (first,) = commands(panel)
    assert first["key"] == before
    assert first["name"] == "AddReview"
    assert first["data"] == {"interaction": "in_1", "agent": "mei"}
    assert first["personal"] == {"review": "You must wave.\n"}
    panel.run("t.commands[0].resolve()")
    expect(notice).to_have_text("The review is saved.")
    expect(panel.field).to_have_value("")
    assert panel.run("Object.keys(sessionStorage)") == []


def test_review_is_saved_under_a_key_of_its_text_and_goes_with_the_receipt(panel: Panel) -> None:
    save = panel.page.get_by_role("button", name="Save review")
    notice = panel.page.locator(".notice")
    panel.field.click()
    panel.type("You must wave.\n")
    save.click()
    panel.run("t.commands[0].refuse('unavailable')")
    expect(notice).to_contain_text("Not saved: something went wrong. Your text stays here")
    save.click()
    first, second = commands(panel)
    assert second["key"] != first["key"]
    panel.field.focus()
    panel.type("And more")
    panel.run("t.commands[1].resolve()")
    expect(notice).to_contain_text("What stands here now is not saved yet.")
    expect(panel.field).to_have_value("You must wave.\nAnd more")
    save.click()
    panel.run("t.commands[2].resolve()")
    expect(notice).to_have_text("The review is saved.")
    expect(panel.field).to_have_value("")
    assert panel.run("Object.keys(sessionStorage)") == []


def test_drafts_of_somebody_else_are_not_there(panel: Panel) -> None:
    panel.field.click()
    panel.type("You must wave.")
    panel.run("t.show({ agent: { id: 'ben', name: 'Ben' } })")
    panel.run("t.show({ interaction: { id: 'in_2' } })")
    panel.run("t.show({ interaction: { id: 'in_1' } })")

    expect(panel.field).to_have_value("")
    assert "wave" not in panel.run("JSON.stringify(sessionStorage)")


def test_whose_work_it_is_is_chosen_where_several_talked_and_nobody_is_said(panel: Panel) -> None:
    panel.field.click()
    panel.type("Well done.")
    panel.run(
        "t.show({ interaction: { id: 'in_2' }, agents: [{ id: 'mei', name: 'Mei' },"
        " { id: 'bo', name: '<b>Bo</b>' }] })"
    )
    panel.field.click()
    panel.type("Well done.")
    save = panel.page.get_by_role("button", name="Save review")
    expect(save).to_be_disabled()
    panel.page.get_by_label("Whose work").select_option(label="<b>Bo</b>")
    save.click()
    (sent,) = commands(panel)
    assert sent["data"] == {"interaction": "in_2", "agent": "bo"}

    panel.run("t.show({ interaction: { id: 'in_3' }, agents: [] })")
    expect(panel.status).to_contain_text("No agent took part in this interaction")
