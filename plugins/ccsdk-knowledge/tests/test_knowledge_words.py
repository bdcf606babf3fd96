"""Text becomes tokens: words, pairs of Chinese characters, synonyms, and what is folded."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccsdk_knowledge.folding import fold
from ccsdk_knowledge.words import Question, Synonyms, tokens_of

NONE = Synonyms()


def texts(text: str, synonyms: Synonyms = NONE) -> list[str]:
    return [token.text for token in tokens_of(text, synonyms)]


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("退貨與運費", "退货与运费"),
        ("Café ＡＢＣ１", "cafe abc1"),
        ("裡裏臺着著", "里里台着着"),
        ("Straße", "straße"),
    ],
)
def test_what_reads_the_same_is_folded_to_the_same(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_folding_keeps_each_place_and_changes_nothing_twice(text: str) -> None:
    folded = fold(text)

    assert len(folded) == len(text)
    assert fold(folded) == folded


def test_a_chinese_run_becomes_its_pairs() -> None:
    assert texts("免費退貨") == ["免费", "费退", "退货"]


def test_languages_mix_without_spaces() -> None:
    assert texts("iPhone退货，OK") == ["iphone", "退货", "ok"]


def test_an_apostrophe_is_part_of_no_token() -> None:
    assert texts("The shop's chairs can't; l'eau d’or") == [
        "the",
        "shop",
        "chairs",
        "can" + "t",
        "leau",
        "dor",
    ]


def test_a_token_knows_where_it_stands() -> None:
    text = "Free 退貨 here"

    assert [text[t.start : t.end] for t in tokens_of(text, NONE)] == ["Free", "退貨", "here"]


def test_a_synonym_is_read_as_the_first_of_its_group() -> None:
    synonyms = Synonyms([["sofa", "couch"], ["保修", "保固"], ["gift card", "voucher"]])

    assert texts("Two couches", synonyms) == ["two", "sofa"]
    assert texts("保固期", synonyms) == ["保修"]
    assert texts("my voucher", synonyms) == ["my", "gift", "card"]


def test_a_synonym_is_found_where_it_stands_in_the_text() -> None:
    text = "五年保固"
    (token,) = [t for t in tokens_of(text, Synonyms([["保修", "保固"]])) if t.text == "保修"]

    assert text[token.start : token.end] == "保固"


def test_words_that_only_ask_are_left_out() -> None:
    assert Question.of("Hello, how do I send it back?", NONE).words == ("send", "back")
    assert Question.of("請問我怎麼退貨呢？", NONE).pairs == ("退货",)


def test_a_word_that_holds_a_function_word_stays_whole() -> None:
    assert Question.of("会员", NONE).pairs == ("会员",)


@pytest.mark.parametrize("text", ["how do I", "怎麼"])
def test_a_question_of_nothing_but_such_words_is_asked_as_it_is(text: str) -> None:
    assert Question.of(text, NONE)


@pytest.mark.parametrize("text", ["", "  ", "?!", "👍", "\u202e"])
def test_nothing_to_find_is_no_question(text: str) -> None:
    assert not Question.of(text, NONE)
