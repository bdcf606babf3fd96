"""Places in a text that is being written: of code points, of findings, of the open sentence."""

from __future__ import annotations

import random

from tests.browser.coaching_page import Panel, panel

__all__ = ["panel"]

LETTERS = "ab c.\n必👋é\u202e'"
PLACES = """async (cases) => {
  const { unitsOf, lengthOf, editBetween, movedSpan } = await import("/coaching-places.js");
  return cases.map(([former, text, caret, start, end]) => {
    const units = unitsOf(former);
    const edit = editBetween(former, text, caret);
    const made = former.slice(0, edit.start) + text.slice(edit.start, edit.start + edit.length)
      + former.slice(edit.end);
    const span = { start: units(start), end: units(end) };
    const place = movedSpan(span, edit, text);
    return { length: lengthOf(former), word: former.slice(span.start, span.end), span, edit,
      isMade: made === text, kept: place && text.slice(place.start, place.end) };
  });
}"""
OPEN = """async (cases) => {
  const { openSentence } = await import("/coaching-places.js");
  return cases.map((given) => {
    const found = openSentence(given.replace("|", ""), given.indexOf("|"));
    return found && given.replace("|", "").slice(found.start, found.end);
  });
}"""


def utf16(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def edited(chance: random.Random) -> tuple[str, str, int, int, int]:
    """Return a text, the same after one edit, the caret behind it, and a span of the former."""
    former = "".join(chance.choices(LETTERS, k=chance.randint(1, 12)))
    first, last = sorted(chance.choices(range(len(former) + 1), k=2))
    typed = "".join(chance.choices(LETTERS, k=chance.randint(0, 3)))
    text = former[:first] + typed + former[last:]
    start = chance.randrange(len(former))
    end = chance.randint(start + 1, len(former))
    return former, text, utf16(former[:first] + typed), start, end


def test_places_of_findings_are_those_of_their_words_before_and_after_any_edit(
    panel: Panel,
) -> None:
    chance = random.Random(7)
    cases = [edited(chance) for _ in range(1_500)]

    told = panel.page.evaluate(PLACES, [list(case) for case in cases])

    survived = 0
    for (former, text, _, start, end), each in zip(cases, told, strict=True):
        assert each["word"] == former[start:end]
        assert each["length"] == len(former)
        assert each["isMade"], (former, text, each)
        assert each["kept"] in (None, former[start:end]), (former, text, each)
        edit, span = each["edit"], each["span"]
        is_apart = edit["end"] < span["start"] or edit["start"] > span["end"]
        assert each["kept"] is not None or not is_apart, (former, text, each)
        is_inside = edit["start"] < span["end"] and edit["end"] > span["start"]
        assert each["kept"] is None or not is_inside, (former, text, each)
        survived += each["kept"] is not None
    assert 300 < survived < 1_200


def test_sentence_that_is_written_is_open_until_its_mark(panel: Panel) -> None:
    cases = {
        "You must|": "You must",
        "Fine. You must| go. Now.": " You must go.",
        "You must go.|": None,
        "You must go.”  |": None,
        "You must go. |Now": None,
        "你应该微笑|。好": "你应该微笑。",
        "你应该微笑。|": None,
        "第一。你|应该": "你应该",
        "One line\ntwo| lines": "two lines",
        "One line\n|": None,
        "|": None,
    }

    assert panel.page.evaluate(OPEN, list(cases)) == list(cases.values())
