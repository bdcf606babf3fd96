"""Articles are found: in every language, whatever is typed, the best one first."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccsdk_knowledge.article import Article
from ccsdk_knowledge.evaluation import evaluated, questions_of, table_of
from ccsdk_knowledge.index import GUESSES_MAX, Hit, Index
from ccsdk_knowledge.ranking import Reader, Votes, factor_of, ranked
from ccsdk_knowledge.words import Synonyms

ROOT = Path(__file__).parents[3]
SHOP = ROOT / "examples" / "shop" / "knowledge"
QUESTIONS = Path(__file__).parent / "questions.toml"
FIRST_AT_LEAST = 54

ARTICLES = (
    Article(id="returns", language="en", title="Returns", body="Send it back within 100 days."),
    Article(id="delivery", language="en", title="Delivery", body="We deliver it to your room."),
    Article(id="lamps", language="en", title="Lamps", body="A lamp of ours can be returned."),
    Article(id="returns", language="zh-Hans", title="退货", body="一百天内可以退货。"),
    Article(id="returns", language="zh-Hant", title="退貨", body="一百天內可以退貨。"),
    Article(id="warranty", language="zh-Hans", title="保修", body="框架保修五年，布套两年。"),
    Article(id="phone", language="zh-Hans", title="手机支付", body="用 iPhone 也可以付款。"),
)


SYNONYMS = (
    ("sofa", "couch"),
    ("保修", "保固"),
    ("delivery", "shipping"),
    ("to your room", "service"),
)


@pytest.fixture(scope="module")
def index() -> Index:
    """Return an index of a few articles."""
    return Index.of(ARTICLES, Synonyms(SYNONYMS))


def keys(hits: list[Hit]) -> list[str]:
    return [hit.article.key for hit in hits]


def best(
    index: Index, text: str, language: str | None = None, votes: Mapping[str, Votes] | None = None
) -> list[str]:
    return keys(ranked(index.find(text), votes or {}, Reader(language=language)))


@pytest.mark.parametrize(
    ("name", "at_least"), [("questions", FIRST_AT_LEAST), ("questions_unseen", 21)]
)
def test_the_committed_questions_find_their_article_first(name: str, at_least: int) -> None:
    questions = questions_of(QUESTIONS.with_stem(name))

    results = evaluated(SHOP, questions, today=date(2026, 11, 22))

    right = sum(found.place == 1 for found in results)
    assert right >= at_least, table_of(results)


def test_the_committed_questions_are_what_was_promised() -> None:
    questions = questions_of(QUESTIONS)

    languages = [each.language for each in questions]
    assert {each: languages.count(each) for each in languages} == {
        "en": 20,
        "zh-Hans": 20,
        "zh-Hant": 20,
    }
    assert sum(len(each.text) == 2 for each in questions) >= 12
    assert len(list(SHOP.glob("*.md"))) >= 40


@pytest.mark.parametrize(
    ("text", "language", "first"),
    [
        ("returning", "en", "returns:en"),
        ("退货", "zh-Hans", "returns:zh-Hans"),
        ("退貨", "zh-Hant", "returns:zh-Hant"),
        ("退货", "zh-Hant", "returns:zh-Hant"),
        ("保固", "zh-Hant", "warranty:zh-Hans"),
        ("iPhone 付款", "zh-Hans", "phone:zh-Hans"),
        ("iPhone付款", "zh-Hans", "phone:zh-Hans"),
        ("delivary", "en", "delivery:en"),
        ("deliv", "en", "delivery:en"),
        ("shippng", "en", "delivery:en"),
        ("postal servicce", "en", "delivery:en"),
        ("架", "zh-Hans", "warranty:zh-Hans"),
    ],
)
def test_what_is_meant_comes_first(index: Index, text: str, language: str, first: str) -> None:
    assert best(index, text, language)[0] == first


def test_a_title_counts_more_than_a_text(index: Index) -> None:
    assert best(index, "return", "en") == ["returns:en", "lamps:en"]


def test_one_article_in_two_languages_is_found_once(index: Index) -> None:
    assert best(index, "退貨", "zh-Hant").count("returns:zh-Hant") == 1
    assert "returns:zh-Hans" not in best(index, "退貨", "zh-Hant")


@pytest.mark.parametrize(
    "text",
    [
        '"',
        '"""',
        "*",
        "NEAR(a b)",
        "-delivery",
        "title:x",
        "a AND",
        "(",
        "^a",
        "{title}: b",
        "a\0b",
    ],
)
def test_nothing_that_is_typed_is_a_command(index: Index, text: str) -> None:
    index.find(text)
    index.marked(text, "delivery")


def test_who_writes_nonsense_keeps_nobody_waiting(
    index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[str] = []
    monkeypatch.setattr(
        "ccsdk_knowledge.index.get_close_matches",
        lambda word, *others, **named: compared.append(word) or [],
    )

    index.find(" ".join(f"nonsense{n}" for n in range(60)))

    assert 0 < len(compared) <= GUESSES_MAX


@given(
    st.text(max_size=80)
    | st.lists(st.sampled_from(['"', "*", "NEAR", "OR", "(", "deliver", "退", ":", "-"])).map(
        " ".join
    )
)
def test_no_text_breaks_the_search(index: Index, text: str) -> None:
    hits = index.find(text)

    assert all(0 <= hit.share <= 1 for hit in hits)
    for start, end in index.marked(text, text):
        assert 0 <= start < end <= len(text)


def test_words_that_were_found_are_marked_as_they_stand(index: Index) -> None:
    text = "We deliver your couches, 免費退貨."

    marked = [text[start:end] for start, end in index.marked("sofa delivers 退货", text)]

    assert marked == ["deliver", "couches", "退貨"]


def test_votes_move_an_article_and_one_vote_moves_it_little(index: Index) -> None:
    unloved = {"returns:en": Votes(useful=0, useless=40), "lamps:en": Votes(useful=40)}

    assert best(index, "return article", "en") == ["returns:en", "lamps:en"]
    assert best(index, "lamp return", "en", unloved)[0] == "lamps:en"
    assert 0.95 < factor_of(Votes(useless=1)) < 1 < factor_of(Votes(useful=1)) < 1.05


@pytest.mark.parametrize("votes", [Votes(10_000, 0), Votes(0, 10_000)])
def test_votes_never_count_more_than_words(votes: Votes) -> None:
    assert 0.7 <= factor_of(votes) <= 1.3


def test_an_article_is_nearer_where_it_is_at_home() -> None:
    here = Article(id="a", language="en", title="Wood care", body="", queues=("care",))
    there = Article(id="b", language="en", title="Wood care", body="")
    hits = Index.of((here, there), Synonyms()).find("wood care")

    assert keys(ranked(hits, {}, Reader(queue="care"))) == ["a:en", "b:en"]
