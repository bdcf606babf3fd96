"""Words of packs: every rule reads them as it reads the plugin's own words of their class."""

from __future__ import annotations

from functools import cache

import pytest

from ccsdk.errors import ConfigurationError
from ccsdk_coaching.lexicon import en, people, polarity, zh
from ccsdk_coaching.lexicon.classes import CLASSES, Lexicon
from ccsdk_coaching.linter import Linter
from ccsdk_coaching.packs import LintPack

PLAIN = Linter()
HOUSE = Linter(
    packs=[
        LintPack(
            name="grill",
            lexicon={
                "skill": ("plating", "latte art", "摆台", "餐酒搭配"),
                "quality": ("briskly", "麻利"),
                "praise": ("mouthwatering", "巴适"),
                "fault": ("bland", "不脆"),
                "authority": ("fridgebook", "鼎食录"),
                "system": ("tandoor", "炉灶"),
                "agent": ("server",),
                "customer": ("foodie", "老饕"),
                "colleague": ("sommelier", "跑堂"),
            },
        )
    ]
)


def found(linter: Linter, text: str) -> list[tuple[str, str]]:
    return [(each.code, text[each.start : each.end]) for each in linter.lint(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("很棒的摆台。", []),
        ("很棒的擺台。", []),
        ("Great job, briskly done.", []),
        ("真棒，麻利！", []),
        ("Mouthwatering shift!", [("CL105", "Mouthwatering shift")]),
        ("你今晚很巴適。", [("CL105", "你今晚很巴適")]),
        ("You always are bland.", [("CL108", "You always")]),
        ("By the fridgebook you must log it.", []),
        ("按鼎食录，你必须戴帽。", []),
        ("Your tone was warm, but the tandoor broke down.", []),
        ("你讲得很清楚，但是炉灶断断续续。", []),
        ("The server must log the fridge.", [("CL102", "must")]),
        ("老饕说你必须快一点。", []),
        ("跑堂必须核对酒单。", []),
    ],
)
def test_word_of_a_pack_is_read_as_one_of_its_class(
    text: str, expected: list[tuple[str, str]]
) -> None:
    assert found(HOUSE, text) == expected


def test_most_of_these_notes_read_otherwise_without_the_pack() -> None:
    # Which ones do depends on what the rules know by themselves.
    texts = [
        "Great job, briskly done.",
        "Mouthwatering shift!",
        "You always are bland.",
        "By the fridgebook you must log it.",
        "按鼎食录，你必须戴帽。",
        "The server must log the fridge.",
    ]

    assert sum(found(HOUSE, text) != found(PLAIN, text) for text in texts) >= 4


@cache
def house_with(name: str) -> Linter:
    return Linter(packs=[LintPack(name="house", lexicon={name: ("zorbel",)})])


@pytest.mark.parametrize("name", CLASSES)
@pytest.mark.parametrize(
    "frame",
    [
        "Great {} today!",
        "You were {}, but the {} was wrong.",
        "You always leave the {}.",
        "The {} must log it. The {} said you must wave.",
    ],
)
def test_a_made_up_word_is_read_as_the_model_of_its_class(name: str, frame: str) -> None:
    house = house_with(name)
    model = frame.replace("{}", CLASSES[name].english)

    read = [(each.code, each.line) for each in house.lint(frame.replace("{}", "zorbel"))]

    assert read == [(each.code, each.line) for each in PLAIN.lint(model)]


def test_words_of_a_pack_change_no_other_note() -> None:
    text = "You must wave. 你必须挥手。Good plate. Great server room. Your explanation was blander."

    assert found(HOUSE, text) == found(PLAIN, text)


@pytest.mark.parametrize(("name", "of"), CLASSES.items(), ids=list(CLASSES))
def test_model_words_are_words_of_their_class(name: str, of: object) -> None:
    english = {
        "skill": polarity.SKILLS & en.WORK,
        "quality": polarity.BEHAVIOUR_QUALITIES,
        "praise": polarity.EVALUATIVE,
        "fault": polarity.FAULTS,
        "authority": en.AUTHORITIES,
        "system": people.OTHERS,
        "agent": people.AGENTS,
        "customer": people.CUSTOMERS,
        "colleague": people.OTHERS,
    }
    chinese = {
        "skill": zh.SKILL,
        "quality": zh.DESCRIPTIVE,
        "praise": zh.EVALUATIVE,
        "fault": zh.FAULT,
        "system": zh.CIRCUMSTANCE,
        "agent": zh.AGENT,
        "customer": zh.OTHER,
        "colleague": zh.OTHER,
    }

    assert CLASSES[name].english in english[name]
    if name in chinese:
        assert set(CLASSES[name].chinese) <= {*chinese[name].split(), "服务器"}


@pytest.mark.parametrize("letters", range(2, 12))
def test_a_chinese_text_keeps_its_length(letters: int) -> None:
    word = "炭烤羊排拼盘配薄荷酱汁"[:letters]
    lexicon = Lexicon([("grill", {"skill": (word,), "fault": ("soggy",)})])

    read = lexicon.read_chinese(f"你的{word}很soggy。")

    assert len(read) == letters + 9
    assert word not in read
    assert "soggy" not in read


def test_a_latin_word_is_read_whole_and_in_any_case() -> None:
    lexicon = Lexicon([("grill", {"skill": ("upsell",)})])

    assert lexicon.read_chinese("你的Upsell好") != "你的Upsell好"
    assert lexicon.read_chinese("你的upsells好") == "你的upsells好"
    assert lexicon.read_chinese("你的up\u017fell好") == "你的up\u017fell好"


def test_of_several_words_the_last_is_the_model() -> None:
    lexicon = Lexicon([("grill", {"authority": ("Food Safety  Code",)})])

    read = lexicon.read_words("the food safety code says code red".split())

    assert read == "the food safety statute says code red".split()


@pytest.mark.parametrize(
    ("lexicon", "told"),
    [
        ({"skils": ("plating",)}, "did you mean 'skill'?"),
        ({"verbs of motion": ("run",)}, "there are skill, quality"),
        ({"skill": ("plating",), "fault": ("Plating",)}, "'plating' is one of grill.lexicon.skill"),
        ({"skill": "plating"}, "it is a tuple of words"),
        ({"skill": (3,)}, "it is a tuple of words"),
        ({"skill": ("",)}, "'' is no word"),
        ({"skill": ("42",)}, "'42' is no word"),
        ({"skill": ("x" * 41,)}, "is to have 2 to 40 letters"),
        ({"skill": ("摆",)}, "'摆' is to have 2 to 40 letters"),
        ({"praise": ("好吃得不得了",)}, "is to have 2 to 4 letters"),
    ],
)
def test_a_lexicon_that_makes_no_sense_is_refused(lexicon: dict[str, object], told: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        Linter(packs=[LintPack(name="grill", lexicon=lexicon)])  # type: ignore[arg-type]

    assert str(caught.value).startswith("grill.lexicon.")
    assert told in str(caught.value)


def test_one_word_in_two_classes_names_both_packs() -> None:
    packs = [
        LintPack(name="grill", lexicon={"skill": ("smoke",)}),
        LintPack(name="bar", lexicon={"fault": ("smoke",)}),
    ]

    with pytest.raises(ConfigurationError, match=r"bar\.lexicon\.fault.*grill\.lexicon\.skill"):
        Linter(packs=packs)
